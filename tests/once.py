"""Work that takes seconds and that tests only look at is done once for all processes of a run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

FOLDER = "BOOKLET_TESTS_FOLDER"
"""Names the folder that the processes of a run share; ``tests/conftest.py`` sets it."""


def once(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder that ``make`` has made, for whichever process asked first; it is never to be changed."""
    folder = Path(os.environ[FOLDER]) / name
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            making = folder.with_suffix(".new")
            make(making)
            making.rename(folder)
    return folder
