"""Records of the demonstration editions, made from their sources without a reader, and read from their PDFs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2

from pipeline.core.record import Booklet, Edition, Front, Programme
from pipeline.core.record import Source as RecordSource
from pipeline.core.text import fold
from pipeline.extract import extract
from pipeline.facts.programme_facts import programme_facts
from pipeline.forms.profile import load_profile
from pipeline.source.document import Acquired, identify
from tests.typeset.expected import expected_record
from tests.typeset.source import Source, load
from tests.typeset.transcript import transcribe

ROOT = Path(__file__).parents[1]


def record_of(source: Source, edition: str) -> Booklet:
    """Return the record that a perfect reader would make of a source."""
    expected = expected_record(source)
    programmes = []
    for each in expected["programmes"]:
        for contact in each["contacts"]:
            for phone in contact["phones"]:
                phone["printed"] = "#".join(part for part in (phone["e164"], phone["extension"]) if part)
        programme = Programme.model_validate(
            each | {"key": key_of(each["name"]), "pages": None, "printed_page": None}
        )
        programme.facts = programme_facts(programme, source.roc_year)[0]
        programmes.append(programme)
    return Booklet(
        edition=Edition(
            id=edition,
            roc_year=source.roc_year,
            year=source.roc_year + 1911,
            title=source.title,
            publishers=list(source.publishers),
            issued=source.issued,
            series=source.title,
            source=RecordSource(
                file=f"{edition}.toml",
                sha256="0" * 64,
                media_type="application/toml",
                reader="source",
                pages=None,
                labels=source.labels,
            ),
        ),
        front=Front(introduction=expected["front"]["introduction"], contents=[], contacts=[]),
        programmes=programmes,
    )


def key_of(name: str) -> str:
    """Return the key of a programme's name."""
    return hashlib.sha256(fold(name).encode()).hexdigest()[:12]


@cache
def demo(year: int) -> Booklet:
    """Return the record that demo-<year> means; it is shared: copy it before changing it."""
    return record_of(load(ROOT / "tests" / "typeset" / f"demo-{year}.toml"), f"demo-{year}")


@cache
def demo_read(year: int) -> Booklet:
    """Return the record read from the PDF of demo-<year>."""
    path = ROOT / "raw" / f"demo-{year}" / "booklet.pdf"
    media_type, sha256 = identify(path)
    profile = load_profile("support-measures")
    return extract(Acquired(path, media_type, sha256), f"demo-{year}", year, profile).booklet


def part(pdf: Path, pages: Sequence[int], to: Path) -> Path:
    """Write some pages of a PDF, the first of which is 0, with their text."""
    with pypdfium2.PdfDocument(pdf) as whole, pypdfium2.PdfDocument.new() as made:
        made.import_pages(whole, list(pages))
        made.save(to)
    return to


def tiny(year: int, wording: str) -> str:
    """Return a transcription of one programme of a demonstration edition."""
    source: Source = load(ROOT / "tests" / "typeset" / f"demo-{year}.toml")
    area = source.areas[0]
    programme = replace(area.measures[0].programmes[0], summary=wording)
    measure = replace(area.measures[0], programmes=(programme,))
    return transcribe(replace(source, areas=(replace(area, measures=(measure,)),)))
