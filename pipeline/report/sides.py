"""A value before and after -> the two sides of a change as the page shows them: rows with marks, and crops."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.core.record import Front, PageBox, Programme
from pipeline.report.highlight import Segment, fold, highlight, mark
from pipeline.report.labels import Label
from pipeline.report.places import boxes_at, text_at
from pipeline.report.values import Row, headline, is_fact, qualities, rows

if TYPE_CHECKING:
    from pipeline.report.crops import Crop, Pages

_AROUND = 56  # characters of the sentence shown before and after a typed value
_STOPS = "。；\n"

Holder = Programme | Front | None


@dataclass(frozen=True, slots=True)
class RowView:
    """A labelled line, cut where it differs from the other side."""

    label: Label | None
    segments: list[Segment]
    changed: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What one edition says; ``absent`` where it says nothing."""

    name: str
    absent: bool
    headline: Label | None = None
    qualities: list[Label] = field(default_factory=list)
    rows: list[RowView] = field(default_factory=list)
    crops: list[Crop] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: in which edition, programme and path; without pages it is shown by its words alone."""

    edition: str
    pages: Pages | None
    holder: Holder
    path: str | None


def sides(before: Any, after: Any, left: Place, right: Place) -> tuple[Side, Side]:
    """Return both sides of a change."""
    one, other = _rows(before, left), _rows(after, right)
    views = _aligned(one, other)
    return _side(before, left, views[0]), _side(after, right, views[1])


def _side(value: Any, place: Place, views: list[RowView]) -> Side:
    if value is None:
        return Side(place.edition, absent=True)
    fact = value if is_fact(value) else None
    return Side(
        place.edition,
        absent=False,
        headline=headline(fact) if fact else None,
        qualities=qualities(fact) if fact else [],
        rows=views,
        crops=crops(value, place),
    )


def crops(value: Any, place: Place) -> list[Crop]:
    """Return the crops of a value; of a typed one, with its very words marked where they can be found."""
    if place.pages is None:
        return []
    path = value["path"] if is_fact(value) else place.path
    boxes = boxes_at(place.holder, path or "")
    if not is_fact(value):
        return place.pages.crops(boxes)
    return place.pages.crops(boxes, _marks(place.pages, value, place, boxes))


def _marks(pages: Pages, fact: dict[str, Any], place: Place, boxes: list[PageBox]) -> list[PageBox]:
    text = text_at(place.holder, fact["path"]) or ""
    share = fact["span"][0] / len(text) if text else 0.0
    return pages.find(boxes, fact["printed"], share)


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row
    span: tuple[int, int] | None = None


def _rows(value: Any, place: Place) -> list[_Line]:
    if not is_fact(value):
        return [_Line(row) for row in rows(value)]
    text = text_at(place.holder, value["path"])
    start, end = value["span"]
    if text is None or text[start:end] != value["printed"]:
        return [_Line(Row(None, value["printed"]), (0, len(value["printed"])))]
    low = max([0, start - _AROUND, *(text.rfind(stop, 0, start) + 1 for stop in _STOPS)])
    ends = [at + 1 for stop in _STOPS if (at := text.find(stop, end)) >= 0]
    high = min([len(text), end + _AROUND, *ends])
    shown = text[low:high].rstrip("\n")
    head = "…" if low and text[low - 1] not in _STOPS else ""
    tail = "…" if high < len(text) and text[high - 1] not in _STOPS else ""
    return [_Line(Row(None, head + shown + tail), (start - low + len(head), end - low + len(head)))]


def _aligned(one: list[_Line], other: list[_Line]) -> tuple[list[RowView], list[RowView]]:
    """Return the lines of both sides, compared with the line of the same label and rank."""
    left, right = _ranked(one), _ranked(other)
    views: tuple[list[RowView], list[RowView]] = ([], [])
    for mine, theirs, made, first in ((left, right, views[0], True), (right, left, views[1], False)):
        for key, line in mine.items():
            partner = theirs.get(key)
            segments = [Segment(line.row.text, changed=partner is None and bool(theirs))]
            if partner is not None:
                cut = (
                    highlight(line.row.text, partner.row.text)
                    if first
                    else highlight(partner.row.text, line.row.text)
                )
                segments = cut[0 if first else 1]
            if line.span:
                segments = mark(segments, *line.span)
            changed = any(segment.changed for segment in segments)
            made.append(RowView(line.row.label, fold(segments), changed))
    return views


def _ranked(lines: list[_Line]) -> dict[tuple[str, int], _Line]:
    seen: Counter[str] = Counter()
    ranked: dict[tuple[str, int], _Line] = {}
    for line in lines:
        name = line.row.label.zh if line.row.label else ""
        ranked[name, seen[name]] = line
        seen[name] += 1
    return ranked
