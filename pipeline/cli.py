"""The command line: ``booklet extract | check | accept | add | facts | schema``.

Exit status: 0 clean; 1 a person must look; 2 could not run.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.errors import AbsentFileError, UserError

if TYPE_CHECKING:
    from pipeline.acquire import Edition
    from pipeline.extract import Extraction
    from pipeline.record import Booklet

CLEAN, LOOK, FAILED = 0, 1, 2


class Sentence(click.ClickException):
    """A fault of the input: one sentence on standard error, exit status 2."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        """Print the sentence."""
        click.secho(f"booklet: {self.message}", fg="red", err=True)


class Commands(click.Group):
    """Turns every ``UserError`` into one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise Sentence(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
def main() -> None:
    """Turn a year's booklet of support programmes into checked, typed records."""


@main.command()
@click.argument("what", nargs=-1)
@click.option("--edition", "edition_id", help="Name of the edition, for a file given by its path.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the outputs [default: extracted/<edition>]."
)
@click.option("--profile", help="Layout profile, instead of the one in origin.toml.")
def extract(what: tuple[str, ...], edition_id: str | None, out: Path | None, profile: str | None) -> None:
    """Extract editions: all in raw/ and $BOOKLET_RAW, those named, or a FILE."""
    chosen, absent = _chosen(what, edition_id)
    if out and len(chosen) > 1:
        raise UserError("--out takes one edition: name it.")
    made = []
    failed = False
    for edition in chosen:
        try:
            made.append(_extract(edition, out or Path("extracted") / edition.id, profile))
        except AbsentFileError as error:
            absent.append(str(error))
        except UserError as error:
            if len(chosen) == 1:
                raise
            click.secho(f"booklet: {error}", fg="red", err=True)
            failed = True
    for sentence in absent:
        click.secho(f"booklet: {sentence}", fg="yellow", err=True)
    if not made:
        raise SystemExit(FAILED)
    _summary(made)
    looks = any(finding.severity == "error" for _, done, _ in made for finding in done.booklet.findings)
    raise SystemExit(FAILED if failed else LOOK if looks else CLEAN)


def _chosen(what: Sequence[str], edition_id: str | None) -> tuple[list[Edition], list[str]]:
    """Return the editions that the arguments name, and a sentence for each that cannot be described."""
    from pipeline.acquire import edition_of_file, find_editions, raw_folders

    troubles: list[str] = []
    editions = find_editions(Path(), raw_folders(), lambda error: troubles.append(str(error)))
    if not what:
        if edition_id:
            what = (edition_id,)
        else:
            return editions, troubles
    named = []
    for name in what:
        found = next((edition for edition in editions if edition.id == name), None)
        if found:
            named.append(found)
        elif Path(name).exists():
            named.append(edition_of_file(Path(name), editions, edition_id))
        else:
            known = ", ".join(edition.id for edition in editions) or "none"
            raise UserError(f"{name} is neither an edition (known: {known}) nor a file: check its name.")
    return named, []


Made = tuple["Edition", "Extraction", float]


def _extract(edition: Edition, out: Path, profile: str | None) -> Made:
    """Extract one edition and write its outputs."""
    from pipeline.acquire import acquire
    from pipeline.export import write
    from pipeline.profile import load_profile
    from pipeline.readers import page_count

    started = time.monotonic()
    acquired = acquire(edition)
    settings = load_profile(profile or edition.profile)
    from pipeline.extract import extract as run

    with _Progress(edition.id, page_count(acquired.path, acquired.media_type)) as advance:
        done = run(acquired, edition.id, edition.roc_year, settings, lambda page: advance())
    write(done.booklet, out)
    return edition, done, time.monotonic() - started


class _Progress:
    """Shows how far the reading is: a bar in a terminal, a line every ten pages elsewhere."""

    def __init__(self, name: str, total: int | None) -> None:
        self.name, self.total, self.done = name, total, 0
        self.bar: Any = None

    def __enter__(self) -> Callable[[], None]:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self.bar = Progress(*columns, console=Console(stderr=True))
            self.bar.start()
            self.task = self.bar.add_task(f"reading {self.name}", total=self.total)
        return self.advance

    def advance(self) -> None:
        self.done += 1
        if self.bar:
            self.bar.advance(self.task)
        elif self.total and (self.done % 10 == 0 or self.done == self.total):
            click.echo(f"reading {self.name}: page {self.done} of {self.total}", err=True)

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()


def _summary(made: Sequence[Made]) -> None:
    """Print what was extracted, and every finding, as tables."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    table = Table(title="Extracted", title_justify="left")
    for name in (
        "edition",
        "programmes",
        "services",
        "contacts",
        "websites",
        "coverage",
        "errors",
        "warnings",
        "notes",
        "seconds",
    ):
        table.add_column(name, justify="left" if name == "edition" else "right")
    for edition, done, seconds in made:
        booklet = done.booklet
        severities = [finding.severity for finding in booklet.findings]
        share = 100 * done.owned / done.glyphs if done.glyphs else 100.0
        table.add_row(
            edition.id,
            str(len(booklet.programmes)),
            str(sum(len(programme.services) for programme in booklet.programmes)),
            str(sum(len(programme.contacts) for programme in booklet.programmes)),
            str(sum(len(programme.websites) for programme in booklet.programmes)),
            f"{share:.2f}%" if done.owned < done.glyphs else "100%",
            *(str(severities.count(severity)) for severity in ("error", "warning", "note")),
            f"{seconds:.1f}",
        )
    console.print(table)
    for edition, done, _ in made:
        if done.booklet.findings:
            console.print(_findings_table(edition.id, done.booklet))


def _findings_table(name: str, booklet: Booklet) -> Any:
    from rich.table import Table
    from rich.text import Text

    colours = {"error": "red", "warning": "yellow", "note": "cyan"}
    table = Table(title=f"Findings in {name}", title_justify="left")
    for column in ("severity", "code", "programme", "page", "what"):
        table.add_column(column, no_wrap=column != "what")
    order = {"error": 0, "warning": 1, "note": 2}
    for found in sorted(booklet.findings, key=lambda found: order[found.severity]):
        table.add_row(
            Text(found.severity, style=colours[found.severity]),
            found.code,
            found.where.programme or "",
            str(found.where.page or ""),
            Text(found.message),
        )
    return table


@main.command()
@click.argument("editions", nargs=-1)
@click.option("--record", type=click.Path(path_type=Path), help="A booklet.json to compare, for one edition.")
def check(editions: tuple[str, ...], record: Path | None) -> None:
    """Compare extractions with golden; name each difference; exit 1 on any."""
    from pipeline.golden import differences, read_golden

    names = editions or tuple(
        sorted(
            path.stem for path in Path("golden").glob("*.json") if (Path("extracted") / path.stem).is_dir()
        )
    )
    if not names:
        raise UserError("extracted/ holds no edition that golden/ knows: run `booklet extract` first.")
    if record and len(names) > 1:
        raise UserError("--record takes one edition: name it.")
    differing = False
    for name in names:
        golden = read_golden(Path("golden") / f"{name}.json")
        found = differences(golden, _load(record or Path("extracted") / name / "booklet.json"))
        differing = differing or bool(found)
        if not found:
            click.secho(f"{name}: equal to golden", fg="green")
            continue
        click.secho(f"{name}: {len(found)} differences from golden", fg="red")
        for difference in found:
            place = f"{difference.programme or 'booklet'} {difference.path}".strip()
            click.echo(f"  {place}: {_short(difference.golden)} -> {_short(difference.extracted)}")
    raise SystemExit(LOOK if differing else CLEAN)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else f"{text[:97]}..."


def _load(path: Path) -> Booklet:
    from pydantic import ValidationError

    from pipeline.record import Booklet

    if not path.is_file():
        raise UserError(f"{path} does not exist: run `booklet extract` first.")
    try:
        return Booklet.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise UserError(
            f"{path} is no record of this version ({error.error_count()} faults): extract it again."
        ) from error


@main.command()
@click.argument("edition")
@click.option(
    "--reason", required=True, help="Why this extraction is right: how it was read against the pages."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def accept(edition: str, reason: str, yes: bool) -> None:
    """Make the extraction of EDITION golden, after showing what changes; a person does this."""
    from pipeline.acquire import put
    from pipeline.golden import accepted_form, differences, golden_json, read_golden

    if os.environ.get("CI") or "PYTEST_CURRENT_TEST" in os.environ:
        raise UserError("golden is accepted by a person who has read it, never in CI or in tests.")
    chosen, _ = _chosen((edition,), None)
    booklet = _load(Path("extracted") / edition / "booklet.json")
    path = Path("golden") / f"{edition}.json"
    if path.exists():
        for difference in differences(read_golden(path), booklet):
            place = f"{difference.programme or 'booklet'} {difference.path}".strip()
            click.echo(f"  {place}: {_short(difference.golden)} -> {_short(difference.extracted)}")
    if not yes:
        click.confirm(f"Accept this as golden for {edition}?", abort=True)
    form = accepted_form(booklet, digest=not chosen[0].redistributable)
    path.parent.mkdir(exist_ok=True)
    put(path, lambda temporary: temporary.write_bytes(golden_json(form)))
    log = path.with_suffix(".log.toml")
    entry = "\n".join(
        (
            "[[accepted]]",
            f"when = {datetime.date.today().isoformat()}",
            f"who = {json.dumps(os.environ.get('USER', 'unknown'), ensure_ascii=False)}",
            f"reason = {json.dumps(reason, ensure_ascii=False)}",
            f'sha256 = "{booklet.edition.source.sha256}"',
            "",
        )
    )
    before = log.read_text("utf-8") + "\n" if log.exists() else ""
    put(log, lambda temporary: temporary.write_text(before + entry, encoding="utf-8"))
    click.secho(f"{path} written", fg="green")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--edition", "edition_id", help="Name of the edition [default: the ROC year on the cover].")
@click.option("--profile", default="support-measures", show_default=True, help="Layout profile.")
@click.option("--force", is_flag=True, help="Replace an edition that is there.")
def add(file: Path, edition_id: str | None, profile: str, force: bool) -> None:
    """Copy FILE to raw/<edition>/ and describe it in origin.toml; the year is read from the cover."""
    from pipeline.acquire import add as add_edition
    from pipeline.profile import load_profile
    from pipeline.readers import cover_text

    load_profile(profile)
    edition = add_edition(file, Path(), cover_text, edition_id, force, profile)
    click.echo(f"{edition.file} added as edition {edition.id}; now run: make extract")


@main.command()
@click.argument("text", required=False)
@click.option(
    "--year", "roc_year", type=click.IntRange(1, 200), required=True, help="ROC year of the booklet: 109."
)
def facts(text: str | None, roc_year: int) -> None:
    """Print the facts of TEXT, or of standard input, as JSON: the way to try a rule."""
    from pipeline.facts import facts_as_json
    from pipeline.sniff import decode
    from pipeline.text import canonical

    lines = (text if text is not None else decode(sys.stdin.buffer.read(), "standard input")).splitlines()
    stored = "\n".join(line for line in (canonical(printed) for printed in lines) if line)
    click.echo(json.dumps({"text": stored, **facts_as_json(stored, roc_year)}, ensure_ascii=False, indent=1))


@main.command()
def schema() -> None:
    """Print the JSON Schema of the record."""
    from pipeline.record import schema as made

    click.echo(json.dumps(made(), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
