"""What a person sees in the terminal: progress while pages are read, tables of results and findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import printable
from pipeline.core.texts import of_finding, said, spoken
from pipeline.terminal.console import plain_console

if TYPE_CHECKING:
    from pipeline.checks.other_engines import Verification
    from pipeline.editions.outputs import FindingRow, Summary
    from pipeline.source.acquire import Edition

SEVERITIES = ("error", "warning", "note")
_COUNTS = (
    *("programmes", "services", "contacts", "websites", "coverage"),
    *("errors", "warnings", "notes", "seconds"),
)
_WIDEST = 10_000
"""Columns in which a table is measured that is not held to those of the terminal."""
_NEEDED = tuple(name for name in _COUNTS if name not in ("services", "seconds"))
"""The counts that a terminal too narrow for all of them shows."""
MOST = 200
"""Findings that the terminal shows of an edition unless asked for all; they stand in its findings.csv."""
Made = tuple["Edition", "Summary", float]
"""An edition, what came of it, and the seconds that it took."""
Verified = tuple["Edition", "Verification | None"]
"""An edition, and what other engines say of its PDF, if it is one."""


def show_extractions(
    made: Sequence[Made], verified: Sequence[Verified] = (), *, everything: bool = False
) -> None:
    """Print what was extracted, its findings, and how far other engines agree, as tables.

    With ``everything`` all findings are printed, and what to do about each kind.
    """
    from rich.measure import Measurement

    console = plain_console()
    for edition, done, _ in made:
        if pictures := sum(finding.picture for finding in done.findings):
            console.print(said(_make_ocr(edition.id, pictures)))
    whole = _extracted(made, _COUNTS)
    fits = Measurement.get(console, console.options.update(max_width=_WIDEST), whole).maximum <= console.width
    console.print(whole if fits else _extracted(made, _NEEDED))
    for edition, done, _ in made:
        if done.findings:
            console.print(_findings_table(edition.id, done.findings, None if everything else MOST))
        for code in sorted({finding.code for finding in done.findings}) if everything else ():
            console.print(f"[bold]{code}[/bold]: {of_finding(spoken(), code)[1]}")
    if verified:
        _show_verifications(verified)


def _extracted(made: Sequence[Made], shown: Sequence[str]) -> Any:
    """Return the table of some of the counts: in a narrow terminal names of editions are folded, and nothing is cut."""
    from rich.box import SIMPLE_HEAD
    from rich.cells import cell_len
    from rich.table import Table

    table = Table(
        title=said("Extracted"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True
    )
    table.add_column(said("edition"), overflow="fold")
    for name in shown:
        table.add_column(said(name), justify="right", no_wrap=True, min_width=cell_len(said(name)))
    for edition, done, seconds in made:
        cells = dict(zip(_COUNTS, _counts(done, seconds), strict=True))
        table.add_row(edition.id, *(cells[name] for name in shown))
    return table


def _counts(done: Summary, seconds: float) -> tuple[str, ...]:
    severities: list[str] = [finding.severity for finding in done.findings]
    share = 100 * done.owned / done.glyphs if done.glyphs else 0.0
    return (
        *(str(count) for count in (done.programmes, done.services, done.contacts, done.websites)),
        f"{share:.2f}%" if done.owned < done.glyphs else "100%" if done.glyphs else said("no text"),
        *(str(severities.count(severity)) for severity in SEVERITIES),
        f"{seconds:.1f}",
    )


def extractions(made: Sequence[Made], out: Path | None) -> list[dict[str, Any]]:
    """Return what was extracted as JSON: of each edition its counts, its findings by severity, and its folder."""
    return [
        {
            "edition": edition.id,
            "programmes": done.programmes,
            "services": done.services,
            "contacts": done.contacts,
            "websites": done.websites,
            "glyphs": done.glyphs,
            "owned": done.owned,
            "findings": {
                severity: sum(finding.severity == severity for finding in done.findings)
                for severity in SEVERITIES
            },
            "folder": (out or Path("extracted") / edition.id).as_posix(),
        }
        for edition, done, _ in made
    ]


def _make_ocr(edition: str, pictures: int) -> str:
    pages = "1 page is a picture" if pictures == 1 else f"{pictures} pages are pictures"
    return f"{edition}: {pages} of text that nothing here can read: run `make ocr`, then extract again."


def _show_verifications(verified: Sequence[Verified]) -> None:
    """Print how far other engines agree, and every cell that they read otherwise."""
    from rich.table import Table

    from pipeline.editions.outputs import FindingRow

    console = plain_console()
    table = Table(title=said("Read again by other engines"), title_justify="left")
    for name in ("edition", "engine", "cells", "agreed"):
        table.add_column(said(name), justify="left" if name in ("edition", "engine") else "right")
    for edition, found in verified:
        if found is None:
            table.add_row(edition.id, said("(no PDF: nothing to compare)"), "", "")
            continue
        for engine in found.engines:
            share = f"{100 * engine.agreed / engine.cells:.2f}%" if engine.agreed < engine.cells else "100%"
            table.add_row(edition.id, engine.engine, str(engine.cells), share)
        if all(engine.engine != "picture" for engine in found.engines):
            table.add_row(edition.id, said("(picture: run make ocr to have its numbers read)"), "", "")
    console.print(table)
    for edition, found in verified:
        if found and found.findings:
            console.print(_findings_table(edition.id, [FindingRow.of(each) for each in found.findings]))


def show_catalogue(rows: Mapping[str, int], out: Path) -> None:
    """Print how many rows each table of a catalogue has, and what stands in its folder."""
    from rich.markup import escape
    from rich.table import Table

    console = plain_console()
    table = Table(title=said("Catalogue"), title_justify="left")
    table.add_column(said("table"))
    table.add_column(said("rows"), justify="right")
    for name, count in rows.items():
        table.add_row(name, str(count))
    console.print(table)
    for path in sorted(out.iterdir()):
        files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
        size = sum(each.stat().st_size for each in files)
        told = said(f"{len(files)} files, ") if path.is_dir() else ""
        named = escape(printable(str(path)))  # others may have put files there
        console.print(f"{named}  [dim]{told}{size / 1000:,.0f} kB[/dim]", soft_wrap=True)


def _findings_table(name: str, findings: Sequence[FindingRow], most: int | None = MOST) -> Any:
    from rich.table import Table
    from rich.text import Text

    colours = {"error": "red", "warning": "yellow", "note": "cyan"}
    table = Table(title=said(f"Findings in {name}"), title_justify="left")
    for column in ("severity", "code", "programme", "page", "what"):
        table.add_column(said(column), no_wrap=column != "what")
    shown = sorted(findings, key=lambda found: SEVERITIES.index(found.severity))[:most]
    if len(shown) < len(findings):
        table.caption = said(f"and {len(findings) - len(shown):,} more in findings.csv")
    for found in shown:
        table.add_row(
            Text(said(found.severity), style=colours[found.severity]),
            found.code,
            found.programme or "",
            str(found.page or ""),
            Text(said(found.message)),
        )
    return table
