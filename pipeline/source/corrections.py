"""``corrections.toml`` beside an edition: what a person put right where the program misread the page.

Comes in: the folder of an edition.  Goes out: its corrections, in the order in which they were made; the same file
with one more.  What is no such file is one sentence in a ``UserError``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pydantic import ConfigDict, Field

from pipeline.core.files import put, writing
from pipeline.core.lock import alone
from pipeline.core.record import Correction, Model
from pipeline.core.toml_file import read_entries
from pipeline.source.origin import CORRECTIONS


class Placed(Correction):
    """A correction and the programme that it is made in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    programme: str = Field(
        default="", description="Its name as it was read, or its id; empty for the front matter."
    )

    def plain(self) -> Correction:
        """Return the correction as the record of the programme holds it."""
        return Correction(**self.model_dump(exclude={"programme"}))


class _File(Model):
    correction: list[Placed] = Field(default_factory=list)


def read_corrections(folder: Path) -> tuple[Placed, ...]:
    """Return the corrections that stand in the folder of an edition; none where there is no such file.

    Raises:
        UserError: the file is not understood.
    """
    path = folder / CORRECTIONS
    if not path.exists():
        return ()
    entries = (
        "an entry is programme, path, read, printed, page, reason and who; of a fact also fact, words and at"
    )
    return tuple(read_entries(path, _File, entries).correction)


def add_correction(folder: Path, made: Placed) -> None:
    """Write a correction into the folder of an edition; one of the same value in the same place is replaced.

    Raises:
        UserError: the file that stands there is not understood, or cannot be written.
    """
    same = _value_of(made)
    _change(folder, lambda known: [*(each for each in known if _value_of(each) != same), made])


def _value_of(made: Placed) -> tuple[object, ...]:
    """Return what a correction is of; the same words may say two conditions, such as from 5 to 200 employees."""
    condition = made.printed.split(" ")[:2] if made.fact == "conditions" and not made.read else None
    return (made.programme, made.path, made.read, made.fact, made.words, made.at, condition)


def remove_correction(folder: Path, made: Placed) -> None:
    """Take a correction back.

    Raises:
        UserError: the file that stands there is not understood, or cannot be written.
    """
    _change(folder, lambda known: [each for each in known if each != made])


def _change(folder: Path, changed: Callable[[Sequence[Placed]], list[Placed]]) -> None:
    path = folder / CORRECTIONS
    with writing(path), alone(folder):
        if kept := changed(read_corrections(folder)):
            _write(path, kept)
        else:
            path.unlink(missing_ok=True)


def _write(path: Path, corrections: Sequence[Placed]) -> None:
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("What was misread and is put right; `booklet review` writes it."))
    tables = tomlkit.aot()
    for each in corrections:
        table = tomlkit.table()
        for name, value in each.model_dump(exclude_none=True).items():
            table.add(name, value)
        tables.append(table)
    document.add("correction", tables)
    put(path, partial(Path.write_bytes, data=tomlkit.dumps(document).encode()))
