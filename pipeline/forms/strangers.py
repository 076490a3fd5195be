"""What only looks like a form -> tables: a list in which a word or two happen to be labels.

Comes in: the forms of a document, twice: all for a first look, then one after the other.  Goes out: the same, where a
stranger among them is tables, and lines of the part before it.  A glossary under a numbered caption had 資料型態 among
ten other words.  A form that lacks its labels is another matter: it stays one, for a finding to say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.core.page import Line, Table
from pipeline.forms.columns import stands_below
from pipeline.forms.document import Part, Segment
from pipeline.forms.labels import known_fields, rows_of, table_labels
from pipeline.forms.profile import Profile

CHANCE = 2
"""So many labels may stand in a list by chance."""


@dataclass(slots=True)
class Forms:
    """What a first look tells of the forms of one kind."""

    count: int = 0
    whole: int = 0
    """Those that have most of their labels."""
    first: set[str] = field(default_factory=set)
    """The fields that they begin with."""
    parts: Sequence[Table] = ()
    """Those of one of them."""

    def see(self, parts: Sequence[Table], kind: Profile) -> None:
        """Take note of a form."""
        self.count += 1
        known, _ = _labels(parts, kind)
        if not kind.is_hardly_one(known):
            self.whole += 1
            self.first.update(known[:1])
            self.parts = self.parts or parts

    def lack(self, parts: Sequence[Table], kind: Profile) -> bool:
        """Tell whether parts are none of the forms, most of which are whole.

        They have next to no label, at least as many other words in their place, and neither the first label nor the
        columns of a form.
        """
        known, others = _labels(parts, kind)
        return (
            2 * self.whole > self.count
            and len(known) <= min(CHANCE, others)
            and self.first.isdisjoint(known)
            and not self._divide(parts)
        )

    def _divide(self, parts: Sequence[Table]) -> bool:
        """Tell whether a form is divided like the one kept; where nothing is drawn, columns are counted."""
        if not parts[0].drawn:
            return parts[0].columns == self.parts[0].columns
        return stands_below(parts[0], self.parts, within=True)


def _labels(parts: Sequence[Table], kind: Profile) -> tuple[list[str], int]:
    """Return the fields that labels name, and how many name none."""
    rows = [row for part in parts for row in rows_of(part, kind)]
    known = known_fields(rows, kind)
    return known, sum(bool(label) for label in table_labels(rows)) - len(known)


def without_strangers(parts: Iterable[Part], profile: Profile, forms: Mapping[str, Forms]) -> Iterator[Part]:
    """Yield parts, where what only looks like a form is tables, and lines of the part before it."""
    before: list[Line] | Segment | None = None
    for part in parts:
        if not forms or isinstance(part, Table):
            yield part
        elif before is None or isinstance(part, list) or not _is_stranger(part, profile, forms):
            if before is not None:
                yield before
            before = part
        else:
            yield from part.parts
            lines = (*part.heading, *part.stray, *part.repeated)
            if isinstance(before, Segment):
                before = replace(before, stray=(*before.stray, *lines), until=part.until)
            else:
                before = [*before, *lines]
    if before is not None:
        yield before


def _is_stranger(part: Segment, profile: Profile, forms: Mapping[str, Forms]) -> bool:
    return not part.new_headings and forms[part.kind].lack(part.parts, profile.of_kind(part.kind))
