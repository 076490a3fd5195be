"""What ``booklet profile`` shows in the terminal: the labels, the headings, and what no form claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.core.texts import said
from pipeline.forms.learn.draft import Draft, Kind, known_profiles
from pipeline.forms.learn.labels import Label
from pipeline.terminal.console import plain_console

FEW = 12
"""So many lines that no form claims are shown; the others are counted."""


def show(draft: Draft) -> None:
    """Print a draft as tables."""
    from rich.table import Table
    from rich.text import Text

    console = plain_console(120)
    for kind in draft.kinds:
        table = Table(title=said(_title(kind)), title_justify="left")
        for name, justify in (("label", "left"), ("count", "right"), ("forms", "right")):
            table.add_column(said(name), justify="right" if justify == "right" else "left")
        table.add_column(said("pages"))
        table.add_column(said("boxes: x0-x1 pt, first"))
        for label in kind.labels:
            numbers = (str(len(label.places)), str(label.forms))
            table.add_row(Text(label.text), *numbers, pages(label), boxes(label))
        console.print(table)
        console.print(said(f"headings: {kind.heading or 'none that repeats'}"), markup=False)
        for heading in kind.headings[:3]:
            console.print(said(f"  as in: {heading}"), markup=False)
        if kind.area:
            console.print(said(f"headings above these: {kind.area}"), markup=False)
        for name, known in known_profiles(kind.labels):
            console.print(
                said(f"the profile {name} knows {known} of the {len(kind.labels)} labels"), markup=False
            )
    counts = Counter(each.what for each in draft.unclaimed)
    console.print(said(f"no form claims {counts['table']} tables and {counts['line']} lines"), markup=False)
    for each in draft.unclaimed[:FEW]:
        what = said("a table") if each.what == "table" else said("a line")
        console.print(f"  {_page(each.page)}{what}: {each.text[:60]}", markup=False)
    if len(draft.unclaimed) > FEW:
        console.print(said(f"  … and {len(draft.unclaimed) - FEW} more"))


def _title(kind: Kind) -> str:
    if kind.forms == 1:
        return "Labels of the form"
    if kind.name:
        return f"Labels of the form {kind.name}, which stands here {kind.forms} times"
    return f"Labels of a form that stands here {kind.forms} times"


def pages(label: Label) -> str:
    """Return the pages on which a label stands, in ranges: 1-3, 7."""
    numbers = sorted({page for page, _ in label.places if page is not None})
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    return ", ".join(_range(found) for found in ranges)


def _range(found: Sequence[int]) -> str:
    return f"{found[0]}-{found[-1]}" if len(found) > 1 else str(found[0])


def boxes(label: Label) -> str:
    """Return where the cells of a label stand: the column they share, and the first of them whole."""
    page, first = label.places[0]
    left, right = min(box[0] for _, box in label.places), max(box[2] for _, box in label.places)
    whole = ", ".join(f"{side:.0f}" for side in first)
    return f"{left:.0f}-{right:.0f}, {_page(page)}({whole})"


def _page(page: int | None) -> str:
    return said(f"p. {page} ") if page is not None else ""
