"""The files of a catalogue -> ``SHA256SUMS``, and what two of them differ in.

Comes in: a folder.  Goes out: a hash for each file, as ``sha256sum --check SHA256SUMS`` reads it and as any tool signs
it (``gpg --detach-sign``, ``minisign``, ``cosign sign-blob``); and what a new catalogue adds, changes and removes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.catalogue.folder import MANIFEST, write
from pipeline.core.files import file_sha256

FILE = "SHA256SUMS"
MADE_OF = "made-of.json"
"""What a catalogue was made of: the next build of the same has nothing to do."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Paths of files that one catalogue has and another has not, or has otherwise."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether both are the same."""
        return not (self.added or self.changed or self.removed)


def write_manifest(out: Path) -> None:
    """Write the hashes of all other files of the folder ``out`` into it."""
    lines = [f"{digest}  {name}\n" for name, digest in hashes(out).items()]
    write(out / FILE, "".join(lines).encode())


def hashes(out: Path) -> dict[str, str]:
    """Return the hash of each file of a folder, by path, save of the manifests themselves."""
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    return {name: file_sha256(out / name) for name in names if name not in (FILE, MANIFEST)}


def read_manifest(out: Path) -> dict[str, str]:
    """Return the hashes that the manifest of a folder names; none where it has no manifest that can be read."""
    try:
        lines = (out / FILE).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    pairs = (line.partition("  ") for line in lines)
    return {name: digest for digest, gap, name in pairs if gap and name}


def is_whole(out: Path) -> bool:
    """Tell whether every file that a manifest names stands there as it says."""
    told = read_manifest(out)
    try:
        return bool(told) and all(file_sha256(out / name) == digest for name, digest in told.items())
    except OSError:
        return False


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """Return what one manifest has and another has not."""
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(name for name in before.keys() & after.keys() if before[name] != after[name])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )
