"""What a million booklets would cost: measured on booklets of yours, computed from prices that you name.

    python -m benchmarks.scale [FILE ...] [--vcpu-hour 0.04] [--gb-month 0.023] [--booklets 1000000]

Comes in: booklets, by default those of raw/.  Goes out: a table of seconds, bytes and money.  One process extracts each
booklet several times as a worker of ``booklet corpus`` does, from reading the file to its entry; medians are shown.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.corpus.booklet import Outcome, extract_one

ROUNDS = 5
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Measured:
    """What one booklet took."""

    name: str
    outcome: Outcome
    seconds: float
    again: float
    """Seconds where it was done before: fetched, hashed, left."""
    source: int
    """Bytes of the booklet."""
    kept: int
    """Bytes of its parts and its entry."""


def measure(file: Path, profile: str) -> Measured:
    """Extract a booklet several times, each into a new folder."""
    seconds, again = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            outcome = extract_one(str(file), f"file://{folder}", profile, "pdfium")
            seconds.append(time.perf_counter() - started)
            kept = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
            started = time.perf_counter()
            extract_one(str(file), f"file://{folder}", profile, "pdfium")
            again.append(time.perf_counter() - started)
    return Measured(
        file.parent.name,
        outcome,
        statistics.median(seconds),
        statistics.median(again),
        file.stat().st_size,
        kept,
    )


def main() -> None:
    """Print what was measured and what follows from it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--profile", default="support-measures")
    parser.add_argument("--booklets", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=256, help="vCPUs of the cluster")
    parser.add_argument("--vcpu-hour", type=float, default=0.04, help="price of a vCPU for an hour")
    parser.add_argument(
        "--gb-month", type=float, default=0.023, help="price of keeping a gigabyte for a month"
    )
    parser.add_argument(
        "--thousand-puts", type=float, default=0.005, help="price of writing a thousand objects"
    )
    options = parser.parse_args()
    files = options.files or sorted(Path("raw").glob("*/booklet.pdf"))
    measured = [measure(file, options.profile) for file in files]
    print("| booklet | pages | seconds | ms a page | again | booklet | kept |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for each in measured:
        if each.outcome.state == "failed":
            raise UserError(f"{each.name}: {each.outcome.sentence}")
        pages = each.outcome.pages or 1
        print(
            f"| {each.name} | {pages} | {each.seconds:.2f} | {1000 * each.seconds / pages:.0f}"
            f" | {each.again * 1000:.0f} ms | {each.source / 1e6:.2f} MB | {each.kept / 1e3:.0f} kB |"
        )
    longest = max(measured, key=lambda each: each.outcome.pages or 0)
    hours = options.booklets * longest.seconds / 3600
    kept = options.booklets * longest.kept / 1e9
    read = options.booklets * longest.source / 1e9
    objects = options.booklets * (len(longest.outcome.parts) + 1)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    print(f"\n{options.booklets:,} booklets like {longest.name}:")
    print(f"  vCPU-hours           {hours:12,.0f}  x {options.vcpu_hour} = {hours * options.vcpu_hour:,.0f}")
    print(f"  on {options.workers} workers       {hours / options.workers:12,.1f}  hours")
    print(f"  objects written      {objects:12,}  = {objects / 1000 * options.thousand_puts:,.0f}")
    print(f"  kept for a year (GB) {kept:12,.0f}  = {kept * options.gb_month * MONTHS:,.0f}")
    print(f"  read (GB)            {read:12,.0f}")
    print(f"  peak memory of the process that reads: {memory:,.0f} MB")


if __name__ == "__main__":
    main()
