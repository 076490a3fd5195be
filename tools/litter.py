"""Refuse litter: large binaries, and files that nothing names; end with status 1 where there is some.

Comes in: the files that git tracks.  Goes out: a line for each that should not be there.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LARGEST = 500_000
"""Bytes of a file that is no text; a wheel of 2.9 MB was once committed by accident."""
LARGE: frozenset[str] = frozenset()
"""Larger binaries that belong here, by their paths."""
FOUND_BY_PATTERN = (
    "test_",
    "conftest",
    "__init__",
    "__main__",
    "README",
    "LICENSE",
    "demo-",
    "109",
    "requirements-",
)
"""What the names of files begin with that pytest, Python, git, make or a glob find by their names."""


def tracked(root: Path) -> list[Path]:
    """Return the files that git tracks and that are there."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [root / name for name in done.stdout.split("\0") if name and (root / name).is_file()]


def litter(root: Path, files: list[Path]) -> Iterator[str]:
    """Yield a sentence for each file that should not be there."""
    contents = {path: path.read_bytes() for path in files}
    texts = {
        path: content.decode()
        for path, content in contents.items()
        if b"\0" not in content and _is_text(content)
    }
    for path, content in contents.items():
        name = path.relative_to(root).as_posix()
        if path not in texts and len(content) > LARGEST and name not in LARGE:
            yield f"{name} is a binary of {len(content):,} bytes: remove it, or name it in tools/litter.py"
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if hidden or path.name.startswith(FOUND_BY_PATTERN):
            continue
        called = path.stem if path.suffix == ".py" else path.name
        if not any(called in text for other, text in texts.items() if other != path):
            yield f"{name} is named nowhere: use it, or remove it"


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def main() -> None:
    """Print what should not be there."""
    root = Path.cwd()
    found = list(litter(root, tracked(root)))
    for sentence in found:
        print(sentence)
    print(f"litter: {len(found)} found")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
