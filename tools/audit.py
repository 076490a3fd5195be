"""Ask a public database for known vulnerabilities of what a user installs; end with status 1 where there is one.

Comes in: lock files.  Goes out: a line for each vulnerability.  Where the database cannot be asked, that is said
and is no fault: a machine without a network must be able to lint.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

SECONDS = 90
"""For all of it; a package takes some tenths of a second."""
_COMMAND = (
    *(sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format=json"),
    *("--progress-spinner=off", "--timeout=5"),
)


def asked(locks: Sequence[str]) -> dict[str, Any] | str:
    """Return what the database says of all that lock files pin, or why it said nothing."""
    command = [*_COMMAND, *(f"--requirement={lock}" for lock in locks)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer within {SECONDS} seconds"
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return next(iter(done.stderr.strip().splitlines()[-1:]), f"status {done.returncode}")
    return report


def verdict(report: dict[str, Any] | str) -> tuple[int, list[str]]:
    """Return the exit status, and what to print, for the answer of the database."""
    if isinstance(report, str):
        return 0, [f"vulnerabilities: not looked up ({report})"]
    packages = {(each["name"], each.get("version")): each for each in report["dependencies"]}.values()
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    lines = []
    for package in packages:
        for found in package.get("vulns", []):
            mended = ", ".join(found.get("fix_versions") or ["no version yet"])
            lines.append(f"{package['name']} {package['version']}: {found['id']}, mended in {mended}")
    status = 1 if lines else 0
    looked_up = len(packages) - len(skipped)
    lines.append(f"vulnerabilities: {looked_up} of {len(packages)} packages looked up, {len(lines)} found")
    if skipped:
        lines.append(
            f"vulnerabilities: not looked up, for the index here does not tell: {', '.join(skipped)}"
        )
    return status, lines


def main(locks: Sequence[str]) -> int:
    """Print what is known of what lock files pin; return the exit status."""
    status, lines = verdict(asked(locks))
    print(*lines, sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
