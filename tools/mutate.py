"""Change the code of a room in small ways and see whether the room's own fast tests notice: ``make mutate ROOM=forms``.

Comes in: the names of rooms.  Goes out: for each the share of changes that its tests noticed, and the changes that
they did not, under ``build/mutate/<room>``.  Mutmut does the work, in a copy of the repository, so that the code at
hand stays as it is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOMS = ("forms", "fields", "facts", "pages")
CONFIG = """
[tool.mutmut]
source_paths = ["pipeline"]
only_mutate = ["pipeline/{room}/*"]
do_not_mutate = ["pipeline/pages/scan/*"]
also_copy = ["pipeline", "tests", "tools", "docs", "raw", "golden"]
pytest_add_cli_args = ["-p", "no:xdist", "-m", "not long and not soak"]
pytest_add_cli_args_test_selection = ["tests/{room}"]
track_dependencies = false
"""


def copied(room: str) -> Path:
    """Return a copy of the repository, set up for a room."""
    place = Path("build") / "mutate" / room
    shutil.rmtree(place, ignore_errors=True)
    names = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if Path(name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(name, place / name)
    project = place / "pyproject.toml"
    project.write_text(project.read_text() + CONFIG.format(room=room))
    return place


def score(place: Path) -> dict[str, int]:
    """Return how many changes were tried, and what came of them."""
    command = [sys.executable, "-m", "mutmut", "export-cicd-stats"]
    subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL)
    counts: dict[str, int] = json.loads((place / "mutants" / "mutmut-cicd-stats.json").read_text())
    return counts


def main(rooms: list[str]) -> None:
    """Try the rooms one after the other."""
    for room in rooms or list(ROOMS):
        place = copied(room)
        environ = {**os.environ, "HYPOTHESIS_PROFILE": "ci", "PYTHONPATH": ""}
        subprocess.run([sys.executable, "-m", "mutmut", "run"], cwd=place, env=environ, check=True)
        counts = score(place)
        noticed = counts["killed"] + counts.get("timeout", 0)
        print(f"{room}: {noticed} of {counts['total']} changes noticed ({noticed / counts['total']:.0%})")
        print(f"the others: cd {place} && mutmut results; mutmut show NAME")


if __name__ == "__main__":
    main(sys.argv[1:])
