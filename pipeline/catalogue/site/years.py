"""A catalogue -> ``years.html``: what only many editions side by side show, drawn, with the table under each drawing.

Comes in: programmes through the years.  Goes out: one page.  Windows of application on two years of months, from the
year of the newest edition; ceilings and shares of each programme through the editions, with those that came and went;
ceilings of grants by area and year.  These sums are no budgets: no booklet prints how often a ceiling is reached.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.catalogue.cards import Card
from pipeline.catalogue.glance import largest_grant, largest_share
from pipeline.catalogue.history import Lineage
from pipeline.catalogue.model import Catalogue, all_series, edition_label
from pipeline.catalogue.shelf import Shelf
from pipeline.catalogue.site.render import YEARS, render
from pipeline.catalogue.standing import comings
from pipeline.core.record import Edition
from pipeline.report.labels import Label, labels_of, same

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """A window on the timeline, from and to in months from its begin; dates as printed days."""

    start: float
    end: float
    opens: Label
    closes: Label
    vague: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A programme on the timeline."""

    key: str
    name: str
    always: bool
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Cell:
    """A programme in one edition; ``bar`` is the share of the largest ceiling that it ever had."""

    grant: int | None
    share: Label | None
    dates: int
    bar: float


@dataclass(frozen=True, slots=True)
class Life:
    """A programme through the editions of its series; None where one does not print it."""

    key: str
    name: str
    current: bool
    cells: list[Cell | None]


@dataclass(frozen=True, slots=True)
class Sum:
    """An area: the ceilings of its grants in each edition, and how many programmes have one."""

    area: str
    values: list[int]
    counts: list[int]


@dataclass(frozen=True, slots=True)
class Series:
    """What the page says of one series."""

    name: str
    editions: list[tuple[Edition, Label]]
    lives: list[Life]
    came: list[tuple[Label, list[str], list[str]]]
    """Per edition but the first: its label, the programmes that came, those that went."""
    sums: list[Sum]
    most: int


def years_page(catalogue: Catalogue, shelf: Shelf) -> bytes:
    """Return the page."""
    year = max((each.edition.year or 0 for each in catalogue.booklets), default=0)
    rows = [row for card in shelf.cards if card.current and (row := _row(card, year))] if year else []
    return render(
        catalogue,
        "years.html",
        YEARS,
        title=" ".join(labels_of("catalogue")["years"]),
        scripts=("words.js", "site.js", "years.js"),
        year=year,
        months=[(year - 1911 + month // 12, month % 12 + 1) for month in range(MONTHS)] if year else [],
        rows=rows,
        series=[_series(name, catalogue, shelf.lineages) for name in all_series(catalogue)],
    )


def _row(card: Card, year: int) -> Row | None:
    bars = [
        bar
        for window in card.windows
        for opens, closes in comings(window, year + 1)
        if (bar := _bar(opens, closes, year, vague=window["vague"]))
    ]
    always = any(window["always"] for window in card.windows)
    return Row(card.key, card.name, always, bars) if bars or always else None


def _bar(opens: datetime.date | None, closes: datetime.date | None, year: int, *, vague: bool) -> Bar | None:
    """Return a window as far as it stands on the timeline; one without an end goes on."""
    start = _place(opens, year, 0.0)
    end = _place(closes, year, float(MONTHS), last=True)
    if start >= MONTHS or end <= 0:
        return None
    return Bar(max(start, 0.0), min(end, float(MONTHS)), _said(opens), _said(closes), vague)


def _place(date: datetime.date | None, year: int, otherwise: float, *, last: bool = False) -> float:
    if date is None:
        return otherwise
    return round((date.year - year) * 12 + date.month - 1 + (date.day - (not last)) / 31, 2)


def _said(date: datetime.date | None) -> Label:
    return Label(f"{date.year - 1911}/{date.month}/{date.day}", date.isoformat()) if date else same("…")


def _series(name: str, catalogue: Catalogue, lineages: Sequence[Lineage]) -> Series:
    editions = [each.edition for each in catalogue.booklets if each.edition.series == name]
    own = [each for each in lineages if each.printings[0].edition.series == name]
    lives = [_life(each, editions) for each in own]
    came = []
    for place, edition in enumerate(editions[1:], start=1):
        new = [life.name for life in lives if life.cells[place] and not life.cells[place - 1]]
        gone = [life.name for life in lives if life.cells[place - 1] and not life.cells[place]]
        came.append((edition_label(edition), new, gone))
    sums = _sums(own, editions)
    most = max((value for each in sums for value in each.values), default=0)
    return Series(name, [(each, edition_label(each)) for each in editions], lives, came, sums, most)


def _life(lineage: Lineage, editions: Sequence[Edition]) -> Life:
    told = {each.edition.id: each.programme for each in lineage.printings}
    grants = {name: largest_grant(programme) for name, programme in told.items()}
    most = max((grant or 0 for grant in grants.values()), default=0)
    cells: list[Cell | None] = []
    for edition in editions:
        programme = told.get(edition.id)
        if programme is None:
            cells.append(None)
            continue
        grant, share = grants[edition.id], largest_share(programme)
        dates = sum(period.purpose == "application" for period in programme.facts.periods)
        bar = round((grant or 0) / most, 3) if most else 0.0
        cells.append(Cell(grant, share.text if share else None, dates, bar))
    return Life(lineage.key, lineage.printings[0].programme.name, lineage.current, cells)


def _sums(lineages: Sequence[Lineage], editions: Sequence[Edition]) -> list[Sum]:
    values: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for lineage in lineages:
        for printing in lineage.printings:
            grant = largest_grant(printing.programme)
            if grant and printing.programme.area:
                values[printing.programme.area.name][printing.edition.id].append(grant)
    return [
        Sum(area, [sum(found[each.id]) for each in editions], [len(found[each.id]) for each in editions])
        for area, found in values.items()
    ]
