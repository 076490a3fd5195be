"""Print many random booklets in every way, read them back, and say which differ: ``make soak``.

``python -m tests.typeset.soak [--count N] [--first SEED] [--producer NAME] [--keep FOLDER]``; exit status 1 where one
differs.  A seed that once failed is kept in ``tests/test_roundtrip.py``.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from pipeline.readers import ENGINES
from tests.typeset.producers import PRODUCERS
from tests.typeset.random_booklet import random_booklet
from tests.typeset.readback import misread

BATCH = 25
"""Booklets that one call of LibreOffice or the browser prints."""


def check(producer: str, seeds: range | list[int], keep: Path | None = None) -> dict[int, list[str]]:
    """Print booklets in one way and read each by both engines; return what differs, by seed."""
    sources = {seed: random_booklet(Random(seed)) for seed in seeds}
    wrong: dict[int, list[str]] = {}
    for seed, file in PRODUCERS[producer](sources).items():
        for engine in ENGINES if producer != "transcript" else ENGINES[:1]:
            try:
                lines = misread(file, sources[seed], engine)
            except Exception:
                lines = [traceback.format_exc()]
            if lines:
                wrong.setdefault(seed, []).extend(f"{engine}: {line}" for line in lines)
        if keep and seed in wrong:
            suffix = "txt" if producer == "transcript" else "pdf"
            (keep / f"{producer}-{seed}.{suffix}").write_bytes(file)
    return wrong


def main() -> int:
    """Run as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000, help="booklets, each printed in every way")
    parser.add_argument("--first", type=int, default=1000, help="seed of the first")
    parser.add_argument("--producer", action="append", choices=PRODUCERS, help="only these")
    parser.add_argument("--keep", type=Path, help="folder for the files that differ")
    asked = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # fonts that a browser draws itself have no box
    failed: Counter[str] = Counter()
    started, done = time.monotonic(), 0
    for first in range(asked.first, asked.first + asked.count, BATCH):
        seeds = range(first, min(first + BATCH, asked.first + asked.count))
        for producer in asked.producer or PRODUCERS:
            wrong = check(producer, seeds, asked.keep)
            failed[producer] += len(wrong)
            for seed, lines in sorted(wrong.items()):
                print(
                    f"{producer} {seed}: {len(lines)} differences\n    " + "\n    ".join(lines[:4]),
                    flush=True,
                )
        done += len(seeds)
        print(
            f"{done} booklets, {sum(failed.values())} printings differ {dict(failed)}, "
            f"{time.monotonic() - started:.0f} s",
            flush=True,
        )
    return 1 if sum(failed.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
