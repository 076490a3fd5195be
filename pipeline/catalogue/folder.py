"""The folder of a catalogue: what we wrote is replaced, all else stays.

Comes in: the folder that a person named.  Goes out: a new folder beside what stands there, whose files take their
places once all are written.  A manifest in the folder lists the files that are ours; nothing else is ever removed or
overwritten.  A build that fails leaves the catalogue before; of one that is killed while files take their places, the
next build does the rest.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath

from pipeline.core.errors import UserError
from pipeline.core.files import put, put_all
from pipeline.core.lock import alone

MANIFEST = ".booklet-catalogue"
_SIGNATURE = "booklet catalogue: the next build may replace or remove these files, and no others"
_FRESH, _READY = ".booklet-new", ".booklet-ready"
"""Where files are written, and what it is called once all are: then they only have to be moved."""


def write(path: Path, content: bytes) -> None:
    """Write a file of a catalogue in the making, with its folders.

    It is not forced to the disk: a power cut may leave a catalogue that its hashes tell from a whole one, and the next
    build makes it anew.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    put_all({path: partial(Path.write_bytes, data=content)}, durable=False)


@contextmanager
def replaced(named: Path) -> Iterator[Path]:
    """Give a new folder, whose files take the place of those of the catalogue before when all went well.

    Raises:
        UserError: the folder holds something else than a catalogue, or a file of somebody else is in the way.
        OSError: it cannot be written.
    """
    out = named.resolve()  # a link stays a link
    _refuse_other(named, out)
    with alone(out):
        _refuse_other(named, out)  # another run may have been waited for
        if _is_ready(out):
            _move(out)
        shutil.rmtree(out / _READY, ignore_errors=True)  # whose manifest has been moved, and with it all else
        fresh = out / _FRESH
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        try:
            yield fresh
            made = _files(fresh)
            _refuse_in_the_way(out, named, made, _ours(out))
            _list(fresh, made)
            # Both are ours from now on, so that a build that is killed leaves nothing that the next does not know.
            _list(out, _ours(out) | made)
            fresh.rename(out / _READY)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        _move(out)


def remove(named: Path) -> int:
    """Remove a catalogue's own files from its folder, and the folder where nothing else is in it; return how many.

    Where no catalogue stands there is nothing to remove.
    """
    out = named.resolve()
    if _read(out) is None:
        return 0
    with alone(out):
        names = _ours(out)
        for unfinished in (_FRESH, _READY):
            shutil.rmtree(out / unfinished, ignore_errors=True)
        for name in sorted(names):
            _remove(out, name)
        (out / MANIFEST).unlink(missing_ok=True)  # another run may have been waited for
    with suppress(OSError):
        out.rmdir()
    return len(names)


def is_settled(out: Path) -> bool:
    """Tell whether no build that was killed has left anything to do in a folder."""
    return not (out / _READY).exists()


def _refuse_other(named: Path, out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise UserError(f"{named} is no folder: name another with --out.")
    if _read(out) is not None:
        return
    if any(not path.name.startswith(".") for path in out.iterdir()):
        raise UserError(
            f"{named} holds something else than a catalogue of this version: "
            "name another folder with --out, or remove what is in it."
        )


def _refuse_in_the_way(out: Path, named: Path, fresh: set[str], ours: set[str]) -> None:
    """Raise ``UserError`` where a new file would take the place of one that is not ours, or lie beyond a link."""
    for name in sorted(fresh):
        there = next((out / each for each in _folders(name) if _is_no_folder(out / each)), None)
        if there is None and name not in ours and os.path.lexists(out / name):
            there = out / name
        if there is not None:
            raise UserError(
                f"{named / there.relative_to(out)} is not ours and stands where a file of the catalogue belongs: "
                "move it, or name another folder with --out."
            )


def _folders(name: str) -> list[PurePosixPath]:
    """Return the folders that a file lies in, the innermost first, the catalogue's own apart."""
    return list(PurePosixPath(name).parents)[:-1]


def _is_no_folder(path: Path) -> bool:
    return path.is_symlink() or path.is_file()


def _is_ready(out: Path) -> bool:
    """Tell whether a build that was killed has files to move; one lists them in the folder before they are ready."""
    ready = out / _READY
    made = None if ready.is_symlink() else _read(ready)
    return made is not None and made <= _ours(out)


def _move(out: Path) -> None:
    """Let the files that are ready take their places, then remove those of ours that the catalogue has no more.

    What would lie beyond a link stays where it is.
    """
    ready = out / _READY
    made = _ours(ready)
    for name in sorted(_files(ready) & made):
        if any(_is_no_folder(out / each) for each in _folders(name)):
            continue
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        if not _alike(ready / name, out / name):
            (ready / name).replace(out / name)
    for name in sorted(_ours(out) - made):
        _remove(out, name)
    (ready / MANIFEST).replace(out / MANIFEST)  # last: until then all of this can be done again
    shutil.rmtree(ready)


def _alike(one: Path, other: Path) -> bool:
    """Tell whether a file would be replaced by its like: one that stays is not copied to a server again."""
    return other.is_file() and not other.is_symlink() and filecmp.cmp(one, other, shallow=False)


def _remove(out: Path, name: str) -> None:
    """Remove a file of ours, and its folders where nothing else is in them; what lies beyond a link is not ours."""
    folders = _folders(name)
    if any((out / folder).is_symlink() for folder in folders):
        return
    (out / name).unlink(missing_ok=True)
    for folder in folders:
        try:
            (out / folder).rmdir()
        except OSError:
            return


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _ours(out: Path) -> set[str]:
    return _read(out) or set()


def _read(out: Path) -> set[str] | None:
    """Return the names in a manifest; None where it is none of ours, or names what is not in its folder."""
    try:
        signature, *names = (out / MANIFEST).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return None
    within = all(
        name and name == PurePosixPath(name).as_posix() and not {"..", "/"} & set(PurePosixPath(name).parts)
        for name in names
    )
    return set(names) if signature == _SIGNATURE and within else None


def _list(folder: Path, names: set[str]) -> None:
    text = "".join(f"{line}\n" for line in (_SIGNATURE, *sorted(names)))
    put(folder / MANIFEST, partial(Path.write_text, data=text, encoding="utf-8"))
