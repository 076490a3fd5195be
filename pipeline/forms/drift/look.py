"""A look over all tables of a document before it is taken apart: which labels it prints, and whether any is new.

Comes in: tables, as pages go by.  Goes out: the words that announce each field, and whether there are words that the
profile does not know: only then are all forms gone through for what these announce.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.core.page import Page, Table
from pipeline.core.text import fold
from pipeline.forms.document import Segment
from pipeline.forms.drift.grid import REPEATS, Grid, grid_of, may_be_label, renamed_in_grids
from pipeline.forms.drift.renamed import LONGEST, Form, Renaming, added_labels, form_of, renamed_labels
from pipeline.forms.entries import Entry
from pipeline.forms.furniture import Furniture
from pipeline.forms.profile import Profile
from pipeline.forms.segment import segments, survey

GRID = 4
"""A table with as many columns may have rows of contacts."""


@dataclass(slots=True)
class FirstLook:
    """What the tables of a document print as labels."""

    profile: Profile
    printed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Of each field the words that announce it, and how often."""
    strange: bool = False
    """Whether a label is none that the profile knows."""
    small: Counter[str] = field(default_factory=Counter)
    """Short texts in tables of many columns, and in how many tables."""

    def see(self, table: Table) -> set[str]:
        """Look at a table; return the fields that labels in its first column name."""
        fields: set[str] = set()
        short = [
            (cell, cell.text.text)
            for cell in table.cells
            if 0 < sum(len(line.text) for line in cell.lines) <= LONGEST
        ]
        for kind in self.profile.each:
            known = unknown = False
            for cell, text in short:
                name = kind.field_of(text) if not cell.column else kind.plain_field_of(text)
                if name:
                    self.printed[name][text] += 1
                    if not cell.column:
                        fields.add(name)
                known = known or name is not None
                unknown = unknown or (not cell.column and not name and not kind.is_ignored(text))
            self.strange = self.strange or (known and unknown)
            if table.columns >= GRID:
                self.small.update({text for cell, text in short if cell.column and may_be_label(text, kind)})
        return fields

    @property
    def is_new(self) -> bool:
        """Whether the document may have labels in new words."""
        return self.strange or any(count >= REPEATS for count in self.small.values())

    def labels(self, renamed: Sequence[Renaming]) -> dict[str, str]:
        """Return the words that announce each field in most forms, fields in the order of the profile."""
        names = (name for kind in self.profile.each for name in kind.labels)
        counts = {name: Counter(self.printed.get(name, {})) for name in names}
        for each in renamed:
            if each.table == "labels" and not each.added:
                counts[each.field][each.printed] += each.count
        return {
            name: min(found, key=lambda text: (-found[text], text)) for name, found in counts.items() if found
        }


def renamings(pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile) -> list[Renaming]:
    """Return the labels of a document that announce something in words that the profile does not know."""
    forms: dict[str, list[Form]] = {kind.name: [] for kind in profile.each}
    grids: dict[str, list[tuple[str, Grid]]] = {kind.name: [] for kind in profile.each}
    for part in segments(pages, margins, profile, survey(pages, margins, profile)):
        if isinstance(part, Segment):
            kind = profile.of_kind(part.kind)
            forms[part.kind].append(form_of(part.entries, kind))
            grids[part.kind] += _grids(part.entries, kind)
    return [
        replace(each, form=kind.name, known=kind.words_for(each.field, each.table))
        for kind in profile.each
        for each in _renamed(forms[kind.name], grids[kind.name], kind)
    ]


def _grids(entries: Sequence[Entry], profile: Profile) -> Iterator[tuple[str, Grid]]:
    """Yield the grids under the label of contacts, and under labels that are not known, each with its label."""
    for entry in entries:
        if profile.field_of(entry.label.text) in ("contacts", None):
            yield entry.label.text, grid_of(entry.rows)


def knowing(profile: Profile, renamed: Sequence[Renaming]) -> Profile:
    """Return a profile that knows these labels, too."""
    kinds = []
    for kind in profile.each:
        name = kind.name
        for each in renamed:
            if each.form == name:
                kind = kind.knowing(each.table, each.field, each.label)
        kinds.append(kind)
    return profile.with_kinds(kinds)


def _renamed(forms: Sequence[Form], grids: Sequence[tuple[str, Grid]], profile: Profile) -> list[Renaming]:
    labels = renamed_labels(forms, profile)
    names = {each.label: each.field for each in labels}
    contacts = [
        grid for label, grid in grids if (profile.field_of(label) or names.get(fold(label))) == "contacts"
    ]
    added = [] if profile.labels_in_any_column else added_labels(forms, labels, profile)
    return [*labels, *renamed_in_grids(contacts, profile), *added]
