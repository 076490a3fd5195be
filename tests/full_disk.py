"""A disk that has no room left."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def fill(disk: Path) -> None:
    """Fill a small file system, to its last block."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        os.posix_fallocate(filler.fileno(), 0, shutil.disk_usage(disk).free)
    assert shutil.disk_usage(disk).free == 0
