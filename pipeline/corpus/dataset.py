"""Many booklets on a cluster: from a folder or a list of places to one dataset, partitioned by series and year.

Comes in: a folder, or a text file with a place a line.  Goes out: ``programmes/`` and ``findings/`` (Parquet, a file
for each booklet), ``status/`` (an entry for each, by which a rerun knows what is done) and ``booklets.parquet`` (a row
for each place).  The dataset is the same on one worker and on many, at the first run and after any number of killed
ones.  A booklet that cannot be read, or that kills its worker, is a row that says so.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from pipeline.core.cache import code_version
from pipeline.core.errors import UserError, brief
from pipeline.core.extras import require
from pipeline.core.texts import said
from pipeline.corpus.booklet import Outcome, extract_one, put_bytes, version_of
from pipeline.source.media_type import decode
from pipeline.source.origin import ORIGIN

if TYPE_CHECKING:
    from distributed import Client

BOOKLETS = "booklets.parquet"
IN_FLIGHT = 1000
"""Booklets that the scheduler knows of at a time: a million at once would cost it gigabytes."""
SECONDS = 60
"""How long a cluster may take to have its first worker."""
LARGEST_LIST = 1 << 30
Told = Callable[[Outcome, int], None]
"""Called with what came of each booklet, in no certain order, and how many there are."""


def places(what: str) -> list[str]:
    """Return the places of a corpus, sorted, each once.

    Args:
        what: a folder, all visible files in and below which are booklets, but for notes to the reader; or a text file
            with a path or URL a line, where ``#`` begins a comment and a path without protocol starts from its folder.

    Raises:
        UserError: it is neither, names nothing or cannot be read.
    """
    from fsspec.core import url_to_fs

    try:
        fs, name = url_to_fs(what)
        if fs.isdir(name):
            found = [fs.unstrip_protocol(path) for path in fs.find(name) if _is_booklet(path, name)]
        elif not fs.exists(name):
            raise UserError(f"{what} does not exist: name a folder of booklets, or a list of their places.")
        elif fs.size(name) > LARGEST_LIST or (head := fs.cat_file(name, 0, 1024)).find(b"\0") >= 0:
            raise UserError(f"{what} is no list: give a text file with the place of a booklet a line.")
        elif b"%PDF-" in head:
            raise UserError(
                f"{what} is a booklet: `booklet extract` takes one, this a folder or a list of many."
            )
        else:
            folder = fs.unstrip_protocol(name).rpartition("/")[0]
            found = list(_listed(decode(fs.cat_file(name), what), folder))
    except (OSError, ImportError, ValueError, NotImplementedError) as error:
        raise UserError(f"{what} cannot be read ({brief(error)}): check the name and the access.") from error
    if not found:
        raise UserError(f"{what} names no booklet: put booklets in it.")
    return sorted(set(found))


def absolute(place: str) -> str:
    """Return a folder or file as a URL that means the same wherever it is opened.

    Raises:
        UserError: its protocol is not known or not installed.
    """
    from fsspec.core import url_to_fs

    try:
        fs, name = url_to_fs(place)
    except (ImportError, ValueError) as error:
        raise UserError(f"{place} cannot be opened ({brief(error)}): check the name.") from error
    url: str = fs.unstrip_protocol(name)
    return url.rstrip("/")


def _is_booklet(path: str, folder: str) -> bool:
    *folders, name = path.removeprefix(folder).strip("/").split("/")
    hidden = any(part.startswith(".") for part in (*folders, name))
    return not (hidden or name == ORIGIN or name.rpartition(".")[0].upper() == "README")


def _listed(text: str, folder: str) -> Iterator[str]:
    for line in text.removeprefix("\ufeff").splitlines():
        place = line.partition(" #")[0].strip()
        if place and not place.startswith("#"):
            yield (
                place
                if "://" in place
                else f"file://{place}"
                if place.startswith("/")
                else f"{folder}/{place}"
            )


def extract_corpus(
    client: Client,
    corpus: Sequence[str],
    out: str,
    profile: str,
    engine: str,
    retries: int = 2,
    told: Told = lambda outcome, total: None,
) -> list[Outcome]:
    """Return what came of each booklet, in the order of the corpus; the dataset stands in ``out``.

    Args:
        client: of the cluster whose workers extract.
        corpus: the places of the booklets.
        out: the folder of the dataset, or its URL.
        profile: the name of the layout family.
        engine: what reads a PDF.
        retries: how often a booklet is tried again whose worker died, or that could not be fetched or written.
        told: called with each outcome.

    Raises:
        UserError: there is no such profile, a worker runs another program, or ``out`` cannot be written.
    """
    from distributed import as_completed

    made_by = version_of(profile, engine)
    _refuse_other_programs(client)
    waiting = iter(enumerate(corpus))
    outcomes: dict[int, Outcome] = {}
    numbers: dict[Any, int] = {}

    def submitted() -> Iterator[Any]:
        for number, place in waiting:
            future = client.submit(
                extract_one, place, out, profile, engine, key=f"booklet-{made_by}-{number}", retries=retries
            )
            numbers[future.key] = number
            yield future

    more = submitted()
    running = as_completed([future for _, future in zip(range(IN_FLIGHT), more, strict=False)])
    for future in running:
        number = numbers.pop(future.key)
        outcomes[number] = _outcome(future, corpus[number], made_by)
        future.release()
        told(outcomes[number], len(corpus))
        for another in more:
            running.add(another)
            break
    ordered = [outcomes[number] for number in range(len(corpus))]
    try:
        put_bytes(f"{out}/{BOOKLETS}", _table(ordered))
    except (OSError, NotImplementedError) as error:
        raise UserError(f"{out} cannot be written ({brief(error)}): make room, or name another.") from error
    return ordered


def _outcome(future: Any, place: str, made_by: str) -> Outcome:
    """Return what came of a booklet; that its worker died, or that the network failed, is a sentence too."""
    from distributed import KilledWorker

    error = future.exception()
    if error is None:
        done: Outcome = future.result()
        return done
    if isinstance(error, KilledWorker):
        sentence = "the booklet was given up, for the workers that extracted it died: run again."
    else:
        sentence = f"the booklet could not be extracted ({type(error).__name__}: {brief(error)}): run again."
    return Outcome(place, "failed", made_by, sentence=sentence)


def _refuse_other_programs(client: Client) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS)
        programs = client.run(code_version)
    except TimeoutError:
        raise UserError(f"the cluster had no worker within {SECONDS} seconds: start one.") from None
    except ImportError as error:
        raise UserError(f"the workers of the cluster lack this program ({error}): install it.") from error
    other = sorted(worker for worker, program in programs.items() if program != code_version())
    if other:
        raise UserError(
            f"{other[0]} runs another version of this program or its libraries: install this one."
        )


def _table(outcomes: Sequence[Outcome]) -> bytes:
    import pyarrow
    from pyarrow import parquet

    number, text = pyarrow.int64(), pyarrow.string()
    counts = dict.fromkeys(("year", "pages", "programmes", "errors", "warnings", "notes"), number)
    schema = pyarrow.schema(
        [
            (name, pyarrow.list_(text) if name == "parts" else counts.get(name, text))
            for name in Outcome.__slots__
        ]
    )
    stream = io.BytesIO()
    table = pyarrow.Table.from_pylist([asdict(each) for each in outcomes], schema=schema)
    parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()


@contextmanager
def cluster(scheduler: str | None, workers: int | None, retries: int, dashboard: bool) -> Iterator[Client]:
    """Give a client of the cluster at an address, or else of one on this machine, which ends with the block.

    Raises:
        UserError: what it needs is not installed, or nothing answers at the address.
    """
    require("corpus", "A corpus")
    import dask
    from distributed import Client, LocalCluster

    if scheduler:
        try:
            client = Client(scheduler, timeout=SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            raise UserError(
                f"no cluster answers at {scheduler} ({brief(error)}): start one there."
            ) from error
        with client:
            yield client
        return
    with dask.config.set({"distributed.scheduler.allowed-failures": retries}):
        # One booklet to a worker: its process forks the one that reads, and no other thread holds a lock then.
        local = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": dashboard},
            silence_logs=50,
        )
        with local, Client(local) as client:
            yield client


@contextmanager
def shown() -> Iterator[Told]:
    """Give what shows a person how far the corpus is, and each booklet that failed."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True, highlight=False)
    done = 0
    with Progress(console=console, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("booklets", total=None)

        def told(outcome: Outcome, total: int) -> None:
            nonlocal done
            done += 1
            bar.update(task, completed=done, total=total)
            if outcome.state == "failed":
                console.print(f"{outcome.place}: {outcome.sentence}", markup=False, soft_wrap=True)
            if bar.disable and (done == total or done * 20 // total != (done - 1) * 20 // total):
                click.echo(said(f"{done} of {total} booklets"), err=True)

        with suppress(KeyboardInterrupt):
            yield told
            return
        raise UserError("stopped: what is done stays done, and the same command goes on from there.")
