"""Acquire: from folders to verified files.

Comes in: ``raw/<edition>/origin.toml``, and the folders that ``BOOKLET_RAW`` names.
Goes out: editions; for one edition its file, with the media type sniffed from the bytes and the hash checked.
What can go wrong is one sentence in a ``UserError``; an absent file is an ``AbsentFileError``, so that the
other editions can go on.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pipeline.core.errors import AbsentFileError, UserError
from pipeline.core.files import put_all, writing
from pipeline.core.lock import alone
from pipeline.core.text import CONTROL
from pipeline.facts import cover_year as cover
from pipeline.source.document import Acquired, identify
from pipeline.source.origin import (
    DEFAULT_PROFILE,
    EDITION_ID,
    MOST_LETTERS,
    ORIGIN,
    Origin,
    check_id,
    plain_name,
    read_origin,
    revised,
    to_toml,
)

SUFFIX = ".toml"
"""What the name of a profile that is a file ends in."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One printing of one booklet, as its ``origin.toml`` describes it."""

    id: str
    folder: Path
    """Where ``origin.toml`` stands."""
    file: Path
    """The booklet; where it should be put, when it is absent."""
    publisher: str
    roc_year: int | None
    sha256: str | None
    """The hash that the file must have; None where no one has said."""
    profile: str
    """The name of a layout profile, or the path of one."""
    licence: str = ""
    """The terms under which the file may be passed on; empty where it may not."""
    made_by: str = ""
    """The program that made the file; empty where an office published it."""

    @property
    def demonstration(self) -> bool:
        """Whether no office ever published it: the file was made to show what this program does."""
        return bool(self.made_by)

    @property
    def redistributable(self) -> bool:
        """Whether golden may keep the sentences of this edition."""
        return bool(self.licence)


def raw_folders(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Return the folders that ``BOOKLET_RAW`` names, in order."""
    return [Path(name) for name in environ.get("BOOKLET_RAW", "").split(os.pathsep) if name]


def find_editions(
    root: Path, extra: Sequence[Path] = (), report: Callable[[UserError], None] | None = None
) -> list[Edition]:
    """Return every edition in ``root/raw`` and in the folders of ``extra``, sorted by id.

    An edition's file is looked for beside its ``origin.toml`` first, then in ``<extra>/<id>/``.
    A folder that cannot be used is passed to ``report`` and left out; without it, ``UserError`` is raised.
    """

    def fail(error: UserError) -> None:
        if report is None:
            raise error
        report(error)

    for folder in extra:
        if not folder.is_dir():
            fail(UserError(f"BOOKLET_RAW names {folder}, which is not a folder: correct or unset it."))
    places: dict[str, list[Path]] = {}
    for parent in (root / "raw", *extra):
        for folder in edition_folders(parent):
            places.setdefault(folder.name, []).append(folder)
    editions = []
    for id_ in sorted(places, key=natural):
        try:
            editions.append(load_edition(id_, places[id_]))
        except UserError as error:
            fail(error)
    return editions


def edition_folders(parent: Path) -> list[Path]:
    """Return the folders in ``parent`` that are not hidden and hold a file; none where it does not exist."""
    if not parent.is_dir():
        return []
    visible = (path for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))
    return sorted(folder for folder in visible if (folder / ORIGIN).is_file() or booklets(folder))


def booklets(folder: Path) -> list[Path]:
    """Return the files in ``folder`` that could be a booklet: all but hidden ones and notes to the reader."""
    files = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return sorted(path for path in files if path.stem.upper() != "README" and path.suffix != SUFFIX)


def natural(name: str) -> list[tuple[int, str]]:
    """Return a sort key under which 99 comes before 109."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split("([0-9]+)", name) if part
    ]


def load_edition(id_: str, places: Sequence[Path]) -> Edition:
    """Return the edition ``id_`` from its folders; the first of them with an ``origin.toml`` describes it."""
    check_id(id_)
    described = [place for place in places if (place / ORIGIN).is_file()]
    if not described:
        return undescribed(id_, places[0])
    folder = described[0]
    origin = read_origin(folder / ORIGIN)
    for other in described[1:]:
        if read_origin(other / ORIGIN) != origin:
            raise UserError(
                f"Edition {id_} is described twice and not alike, in {folder / ORIGIN} and {other / ORIGIN}: "
                "remove one."
            )
    searched = [folder, *(place for place in places if place != folder)]
    present = [(place / known.file, known) for known in origin.files for place in searched]
    file, known = next((pair for pair in present if pair[0].is_file()), (folder / origin.file, origin))
    refuse_way_out(file)
    profile = str(folder / origin.profile) if origin.profile.endswith(".toml") else origin.profile
    return Edition(
        id_,
        folder,
        file,
        origin.publisher,
        origin.roc_year,
        known.sha256,
        profile,
        origin.licence,
        origin.made_by,
    )


def undescribed(id_: str, folder: Path) -> Edition:
    """Return the edition of a folder without ``origin.toml``: one file in it must be the booklet."""
    candidates = booklets(folder)
    if len(candidates) != 1:
        raise UserError(
            f"{folder} has no {ORIGIN}, and {len(candidates)} files in it could be the booklet: "
            f"run `booklet add FILE --edition {id_}` with the right one."
        )
    refuse_way_out(candidates[0])
    return Edition(id_, folder, candidates[0], "", None, None, DEFAULT_PROFILE)


def refuse_way_out(file: Path) -> None:
    """Raise ``UserError`` for a link that leads out of the folder in which it lies."""
    if file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(file.parent)):
        raise UserError(f"{file} is a link that leads out of its folder: put the booklet itself there.")


def edition_of_file(file: Path, editions: Sequence[Edition], edition_id: str | None = None) -> Edition:
    """Return the edition for a file named by hand.

    With ``edition_id`` it is that edition read from this file; else the edition whose file this is, or a new
    one named after the file.  The hash is checked only where ``origin.toml`` speaks of this very file.
    """
    if edition_id is not None:
        check_id(edition_id)
    try:
        path = file.resolve()
    except (OSError, RuntimeError) as error:  # a link to itself
        raise UserError(f"{file} is a link that leads nowhere: name the booklet itself.") from error
    for edition in editions:
        if edition.id == edition_id or (edition_id is None and edition.file.resolve() == path):
            return replace(edition, file=file, sha256=known_hash(edition, path))
    id_ = edition_id or id_of_name(file.stem, {edition.id for edition in editions})
    return Edition(id_, file.parent, file, "", None, None, DEFAULT_PROFILE)


def id_of_name(name: str, taken: Collection[str] = ()) -> str:
    """Return the id of an edition that is named after its file: where that cannot say the whole name, with its hash."""
    if EDITION_ID.fullmatch(name) and len(name) <= MOST_LETTERS and name not in taken:
        return name
    whole = unicodedata.normalize("NFC", name)
    digest = hashlib.sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    plain = re.sub(r"[^A-Za-z0-9]+", "-", whole).strip("-")[: MOST_LETTERS - 9].rstrip("-")
    return f"{plain or 'booklet'}-{digest}"


def known_hash(edition: Edition, path: Path) -> str | None:
    """Return the hash that ``origin.toml`` gives for ``path``, if it stands where the edition's files do."""
    origin = edition.folder / ORIGIN
    if path.parent not in (edition.folder.resolve(), edition.file.resolve().parent) or not origin.is_file():
        return None
    return next((known.sha256 for known in read_origin(origin).files if known.file == path.name), None)


def acquire(edition: Edition) -> Acquired:
    """Return the edition's file after checking that it is there, of a known kind, and unchanged."""
    if not edition.file.exists():
        raise AbsentFileError(
            f"Edition {edition.id} has no booklet on this machine: put {edition.file.name} in "
            f"{edition.file.parent}, or in a folder {edition.id} of a folder that BOOKLET_RAW names."
        )
    if CONTROL.search(edition.file.name):
        raise UserError(f"{edition.file.name!r} is no name that can be written down: give the file another.")
    kind, actual = identify(edition.file)
    if edition.sha256 is not None and actual != edition.sha256:
        raise UserError(
            f"{edition.file} is not the file that {edition.folder / ORIGIN} describes: its sha256 is "
            f"{actual}, expected {edition.sha256}; put the published file back, or record the new one with "
            f"`booklet add FILE --edition {edition.id} --force`."
        )
    return Acquired(edition.file, kind, actual)


def add(
    file: Path,
    root: Path,
    cover_text: Callable[[Path, str], str],
    edition_id: str | None = None,
    force: bool = False,
    profile: str | None = None,
) -> Edition:
    """Copy a booklet to ``root/raw/<edition>/`` and describe it in an ``origin.toml`` beside it.

    ``cover_text(path, media_type)`` returns the text of the first page, which names the year; the edition is
    named after the year unless ``edition_id`` names it.  Only ``force`` replaces an edition, and keeps what a person
    wrote in its ``origin.toml``.  A ``profile`` that is a file is copied beside it.
    """
    kind, sha256 = identify(file)
    try:
        plain_name(file.name)
    except ValueError:
        raise UserError(f"{file.name!r} cannot be kept in raw/: give the file another name.") from None
    text = cover_text(file, kind)
    year = cover.roc_year(text)
    if edition_id is None and year is None:
        raise UserError(f"The cover of {file} names no year: name the edition with --edition.")
    id_ = edition_id if edition_id is not None else str(year)
    check_id(id_)
    folder = root / "raw" / id_
    if (folder / ORIGIN).exists() and not force:
        raise UserError(
            f"Edition {id_} is already described in {folder / ORIGIN}: "
            "replace it with --force, or name another with --edition."
        )
    stands = read_origin(folder / ORIGIN) if (folder / ORIGIN).exists() else Origin(file.name)
    named = Path(profile).name if profile and profile.endswith(SUFFIX) else profile
    origin = replace(
        stands,
        publisher=stands.publisher or cover.publisher(text),
        roc_year=stands.roc_year if stands.roc_year is not None else year,
        profile=named or stands.profile,
        file=file.name,
        sha256=sha256,
        also=tuple(other for other in stands.also if other.file != file.name),
    )
    target = folder / file.name
    writes: dict[Path, Callable[[Path], object]] = {}
    with writing(folder), alone(folder):
        if not (target.exists() and target.samefile(file)):
            writes[target] = partial(shutil.copyfile, file)
        beside = folder / origin.profile
        if profile and profile.endswith(SUFFIX) and not (beside.exists() and beside.samefile(profile)):
            writes[beside] = partial(shutil.copyfile, profile)
        described = folder / ORIGIN
        content = revised(described, origin) if described.exists() else to_toml(origin)
        # origin.toml comes last: a folder without it is no edition yet, and adding again completes it.
        put_all({**writes, described: partial(Path.write_text, data=content, encoding="utf-8")})
    return load_edition(id_, [folder])
