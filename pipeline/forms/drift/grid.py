"""Labels of contact grids in new words -> what the cells beside them are, told from all forms of an edition together.

Comes in: what the rows of each contact entry say.  Goes out: renamings.  A cell is a label if it stands where one must
(no label before it waits for its value), recurs, is no name, and has the same kind of value beside it each time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.expressions import expression
from pipeline.core.page import Cell
from pipeline.core.text import fold
from pipeline.forms.drift.holds import VALUE, CellKind, cell_kind
from pipeline.forms.drift.renamed import MOST, Renaming, Table
from pipeline.forms.profile import Profile

LONGEST = 10
"""Characters of a small label."""
REPEATS = 2
"""In so many forms a cell is a label and no value."""
_FAX = expression(r"傳真|fax")
_NO_LABEL = frozenset(["同上", "同前", "同左", "暫無", "(無)", "n/a"])
"""What stands in the place of a value."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says; a cell that spans rows is the same in each."""

    column: int
    text: str


Grid = Sequence[Sequence[Said]]


def grid_of(rows: Sequence[Sequence[Cell]]) -> Grid:
    """Return what the rows of an entry say, without the glyphs, of which a long booklet has too many to hold."""
    said = {id(cell): Said(cell.column, cell.text.text) for row in rows for cell in row}
    return [[said[id(cell)] for cell in row] for row in rows]


@dataclass(slots=True)
class _Use:
    """The places of what may be a label."""

    printed: Counter[str] = field(default_factory=Counter)
    kinds: Counter[CellKind] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    """The roles that other labels of its rows name."""
    lacking: Counter[str] = field(default_factory=Counter)
    """The roles that no label of its form names, where one names another."""
    forms: set[int] = field(default_factory=set)


def may_be_label(text: str, profile: Profile) -> bool:
    """Tell whether a cell of a grid may be a label that the profile does not know."""
    short = 1 < len(text) <= LONGEST and not VALUE.search(text) and fold(text) not in _NO_LABEL
    return short and not profile.is_contact_label(text) and not cell_kind(text)


def renamed_in_grids(grids: Sequence[Grid], profile: Profile) -> list[Renaming]:
    """Return the small labels that announce a number, an address, a person or an office in new words."""
    uses: dict[str, _Use] = defaultdict(_Use)
    for number, grid in enumerate(grids):
        named = {role for row in grid for role in _roles(row, profile)}
        lacking = profile.contacts.roles.keys() - named if named else ()
        for row, at in _label_places(grid, profile):
            text, beside = row[at].text, row[at + 1].text
            use = uses[fold(text)]
            use.printed[text] += 1
            use.kinds[cell_kind(beside)] += bool(beside)
            use.roles.update(_roles(row, profile))
            use.lacking.update(lacking if number not in use.forms else ())
            use.forms.add(number)
    return sorted(_told(uses, profile), key=lambda each: (each.table, each.field, each.label))


def _label_places(grid: Grid, profile: Profile) -> Iterator[tuple[Sequence[Said], int]]:
    """Yield the cells that stand where a label must and that the profile does not know, each in its row."""
    columns = {cell.column for row in grid for cell in row if profile.is_contact_label(cell.text)}
    if not columns:
        return
    seen: set[int] = set()
    for row in map(_without_gaps, grid):
        waits = False
        for at, cell in enumerate(row):
            text = cell.text
            if profile.is_contact_label(text) or (not text and cell.column in columns):
                waits = True
            elif waits or at + 1 == len(row):
                waits = False
            elif may_be_label(text, profile) and not profile.is_contact_label(row[at + 1].text):
                waits = True
                if id(cell) not in seen:
                    seen.add(id(cell))
                    yield row, at


def _without_gaps(row: Sequence[Said]) -> list[Said]:
    """Return a row without the gaps of double rules, which stand as empty cells behind others in their columns."""
    return [cell for at, cell in enumerate(row) if cell.text or not at or cell.column != row[at - 1].column]


def _roles(row: Sequence[Said], profile: Profile) -> set[str]:
    named = (profile.contact_role(cell.text) or profile.person_role(cell.text) for cell in row)
    return {role for role in named if role}


def _told(uses: Mapping[str, _Use], profile: Profile) -> Iterator[Renaming]:
    for label, use in uses.items():
        if len(use.forms) < REPEATS or not use.kinds.total():
            continue
        kind, most = use.kinds.most_common(1)[0]
        if most < MOST * use.kinds.total() or (place := _place(kind, label, use)) is None:
            continue
        printed = min(use.printed, key=lambda each: (-use.printed[each], each))
        yield Renaming(*place, label, printed, len(use.forms))


def _place(kind: CellKind, label: str, use: _Use) -> tuple[Table, str] | None:
    """Return the table of the profile and the name in it where a label belongs; None where that is not plain."""
    if kind == "phone":
        return "contacts.channels", "fax" if _FAX.search(label) else "phone"
    if kind == "email":
        return "contacts.channels", "email"
    if not kind:
        return None
    roles = use.roles if use.roles or kind == "person" else _missing(use)
    if len(roles) != 1:
        return "contacts.channels", kind
    return "contacts.persons" if kind == "person" else "contacts.roles", next(iter(roles))


def _missing(use: _Use) -> Collection[str]:
    """Return the roles that the forms of a label lack beside it: that of its person may be new, too."""
    return [role for role, forms in use.lacking.items() if forms >= MOST * len(use.forms)]
