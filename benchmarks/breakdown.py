"""What the CPU seconds of an extraction consist of.

Comes in: a PDF.  Goes out: a table.  A process does the first step, another the first two, and so on: what a step takes
is what its process takes more than that of the step before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

_READ = """
import gc
from pathlib import Path
from pipeline.core.sandbox import SELDOM
from pipeline.source.acquire import acquire, edition_of_file
gc.set_threshold(SELDOM)
booklet = acquire(edition_of_file(Path({file!r}), [], "bench"))
pages = list(pipeline.pages.reading.read_file(booklet, "pdfium"))
"""
_RECORD = """
from pipeline.extract import extract_parts
profile = pipeline.forms.profile.load_profile("support-measures")
list(extract_parts(booklet, pages, "bench", None, profile, "pdfium"))
"""
STEPS = (
    ("Python itself", "pass"),
    ("modules of the command line", "import pipeline.cli, pipeline.editions.run, pipeline.editions.choice"),
    ("modules that read and extract", "import pipeline.extract, pipeline.pages.pdfium.document"),
    ("pages read", _READ),
    ("record made", _RECORD),
)
REST = "processes, sandbox, store, files, tables on the terminal"


def breakdown(
    file: Path, whole: Callable[[], float], repeats: int, cpu: Callable[[list[str]], float]
) -> list[tuple[str, float]]:
    """Return the steps of an extraction and the CPU seconds of each.

    Args:
        file: a PDF.
        whole: runs the whole command and returns its CPU seconds; a machine may be slower a minute later, so that it
            is measured beside its steps.
        repeats: how often each is measured; the median counts.
        cpu: runs a command and returns its CPU seconds.
    """
    programs = [
        "\n".join(code for _, code in STEPS[: at + 1]).format(file=str(file)) for at in range(len(STEPS))
    ]
    runs = [
        [*(cpu([sys.executable, "-c", program]) for program in programs), whole()] for _ in range(repeats)
    ]
    sums = [median(column) for column in zip(*runs, strict=True)]
    taken = [after - before for before, after in pairwise([0.0, *sums])]
    return list(zip([name for name, _ in STEPS] + [REST], taken, strict=True))


def breakdown_table(steps: Sequence[tuple[str, float]]) -> str:
    """Return the steps as Markdown, with their shares of the whole."""
    whole = sum(taken for _, taken in steps)
    rows = ["| step | CPU seconds | share |", "|---|--:|--:|"]
    rows += (f"| {name} | {taken:.2f} | {taken / whole:.0%} |" for name, taken in steps)
    return "\n".join([*rows, f"| the whole command, cold | {whole:.2f} | 100% |"])
