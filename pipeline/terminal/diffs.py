"""A diff -> tables in a terminal: losses first, the rest by class, what is routine or typographic counted.

Comes in: a ``Diff``.  Goes out: what ``rich`` prints.  Only words of the diff are shown, cut where they are long.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.core.texts import said
from pipeline.diff.changes import CLASSES, Change, Class, Diff, words
from pipeline.report.labels import in_language, labels_of, remark

STYLES: dict[Class, str] = {
    "loss": "bold red",
    "substantive": "yellow",
    "staff": "blue",
    "routine": "cyan",
    "typographic": "dim",
}
TITLES: dict[Class, str] = {
    "loss": "Lost: each wants an answer",
    "substantive": "Substantive",
    "staff": "Staff: another person, extension or e-mail at the same office",
    "routine": "Routine: dates that moved with the year",
    "typographic": "Typographic: the same words, printed in another way",
}
_LONG = 64
_AROUND = 10
"""So many characters stand before what differs in a long text."""


def show_diff(diff: Diff, console: Console, *, everything: bool = False) -> None:
    """Print a diff; routine and typographic changes are only counted unless ``everything`` is asked for."""
    console.print(render(diff, everything=everything))


def render(diff: Diff, *, everything: bool = False) -> RenderableType:
    """Return a diff as tables, one for each class that has changes."""
    parts: list[RenderableType] = [_counts(diff)]
    for class_ in CLASSES:
        changes = [change for change in diff.changes if change.class_ == class_]
        if changes and (everything or class_ in ("loss", "substantive")):
            parts.append(_table(class_, changes))
    parts += (Text(f"{found.code}: {said(found.message)}", style="yellow") for found in diff.findings)
    if not diff.changes:
        parts.append(Text(said("nothing changed"), style="green"))
    return Group(*parts)


def _named(section: str, key: str) -> str:
    return in_language(labels_of(section)[key])


def _counts(diff: Diff) -> Table:
    title = f"{diff.from_.id} -> {diff.to.id}"
    table = Table(title=title, title_justify="left")
    table.add_column(said("class"))
    table.add_column(said("changes"), justify="right")
    table.add_column(said("of which"), overflow="fold")
    for class_ in CLASSES:
        kinds = diff.counts.get(class_, {})
        listed = ", ".join(f"{_named('kinds', kind)} {number}" for kind, number in kinds.items())
        name = Text(_named("classes", class_), style=STYLES[class_])
        table.add_row(name, str(sum(kinds.values())), listed)
    return table


def _table(class_: Class, changes: Iterable[Change]) -> Table:
    table = Table(title=said(TITLES[class_]), title_justify="left", show_lines=False)
    table.add_column(said("kind"), no_wrap=True, style=STYLES[class_])
    table.add_column(said("programme"), overflow="fold", max_width=30)
    table.add_column(said("before"), overflow="fold")
    table.add_column(said("after"), overflow="fold")
    table.add_column(said("note"), overflow="fold", max_width=28)
    for change in changes:
        before, after = _pair(change)
        table.add_row(
            Text(_named("kinds", change.kind)),
            Text(_programme(change)),
            Text(before),
            Text(after),
            Text(_note(change)),
        )
    return table


def _programme(change: Change) -> str:
    if change.members:
        programmes = {member.programme.to or member.programme.from_ for member in change.members}
        if change.programme is None:
            return said(f"{len(programmes)} programmes")
    if change.programme is None:
        return ""
    return f"{change.programme.to or change.programme.from_} {change.programme.name}"


def _note(change: Change) -> str:
    parts = []
    if change.score is not None:
        parts.append(_named("report", "likeness").format(n=f"{change.score:.2f}"))
    if change.kind == "amount_changed" and change.before and change.after:
        parts.append(_difference(change.before["value"], change.after["value"]))
    if change.note:
        parts.append(in_language(remark(change.note)))
    return "; ".join(parts)


def _difference(before: int, after: int) -> str:
    share = f" ({100 * (after - before) / before:+.0f}%)" if before else ""
    return f"{after - before:+,}{share}"


def _pair(change: Change) -> tuple[str, str]:
    """Return both sides as short text; of two long texts the part in which they first differ."""
    before, after = words(change.before), words(change.after)
    if isinstance(change.before, str) and isinstance(change.after, str):
        start = _first_difference(before, after)
        if max(len(before), len(after)) > _LONG and start > _AROUND:
            before, after = ("…" + side[start - _AROUND :] for side in (before, after))
    elif isinstance(change.before, dict) and isinstance(change.after, dict):
        before, after = _differing(change.before, change.after)
    return _cut(before), _cut(after)


def _first_difference(before: str, after: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )


def _differing(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, str]:
    """Return two records in the fields that differ, with what tells which one it is."""
    if "printed" in before and "printed" in after:
        sides = words(before), words(after)
        if sides[0] == sides[1]:  # the same words in another year
            return tuple(f"{side['printed']} = {_window(side)}" for side in (before, after))  # type: ignore[return-value]
        return sides
    naming = ("organization", "person", "name")
    keep = [key for key in before if before[key] != after.get(key) or key in naming]
    return words({key: before[key] for key in keep}), words({key: after.get(key) for key in keep})


def _window(fact: dict[str, Any]) -> str:
    return "/".join(str(fact.get(end) or "…") for end in ("start", "end"))


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
