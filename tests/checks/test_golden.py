"""Golden keeps what was accepted, tells every change, and of a booklet that may not be passed on no sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.checks.golden import accepted_form, differences, golden_json, read_golden
from pipeline.core.errors import UserError
from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.source.document import Acquired, identify


@pytest.fixture(scope="module")
def demo(demo_pdf: Path) -> Booklet:
    """The record of the demonstration edition."""
    media_type, sha256 = identify(demo_pdf)
    profile = load_profile("support-measures")
    return extract(Acquired(demo_pdf, media_type, sha256), "demo-112", 112, profile).booklet


@pytest.mark.parametrize("digest", [False, True])
def test_a_record_does_not_differ_from_itself(demo: Booklet, digest: bool, tmp_path: Path) -> None:
    path = tmp_path / "golden.json"
    path.write_bytes(golden_json(accepted_form(demo, digest=digest)))
    assert differences(read_golden(path), demo) == []


def leaves(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Return every value of a record with its path."""
    if isinstance(value, dict):
        return [
            leaf for key, item in value.items() for leaf in leaves(item, f"{path}.{key}" if path else key)
        ]
    if isinstance(value, list):
        return [leaf for place, item in enumerate(value) for leaf in leaves(item, f"{path}[{place}]")]
    return [(path, value)]


@pytest.mark.parametrize("digest", [False, True])
def test_a_changed_text_is_told(demo: Booklet, digest: bool) -> None:
    form = accepted_form(demo, digest=digest)
    for number, programme in enumerate(demo.programmes):
        texts = [
            (path, value)
            for path, value in leaves(
                programme.model_dump(include={"summary", "services", "benefits", "contacts"})
            )
            if isinstance(value, str) and path.endswith((".text", ".person", ".printed", ".kind"))
        ]
        for path, value in texts[number % 4 :: 4]:
            programmes = [*demo.programmes]
            programmes[number] = programme.model_copy(deep=True)
            changed = demo.model_copy(update={"programmes": programmes})
            holder: Any = changed.programmes[number]
            *parents, last = path.replace("]", "").replace("[", ".").split(".")
            for part in parents:
                holder = holder[int(part)] if part.isdecimal() else getattr(holder, part)
            setattr(holder, last, value + "改")
            found = differences(form, changed)
            assert found, (programme.id, path)
            assert {difference.programme for difference in found} == {programme.id}


def test_digests_hold_no_sentence(demo: Booklet) -> None:
    written = golden_json(accepted_form(demo, digest=True)).decode()
    values = leaves(demo.model_dump(mode="json"))
    facts = {value for path, value in values if path.endswith(".printed")}
    texts = {value for path, value in values if path.endswith("text")} - facts
    sentences = [text for text in texts if isinstance(text, str) and len(text) > 12]
    assert len(sentences) > 50
    assert [text for text in sentences if text in written] == []
    assert demo.programmes[0].name in written


def test_golden_of_109_holds_no_sentence_of_the_booklet(root: Path, shared: Path) -> None:
    golden = (root / "golden" / "109.json").read_text("utf-8")
    source = (shared / "booklets" / "109" / "transcript.txt").read_text("utf-8")
    body = source[source.index("輔導措施簡介") :]
    sentences = [
        part for part in body.replace("，", "。").split("。") if 15 < len(part) < 60 and "<" not in part
    ]
    assert len(sentences) > 100
    assert [part for part in sentences if "".join(part.split()) in golden] == []


def test_a_programme_that_went_or_came_is_told(demo: Booklet) -> None:
    form = accepted_form(demo, digest=False)
    fewer = demo.model_copy(update={"programmes": demo.programmes[1:]})
    (gone,) = differences(form, fewer)
    assert (gone.programme, gone.golden, gone.extracted) == (
        demo.programmes[0].id,
        demo.programmes[0].name,
        None,
    )
    (come,) = differences(accepted_form(fewer, digest=False), demo)
    assert (come.golden, come.extracted) == (None, demo.programmes[0].name)


@pytest.mark.parametrize("content", ["", "[]", '{"prose": "text"}', '{"prose": "rhyme", "booklet": {}}'])
def test_what_is_no_golden_file_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "golden.json"
    path.write_text(content)
    with pytest.raises(UserError, match="restore it"):
        read_golden(path)
    with pytest.raises(UserError, match="does not exist"):
        read_golden(tmp_path / "absent.json")


def test_golden_files_are_plain_json(root: Path) -> None:
    for path in (root / "golden").glob("*.json"):
        assert golden_json(json.loads(path.read_text("utf-8"))) == path.read_bytes()
