"""How the time of a diff grows with the booklet: ``python -m benchmarks.diff_scale``.

Pairs of 25 to 800 programmes are made from the demonstration editions, each programme renamed into a family of
its own; in one run the diff is timed beside what must be done anyway, reading the two records from JSON.  The
last pair is the worst for matching: no programme keeps its name.  The budget is 2 seconds for 200 programmes.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice, product

from pipeline.core.record import Booklet, to_json
from pipeline.diff.booklets import diff
from pipeline.diff.matching import match_programmes
from tests.demonstrations import demo, key_of

SIZES = (25, 50, 100, 200, 400, 800)
BUDGET_PROGRAMMES, BUDGET_SECONDS = 200, 2.0
ROUNDS = 5
MARKS = ["".join(letters) for letters in product("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", repeat=2)]


def enlarged(booklet: Booklet, size: int, *, renamed: bool = False) -> Booklet:
    """Return a booklet of many programmes: those of another, under names, acronyms and addresses of their own."""
    programmes = []
    for number, source in enumerate(islice(cycle(booklet.programmes), size)):
        mark = MARKS[number // len(booklet.programmes)]
        programme = source.model_copy(deep=True)
        programme.id = f"{number // 40 + 1}.{number // 8 % 5 + 1}.{number % 8 + 1}"
        programme.name = mark + source.name + ("新制" if renamed else "")
        programme.acronym = source.acronym and f"{source.acronym}-{mark}"
        programme.key = key_of(programme.name)
        programme.summary.text = f"{mark}：{programme.summary.text}"
        programmes.append(programme)
    copy = booklet.model_copy()
    copy.programmes = programmes
    return copy


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> int:
    """Print the table; return 1 when the budget is overrun."""
    over = False
    print(f"{'programmes':>10} {'changes':>8} {'read s':>8} {'match s':>8} {'diff s':>8} {'ms each':>8}")
    for size, renamed in [*((size, False) for size in SIZES), (BUDGET_PROGRAMMES, True)]:
        before, after = enlarged(demo(112), size), enlarged(demo(113), size, renamed=renamed)
        stored = to_json(before), to_json(after)
        read = seconds(lambda stored=stored: [Booklet.model_validate_json(each) for each in stored])
        match = seconds(lambda before=before, after=after: match_programmes(before, after))
        whole = seconds(lambda before=before, after=after: diff(before, after))
        changes = len(diff(before, after).changes)
        note = "  all renamed" if renamed else ""
        print(
            f"{size:>10} {changes:>8} {read:>8.3f} {match:>8.3f} {whole:>8.3f} {1000 * whole / size:>8.2f}{note}"
        )
        over |= size == BUDGET_PROGRAMMES and whole > BUDGET_SECONDS
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
