"""The drafter on documents that nobody has seen: nine drafts in ten need no edit, and what holds no form gives none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest

from pipeline.core.errors import UserError
from pipeline.core.page import Page
from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.learn.draft import draft
from pipeline.forms.profile import parse_profile
from pipeline.pages.reading import read
from pipeline.source.document import Acquired, identify
from tests.forms.learn.invented import BLANKS, KINDS, Form, Invented, minutes, print_pdf, to_html, to_markdown
from tests.typeset import fonts, html_pdf

Kind = Callable[[Random], Invented]
PRODUCERS: dict[str, Callable[[Invented], bytes]] = {
    "html": lambda document: to_html(document).encode(),
    "markdown": lambda document: to_markdown(document).encode(),
    "pdf": lambda document: print_pdf(document, 842),
    "small pdf": lambda document: print_pdf(document, 500),
}
SUFFIXES = {"html": ".html", "markdown": ".txt", "pdf": ".pdf", "small pdf": ".pdf"}
needs_print = pytest.mark.skipif(
    not html_pdf.has_weasyprint() or bool(fonts.missing()),
    reason=f"WeasyPrint is not installed, or apt-get install {fonts.APT_PACKAGES}",
)


@cache
def invented(kind: Kind, seed: int) -> Invented:
    return kind(Random(f"{kind.__name__}{seed}"))


def written(kind: Kind, seed: int, producer: str, folder: Path) -> Path:
    path = folder / f"{kind.__name__}{SUFFIXES[producer]}"
    path.write_bytes(PRODUCERS[producer](invented(kind, seed)))
    return path


def pages_of(path: Path) -> list[Page]:
    return list(read(path, identify(path)[0], Counter()))


def extracted(path: Path) -> Booklet:
    """Return the record by the drafted profile.

    Raises:
        UserError: there is no draft.
    """
    media_type, sha256 = identify(path)
    made = draft(pages_of(path), path.name)
    done = extract(Acquired(path, media_type, sha256), "x", 112, parse_profile("draft", made.toml))
    assert done.owned == done.glyphs
    return done.booklet


def drafted_fields(path: Path) -> list[Form]:
    """Return the fields that the drafted profile finds, or none where there is no draft."""
    try:
        programmes = extracted(path).programmes
    except UserError:
        return []
    return [{label: held.text.replace("\n", "") for label, held in each.other.items()} for each in programmes]


def meant(kind: Kind, seed: int) -> list[Form]:
    return [
        {label: text.replace("\n", "") for label, text in form.items()} for form in invented(kind, seed).forms
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_of_each_kind_reads_every_field(kind: Kind, tmp_path: Path) -> None:
    assert drafted_fields(written(kind, 1, "html", tmp_path)) == meant(kind, 1)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if invented(kind, 1).grids])
def test_a_grid_beside_a_label_is_a_table_of_the_field(kind: Kind, tmp_path: Path) -> None:
    path = written(kind, 1, "html", tmp_path)
    ((label, grids),) = [(label, grids) for label, grids in invented(kind, 1).grids.items()]
    for programme, grid in zip(extracted(path).programmes, grids, strict=True):
        held = programme.other[label]
        (table,) = held.tables
        assert [[cell.text for cell in row] for row in table.rows] == grid
        assert [cell.column for cell in table.rows[0]] == list(range(len(grid[0])))
        assert held.text.split("\n") == [text for row in grid for text in row]
        assert not any(other.tables for name, other in programme.other.items() if name != label)


def test_a_label_that_counts_numbers_the_forms(tmp_path: Path) -> None:
    made = extracted(written(minutes, 1, "html", tmp_path)).programmes
    assert [programme.number for programme in made] == list(range(1, len(made) + 1))
    assert [programme.name for programme in made] == [
        form["審議第○案"] for form in invented(minutes, 1).forms
    ]


@pytest.mark.parametrize("kind", BLANKS)
def test_what_holds_no_form_gives_no_draft(kind: Kind, tmp_path: Path) -> None:
    path = written(kind, 1, "html", tmp_path)
    with pytest.raises(UserError, match="repeats no form of labels and values"):
        draft(pages_of(path), path.name)


@pytest.mark.long
@needs_print
@pytest.mark.parametrize("turns", [2, pytest.param(4, marks=pytest.mark.soak)])
def test_nine_drafts_in_ten_need_no_edit(turns: int, tmp_path: Path) -> None:
    """Fourteen kinds by two producers, and by four; and four more, in small type."""
    tried = [
        (kind, 2 + number, producer)
        for number, producer in enumerate(PRODUCERS)
        for kind in KINDS
        if number % 2 == 0 or turns == 4
    ]
    tried += [(kind, 9, "small pdf") for kind in KINDS[:4]]
    wrong = [
        (kind.__name__, seed, producer)
        for kind, seed, producer in tried
        if drafted_fields(written(kind, seed, producer, tmp_path)) != meant(kind, seed)
    ]
    assert len(tried) == 14 * turns + 4
    assert len(wrong) <= len(tried) // 10, wrong


@pytest.mark.long
@needs_print
def test_documents_without_a_form_give_no_draft(tmp_path: Path) -> None:
    tried = [(kind, 2, producer) for producer in ("pdf", "small pdf") for kind in BLANKS]
    assert len(tried) == 22
    assert [
        (kind.__name__, producer)
        for kind, seed, producer in tried
        if drafted_fields(written(kind, seed, producer, tmp_path))
    ] == []
