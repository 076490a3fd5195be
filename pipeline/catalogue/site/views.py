"""A programme -> what its page says beside its texts, as plain values for the template.

Comes in: a programme through the years.  Goes out: its facts with their places, the contacts of each office, and what
changed from year to year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.catalogue.glance import AnyFact, all_facts, anchor, read_as
from pipeline.catalogue.history import Lineage, Step
from pipeline.catalogue.identifiers import Printing
from pipeline.catalogue.site.sheets import Sheet
from pipeline.catalogue.windows import period_windows
from pipeline.core.record import Contact, Correction, Edition, Period, Programme
from pipeline.report.corrected import is_corrected
from pipeline.report.highlight import Segment, highlight
from pipeline.report.labels import Label, labels_of, worded
from pipeline.report.places import boxes_at, crumbs

Changes = Mapping[str, Sequence[dict[str, Any]]]
"""Rows of changes by the programme of the later edition: ``113/1.2.3``."""


@dataclass(frozen=True, slots=True)
class FactView:
    """A typed value: what it is, what else is known of it, the printed words and where they stand."""

    anchor: str
    value: Label
    qualities: list[Label]
    printed: str
    place: list[Label]
    page: int | None
    boxes: list[list[float]]
    """``[page, x, y, width, height]`` in per cent of the page; none where the page is not shown."""
    windows: list[dict[str, Any]]
    """What the script needs to say whether it is open; none where it is no window of application."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: both sides cut where they differ."""

    kind: Label
    class_: str
    place: list[Label]
    before: list[Segment]
    after: list[Segment]


@dataclass(frozen=True, slots=True)
class Year:
    """A programme in one edition, and what is other than in the edition before."""

    edition: Edition
    programme: Programme
    changes: list[Change]
    renamed_from: str | None
    image: str | None
    """The picture of its first page."""


def fact_views(
    printing: Printing, until: int | None, sheets: Mapping[tuple[str, int], Sheet]
) -> dict[str, list[FactView]]:
    """Return the typed values of a programme by kind; a window of application has what the script needs."""
    programme = printing.programme
    found: dict[str, list[FactView]] = {}
    for kind, place, fact in all_facts(programme):
        value, more = read_as(fact)
        boxes = boxes_at(programme, fact.path)
        found.setdefault(kind, []).append(
            FactView(
                anchor=anchor(kind, place),
                value=value,
                qualities=[*more, *_corrected_words(programme, fact)],
                printed=fact.printed,
                place=crumbs(programme, fact.path),
                page=boxes[0][0] if boxes else None,
                boxes=[
                    [page, *sheet.part((x0, top, x1, bottom))]
                    for page, x0, top, x1, bottom in boxes
                    if (sheet := sheets.get((printing.edition.id, page)))
                ],
                windows=list(period_windows(fact, printing, until))
                if isinstance(fact, Period) and fact.purpose == "application"
                else [],
            )
        )
    return found


def _corrected_words(programme: Programme, fact: AnyFact) -> list[Label]:
    """Return that the words of a value were put right, where they were."""
    made = is_corrected(programme, fact.path, fact.printed)
    return [worded("words_corrected")] if made else []


def corrected(programme: Programme) -> dict[str, list[Correction]]:
    """Return what a person put right in the printed values of a programme, by the path of the value."""
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    for made in programme.corrections:
        if not made.fact:
            found[made.path.removesuffix(".text")].append(made)
    return dict(found)


def offices(programme: Programme) -> list[tuple[str, str, list[tuple[str, Contact]]]]:
    """Return role, name and contacts of each office with their paths, in the order in which they are printed."""
    found: dict[tuple[str, str], list[tuple[str, Contact]]] = {}
    for place, contact in enumerate(programme.contacts):
        found.setdefault((contact.role, contact.organization), []).append((f"contacts[{place}]", contact))
    return [(role, name, contacts) for (role, name), contacts in found.items()]


def changes_by_programme(walked: Iterable[Step]) -> Changes:
    """Return the changes of all steps by the programme of the later edition."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for step in walked:
        for row in step.changes:
            if row["programme"]:
                found[str(row["programme"])].append(row)
    return found


def years(lineage: Lineage, changes: Changes, sheets: Mapping[tuple[str, int], Sheet]) -> list[Year]:
    """Return the editions that print a programme, the newest first."""
    found = []
    for place, printing in enumerate(lineage.printings):
        edition, programme = printing.edition, printing.programme
        former = lineage.printings[place + 1].programme.name if place + 1 < len(lineage.printings) else None
        own = [_change(row, programme) for row in changes.get(f"{edition.id}/{programme.id}", ())]
        renamed = former if former and former != programme.name else None
        sheet = sheets.get((edition.id, programme.pages[0])) if programme.pages else None
        found.append(Year(edition, programme, own, renamed, sheet.path if sheet else None))
    return found


def _change(row: Mapping[str, Any], programme: Programme) -> Change:
    before, after = row["before"] or "", row["after"] or ""
    both = highlight(before, after) if before and after else None
    return Change(
        kind=labels_of("kinds")[str(row["kind"])],
        class_=str(row["class"]),
        place=crumbs(programme, str(row["path"] or ""))[1:],
        before=both[0] if both else [Segment(before)] if before else [],
        after=both[1] if both else [Segment(after)] if after else [],
    )
