"""What only a look over a whole document of plain fields tells, before it is taken apart.

Comes in: its forms, one after the other.  Goes out: which first rows are headings of columns, printed above each form
(項目 | 內容); which kinds of form have numbered headings; what the forms of a kind have in common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from pipeline.core.page import Table
from pipeline.core.text import fold
from pipeline.forms.document import Segment
from pipeline.forms.labels import rows_of
from pipeline.forms.profile import Profile
from pipeline.forms.split_table import rows_apart
from pipeline.forms.strangers import Forms
from pipeline.forms.unruled import Settings


@dataclass(slots=True)
class Survey:
    """What was seen so far."""

    heads: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """First rows without labels that could be the headings of columns, and how many forms begin with each."""
    numbered: set[str] = field(default_factory=set)
    """The kinds of form whose headings number them."""
    forms: defaultdict[str, Forms] = field(default_factory=lambda: defaultdict(Forms))
    """What the forms of each kind have in common."""
    settings: Settings = field(default_factory=dict)
    """How the forms are set that have no upright rules, for each kind."""

    def see(self, part: Segment, kind: Profile) -> None:
        """Take note of a form."""
        self.forms[part.kind].see(part.parts, kind)
        if head := _head(part.parts[0], kind):
            self.heads[part.kind, *head] += 1
        if part.title and part.title.number:
            self.numbered.add(part.kind)

    def without_heads(self, part: Segment, kind: Profile) -> Segment:
        """Return a form without the headings of its columns, which stand above others, too."""
        if not self.heads or self.heads[part.kind, *_head(part.parts[0], kind)] < 2:
            return part
        first, heads = rows_apart(part.parts[0], 1)
        return replace(part, parts=(first, *part.parts[1:]), repeated=(*part.repeated, *heads))


def _head(table: Table, profile: Profile) -> tuple[str, ...]:
    """Return the texts of a first row that could be the headings of columns, or none."""
    first = rows_of(table, profile)[0]
    texts = tuple(fold(cell.text.text) for cell in first.cells)
    whole = table.rows > 1 and len(texts) > 1 and all(texts)
    return texts if whole and not first.fields and all(cell.row_span == 1 for cell in first.cells) else ()
