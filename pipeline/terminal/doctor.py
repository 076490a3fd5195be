"""What this installation has and what it lacks: the answer of ``booklet doctor``.

Comes in: this machine.  Goes out: rows of what was looked for, what was found, and what to do where something is
missing.  Nothing is changed, and nothing asks the network.
"""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pipeline import __version__
from pipeline.core import cache
from pipeline.core.confine import confinement
from pipeline.core.extras import EXTRAS, how_to_install, missing
from pipeline.core.limits import SETTINGS
from pipeline.core.texts import said
from pipeline.source.acquire import find_editions, raw_folders
from pipeline.terminal.console import plain_console

State = Literal["ok", "absent", "bad"]
_MARKS = {"ok": ("✓", "green"), "absent": ("–", "yellow"), "bad": ("✗", "red")}
_OFFICE = ("soffice", "libreoffice")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked for."""

    what: str
    state: State
    found: str
    """What is there, or what to do where it is not."""


def examine() -> Iterator[Row]:
    """Yield what is here, most important first."""
    yield Row("formledger", "ok", f"{__version__} in {Path(__file__).parents[2]}")
    yield Row("Python", "ok", f"{platform.python_version()} at {sys.executable}")
    yield Row("system", "ok", platform.platform())
    yield _sandbox()
    yield from map(_extra, EXTRAS)
    office = next((found for name in _OFFICE if (found := shutil.which(name))), None)
    wanted = "install LibreOffice to read .doc, .docx and .odt"
    yield Row("LibreOffice", "ok" if office else "absent", office or wanted)
    place = cache.folder()
    fault = cache.fault(place) if place.exists() else None
    yield Row("kept results", "bad" if fault else "ok", fault or f"{place}, {_size(place)}")
    yield from _folders()
    for setting in SETTINGS:
        yield Row(
            setting.variable, "ok", f"{said(setting.meaning)}: {setting.value():g} {said(setting.unit)}"
        )


def _sandbox() -> Row:
    held = confinement((), ())
    whole = held.rules is not None and held.calls is not None
    held.close()
    if whole:
        return Row("sandbox", "ok", "files are read without network and other files")
    return Row("sandbox", "bad", "none: it takes Linux 5.13; read no file that you do not trust")


def _extra(extra: str) -> Row:
    absent = missing(extra)
    return Row(
        f"extra {extra}", "absent" if absent else "ok", how_to_install(extra) if absent else "installed"
    )


def _folders() -> Iterator[Row]:
    troubles: list[str] = []
    editions = find_editions(Path(), raw_folders(), lambda error: troubles.append(str(error)))
    here = [edition.id for edition in editions if edition.file.exists()]
    yield Row(
        "editions",
        "ok" if here else "absent",
        ", ".join(here) or "none here: `booklet add FILE` takes one in",
    )
    for sentence in troubles:
        yield Row("edition", "bad", sentence)
    for folder in raw_folders():
        found = folder.is_dir()
        yield Row("BOOKLET_RAW", "ok" if found else "bad", f"{folder}" if found else f"{folder} is no folder")


def _size(place: Path) -> str:
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) if place.exists() else 0
    return f"{size / 1e6:,.0f} MB"


def as_json(rows: list[Row]) -> list[dict[str, str]]:
    """Return the rows as JSON objects."""
    return [asdict(row) for row in rows]


def show(rows: list[Row]) -> None:
    """Print the rows, each with a mark; texts wrap beside their names."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        mark, colour = _MARKS[row.state]
        table.add_row(Text(mark, style=colour), said(row.what), Text(said(row.found)))
    plain_console(100).print(table)
