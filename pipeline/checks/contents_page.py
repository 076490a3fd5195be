"""The contents page against the headings of the body, and their numbers.

Comes in: the headings as the programmes go by, and the entries of the contents page.  Goes out: findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.findings import finding
from pipeline.core.record import ContentsEntry, Finding
from pipeline.core.text import fold
from pipeline.fields.contents_page import heads_list
from pipeline.forms.document import Segment
from pipeline.forms.headings import Title


@dataclass(frozen=True, slots=True)
class Printed:
    """A heading of the body, and the programme that it stands above."""

    level: int
    """1 area, 2 measure, 3 programme."""
    number: int
    name: str
    text: str
    """As printed, with its number."""
    path: tuple[int, ...]
    """The numbers of the headings that it stands under."""
    programme: str
    page: int | None
    """The number printed on its page."""
    area: int | None
    """The number of the area, where the heading of the programme gives it, too."""
    kind: str = ""
    """Of the form below it."""

    @property
    def key(self) -> tuple[int, int, str, tuple[int, ...]]:
        """What the contents page gives of it."""
        return (self.level, self.number, fold(self.name), self.path)


def headings(part: Segment, programme: str, page_of: Callable[[Title], int | None]) -> Iterator[Printed]:
    """Yield the headings printed above a programme; ``page_of`` gives the number printed on the page of one."""
    area = part.area.number if part.area else 0
    measure = part.measure.number if part.measure else 0
    told = part.title.area if part.title else None
    for title in (*part.new_headings, part.title):
        if title is None:
            continue
        level = 3 if title is part.title else 1 if title is part.area else 2
        path = (area, measure)[: level - 1]
        name, text = title.name.text, title.printed.text
        yield Printed(level, title.number, name, text, path, programme, page_of(title), told, part.kind)


def contents(entries: Sequence[ContentsEntry], body: Sequence[Printed]) -> Iterator[Finding]:
    """Compare the contents page with the headings of the body: names, numbers, order, pages."""
    listed = [entry for entry in entries if entry.level]
    in_lists = _in_lists(entries)
    if not listed:
        yield finding("contents-missing", "no contents page was found before the first programme")
        return
    places = {printed.key: place for place, printed in reversed(list(enumerate(body)))}
    numbers = {
        (printed.level, printed.number, printed.path): place
        for place, printed in reversed(list(enumerate(body)))
    }
    last = -1
    known = set()
    for entry, path in zip(listed, _paths(listed), strict=True):
        key = (entry.level, entry.number or 0, fold(entry.title), path)
        known.add((entry.level, entry.number or 0, path))
        if key in places:
            place = places[key]
            if place < last:
                yield finding(
                    "contents-order",
                    f"{entry.title} stands earlier in the body than in the contents",
                    listed=entry.title,
                )
            last = max(last, place)
            yield from _page_differs(entry, body[place])
        elif (entry.level, entry.number or 0, path) in numbers:
            printed = body[numbers[entry.level, entry.number or 0, path]]
            yield finding(
                "contents-name",
                f"the contents page says {entry.title}, the body {printed.name}",
                programme=printed.programme,
                listed=entry.title,
                printed=printed.name,
            )
            yield from _page_differs(entry, printed)
        elif id(entry) in in_lists:
            yield finding(
                "contents-table",
                f"the list of tables names {entry.title}, which is no form",
                listed=entry.title,
            )
        else:
            yield finding(
                "contents-extra",
                f"the contents page lists {entry.title}, the body does not have it",
                listed=entry.title,
            )
    for printed in body:
        if (printed.level, printed.number, printed.path) not in known:
            yield finding(
                "contents-absent",
                f"the contents page does not list {printed.name}",
                programme=printed.programme,
                printed=printed.name,
            )


def _in_lists(entries: Sequence[ContentsEntry]) -> set[int]:
    """Return the entries of the list of tables, below its head, by their identity: most tables may be no forms."""
    first = next((at for at, entry in enumerate(entries) if heads_list(entry.title)), len(entries))
    return {id(entry) for entry in entries[first:]}


def _paths(entries: Sequence[ContentsEntry]) -> list[tuple[int, ...]]:
    """Return for each contents entry the numbers of the headings that it stands under."""
    paths: list[tuple[int, ...]] = []
    area = measure = 0
    for entry in entries:
        if entry.level == 1:
            area, measure = entry.number or 0, 0
            paths.append(())
        elif entry.level == 2:
            measure = entry.number or 0
            paths.append((area,))
        else:
            paths.append((area, measure))
    return paths


def printed_pages(listed: Sequence[ContentsEntry]) -> dict[tuple[int, int, int], int | None]:
    """Return the page that the contents page gives for each programme, by area, measure and number."""
    entries = [entry for entry in listed if entry.level]
    return {
        (path[0], path[1], entry.number or 0): entry.page
        for entry, path in zip(entries, _paths(entries), strict=True)
        if entry.level == 3
    }


def _page_differs(entry: ContentsEntry, printed: Printed) -> Iterator[Finding]:
    if printed.page is not None and entry.page is not None and printed.page != entry.page:
        yield finding(
            "contents-page",
            f"the contents page gives page {entry.page} for {entry.title}, which stands on page {printed.page}",
            programme=printed.programme,
            listed=entry.page,
            printed=printed.page,
        )


def numbering(body: Sequence[Printed]) -> Iterator[Finding]:
    """Yield numbers that do not run on: areas in the booklet, measures in an area, programmes in a measure.

    Several kinds of forms are counted together, or each by itself, as fewer numbers say.
    """
    kinds = dict.fromkeys(printed.kind for printed in body)
    apart = [
        found for kind in kinds for found in _gaps([printed for printed in body if printed.kind == kind])
    ]
    yield from min(list(_gaps(body)), apart, key=len)


def _gaps(body: Sequence[Printed]) -> Iterator[Finding]:
    last = [0, 0, 0]
    programme = None
    for printed in body:
        if printed.programme != programme and printed.area is not None and printed.area != last[0]:
            last = [printed.area, 0, 0]
        programme = printed.programme
        if not printed.number:
            continue
        level = printed.level - 1
        if printed.number != last[level] + 1:
            yield finding(
                "numbering-gap",
                f"{printed.text} follows number {last[level]}",
                programme=printed.programme,
                printed=printed.text,
                after=last[level],
            )
        last[level] = printed.number
        last[level + 1 :] = [0] * (2 - level)
