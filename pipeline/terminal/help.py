"""The help of a command in the language that is spoken: headings, texts and the meanings of options.

Comes in: what click writes.  Goes out: the same in Chinese where that is spoken, wrapped by the columns that its
characters take; in English it is left to click.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from pipeline.core.expressions import expression
from pipeline.core.limits import SETTINGS
from pipeline.core.texts import said, spoken
from pipeline.terminal.examples import STATUSES

_PIECE = expression(
    r" *(?:[「（《]*(?:\p{Han}|[^\p{Han}\s「（《]+(?:(?<=\[)\p{Han})?)|[「（《]+)[、。，；：）」》？！]*"
)
"""What stays together in a line: a character or a word, what opens before it, what closes behind it."""
_GAP = 2
_FIRST = 30
"""Columns that the names of options may take before their meanings."""


class Help(click.HelpFormatter):
    """Writes the help of a command."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, f"{said('Usage:')} " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        if spoken() == "en":
            super().write_heading(heading)
        else:
            self.write(f"{'':>{self.current_indent}}{said(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph, or several."""
        if spoken() == "en":
            super().write_text(text)
            return
        for number, paragraph in enumerate(text.replace("\b", "").split("\n\n")):
            if number:
                self.write_paragraph()
            for line in _wrapped(said(" ".join(paragraph.split())), self.width - self.current_indent):
                self.write(" " * self.current_indent + line + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST, col_spacing: int = _GAP
    ) -> None:
        """Write names and their meanings."""
        if spoken() == "en":
            super().write_dl(rows, col_max, col_spacing)
            return
        rows = list(rows)
        first = min(max((len(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, meaning in rows:
            lines = list(_wrapped(_meaning(meaning), self.width - self.current_indent - first))
            self.write(f"{'':>{self.current_indent}}{name}")
            over = len(name) > first - col_spacing
            self.write("\n" if over or not lines else " " * (first - len(name)))
            for number, line in enumerate(lines):
                indent = self.current_indent + first if number or over else 0
                self.write(" " * indent + line + "\n")


def _meaning(text: str) -> str:
    """Return a meaning with what click put behind it: "What it does.  [default: x]"."""
    plain, _, more = text.partition("  [")
    return said(plain) + (f"  [{_more(more)}" if more else "")


def _more(text: str) -> str:
    for english, chinese in (("default: ", "預設："), ("env var: ", "環境變數："), ("required", "必填")):
        text = text.replace(english, chinese)
    return text


def _wrapped(text: str, columns: int) -> Iterator[str]:
    """Yield a text in lines of so many columns: Chinese is broken anywhere but before what closes, words are not."""
    from rich.cells import cell_len

    line = ""
    for piece in _PIECE.findall(text):
        if line and cell_len(line + piece.rstrip()) > columns:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line:
        yield line.rstrip()


def short_meaning(text: str | None) -> str:
    """Return the first paragraph of a command's help, as the list of commands shows it."""
    return said(" ".join((text or "").split("\n\n")[0].split()))


def write_limits(formatter: click.HelpFormatter) -> None:
    """Write the variables that allow a file more, and what an exit status means."""
    with formatter.section(said("Variables that allow a file more:").rstrip("：:")):
        formatter.write_dl(
            [
                (each.variable, f"{said(each.meaning)}（{said(each.unit)}）  [default: {each.default:g}]")
                for each in SETTINGS
            ]
        )
    formatter.write_paragraph()
    formatter.write_text(STATUSES)


def usage_error(error: click.UsageError) -> Iterable[str]:
    """Yield the lines that say what is wrong with a call."""
    if error.ctx is not None:
        yield error.ctx.get_usage()
        if error.ctx.command.get_help_option(error.ctx) is not None:
            hint = f"{error.ctx.command_path} {error.ctx.help_option_names[0]}"
            yield said(f"Try '{hint}' for help.") + "\n"
    yield said(f"Error: {error.format_message()}")
