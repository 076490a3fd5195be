"""An editor's command: says what will be published, refuses what cannot be, writes only what changed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pipeline.catalogue.manifest import difference, is_whole, read_manifest, write_manifest
from pipeline.catalogue.model import UNSET_BASE, Catalogue
from pipeline.catalogue.publication import plan_of, sitemap
from pipeline.core.errors import UserError
from pipeline.core.record import Website
from tests.catalogue.records import BASE, booklet, demos, workplace
from tests.demonstrations import demo_read


def test_the_plan_names_what_an_editor_answers_for():
    broken = demo_read(113).model_copy(deep=True)
    broken.programmes[0].websites = [
        Website(name=None, url=url)
        for url in (
            "www.moea.gov.tw",
            "https://例子.台灣/路?a=b",
            "http://10.0.0.1:80/",
            "www.moea",
            "請洽本部",
            "http://",
        )
    ]
    plan = plan_of(Catalogue((broken,), BASE, {}), {"demo-113": "CC0"})
    assert [url for _, url in plan.links] == ["www.moea", "請洽本部", "http://"]
    assert plan.looks
    assert plan.people
    assert plan.editions[0][1:] == ("CC0", 0)
    assert not plan_of(demos(), {"demo-112": "CC0", "demo-113": "CC0"}).looks
    assert plan_of(demos(), {"demo-112": "CC0"}).looks  # nobody said that 113 may be passed on


def test_an_unset_base_is_refused():
    with pytest.raises(UserError, match="the base is not set"):
        plan_of(demos(UNSET_BASE), {})


def test_the_sitemap_has_every_page_that_is_one():
    root = ET.fromstring(sitemap(demos()))
    found = [each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found[0] == f"{BASE}index.html"
    assert len(found) == len(set(found)) > 10


def test_the_manifest_is_one_that_sha256sum_checks(tmp_path: Path):
    (tmp_path / "頁").mkdir()
    (tmp_path / "頁" / "a b.html").write_bytes(b"1")
    (tmp_path / "x.json").write_bytes(b"2")
    write_manifest(tmp_path)
    assert read_manifest(tmp_path)["x.json"] == hashlib.sha256(b"2").hexdigest()
    if shutil.which("sha256sum"):
        done = subprocess.run(
            ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True
        )
        assert done.returncode == 0
    assert is_whole(tmp_path)
    (tmp_path / "x.json").write_bytes(b"3")
    assert not is_whole(tmp_path)
    (tmp_path / "x.json").unlink()
    assert not is_whole(tmp_path)


def test_what_two_publications_differ_in():
    found = difference({"a": "1", "b": "1", "c": "1"}, {"b": "1", "c": "2", "d": "1"})
    assert (found.added, found.changed, found.removed) == (("d",), ("c",), ("a",))
    assert difference({"a": "1"}, {"a": "1"}).nothing


@pytest.mark.long
def test_publishes_says_what_changed_and_does_nothing_twice(tmp_path: Path):
    out = str(tmp_path / "public")
    refused = booklet("publish", "--out", out, cwd=workplace(), status=2)
    assert "the base is not set" in refused
    planned = booklet("publish", "--base", BASE, "--check", "--out", out, cwd=workplace())
    assert "names of people" in planned
    assert not Path(out).exists()
    first = booklet("publish", "demo-113", "--base", BASE, "--without-people", "--out", out, cwd=workplace())
    assert "names of people: left out" in first
    for name in ("index.html", "sitemap.xml", "SHA256SUMS", "_headers"):
        assert (Path(out) / name).is_file()
    page = (Path(out) / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{BASE}index.html">' in page
    again = booklet("publish", "demo-113", "--base", BASE, "--without-people", "--out", out, cwd=workplace())
    assert "nothing has changed" in again
    (Path(out) / "index.html").write_text("broken", "utf-8")  # by hand, or by a disk
    booklet("publish", "demo-113", "--base", BASE, "--without-people", "--out", out, cwd=workplace())
    assert (Path(out) / "index.html").read_text("utf-8") == page
    more = booklet("publish", "--base", BASE, "--without-people", "--out", out, cwd=workplace())
    assert "pages changed" in more
    newest = demo_read(113).programmes[0]
    assert f"programme/{newest.key}.html  {newest.name}\n" in more
