"""Print many random booklets, read them back by both engines, and say which differ: ``make soak``.

``python -m tests.typeset.soak [--count N] [--first SEED] [--every-way] [--producer NAME] [--keep FOLDER] [--jobs N]``;
exit status 1 where one differs.  The producers take turns, or each prints every booklet.  A seed that once failed is kept in ``tests/forms/test_soak_seeds.py``.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from random import Random

import pypdfium2 as pdfium

from pipeline.pages.reading import ENGINES
from tests.typeset.producers import PRODUCERS
from tests.typeset.random_booklet import random_booklet
from tests.typeset.readback import misread
from tests.typeset.source import Source
from tests.typeset.transcript import transcribe

_HAN = re.compile(r"[\u4e00-\u9fff]")

BATCH = 25
"""Booklets that one call of LibreOffice or the browser prints."""
LOST = 40
"""A file that lacks more characters of its booklet than this was not printed whole: no reader can find them."""


def check(
    producer: str,
    seeds: range | list[int],
    keep: Path | None = None,
    engines: Sequence[str] = ENGINES,
) -> dict[int, list[str]]:
    """Print booklets in one way and read each, by both engines unless told; return what differs, by seed."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # fonts that a browser draws itself have no box
    sources = {seed: random_booklet(Random(seed)) for seed in seeds}
    wrong: dict[int, list[str]] = {}
    for seed, file in PRODUCERS[producer](sources).items():
        lines: list[str] = []
        for engine in engines if producer != "transcript" else ENGINES[:1]:
            try:
                found = misread(file, sources[seed], engine)
            except Exception:
                found = [traceback.format_exc()]
            lines += [f"{engine}: {line}" for line in found]
        if lines and (lost := not_printed(file, sources[seed])) > LOST:
            print(f"{producer} {seed}: {lost} characters are not in the file", flush=True)
        elif lines:
            wrong[seed] = lines
        if keep and seed in wrong:
            suffix = "txt" if producer == "transcript" else "pdf"
            (keep / f"{producer}-{seed}.{suffix}").write_bytes(file)
    return wrong


def not_printed(file: bytes, source: Source) -> int:
    """Return how many Chinese characters of a booklet a PDF lacks: LibreOffice drops a row that no page can hold."""
    if not file.startswith(b"%PDF"):
        return 0
    meant = Counter(_HAN.findall(transcribe(source)))
    with pdfium.PdfDocument(file) as document:
        held = Counter(_HAN.findall("".join(page.get_textpage().get_text_range() for page in document)))
    return (meant - held).total()


def main() -> int:
    """Run as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000, help="booklets")
    parser.add_argument("--first", type=int, default=1000, help="seed of the first")
    parser.add_argument("--every-way", action="store_true", help="print each booklet by every producer")
    parser.add_argument("--producer", action="append", choices=PRODUCERS, help="only these")
    parser.add_argument("--keep", type=Path, help="folder for the files that differ")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes [default: one a core]")
    asked = parser.parse_args()
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    producers = asked.producer or list(PRODUCERS)
    seeds_of = {
        producer: range(asked.first, asked.first + asked.count)
        if asked.every_way
        else range(asked.first + turn, asked.first + asked.count, len(producers))
        for turn, producer in enumerate(producers)
    }
    failed: Counter[str] = Counter()
    printed, total, started = 0, sum(map(len, seeds_of.values())), time.monotonic()
    with ProcessPoolExecutor(asked.jobs) as pool:
        tasks = {
            pool.submit(check, producer, seeds[at : at + BATCH], asked.keep): (
                producer,
                seeds[at : at + BATCH],
            )
            for at in range(0, asked.count, BATCH)
            for producer, seeds in seeds_of.items()
            if seeds[at : at + BATCH]
        }
        for task in as_completed(tasks):
            producer, seeds = tasks[task]
            failed[producer] += len(task.result())
            printed += len(seeds)
            for seed, lines in sorted(task.result().items()):
                first = "\n    ".join(lines[:4])
                print(f"{producer} {seed}: {len(lines)} differences\n    {first}", flush=True)
            seconds = time.monotonic() - started
            differ = f"{sum(failed.values())} differ {dict(+failed)}"
            print(f"{printed} of {total} printings, {differ}, {seconds:.0f} s", flush=True)
    return 1 if sum(failed.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
