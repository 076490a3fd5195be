"""No stage changes what it was given: each, run twice on the same input, gives the same output twice."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.page import Cell, Line, Page, Table
from pipeline.core.record import json_pieces
from pipeline.extract import extract_parts
from pipeline.forms.profile import Profile, load_profile
from pipeline.forms.segment import margins_of, segment
from pipeline.pages.reading import ENGINES, read_file
from pipeline.pages.scan import recognise
from pipeline.source.acquire import acquire, find_editions, raw_folders
from pipeline.source.document import Acquired, identify
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared"
EDITIONS = [
    edition for edition in find_editions(ROOT, raw_folders(), lambda _: None) if edition.file.is_file()
]
LARGE = 1_000_000
"""Bytes; ``make soak`` takes the larger ones."""
CORPUS = sorted((SHARED / "corpus").glob("*.pdf")) + sorted((SHARED / "corpus").glob("*.html"))


def documents() -> Iterator[Any]:
    for edition in EDITIONS:
        for engine in ENGINES:
            profile = load_profile(edition.profile)
            # One edition by the second engine is enough: after the pages the stages are the same.
            marks = [pytest.mark.soak] if engine != ENGINES[0] and edition.id != "demo-112" else []
            yield pytest.param(edition.file, engine, profile, id=f"{edition.id}-{engine}", marks=marks)
    cards = load_profile("permit-cards")
    yield pytest.param(ROOT / "docs" / "permit-cards.pdf", ENGINES[0], cards, id="permit-cards")
    for path in CORPUS:
        if path.name != "scanned-minutes.pdf":
            marks = [pytest.mark.long, *([pytest.mark.soak] if path.stat().st_size > LARGE else [])]
            yield pytest.param(path, ENGINES[0], cards, id=path.name, marks=marks)


@pytest.fixture(autouse=True)
def _no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pictures be pictures: they are slow to recognise, and give no table."""
    monkeypatch.setattr(recognise, "installed", lambda: False)


@pytest.mark.parametrize(("file", "engine", "profile"), list(documents()))
def test_every_stage_gives_the_same_twice(file: Path, engine: str, profile: Profile) -> None:
    acquired = Acquired(file, *identify(file))
    pages = list(read_file(acquired, engine))
    before = copy.deepcopy(pages)
    margins = [margins_of(pages, profile) for _ in range(2)]
    documents = [segment(pages, profile) for _ in range(2)]
    records = [
        b"".join(
            piece
            for piece in json_pieces(extract_parts(acquired, pages, "twice", 109, profile, engine))
            if isinstance(piece, bytes)
        )
        for _ in range(2)
    ]
    assert margins[0] == margins[1]
    assert documents[0] == documents[1]
    assert records[0] == records[1]
    assert pages == before


def test_what_is_read_cannot_be_changed() -> None:
    for kind in (Page, Table, Cell, Line):
        assert kind.__dataclass_params__.frozen, kind  # type: ignore[attr-defined]
        held = {field.name: str(field.type) for field in dataclasses.fields(kind)}
        assert not [name for name, type_ in held.items() if type_.startswith("list")], kind


def test_there_are_editions_to_try() -> None:
    assert {"demo-112", "demo-113"} <= {edition.id for edition in EDITIONS}
    assert all(acquire(edition) for edition in EDITIONS)
