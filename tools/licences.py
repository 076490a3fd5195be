"""Look at the licence of everything that a user installs; end with status 1 where one is not permissive.

Comes in: the dependencies in pyproject.toml with the extras that are for users, as installed here.  Goes out: a line
for each package that may not be used, or that does not say.  Asks nothing of the network.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = ("ocr", "verify", "tables", "serve", "review", "mcp", "corpus")
"""Those that users install; what only tests and builds need may have any licence."""
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "HPND", "ISC"),
    *("MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Public-Domain", "Unlicense", "Zlib"),
    "MPL-2.0",  # asks for the source of its own files only, and we change none
}
_OTHER_NAMES = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd license": "BSD",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "public domain": "Public-Domain",
    "python software foundation license": "PSF-2.0",
}
KNOWN = {
    # The libraries inside PDFium, as its LICENSES folder lists them, are all under licences allowed here.
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
}
"""What a person has read where a package does not say it in a word; the reason stands above each."""


def closure(requirements: Iterable[str], extras: frozenset[str] = frozenset()) -> set[str]:
    """Return the names of all installed packages that some requirements bring on this machine."""
    found: set[str] = set()
    waiting = [(Requirement(each), extras) for each in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted, of = waiting.pop()
        if wanted.marker and not any(wanted.marker.evaluate({"extra": each}) for each in of | {""}):
            continue
        step = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if step in seen:
            continue
        seen.add(step)
        try:
            needs = distribution(wanted.name).requires or []
        except PackageNotFoundError:
            continue
        found.add(step[0])
        waiting += [(Requirement(need), step[1]) for need in needs]
    return found


def licences(names: Iterable[str]) -> dict[str, str]:
    """Return what each package says of its licence, by its name."""
    command = [sys.executable, "-m", "piplicenses", "--from=all", "--with-system", "--format=json"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    wanted = set(names)
    return {
        name: _said(package)
        for package in json.loads(told)
        if (name := canonicalize_name(package["Name"])) in wanted
    }


def _said(package: Mapping[str, str]) -> str:
    """Return the SPDX expression where there is one, else what the classifiers say, else the free text."""
    said = (package[f"License-{place}"] for place in ("Expression", "Classifier", "Metadata"))
    return next((each for each in said if each != "UNKNOWN"), "")


def allowed(licence: str) -> bool:
    """Tell whether a licence may be used: all of its parts, and one of each choice."""
    return bool(licence) and all(
        any(_name(choice) in ALLOWED for choice in part.split(" OR "))
        for part in re.split(r" AND |; ", licence)
    )


def _name(licence: str) -> str:
    plain = licence.strip()
    return _OTHER_NAMES.get(plain.lower(), plain.strip("()"))


def faults(told: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each package that may not be used."""
    for name, licence in sorted(told.items()):
        known = KNOWN.get(name, licence)
        if not allowed(known):
            yield f"{name}: {known or 'says nothing of its licence'}: not among those that are allowed"


def run_time() -> list[str]:
    """Return the requirements of those who use the program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in EXTRAS:
        wanted += project["optional-dependencies"][extra]
    return wanted


def main() -> int:
    """Print every fault; return the exit status."""
    told = licences(closure(run_time()))
    found = list(faults(told))
    for line in found:
        print(line)
    print(f"licences: {len(told)} packages at run time, {len(found)} not allowed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
