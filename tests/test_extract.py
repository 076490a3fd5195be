"""The main job: the real booklet from both of its forms, and the demonstration edition, come out right."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.checks.golden import differences, read_golden
from pipeline.core.record import Booklet, Programme
from pipeline.extract import Extraction, extract
from pipeline.forms.profile import load_profile
from pipeline.pages.reading import ENGINES
from pipeline.source.document import Acquired, identify

ROOT = Path(__file__).parents[1]
FORMS = ("transcript.txt", "booklet.pdf")


@cache
def extracted(path: Path, edition: str, engine: str = ENGINES[0]) -> Extraction:
    """Extract a file once for all tests of this module."""
    media_type, sha256 = identify(path)
    profile = load_profile("support-measures")
    return extract(Acquired(path, media_type, sha256), edition, None, profile, engine=engine)


@pytest.fixture(params=FORMS)
def real(request: pytest.FixtureRequest, shared: Path) -> Extraction:
    """The booklet of 109, from each of its forms."""
    return extracted(shared / "booklets" / "109" / request.param, "109")


@pytest.fixture
def demo() -> Extraction:
    """The demonstration edition."""
    return extracted(ROOT / "raw" / "demo-112" / "booklet.pdf", "demo-112")


def test_109_has_every_programme_contact_and_website(real: Extraction) -> None:
    programmes = real.booklet.programmes
    assert len({programme.area.number for programme in programmes if programme.area}) == 5
    measures = {(p.area.number, p.measure.number) for p in programmes if p.area and p.measure}
    assert len(measures) == 14
    assert len(programmes) == 36
    assert sum(len(programme.contacts) for programme in programmes) == 109
    assert sum(len(contact.phones) for programme in programmes for contact in programme.contacts) == 109
    assert sum(len(programme.websites) for programme in programmes) == 36


def test_109_owns_every_glyph(real: Extraction) -> None:
    assert real.owned == real.glyphs > 26_000


def test_109_prints_one_block_twice_and_keeps_it_once(real: Extraction) -> None:
    (programme,) = (p for p in real.booklet.programmes if p.acronym == "CITD")
    labels = [item.label for service in programme.services for item in service.items]
    assert labels.count("補助對象") == 1
    (repeated,) = (found for found in real.booklet.findings if found.code == "block-repeated")
    assert repeated.where.programme == programme.id
    kept = next(item for item in programme.services[0].items if item.label == "補助對象")
    assert squeezed(repeated.data["dropped"]) == squeezed(f"補助對象：{kept.text}")


def test_109_is_the_same_record_from_both_forms(shared: Path) -> None:
    one, other = (comparable(extracted(shared / "booklets" / "109" / form, "109").booklet) for form in FORMS)
    assert one == other


def test_109_is_the_same_record_by_both_engines(shared: Path) -> None:
    pdf = shared / "booklets" / "109" / "booklet.pdf"
    one, other = (comparable(extracted(pdf, "109", engine).booklet) for engine in ENGINES)
    assert one == other


@pytest.mark.parametrize("name", ["demo-112", "demo-113"])
def test_demonstration_editions_are_the_same_record_by_both_engines(name: str) -> None:
    pdf = ROOT / "raw" / name / "booklet.pdf"
    one, other = (extracted(pdf, name, engine) for engine in ENGINES)
    assert comparable(one.booklet) == comparable(other.booklet)
    assert one.glyphs == other.glyphs > 12_000
    assert (one.booklet.edition.source.reader, other.booklet.edition.source.reader) == ENGINES


def test_109_equals_golden(real: Extraction) -> None:
    assert differences(read_golden(ROOT / "golden" / "109.json"), real.booklet) == []


def test_demo_equals_golden(demo: Extraction) -> None:
    assert differences(read_golden(ROOT / "golden" / "demo-112.json"), demo.booklet) == []


def test_109_texts_equal_the_transcription(real: Extraction, shared: Path) -> None:
    """All 144 fields of prose, rebuilt from the record, equal the source when white space is ignored.

    The source is read here by another way than the reader's: line by line, tags out, fields by their labels.
    """
    source = (shared / "booklets" / "109" / "transcript.txt").read_text("utf-8")
    fields = source_fields(source)
    assert len(fields) == 36
    compared = 0
    for programme, printed in zip(real.booklet.programmes, fields, strict=True):
        dropped = [
            found.data["dropped"]
            for found in real.booklet.findings
            if found.code == "block-repeated" and found.where.programme == programme.id
        ]
        for name, text in rebuilt(programme, dropped).items():
            assert without_signs(text) == without_signs(printed[name]), (programme.id, name)
            compared += 1
    assert compared == 144


def test_every_fact_of_109_says_the_words_it_was_read_from(real: Extraction) -> None:
    assert facts_said_where_they_stand(real.booklet) > 170


def test_every_fact_of_the_demonstration_says_the_words_it_was_read_from(demo: Extraction) -> None:
    assert facts_said_where_they_stand(demo.booklet) > 30


def facts_said_where_they_stand(booklet: Booklet) -> int:
    """Assert that each fact's words stand at its path and span; return how many there are."""
    checked = 0
    for holder in (booklet.front, *booklet.programmes):
        for kind in holder.facts.model_dump().values():
            for fact in kind:
                start, end = fact["span"]
                assert text_at(holder, fact["path"])[start:end] == fact["printed"]
                checked += 1
    return checked


def test_109_facts_are_counted(real: Extraction) -> None:
    programmes = real.booklet.programmes
    assert sum(len(programme.facts.amounts) for programme in programmes) == 49
    assert [amount.value for amount in real.booklet.front.facts.amounts] == [2_536_380_000]
    windows = [
        (programme.id, period)
        for programme in programmes
        for period in programme.facts.periods
        if period.purpose == "application"
    ]
    assert len(windows) == 35
    assert len({identity for identity, _ in windows}) == 27


def test_values_from_a_pdf_say_where_they_stand(demo: Extraction) -> None:
    for programme in demo.booklet.programmes:
        assert programme.pages is not None
        first, last = programme.pages
        wanted = ["name", "summary"] + [f"contacts[{n}].organization" for n in range(len(programme.contacts))]
        for path in wanted:
            boxes = programme.provenance[path]
            assert boxes, (programme.id, path)
            for page, x0, top, x1, bottom in boxes:
                assert first <= page <= last
                assert 0 <= x0 < x1 <= 600
                assert 0 <= top < bottom <= 850


def test_same_as_above_points_to_both_places(demo: Extraction) -> None:
    resolved = 0
    for programme in demo.booklet.programmes:
        for number, contact in enumerate(programme.contacts):
            boxes = programme.provenance.get(f"contacts[{number}]", [])
            if contact.person and boxes and f"contacts[{number}].person" in programme.provenance:
                tops = {box[2] for box in boxes} | {programme.provenance[f"contacts[{number}].person"][0][2]}
                resolved += len(tops) > 1
    assert resolved


def comparable(booklet: Booklet) -> dict[str, Any]:
    """Return a record without what depends on the reader."""
    return strip(booklet.model_dump(mode="json"))


def strip(value: Any) -> Any:
    """Leave out source, pages and places at every level."""
    if isinstance(value, dict):
        left_out = {"source", "pages", "provenance", "page", "box"} if "code" not in value else {"data"}
        if value.keys() == {"level", "number", "title", "page"}:
            left_out = set()
        return {key: strip(item) for key, item in value.items() if key not in left_out}
    return [strip(item) for item in value] if isinstance(value, list) else value


def text_at(holder: Any, path: str) -> str:
    """Return the text that a path names in a programme or in the front matter."""
    for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        holder = (
            holder[int(index)]
            if index
            else holder[name]
            if isinstance(holder, dict)
            else getattr(holder, name)
        )
    return holder if isinstance(holder, str) else holder.text


def source_fields(source: str) -> list[dict[str, str]]:
    """Return for each programme of a transcription its four fields of prose, by label."""
    names = {"簡介": "summary", "項目": "services", "方式": "benefits", "網站": "websites"}
    found: list[dict[str, str]] = []
    name = ""
    for line in source.splitlines():
        if "\t" not in line or re.fullmatch(r"[^\t]*\D\t\d+", line):
            continue
        label, _, rest = re.sub(r"<[^<>]*>", "", line).partition("\t")
        if label:
            name = names[label[-2:]] if "聯絡" not in label else ""
            if name == "summary":
                found.append(dict.fromkeys(names.values(), ""))
        if name:
            found[-1][name] += html.unescape(rest)
    return found


def rebuilt(programme: Programme, dropped: list[str]) -> dict[str, str]:
    """Return the four fields of prose of a programme as one text each, a dropped block where it stood."""
    services = ""
    for service in programme.services:
        services += f"{service.kind}{service.title or ''}{service.text or ''}"
        for item in service.items:
            services += f"{item.label or ''}{item.text}"
            if any(squeezed(text) == squeezed(f"{item.label}：{item.text}") for text in dropped):
                services += f"{item.label or ''}{item.text}"
    return {
        "summary": programme.summary.text,
        "services": services,
        "benefits": "".join(
            benefit.kind + (benefit.title or "") + benefit.text for benefit in programme.benefits
        ),
        "websites": "".join((site.name or "") + site.url for site in programme.websites),
    }


def squeezed(text: str) -> str:
    """Return a text without white space."""
    return re.sub(r"\s", "", text)


def without_signs(text: str) -> str:
    """Return a text without white space, and without the signs that the record tells by its structure."""
    text = re.sub(r"[\s■●：:]", "", text)
    text = re.sub(r"^無$", "", text)
    return re.sub(r"(?:^|(?<=/))\d\.(?=\D)|，(?=http)|[()](?=http|$)", "", text)


def test_record_is_json_with_a_final_newline(demo: Extraction) -> None:
    from pipeline.core.record import to_json

    written = to_json(demo.booklet)
    assert written.endswith(b"}\n")
    assert Booklet.model_validate(json.loads(written)) == demo.booklet


@pytest.mark.parametrize("readme", ["README.md", "README.zh-Hant.md"])
def test_readme_shows_every_finding_of_109(real: Extraction, readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    shown = re.findall(r"^\| `([a-z-]+)` \| (\S+) (\S+) \|", text, re.M)
    found = [(each.code, each.where.programme, each.where.path) for each in real.booklet.findings]
    assert sorted(shown) == sorted(found)
    assert f"{real.owned:,}" in text


@pytest.mark.parametrize(("scale", "shift"), [(0.4, (0, 0)), (3, (0, 0)), (1, (-300, 5000))])
def test_where_and_how_large_a_page_is_says_nothing(
    scale: float, shift: tuple[float, float], root: Path, tmp_path: Path
) -> None:
    """Type of 4 points and posters: what is near or thick is so beside the type, not in points."""
    original, moved = root / "raw" / "demo-112" / "booklet.pdf", tmp_path / "booklet.pdf"
    with pikepdf.open(original) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(edge) * scale for edge in page.mediabox)
            page.mediabox = [left + shift[0], bottom + shift[1], right + shift[0], top + shift[1]]
            place = pdf.make_stream(f"q {scale} 0 0 {scale} {shift[0]} {shift[1]} cm\n".encode())
            page.contents_add(place, prepend=True)
            page.contents_add(pdf.make_stream(b"\nQ"))
        pdf.save(moved)
    said, meant = (
        without_places(extracted(path, "demo-112").booklet.model_dump(mode="json", exclude={"edition"}))
        for path in (moved, original)
    )
    assert said == meant


def without_places(told: Any) -> Any:
    """Return a part of a record without the boxes on its pages."""
    if isinstance(told, list):
        return [without_places(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {
        key: without_places(each) for key, each in told.items() if key not in ("box", "boxes", "provenance")
    }
