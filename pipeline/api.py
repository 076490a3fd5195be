"""The library: what the commands do, as functions on records.

Comes in: files, records, texts.  Goes out: records (``Booklet``) and what can be said of them; the only files that are
written are the results kept between runs (``booklet clean`` removes them).  What can go wrong with an input is one
sentence in a ``UserError``.

>>> from pipeline import check, diff, extract, facts, tables, without_people
>>> before = extract("raw/demo-112/booklet.pdf")
>>> booklet = extract("raw/demo-113/booklet.pdf")
>>> booklet.edition.roc_year, len(booklet.programmes)
(113, 13)
>>> booklet.programmes[1].id, booklet.programmes[1].name
('1.1.2', '在職進修補助計畫')
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.checks.golden import Difference, differences, read_golden
from pipeline.core.errors import UserError
from pipeline.core.record import Booklet, Contact, Facts, Finding, Programme, schema, to_json
from pipeline.core.text import canonical
from pipeline.diff.changes import Diff

if TYPE_CHECKING:
    import pandas

__all__ = [
    "Booklet",
    "Contact",
    "Diff",
    "Difference",
    "Facts",
    "Finding",
    "Programme",
    "UserError",
    "check",
    "diff",
    "extract",
    "facts",
    "load",
    "schema",
    "tables",
    "to_json",
    "without_people",
]


def extract(
    file: str | Path,
    *,
    edition: str | None = None,
    profile: str | None = None,
    reader: str = "pdfium",
    password: str | None = None,
    keep: bool = True,
) -> Booklet:
    """Return the record of a booklet, as ``booklet extract`` writes it.

    The file is read in a process of its own, which may open nothing else and must end within ``BOOKLET_SECONDS`` and
    ``BOOKLET_MEMORY``.  A file that ``raw/`` or ``BOOKLET_RAW`` describes is the edition described there.

    Args:
        file: a PDF, an office document or a transcription; or a folder of web pages or transcriptions, which are one
            edition.
        edition: its name; that of the file by default, and to be given for a folder.
        profile: the name of a layout profile, or the path of a ``.toml`` file; that of the edition by default.
        reader: what reads a PDF: ``pdfium`` or ``pdfplumber``.
        password: opens a PDF that is locked.
        keep: false computes everything anew, and keeps nothing for the next run.

    Returns:
        The record.  Pages count from 1; boxes are (left, top, right, bottom) in points from the top left corner of the
        page; ``findings`` has what a person should look at.

    Raises:
        UserError: the file is not there, of no known kind, damaged, or asks for more than a file may.
        ValueError: there is no such reader.
    """
    from pipeline.core.scratch import scratch
    from pipeline.editions.run import run
    from pipeline.pages.reading import ENGINES
    from pipeline.source.acquire import edition_of_file, find_editions, raw_folders
    from pipeline.source.folder import gathered
    from pipeline.source.workspace import RECORD, load_record

    if reader not in ENGINES:
        raise ValueError(f"there is no reader {reader!r}: choose one of {', '.join(ENGINES)}")
    path = Path(file)
    known = find_editions(Path(), raw_folders(), lambda error: None)
    with scratch() as folder:
        if path.is_dir():
            if edition is None:
                raise UserError(f"{path} is a folder: name the edition that its files are.")
            path = gathered(path, folder)
        chosen = edition_of_file(path, known, edition)
        run(chosen, folder, profile or chosen.profile, reader, keep=keep, password=password)
        return load_record(folder / RECORD)


def load(record: str | Path) -> Booklet:
    """Return a record that was written before.

    Args:
        record: the path of a ``booklet.json``, or the name of an edition in ``extracted/``.

    Raises:
        UserError: there is none, or it is of another version of this program.
    """
    from pipeline.source.workspace import load_record, record_path

    return load_record(record_path(str(record)))


def diff(before: Booklet, after: Booklet, decisions: str | Path | None = None) -> Diff:
    """Return what one edition changes against another, by meaning.

    >>> changes = diff(before, booklet).changes
    >>> changes[0].class_, changes[0].kind, changes[0].before["name"]
    ('loss', 'programme_removed', '國際媒體專題報導')

    Args:
        before: the older record.
        after: the newer one.
        decisions: a file with matches that a person forced or forbade; ``raw/<after>/review.toml`` by default, where it
            stands.

    Returns:
        The changes, the gravest first, each with its class (loss, substantive, …), its kind, the programme, the path
        and the values before and after.

    Raises:
        UserError: the decisions cannot be read or contradict each other.
    """
    from pipeline.review.reports import compared

    return compared(before, after, Path(decisions) if decisions else None)


def check(booklet: Booklet, golden: str | Path | None = None) -> list[Difference]:
    """Return every value in which a record differs from what a person accepted; golden is read only.

    >>> check(booklet)
    []

    Args:
        booklet: the record.
        golden: the accepted one; ``golden/<edition>.json`` by default.

    Returns:
        Of each difference the programme (None for the booklet), the path, and both values.

    Raises:
        UserError: nobody has accepted this edition, or the file is no golden.
    """
    from pipeline.source.workspace import GOLDEN

    accepted = Path(golden) if golden else GOLDEN / f"{booklet.edition.id}.json"
    return differences(read_golden(accepted), booklet)


def facts(text: str, roc_year: int) -> dict[str, Any]:
    """Return what is read from a text: dates, amounts, shares, prices, lengths of time, conditions, phones, addresses.

    >>> (amount,) = facts("每案補助上限3萬5千元", 109)["amounts"]
    >>> amount["value"], amount["bound"], amount["printed"], amount["span"]
    (35000, 'max', '3萬5千元', [6, 11])

    Args:
        text: of any number of lines.
        roc_year: the year of the booklet, counted from 1912 (109 is 2020), for dates that are printed without one.

    Returns:
        JSON values: ``text`` as it is kept (spans are places in it, [start, end)), one list for each kind of fact, and
        ``findings``, what looks like a fact and was not understood.  Amounts are whole TWD, shares parts of 1, dates
        and lengths of time ISO 8601; ``docs/facts.md`` describes them all.
    """
    from pipeline.facts.programme_facts import facts_as_json

    kept = "\n".join(line for line in map(canonical, text.splitlines()) if line)
    return {"text": kept, **facts_as_json(kept, roc_year)}


def tables(*booklets: Booklet, base: str | None = None, people: bool = True) -> dict[str, pandas.DataFrame]:
    """Return records as data frames, the tables of the catalogue; the extra ``tables`` brings pandas.

    >>> frames = tables(before, booklet)
    >>> frames["programmes"].groupby("edition").size().to_dict()
    {'demo-112': 13, 'demo-113': 13}
    >>> amounts = frames["facts"].dropna(subset="amount_twd")
    >>> int(amounts["amount_twd"].max()) > 1_000_000
    True

    Args:
        booklets: the records; of one series each is compared with the one before it in ``changes``, oldest first.
        base: the address below which all identifiers stand, ending in ``/``; one that is nobody's by default.
        people: false leaves out names, direct lines and personal e-mails.

    Returns:
        A frame for each table of ``docs/catalogue.md``, by its name, with a row for each programme, contact, fact and
        so on.  The column ``id`` tells rows apart; a column that is named after a table holds its ``id``.  What is
        absent is ``NA``.

    Raises:
        UserError: pandas is not installed, or ``base`` is no base for URIs.
    """
    from pipeline.catalogue.frames import frames

    return frames(booklets, base, people=people)


def without_people(booklet: Booklet) -> Booklet:
    """Return a record without names, direct lines and personal e-mails; the one given is left alone.

    >>> first, bare = booklet.programmes[0].contacts[0], without_people(booklet).programmes[0].contacts[0]
    >>> (first.person, bare.person, bare.organization == first.organization)
    ('倪科員', None, True)

    Offices and their lines stay; in texts each character that is taken out leaves a ``○``, so that spans stay true.
    """
    from pipeline.catalogue.privacy import without_people as bare

    return bare(booklet)
