"""What ``booklet profile`` shows in the terminal: the labels, the headings, and what no form claims."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from pipeline.forms.learn.draft import Draft, known_profiles
from pipeline.forms.learn.labels import Label

FEW = 12
"""So many lines that no form claims are shown; the others are counted."""


def show(draft: Draft) -> None:
    """Print a draft as tables."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    for kind in draft.kinds:
        what = f"the form {kind.name}, which" if kind.name else "a form that"
        table = Table(title=f"Labels of {what} stands here {kind.forms} times", title_justify="left")
        for name, justify in (("label", "left"), ("count", "right"), ("forms", "right")):
            table.add_column(name, justify="right" if justify == "right" else "left")
        table.add_column("pages")
        table.add_column("boxes: x0-x1 pt, first")
        for label in kind.labels:
            numbers = (str(len(label.places)), str(label.forms))
            table.add_row(Text(label.text), *numbers, pages(label), boxes(label))
        console.print(table)
        console.print(f"headings: {kind.heading or 'none that repeats'}", markup=False)
        for heading in kind.headings[:3]:
            console.print(f"  as in: {heading}", markup=False)
        if kind.area:
            console.print(f"headings above these: {kind.area}", markup=False)
        for name, known in known_profiles(kind.labels):
            console.print(f"the profile {name} knows {known} of the {len(kind.labels)} labels", markup=False)
    counts = Counter(each.what for each in draft.unclaimed)
    console.print(f"no form claims {counts['table']} tables and {counts['line']} lines", markup=False)
    for each in draft.unclaimed[:FEW]:
        console.print(f"  {_page(each.page)}{each.what}: {each.text[:60]}", markup=False)
    if len(draft.unclaimed) > FEW:
        console.print(f"  … and {len(draft.unclaimed) - FEW} more")


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
    return f"p. {page} " if page is not None else ""
