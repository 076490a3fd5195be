"""How far the work is, while pages are read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from pipeline.core.errors import printable
from pipeline.core.texts import said


class Progress:
    """Shows how far the work is: a bar in a terminal, elsewhere a line every ten pages where their number is known."""

    def __init__(self, title: str) -> None:
        self.title, self.done = printable(said(title)), 0
        self.bar: Any = None

    def __enter__(self) -> Callable[[int | None], None]:
        return self.advance

    def advance(self, total: int | None) -> None:
        """Say that one more of so many is done."""
        self.done += 1
        if sys.stderr.isatty():
            self.bar = self.bar or self._bar(total)
            self.bar.advance(0)
        elif total and (self.done % 10 == 0 or self.done == total):
            click.echo(said(f"{self.title}: page {self.done} of {total}"), err=True)

    def _bar(self, total: int | None) -> Any:
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        bar = Progress(*columns, console=Console(stderr=True))
        bar.start()
        bar.add_task(escape(self.title), total=total)
        return bar

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()
