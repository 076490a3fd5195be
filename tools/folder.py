"""One folder with Python, this program and all it needs, for offices that may install nothing: ``make folder``.

Comes in: a Python that may be moved, such as an ``install_only`` archive of python-build-standalone, unpacked.  Goes
out: a folder with a copy of it, the locked packages in it, and ``booklet`` (or ``booklet.cmd``) to start; it runs from
wherever it is put, a stick included.  A folder and not one file: programs that unpack themselves are taken for malware.
The folder is for the system of that Python.  What can go wrong: the folder is there already, or there is no Python.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = """#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
PYTHONPATH= PYTHONHOME= exec "$here/python/bin/python3" -m pipeline "$@"
"""
WINDOWS = """@echo off\r
setlocal\r
set PYTHONPATH=\r
set PYTHONHOME=\r
set PYTHONUTF8=1\r
"%~dp0python\\python.exe" -m pipeline %*\r
"""


def python_in(folder: Path) -> Path:
    """Return the program of a Python in its folder.

    Raises:
        FileNotFoundError: there is none.
    """
    for place in ("python.exe", "bin/python3"):
        if (folder / place).is_file():
            return folder / place
    raise FileNotFoundError(
        f"{folder} holds no Python: name the folder with bin/python3 or python.exe in it."
    )


def _unneeded(place: str, names: list[str]) -> set[str]:
    """Return what is not copied: what others have installed into that Python, but pip; its own tests."""
    if Path(place).name in ("site-packages", "dist-packages"):
        return {name for name in names if not name.startswith("pip")}
    return {"__pycache__", "test"}.intersection(names)


def _packages_of(own: Path, environ: dict[str, str]) -> Path:
    """Return where a Python would put packages."""
    asked = [own, "-X", "utf8", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    told = subprocess.run(asked, env=environ, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    return Path(told.strip()).resolve()


def build(python: Path, folder: Path, locks: list[Path], source: Path) -> None:
    """Make ``folder`` of a Python, locked packages and this program.

    Raises:
        FileNotFoundError: there is no Python at ``python``, only a link to another, which is left alone.
        FileExistsError: ``folder`` is there.
    """
    python_in(python)
    if folder.exists():
        raise FileExistsError(f"{folder} is there already: remove it, or name another.")
    folder.mkdir(parents=True)
    shutil.copytree(python, folder / "python", symlinks=True, ignore=_unneeded)
    for mark in (folder / "python").rglob("EXTERNALLY-MANAGED"):
        mark.unlink()  # it keeps a system's Python from being changed; this is a copy
    own = python_in(folder / "python")
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    if not (packages := _packages_of(own, environ)).is_relative_to(folder.resolve()):
        raise FileNotFoundError(
            f"{python} is another Python by links, with packages in {packages}: remove {folder} and name the folder "
            "of the Python itself."
        )
    pip = [
        own,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-compile",
        "--no-warn-script-location",
    ]
    for lock in locks:
        subprocess.run([*pip, "--require-hashes", "-r", lock], env=environ, check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", source], env=environ, check=True)
    if own.name == "python.exe":
        (folder / "booklet.cmd").write_bytes(WINDOWS.encode())
    else:
        (folder / "booklet").write_text(SHELL)
        (folder / "booklet").chmod(0o755)


def main(arguments: list[str]) -> int:
    """Make the folder: where the Python is, where the folder goes, the lock files; return the exit status."""
    try:
        python, folder, *locks = map(Path, arguments)
        build(python, folder, locks, Path.cwd())
    except ValueError:
        print(
            "folder: name the folder of a Python that may be moved: make folder PYTHON_FOLDER=...",
            file=sys.stderr,
        )
    except OSError as error:
        print(f"folder: {error}", file=sys.stderr)
    except subprocess.CalledProcessError:
        print(f"folder: the packages could not be installed; remove {folder} and try again.", file=sys.stderr)
    else:
        print(f"{folder} is whole: start {folder / 'booklet'}")
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
