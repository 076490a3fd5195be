"""The command line: ``booklet extract | check | diff | report | accept | catalogue | corpus | add | facts | ...``.

Exit status: 0 clean; 1 a person must look; 2 could not run; 130 interrupted; 143 terminated.
"""

from __future__ import annotations

import atexit
import datetime
import gc
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.core.errors import AbsentFileError, UserError, printable
from pipeline.core.extras import require
from pipeline.core.limits import SETTINGS
from pipeline.core.sandbox import SELDOM, unwatched
from pipeline.core.scratch import scratch
from pipeline.core.texts import VARIABLE, language_of, said, speak
from pipeline.pages.reading import ENGINES, READERS
from pipeline.terminal.examples import STATUSES
from pipeline.terminal.program import CLEAN, EDITION, FAILED, LOOK, Commands, complain
from pipeline.terminal.progress import Progress

if TYPE_CHECKING:
    from pipeline.checks.golden import Difference
    from pipeline.terminal.tables import Made, Verified


# A command makes few circles of objects and ends soon: looking for them took a tenth of its time.
gc.set_threshold(SELDOM)
atexit.register(gc.freeze)
# pydantic would look for plugins of its own in every distribution that is installed.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


_LIMITS = "\n".join(
    f"  {each.variable:<24}{each.unit} of {each.meaning} [default: {each.default:g}]" for each in SETTINGS
)
CATALOGUES = (Path("catalogue"), Path("public"))
"""Where a catalogue is written, and one to publish, unless told."""
_PATH = click.Path(path_type=Path)
_READER = click.option(
    "--reader",
    type=click.Choice(READERS),
    default=ENGINES[0],
    show_default=True,
    help="What reads a PDF; `document` reads an office document by its own tables, without places.",
)
_FROM = click.option("--from", "before", help="Compare with this edition [default: the one before it].")
_QUIET = click.option("--quiet", "-q", is_flag=True, help="Print complaints only.")
_YES = click.option("--yes", is_flag=True, help="Do not ask.")
_WITHOUT_PEOPLE = click.option(
    "--without-people", is_flag=True, help="Leave out names, direct lines and personal e-mails."
)


def _base(meaning: str) -> Callable[[Any], Any]:
    return click.option("--base", envvar="BOOKLET_BASE", help=meaning)


def _verbose(meaning: str) -> Callable[[Any], Any]:
    return click.option("--verbose", "-v", is_flag=True, help=meaning)


def _out(folder: Path, meaning: str) -> Callable[[Any], Any]:
    return click.option("--out", type=_PATH, default=folder, show_default=True, help=meaning)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"\b\nVariables that allow a file more:\n{_LIMITS}\n\n\b\n{STATUSES}",
)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, option, value: speak(language_of({VARIABLE: value})) if value else None,
    help="Language of what the program says: zh or en [default: that of the locale]; also $BOOKLET_LANG.",
)
@click.version_option(__version__)
def main() -> None:
    """Turn a year's booklet of support programmes into checked, typed records."""


@main.command()
@click.argument("what", nargs=-1, type=EDITION)
@click.option("--edition", "edition_id", help="Name of the edition, for a file given by its path.")
@click.option("--out", type=_PATH, help="Folder for the outputs [default: extracted/<edition>].")
@click.option("--profile", help="Layout profile or its .toml file, instead of the one in origin.toml.")
@_READER
@click.option("--verify", is_flag=True, help="Have other engines read each PDF; exit 1 where a cell differs.")
@click.option("--no-cache", is_flag=True, help="Compute everything anew, and keep nothing.")
@click.option("--password", envvar="BOOKLET_PASSWORD", help="Opens a locked PDF; also $BOOKLET_PASSWORD.")
@click.option("--json", "as_json", is_flag=True, help="Print what was extracted as JSON, and nothing else.")
@_QUIET
@_verbose("Print every finding, and what to do about it.")
def extract(
    what: tuple[str, ...],
    edition_id: str | None,
    out: Path | None,
    profile: str | None,
    reader: str,
    verify: bool,
    no_cache: bool,
    password: str | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Extract editions: all in raw/ and $BOOKLET_RAW, those named, a FILE, or a folder of files as one edition."""
    from pipeline.editions.choice import chosen_by, is_missed, refuse_shared_outputs
    from pipeline.editions.run import run, run_verification

    if verify:
        require("verify", "--verify")
    chosen, absent = chosen_by(what, edition_id, out)
    if not chosen and not absent:
        raise UserError("there is no booklet here: take one in with `booklet add FILE`, or set BOOKLET_RAW.")
    refuse_shared_outputs(chosen)
    if out and len(chosen) > 1:
        raise UserError("--out takes one edition: name it.")
    keep = not no_cache
    made: list[Made] = []
    verified: list[Verified] = []
    never_here: list[str] = []
    failed = False
    watch: Any = unwatched if quiet or as_json else Progress
    for edition in chosen:
        try:
            started = time.monotonic()
            folder = out or Path("extracted") / edition.id
            done = run(
                edition,
                folder,
                profile or edition.profile,
                reader,
                keep=keep,
                password=password,
                watch=watch,
            )
            made.append((edition, done, time.monotonic() - started))
            if verify:
                found = run_verification(edition, folder, reader, keep=keep, password=password, watch=watch)
                verified.append((edition, found))
        except AbsentFileError as error:
            (absent if what or is_missed(edition) else never_here).append(str(error))
        except UserError as error:
            if len(chosen) == 1:
                raise
            complain(error)
            failed = True
    for sentence in absent if made else absent + never_here:
        click.secho(f"booklet: {printable(said(sentence))}", fg="yellow", err=True)
    if not made:
        raise SystemExit(FAILED)
    _tell(made, verified, out, as_json=as_json, quiet=quiet, everything=verbose)
    for edition, _, _ in [] if out else made:
        failed = not _say_what_to_review(edition.id, keep=keep, quiet=quiet or as_json) or failed
    raise SystemExit(FAILED if failed else LOOK if _look(made, verified) else CLEAN)


def _tell(
    made: Sequence[Made],
    verified: Sequence[Verified],
    out: Path | None,
    *,
    as_json: bool,
    quiet: bool,
    everything: bool,
) -> None:
    """Print what was extracted, as tables or as JSON."""
    from pipeline.terminal.tables import extractions, show_extractions

    if as_json:
        click.echo(json.dumps(extractions(made, out), ensure_ascii=False, indent=1))
    elif not quiet:
        show_extractions(made, verified, everything=everything)


def _look(made: Sequence[Made], verified: Sequence[Verified]) -> bool:
    """Tell whether a person must look: at an error, or at what another engine reads otherwise."""
    errors = any(finding.severity == "error" for _, done, _ in made for finding in done.findings)
    return errors or any(bool(found and found.findings) for _, found in verified)


def _say_what_to_review(edition: str, *, keep: bool, quiet: bool) -> bool:
    """Write the reports of an edition and say where they are; tell whether that went well."""
    from pipeline.review.reports import sentences

    try:
        for sentence in sentences(edition, keep=keep):
            if not quiet:
                click.echo(said(sentence))
    except UserError as error:
        complain(error)
        return False
    return True


@main.command()
@click.option(
    "--outputs", is_flag=True, help="Also what was extracted, and the catalogues; no file of yours."
)
def clean(outputs: bool) -> None:
    """Remove the results that are kept between runs; outputs stay unless told."""
    from pipeline.core import cache

    click.echo(said(f"{cache.clean()} kept results removed from {cache.folder()}"))
    if outputs:
        from pipeline.catalogue.folder import remove
        from pipeline.source.workspace import EXTRACTED, remove_extractions

        for folder, removed in (
            (EXTRACTED, remove_extractions()),
            *((each, remove(each)) for each in CATALOGUES),
        ):
            click.echo(said(f"files removed from {folder}: {removed}"))


@main.command()
@click.argument("editions", nargs=-1, type=EDITION)
@click.option("--record", type=_PATH, help="A booklet.json to compare, for one edition.")
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@_QUIET
@_verbose("Print the values whole that differ.")
def check(editions: tuple[str, ...], record: Path | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Compare extractions with golden; name each difference; exit 1 on any."""
    from pipeline.checks.golden import differences, read_golden
    from pipeline.source.workspace import load_record
    from pipeline.terminal.differences import show_differences

    names = editions or tuple(
        sorted(
            path.stem for path in Path("golden").glob("*.json") if (Path("extracted") / path.stem).is_dir()
        )
    )
    if not names:
        raise UserError("extracted/ holds no edition that golden/ knows: run `booklet extract` first.")
    if record and len(names) > 1:
        raise UserError("--record takes one edition: name it.")
    failed = False
    compared: dict[str, list[Difference]] = {}
    for name in names:
        try:
            golden = read_golden(Path("golden") / f"{name}.json")
            found = differences(golden, load_record(record or Path("extracted") / name / "booklet.json"))
        except UserError as error:
            if len(names) == 1:
                raise
            complain(error)
            failed = True
            continue
        compared[name] = list(found)
        if not (as_json or quiet):
            show_differences(name, found, whole=verbose)
    if as_json:
        told = {name: [asdict(each) for each in found] for name, found in compared.items()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    raise SystemExit(FAILED if failed else LOOK if any(compared.values()) else CLEAN)


@main.command()
@click.argument("before", metavar="FROM", type=EDITION)
@click.argument("after", metavar="TO", type=EDITION)
@click.option("--json", "json_path", type=_PATH, help="Write the diff to PATH, or print it: -.")
@click.option(
    "--review",
    type=_PATH,
    help="A file with matches forced or forbidden [default: raw/TO/review.toml].",
)
@_QUIET
@click.option(
    "--all", "--verbose", "-v", "everything", is_flag=True, help="List routine and typographic changes too."
)
def diff(
    before: str, after: str, json_path: Path | None, review: Path | None, quiet: bool, everything: bool
) -> None:
    """Show what TO changes against FROM: editions, or booklet.json files; exit 1 when something was lost."""
    from pipeline.core.files import put, writing
    from pipeline.diff.booklets import to_json
    from pipeline.review.reports import compared
    from pipeline.source.workspace import load_record, record_path
    from pipeline.terminal.console import plain_console
    from pipeline.terminal.diffs import show_diff

    found = compared(load_record(record_path(before)), load_record(record_path(after)), review)
    if json_path == Path("-"):
        click.echo(to_json(found), nl=False)
    else:
        if json_path:
            with writing(json_path, "make room or check its folder"):
                put(json_path, lambda temporary: temporary.write_bytes(to_json(found)))
        if not quiet:
            show_diff(found, plain_console(), everything=everything)
    raise SystemExit(LOOK if found.counts["loss"] else CLEAN)


@main.command()
@click.argument("edition", type=EDITION)
@_FROM
def report(edition: str, before: str | None) -> None:
    """Write the pages that a person reviews: EDITION itself, and what it changes against the one before."""
    from pipeline.review.reports import write_reports

    for path in write_reports(edition, before):
        click.echo(path)


@main.command()
@click.argument("edition", type=EDITION)
@_FROM
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1 [default: a free one]."
)
@click.option("--no-browser", is_flag=True, help="Only say the address.")
def review(edition: str, before: str | None, port: int, no_browser: bool) -> None:
    """Decide, correct and sign EDITION in the browser; exit 1 while something is open."""
    require("review", "The review")
    import webbrowser

    from pipeline.review.acceptance import chosen
    from pipeline.review.served.app import serve
    from pipeline.review.served.session import Session

    def again() -> None:
        from pipeline.editions.run import run

        described = chosen(edition)
        run(described, Path("extracted") / edition, described.profile, ENGINES[0])

    def opened(address: str) -> None:
        click.echo(said(f"review of {edition}: {address} (opens once; Ctrl-C ends it)"))
        if not no_browser:
            webbrowser.open(address)

    chosen(edition)
    session = Session(edition, before, again)
    serve(session, port, opened)
    session.report()
    raise SystemExit(LOOK if session.desk.left() else CLEAN)


@main.command()
@click.argument("edition", type=EDITION)
@click.option("--reason", required=True, help="Why this is right: how it was read against the pages.")
@_FROM
@click.option("--despite", multiple=True, metavar="CODE", help="An error among the findings that may stand.")
@_YES
def accept(edition: str, reason: str, before: str | None, despite: tuple[str, ...], yes: bool) -> None:
    """Make the extraction of EDITION golden, after showing what changes; a person does this.

    Losses against the edition before must have been seen in `booklet review`.
    """
    from pipeline.checks.golden import differences, has_golden, read_golden
    from pipeline.review import acceptance
    from pipeline.review.cards import undecided
    from pipeline.review.desk import open_desk
    from pipeline.review.person import person
    from pipeline.terminal.differences import show_differences

    acceptance.refuse_without_person(os.environ)
    who, reason = person(), acceptance.said(reason)
    chosen = acceptance.chosen(edition)
    booklet = acceptance.current(chosen)
    desk = open_desk(edition, before)
    verdicts = desk.review.verdicts()
    acceptance.refuse_errors(booklet, {*despite, *acceptance.excused(desk.cards, verdicts)})
    acceptance.refuse_unseen(desk.cards, verdicts)
    if left := undecided(desk.cards, verdicts):
        click.echo(
            said(f"{edition}: nobody has decided {len(left)} of {len(desk.cards)}; booklet review shows them")
        )
    path = Path("golden") / f"{edition}.json"
    if has_golden(path):
        show_differences(edition, differences(read_golden(path), booklet))
    if not yes:
        click.confirm(said(f"Accept this as golden for {edition}?"), abort=True)
    acceptance.accept(
        booklet,
        path,
        digest=not chosen.redistributable,
        who=who,
        when=datetime.date.today(),
        reason=reason,
        verdicts=desk.decided(),
        matches=desk.matches(),
    )
    click.secho(said(f"{path} written"), fg="green")


@main.command()
@click.argument("file", type=_PATH)
@click.option("--edition", "edition_id", help="Name of the edition [default: the ROC year on the cover].")
@click.option(
    "--profile", help="Layout profile, or its .toml file [default: support-measures, or that of origin.toml]."
)
@click.option(
    "--force", is_flag=True, help="Replace the file of an edition that is there; what origin.toml says stays."
)
def add(file: Path, edition_id: str | None, profile: str | None, force: bool) -> None:
    """Copy FILE to raw/<edition>/ and describe it in origin.toml; the year is read from the cover."""
    from pipeline.editions.run import cover_text
    from pipeline.forms.profile import load_profile
    from pipeline.source.acquire import add as add_edition
    from pipeline.source.private import keep_private

    if profile:
        load_profile(profile)
    edition = add_edition(file, Path(), cover_text, edition_id, force, profile)
    click.echo(said(f"{edition.file} added as edition {edition.id}; now run: booklet extract {edition.id}"))
    if told := keep_private(edition):
        click.echo(said(told))


@main.command()
@click.argument("editions", nargs=-1, type=EDITION)
@_out(CATALOGUES[0], "Folder of the catalogue.")
@_base("URI below which all identifiers stand, also $BOOKLET_BASE [default: one that cannot be published].")
@_WITHOUT_PEOPLE
@click.option("--bom", is_flag=True, help="Begin CSV files with a mark by which Excel knows UTF-8.")
@click.option("--unaccepted", is_flag=True, help="Take editions, too, that no person has accepted.")
def catalogue(
    editions: tuple[str, ...], out: Path, base: str | None, without_people: bool, bom: bool, unaccepted: bool
) -> None:
    """Write accepted EDITIONS, all where none is named, as tables, database, linked data, calendar and pages."""
    from pipeline.catalogue.build import Wish, build
    from pipeline.catalogue.model import UNSET_BASE
    from pipeline.terminal.tables import show_catalogue

    left_out: list[UserError] = []
    built = build(
        editions, out, Wish(base or UNSET_BASE, not without_people, bom, unaccepted), left_out.append
    )
    show_catalogue(built.rows, out)
    click.echo(said(f"editions: {', '.join(built.editions)}"))
    if not built.anew:
        click.echo(said("nothing has changed since the last time"))
    if built.demonstrations:
        click.echo(said(f"left out, since no office published them: {', '.join(built.demonstrations)}"))
    for error in left_out:
        complain(error)
    raise SystemExit(FAILED if left_out else CLEAN)


@main.command()
@click.argument("editions", nargs=-1, type=EDITION)
@_out(CATALOGUES[1], "Folder to publish.")
@_base("Address at which the folder will stand; also $BOOKLET_BASE.")
@_WITHOUT_PEOPLE
@click.option("--check", "only_check", is_flag=True, help="Say what would be published, and write nothing.")
def publish(
    editions: tuple[str, ...], out: Path, base: str | None, without_people: bool, only_check: bool
) -> None:
    """Say what will be published of EDITIONS, write it for any static host, and what changed; exit 1: look first."""
    from pipeline.catalogue.build import Wish, catalogue_of, put_in_place
    from pipeline.catalogue.manifest import difference, read_manifest
    from pipeline.catalogue.model import UNSET_BASE
    from pipeline.catalogue.publication import plan_of
    from pipeline.catalogue.selection import selected
    from pipeline.catalogue.shelf import shelf_of
    from pipeline.terminal.publishing import show_difference, show_plan

    require("tables", "A catalogue")
    wish, left_out = Wish(base or UNSET_BASE, not without_people), list[UserError]()
    catalogue, licences = catalogue_of(selected(editions, False, left_out.append).booklets, wish)
    plan = plan_of(catalogue, licences)
    show_plan(plan)
    for error in left_out:
        complain(error)
    if not only_check:
        before = read_manifest(out)
        put_in_place(catalogue, licences, wish, out)
        names = {f"programme/{card.key}.html": card.name for card in shelf_of(catalogue).cards}
        show_difference(difference(before, read_manifest(out)), out, names)
    raise SystemExit(FAILED if left_out else LOOK if plan.looks else CLEAN)


@main.command()
@click.argument("editions", nargs=-1, type=EDITION)
@_base("Address of the published catalogue, for links; also $BOOKLET_BASE.")
@_WITHOUT_PEOPLE
def mcp(editions: tuple[str, ...], base: str | None, without_people: bool) -> None:
    """Serve accepted EDITIONS to an assistant over standard input and output (Model Context Protocol)."""
    from pipeline.catalogue import assistant
    from pipeline.catalogue.build import Wish, catalogue_of
    from pipeline.catalogue.model import UNSET_BASE
    from pipeline.catalogue.selection import selected

    require("mcp", "An assistant's tools")
    wish = Wish(base or UNSET_BASE, not without_people)
    catalogue, _ = catalogue_of(selected(editions, False, complain).booklets, wish)
    assistant.server(catalogue).run("stdio")


@main.command()
@click.argument("what", metavar="FOLDER|LIST")
@click.option("--out", required=True, help="Folder of the dataset, or its URL.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster [default: one on this machine].")
@click.option(
    "--workers", type=click.IntRange(1), help="Processes of the cluster here [default: one a core]."
)
@click.option(
    "--profile", default="support-measures", show_default=True, help="Layout profile, or its .toml file."
)
@click.option(
    "--reader", type=click.Choice(ENGINES), default=ENGINES[0], help="What reads a PDF.", show_default=True
)
@click.option(
    "--retries",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    help="How often to try again where a worker or the network failed.",
)
@click.option("--no-dashboard", is_flag=True, help="Serve no page that shows what the cluster does.")
def corpus(
    what: str,
    out: str,
    scheduler: str | None,
    workers: int | None,
    profile: str,
    reader: str,
    retries: int,
    no_dashboard: bool,
) -> None:
    """Extract many booklets on a Dask cluster: those in FOLDER or LIST, paths or URLs, to one Parquet dataset."""
    from pipeline.corpus import dataset as many
    from pipeline.forms.profile import load_profile

    require("corpus", "A corpus")
    load_profile(profile)
    found, target = many.places(what), many.absolute(out)
    with many.cluster(scheduler, workers, retries, not no_dashboard) as client, many.shown() as told:
        if not no_dashboard:
            click.echo(said(f"dashboard: {client.dashboard_link}"), err=True)
        outcomes = many.extract_corpus(client, found, target, profile, reader, retries, told)
    failed = sum(each.state == "failed" for each in outcomes)
    programmes = sum(each.programmes for each in outcomes)
    click.echo(said(f"{len(outcomes)} booklets, {failed} failed; {programmes} programmes in {out}"))
    raise SystemExit(LOOK if any(each.looks for each in outcomes) else CLEAN)


@main.command()
@click.argument("file", type=_PATH)
@click.option("--out", type=_PATH, help="Where to write the draft [default: shown].")
@_READER
@click.option(
    "--picture",
    type=_PATH,
    metavar="PAGE.html",
    help="Show in colours, on pictures of the pages, what the draft reads.",
)
@click.option("--one", is_flag=True, help="FILE is a single form, such as a saved page of one case.")
def profile(file: Path, out: Path | None, reader: str, picture: Path | None, one: bool) -> None:
    """Draft a profile for the form that FILE repeats: labels, headings, and what stays unclaimed."""
    from pipeline.editions.drafting import check_names, draft_of, write_draft
    from pipeline.source.folder import gathered
    from pipeline.terminal.drafts import show

    check_names(out, picture)
    with scratch() as folder:
        given = gathered(file, folder) if file.is_dir() else file
        made = draft_of(given, reader, Progress, picture, single=one)
    show(made)
    if out:
        write_draft(made, out)
        named = " --edition NAME" if file.is_dir() else ""
        click.echo(said(f"{out} written: read it, then run: booklet extract {file}{named} --profile {out}"))
    else:
        click.echo(made.toml, nl=False)
    if picture:
        click.echo(
            said(f"{picture} written: it shows on the pages what is read as heading, label and value"),
            err=True,
        )


@main.command()
@click.argument("edition", type=EDITION)
@_YES
def adopt(edition: str, yes: bool) -> None:
    """Add the labels that EDITION prints in new words to its profile, after showing the lines."""
    from pipeline.editions.adopting import adopt as write_profile
    from pipeline.editions.adopting import new_words
    from pipeline.editions.choice import chosen_by
    from pipeline.source.workspace import load_record, record_path

    (chosen,), _ = chosen_by((edition,), None, None)
    words = new_words(load_record(record_path(edition)).findings)
    if not words:
        click.echo(said(f"{edition} has no label in words that its profile does not know."))
        return
    for each in words:
        click.echo(each.line)
    if not yes:
        click.confirm(said(f"Add these to the profile of {edition}?"), abort=True)
    click.echo(said(f"{write_profile(chosen, words)} written; now run: booklet extract {edition}"))


@main.command()
@click.argument("text", required=False)
@click.option(
    "--year", "roc_year", type=click.IntRange(1, 200), required=True, help="ROC year of the booklet: 109."
)
def facts(text: str | None, roc_year: int) -> None:
    """Print the facts of TEXT, or of standard input, as JSON: the way to try a rule."""
    from pipeline.api import facts as read
    from pipeline.source.media_type import decode

    given = text if text is not None else decode(sys.stdin.buffer.read(), "standard input")
    click.echo(json.dumps(read(given, roc_year), ensure_ascii=False, indent=1))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool) -> None:
    """Say what is installed here and what is missing: extras, LibreOffice, sandbox, folders, limits."""
    from pipeline.terminal import doctor as examination

    rows = list(examination.examine())
    if as_json:
        click.echo(json.dumps(examination.as_json(rows), ensure_ascii=False, indent=1))
    else:
        examination.show(rows)
    raise SystemExit(LOOK if any(row.state == "bad" for row in rows) else CLEAN)


@main.command()
def schema() -> None:
    """Print the JSON Schema of the record."""
    from pipeline.core.record import schema as made

    click.echo(json.dumps(made(), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
