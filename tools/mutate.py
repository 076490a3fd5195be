"""Change the code of a room in small ways and see whether the room's own fast tests notice: ``make mutate ROOM=forms``.

Comes in: the names of rooms; in ``SAMPLE`` how many changes of each to try (all, where it is not set); in ``SEED``
which ones.  The same code, sample and seed are the same changes.  Goes out: a section of ``docs/mutation.md`` for each
room, with what its tests did not notice.  Mutmut does the work, in a copy of the repository under ``build/mutate``, so
that the code at hand stays as it is.  Booklets beside the repository are not used: everybody gets the same result.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

GEOMETRY = ("cells", "lines", "nested", "rulings", "shaded", "sheets", "watermarks")


@dataclass(frozen=True, slots=True)
class Room:
    """What is changed, and which tests must notice; a test that reads a whole document is too slow to run for each."""

    changed: Sequence[str]
    tests: Sequence[str]
    untouched: Sequence[str] = ()


ROOMS = {
    "forms": Room(
        ["pipeline/forms/*"], ["tests/forms", "--ignore=tests/forms/learn"], ["pipeline/forms/learn/*"]
    ),
    "learn": Room(["pipeline/forms/learn/*"], ["tests/forms/learn"]),
    "fields": Room(["pipeline/fields/*"], ["tests/fields"]),
    "facts": Room(["pipeline/facts/*"], ["tests/facts"]),
    "pages": Room(
        ["pipeline/pages/layout/*", "pipeline/pages/tables/*"],
        [f"tests/pages/test_{each}.py" for each in GEOMETRY],
    ),
}
CONFIG = """
[tool.mutmut]
source_paths = ["pipeline"]
only_mutate = {changed}
do_not_mutate = {untouched}
also_copy = ["tests", "tools", "docs", "raw", "golden"]
pytest_add_cli_args = ["-p", "no:xdist", "-p", "tools.cold_caches", "-m", "not long and not soak"]
pytest_add_cli_args_test_selection = {tests}
track_dependencies = false
timeout_multiplier = 6
timeout_constant = 5
"""
NOTICED = ("killed", "timeout")
NO_SUCH_CHANGE = "no such change"
ACCEPTED = Path("tools") / "equivalent_changes.toml"
RESULTS = Path("docs") / "mutation.md"
HEAD = """# Do the tests notice?

Written by `make mutate`, not by hand. Each section is one room: its code was changed in small ways (a condition turned
round, a number raised by one, an argument left out), one change at a time, and only the room's own fast tests were run.
A change that no test noticed *survived*; one in a function that no test of the room calls had *no test*. A sample is
drawn by hashing the name of each change with the seed, so that the same code gives the same sample.
"""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that no test noticed."""

    function: str
    before: str
    after: str
    tested: bool
    """False where no test of the room calls the function."""


def copied(room: str) -> Path:
    """Return a copy of the repository, set up for a room.

    An earlier copy is brought up to date, so that mutmut need not do again what it did: a change of a function that is
    as it was, and that a test noticed, counts as noticed.  Without the copy everything is tried anew.
    """
    place = Path("build") / "mutate" / room
    names = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    files = {Path(name) for name in names.split("\0") if name and Path(name).is_file()}
    for folder in ("pipeline", "tests"):
        for top in (place, place / "mutants"):
            for old in (top / folder).rglob("*.py"):
                if old.relative_to(top) not in files:
                    old.unlink()
    for file in files:
        content = file.read_bytes()
        if file.name == "pyproject.toml" and len(file.parts) == 1:
            lists = {name: json.dumps(list(value)) for name, value in asdict(ROOMS[room]).items()}
            content += CONFIG.format(**lists).encode()
        if not (place / file).exists() or (place / file).read_bytes() != content:
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            (place / file).write_bytes(content)
            (place / "mutants" / file).unlink(missing_ok=True)  # mutmut overwrites none
    (place / "mutants" / "mutmut-stats.json").unlink(
        missing_ok=True
    )  # which test calls what may have changed
    return place


def mutmut(place: Path, *arguments: str, check: bool = True) -> str:
    """Run mutmut in a copy and return what it printed."""
    environ = {**os.environ, "HYPOTHESIS_PROFILE": "mutate", "PYTHONPATH": "", "PYTHONHASHSEED": "0"}
    environ.pop("BOOKLET_RAW", None)
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=place, env=environ, capture_output=True, text=True, check=False)
    if check and done.returncode:
        sys.exit(f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}\nmutmut {arguments[0]} stopped in {place}")
    return done.stdout


def statuses(place: Path) -> dict[str, str]:
    """Return what came of every change, by its name."""
    lines = mutmut(place, "results", "--all", "true").splitlines()
    return dict(line.strip().split(": ", 1) for line in lines if "__mutmut_" in line)


def sample(names: Sequence[str], count: int, seed: str) -> list[str]:
    """Return so many of the names, and always the same."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())[:count]


def survivor(place: Path, name: str, status: str) -> Survivor:
    """Return what a change that was not noticed does to the code."""
    lines = mutmut(place, "show", name).splitlines()
    before, after = (
        " ".join(
            line[1:].strip() for line in lines if line.startswith(sign) and not line.startswith(sign * 3)
        )
        for sign in "-+"
    )
    function = re.sub(r"\.xǁ(\w+)ǁ|\.x_", lambda match: f".{match[1]}." if match[1] else ".", name)
    return Survivor(
        function.rpartition("__mutmut_")[0].removeprefix("pipeline."), before, after, status != "no tests"
    )


def reason(found: Survivor, accepted: Sequence[Mapping[str, str]]) -> str | None:
    """Return why a change is none that a test could notice, if somebody has said so."""
    for each in accepted:
        if fnmatch.fnmatchcase(found.function, each["function"]) and each["change"] in (
            found.after,
            f"{found.before} -> {found.after}",
        ):
            return each["reason"]
    return None


def named(paths: Sequence[str]) -> str:
    """Return paths as a sentence has them."""
    return ", ".join(f"`{each}`" for each in paths)


def section(
    room: str, seed: str, counts: Mapping[str, int], total: int, survivors: Sequence[Survivor]
) -> str:
    """Return the section of a room: the figures, and each change that was not noticed."""
    tried = sum(counts.values())
    noticed = sum(counts.get(each, 0) for each in NOTICED)
    accepted = tomllib.loads(ACCEPTED.read_text("utf-8")).get("equivalent", [])
    chosen = "all" if tried == total else f"a sample with seed {seed}"
    lines = [
        f"## {room}",
        "",
        f"Changed: {named(ROOMS[room].changed)}; noticed or not by {named(ROOMS[room].tests)}; {chosen}.",
        "",
        "| possible changes | tried | noticed | survived | no test | noticed of tried |",
        "|---|---|---|---|---|---|",
        f"| {total} | {tried} | {noticed} | {counts.get('survived', 0)} | {counts.get('no tests', 0)} "
        f"| {100 * noticed / tried:.0f} % |",
        "",
    ]
    reasons = {found: reason(found, accepted) for found in survivors}
    for title, known in (("Not noticed, and equivalent:", True), ("Not noticed:", False)):
        found = [each for each in survivors if (reasons[each] is not None) is known]
        lines += [title, ""] if found else []
        for each in found:
            why = f": {reasons[each]}" if known else "" if each.tested else " (no test)"
            lines.append(f"- `{each.function}`: `{each.before}` → `{each.after}`{why}")
        lines += [""] if found else []
    return "\n".join(lines)


def write(room: str, text: str) -> None:
    """Put the section of a room in the place of its old one."""
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else HEAD
    sections = {part.split("\n", 1)[0]: f"## {part}" for part in old.split("\n## ")[1:]} | {room: text}
    RESULTS.write_text(
        "\n".join([HEAD, *(sections[each].rstrip() + "\n" for each in ROOMS if each in sections)])
    )


def main(rooms: Sequence[str]) -> None:
    """Try the rooms one after the other."""
    seed = os.environ.get("SEED") or "1"
    for room in rooms or list(ROOMS):
        place = copied(room)
        # Mutmut has no command that only makes the changes: asked for one that there is not, it makes all and stops.
        mutmut(place, "run", NO_SUCH_CHANGE, check=False)
        before = statuses(place)
        names = sorted(before)
        count = int(os.environ.get("SAMPLE") or len(names))
        chosen = sample(names, count, seed)
        if again := [name for name in chosen if before[name] not in NOTICED]:
            mutmut(place, "run", *again)
        found = statuses(place)
        survivors = [
            survivor(place, name, found[name]) for name in sorted(chosen) if found[name] not in NOTICED
        ]
        write(room, section(room, seed, Counter(found[name] for name in chosen), len(names), survivors))
        print(f"{room}: see {RESULTS}; {place} holds the changes")


if __name__ == "__main__":
    main(sys.argv[1:])
