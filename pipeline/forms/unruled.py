"""Forms that no upright rule divides -> tables: known labels in a steady column, their values right of it.

Comes in: the blocks of a page, the level rules among them, and a profile.  Goes out: the same blocks, the lines of a
form as a table.  Only labels that the profile knows make a form: two of them at least, one below the other, with
nothing across the white band right of them.  So an indented paragraph is none, nor a list.  A form goes on overleaf
where lines begin as its values do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise
from math import inf
from types import MappingProxyType

from pipeline.core.page import Block, Box, Line, Page, lines_of
from pipeline.forms.framed import with_frames
from pipeline.forms.headings import is_numbered_heading
from pipeline.forms.pieces import Piece, pieces_of
from pipeline.forms.profile import Profile
from pipeline.forms.unruled_rows import LABEL_LINES, STACKED, Columns, Label, by_line, joined, labels_in
from pipeline.forms.unruled_table import Above, Setting, line_gaps, median, table_of

STEADY = 1.0
"""Values begin no further left than this share of the type size overleaf."""
INDENT = 4.0
"""Overleaf all lines may be indented, by no more than this share of the type size, or as deep as a line before."""
LEAST = 2
"""Labels that make a form; one may be a word of a text."""

Settings = Mapping[str, Setting]
"""How the forms of a document are set, for each kind of form."""
UNSEEN: Settings = MappingProxyType({})


class Unruled:
    """Reads the forms without upright rules in a document, page by page."""

    def __init__(self, profile: Profile, setting: Setting | None = None) -> None:
        self.profile = profile
        self.first = next(iter(profile.labels))
        """The field with which forms begin: at the foot of a page its label alone, below a heading, begins one."""
        self.open: Columns | None = None
        """Of the form that may go on overleaf."""
        self.above: Above | None = None
        """Its foot, which the page end may have cut."""
        self.setting = setting or Setting()
        """Of other forms: those that a look over the document found, and those before."""
        self.deepest = 0.0
        """How far right a line of it begins."""
        self.headed = False
        """Whether a heading ends the page before: the form below it stands overleaf."""

    def read(self, page: Page, blocks: Sequence[Block]) -> list[Block]:
        """Return the blocks of a page, lines that are a form as a table.

        A table that only the shading of its labels tells is read as its lines are, where all of them are of a form:
        so its contacts have columns, and pages on which it has no rule go on.
        """
        held = {id(line) for block in blocks if self._has_shaded_labels(block) for line in lines_of(block)}
        if held:
            before = (self.open, self.above, self.setting, self.deepest, self.headed)
            taken = chain.from_iterable(
                lines_of(block) if self._has_shaded_labels(block) else [block] for block in blocks
            )
            made = list(self._read(page, list(taken)))
            if not any(id(block) in held for block in made):
                return made
            self.open, self.above, self.setting, self.deepest, self.headed = before
        return list(self._read(page, blocks))

    def _has_shaded_labels(self, block: Block) -> bool:
        if isinstance(block, Line) or not block.labels_shaded:
            return False
        labels = (cell.text.text for cell in block.cells if not cell.column)
        return self.open is not None or any(map(self.profile.field_of, labels))

    def _read(self, page: Page, blocks: Sequence[Block]) -> Iterator[Block]:
        run: list[Line] = []
        for block in blocks:
            if isinstance(block, Line):
                run.append(block)
                continue
            yield from self._run(page, run)
            run, self.open, self.headed = [], None, False
            yield block
        yield from self._run(page, run)

    def _run(self, page: Page, lines: Sequence[Line]) -> Iterator[Block]:
        if not lines:
            return
        pieces = pieces_of(page, lines)
        headings = {at for at, line in enumerate(lines) if is_numbered_heading(line, self.profile)}
        headed, self.headed = self.headed, len(lines) - 1 in headings
        before = self.open or self.setting.columns
        beside = [piece for piece in pieces if piece.line not in headings]
        labels = known_labels(beside, self.profile, round(before.values) if before else inf)
        columns = columns_of(pieces, labels) or self.setting.columns
        if self.open and columns and columns.labels <= self.open.band <= columns.values:
            columns = (
                self.open
            )  # overleaf they hold, though other labels are wider or values begin further right
        is_begun = [label.name for label in labels] == [self.first]
        if columns is None and (page.levels or is_begun):
            columns = columns_of(pieces, labels, 1)
        if columns is None:
            yield from lines
            self.open = None
            return
        words = (piece for piece in pieces if piece.left < columns.band and piece.line not in headings)
        labels = [label for label in labels_in([*map(joined, by_line(words))], self.profile) if label.name]
        done = 0
        for start, end in _regions(pieces, columns, headings, len(lines)):
            held = [piece for piece in pieces if start <= piece.line < end]
            known = [label for label in labels if start <= label.pieces[0].line < end]
            goes_on = start == 0 and self.open is not None and self._goes_on(held, known, self.open)
            is_cut = is_begun and end == len(lines)
            is_headed = start - 1 in headings or (start == 0 and headed)
            least = 1 if is_headed and (self.setting.columns or page.levels or is_cut) else LEAST
            if not held or (len({label.name for label in known}) < least and not goes_on):
                continue
            if not goes_on and not is_headed:
                levels = [level[1] for level in page.levels if columns.are_under(level)]
                start = _first_line(held, known[0], columns, levels)
                held = [piece for piece in held if piece.line >= start]
            above = self.above if goes_on else None
            if table := table_of(page, lines, held, columns, self.profile, above, self.setting):
                yield from lines[done:start]
                yield table
                done = end
                self.deepest = max(line[0].left for line in by_line(held))
                gap = median(line_gaps(held, columns))
                self.above = Above.of(table, gap, above)
                self.setting = self.setting.with_form(table, gap, columns)
        yield from lines[done:]
        self.open = columns if done == len(lines) else None

    def _goes_on(self, pieces: Sequence[Piece], known: Sequence[Label], above: Columns) -> bool:
        """Tell whether a form goes on with some pieces: they begin where its values do, or with a label.

        All that stands overleaf may be the rest of a label.
        """
        values = [piece for piece in pieces if piece.left >= above.band]
        if not values:
            return self._is_rest(pieces, above)
        first = [piece for piece in pieces if piece.line == 0]
        labelled = (bool(known) and known[0].pieces[0].line == 0) or self._is_rest(pieces, above)
        aside, size = min(piece.left for piece in values), values[0].size
        columns = self.above.edges if self.above else ()
        deepest = max(above.values + INDENT * size, self.deepest + STEADY * size, *columns)
        steady = above.values - STEADY * size <= aside <= deepest
        return steady and (labelled or all(piece.left >= above.band for piece in first))

    def _is_rest(self, pieces: Sequence[Piece], above: Columns) -> bool:
        """Tell whether the first words left of the values are the rest of a label that the page end cut."""
        left = [piece.text.text for piece in pieces if piece.left < above.band][:LABEL_LINES]
        cut = self.above.label if self.above else ""
        return any(self.profile.field_of(cut + "".join(left[:count])) for count in range(1, len(left) + 1))


def read_by_all(readers: Sequence[Unruled], page: Page, blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks of a page after each reader, one for each kind of form, has made tables of its forms."""
    for reader in readers:
        blocks = reader.read(page, with_frames(page, blocks, reader.profile))
    return blocks


def _regions(
    pieces: Sequence[Piece], columns: Columns, headings: AbstractSet[int], count: int
) -> Iterator[tuple[int, int]]:
    """Yield runs of lines, the first and after the last, of which none stands across the band or is a heading."""
    across = {piece.line for piece in pieces if piece.left < columns.band and piece.right > columns.values}
    labelled = {piece.line for piece in pieces if piece.left < columns.band}
    ends = sorted(across | (labelled & headings))
    for before, end in pairwise([-1, *ends, count]):
        if end - before > 1:
            yield before + 1, end


def _first_line(pieces: Sequence[Piece], first: Label, columns: Columns, levels: Sequence[float]) -> int:
    """Return the line with which a form begins: below a level rule, else with its first label, or beside its middle.

    A line above it beside which no value stands is a title: 好書推薦, then the first card.
    """
    top, line = first.box[1], first.pieces[0].line
    above = [piece for piece in pieces if piece.line < line]
    if begin := min((at for at in levels if pieces[0].top - pieces[0].size < at < top), default=None):
        return min((piece.line for piece in above if piece.middle > begin), default=line)
    for piece in reversed(above):
        if top - piece.bottom > STACKED * piece.size:
            break
        top, line = min(top, piece.top), piece.line
    valued = {piece.line for piece in above if piece.left >= columns.band}
    return min((each for each in valued if each >= line), default=first.pieces[0].line)


def known_labels(pieces: Sequence[Piece], profile: Profile, values: float = inf) -> list[Label]:
    """Return the labels that a profile knows among those with which lines begin, from top to bottom.

    ``values``: where those of the form before begin.  Most lines are of values, and many may be indented.
    """
    edges = Counter(round(piece.left) for piece in pieces)
    values = min(values, max(edges, key=edges.__getitem__, default=0))
    column = [_beginning(line, values, profile) for line in by_line(pieces)]
    signs = (profile.markers.kind, profile.markers.item)  # ●服務內容： is of an item in the value
    found = labels_in([piece for piece in column if not piece.text.text.startswith(signs)], profile)
    return [label for label in found if label.name]


def _beginning(line: Sequence[Piece], values: float, profile: Profile) -> Piece:
    """Return what a line begins with: its first piece, or the first few, of a label whose characters stand apart.

    Such a label, which may have a second line, stands left of where most lines begin, those of ``values``.
    """
    for count in range(1, min(LABEL_LINES, len(line)) + 1):
        if count > 1 and not line[count - 1].text.text.isalnum():
            break  # ●服務內容： is of an item in the value
        beginning = joined(line[:count])
        if profile.field_of(beginning.text.text):
            return beginning
    left = [piece for piece in line if round(piece.left) < values]
    return joined(left) if left and all(piece.text.text.isalnum() for piece in left) else line[0]


def columns_of(pieces: Sequence[Piece], labels: Sequence[Label], least: int = LEAST) -> Columns | None:
    """Return where labels end and values begin, or None where fewer than some labels stand in one column."""
    steady = [
        label for label in labels if 2 * sum(_overlap(label.box, other.box) for other in labels) > len(labels)
    ]
    if len({label.name for label in steady}) < least:
        return None
    end = max(label.box[2] for label in steady)
    top, bottom = min(label.box[1] for label in steady), max(label.box[3] for label in steady)
    values = [piece.left for piece in pieces if piece.left >= end and top <= piece.middle <= bottom]
    values = values or [piece.left for piece in pieces if piece.left >= end]
    return Columns(end, min(values)) if values else None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2]
