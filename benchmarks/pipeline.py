"""Measures whole processes, ours beside public readers of tables, and writes docs/benchmark.md and its chart.

    python -m benchmarks.pipeline [--repeats 5] [--copies 1 10 100 1000] [--out docs]

In one run every contender reads every booklet in turn, so that all share the machine's moods; medians are told.  CPU
seconds are those of all processes of a contender, in user and system.  Memory is the largest resident set of any of
them.  The booklet of 109 is taken where ``BOOKLET_RAW`` has it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from benchmarks.breakdown import breakdown, breakdown_table
from benchmarks.chart import chart
from benchmarks.peers import PEERS
from benchmarks.scoring import Score, of_record, of_tables
from benchmarks.sections import CATALOGUE, REVIEW, section_of, with_section
from pipeline.checks.golden import differences, read_golden
from pipeline.core.record import Booklet
from pipeline.source.acquire import find_editions, raw_folders
from pipeline.source.workspace import load_record

DEMONSTRATION = "demo-113"
REAL = "109"
REFERENCE = "pdfplumber"
PLACES = {"booklet": "cold", "booklet, rerun": "warm", "booklet, with reports": "year/extracted/bench"}
"""Where each of our runs leaves its record."""
REASON = """
A reader of tables begins with the first page. Ours loads the rules for fields, facts and findings, and starts two
processes that, without network and without the user's files, open what nobody has vouched for: that is paid once a run,
whatever the booklet, and counts for little in a long one or in one of thousands (`booklet corpus`). Patterns are
compiled once for an installation and kept beside Python's bytecode; a rerun loads no reader, no rule and no model of
the record. What is left has no summit: PDFium is asked for place, style and meaning of one character after the other,
since it has no call that gives many; lines, cells, fields and facts are made by plain Python in many small steps, each
of which keeps the way back to the glyph. The goal was 0.40 of the computing of pdfplumber, and 0.08 for a rerun.
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took, with those it waited for: seconds by the clock and of the CPU, the most memory in bytes."""

    seconds: float
    cpu: float
    memory: int


@dataclass(frozen=True, slots=True)
class Line:
    """A contender on one booklet: medians of all runs, and how much is right."""

    name: str
    cost: Cost
    score: Score | None


# A new process counts the memory of the one that made it until it has loaded its program, so a small one makes it.
_METER = """
import os, sys, time
started = time.perf_counter()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, 1, 0)])
_, status, used = os.wait4(pid, 0)
print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def spent(
    command: list[str],
    environ: dict[str, str] | None = None,
    folder: Path | None = None,
    good: Collection[int] = (0, 1),
) -> Cost:
    """Run a command to its end, in a folder, and return what it took, the processes it waited for included.

    It ends well with one of some statuses: ours says by 1 that a person must look.

    Raises:
        RuntimeError: it failed.
    """
    meter = [sys.executable, "-I", "-S", "-c", _METER, *command]
    env = os.environ | (environ or {})
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # which would have modules compiled anew in each process
    done = subprocess.run(meter, env=env, cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode not in good:
        raise RuntimeError(f"{' '.join(command)} failed with status {done.returncode}")
    seconds, cpu, memory = done.stdout.split()
    return Cost(float(seconds), float(cpu), int(memory))


def contenders(file: Path, folder: Path) -> dict[str, Callable[[], Cost]]:
    """Return what is measured on a booklet, by name; each leaves its result in ``folder``.

    What all runs of an installation share, bytecode and compiled patterns, is made before.
    """
    booklet = [sys.executable, "-m", "pipeline.cli"]
    ours = [*booklet, "extract", str(file), "--edition", "bench", "--out"]
    cache, year = {"BOOKLET_CACHE": str(folder / "cache")}, folder / "year"
    year.mkdir()
    spent([*booklet, "add", str(file.resolve()), "--edition", "bench"], cache, year)
    reports = [*booklet, "extract", "bench", "--no-cache"]
    found: dict[str, Callable[[], Cost]] = {
        "booklet": lambda: spent([*ours, str(folder / "cold"), "--no-cache"]),
        "booklet, with reports": lambda: spent(reports, None, year),
        "booklet, rerun": lambda: spent([*ours, str(folder / "warm")], cache),
    }
    spent([*ours, str(folder / "warm")], cache)
    spent(reports, None, year)
    for name in PEERS:
        if importlib.util.find_spec(name) and (name != "tabula" or shutil.which("java")):
            command = [
                sys.executable,
                "-m",
                "benchmarks.peers",
                name,
                str(file),
                str(folder / f"{name}.json"),
            ]
            found[name] = lambda command=command: spent(command)
    return found


def measured(file: Path, truth: Booklet, repeats: int) -> list[Line]:
    """Return a line for each contender on a booklet."""
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        runs = contenders(file, folder)
        costs: dict[str, list[Cost]] = {name: [] for name in runs}
        for _ in range(repeats):
            for name, run in runs.items():
                costs[name].append(run())
        return [Line(name, median(found), score(name, truth, folder)) for name, found in costs.items()]


def median(costs: Iterable[Cost]) -> Cost:
    """Return the median of seconds, of CPU seconds and of bytes."""
    seconds, cpu, memory = zip(*((cost.seconds, cost.cpu, cost.memory) for cost in costs), strict=True)
    return Cost(statistics.median(seconds), statistics.median(cpu), int(statistics.median(memory)))


def score(name: str, truth: Booklet, folder: Path) -> Score | None:
    """Return how much of what a contender left is right; the rerun's result is that of the run before."""
    if name in PEERS:
        return of_tables(truth, json.loads((folder / f"{name}.json").read_bytes()))
    return of_record(truth, load_record(folder / PLACES[name] / "booklet.json"))


def copied(file: Path, copies: int, out: Path) -> int:
    """Write a PDF with so many copies of all pages of another; return how many pages it has."""
    made, source = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(file)
    for _ in range(copies):
        made.import_pages(source)
    pages = len(made)
    made.save(out)
    made.close()
    source.close()
    return pages


def growth(file: Path, copies: Iterable[int]) -> list[tuple[int, int, Cost]]:
    """Return copies, pages and cost of reading a booklet many times over."""
    found = []
    for count in copies:
        with tempfile.TemporaryDirectory() as kept:
            big = Path(kept) / "copies.pdf"
            pages = copied(file, count, big)
            command = [sys.executable, "-m", "pipeline.cli", "extract", str(big), "--edition", "bench"]
            found.append((count, pages, spent([*command, "--out", f"{kept}/out", "--no-cache"])))
    return found


def table(lines: Iterable[Line]) -> str:
    """Return the lines as Markdown; ``×`` is CPU seconds against the mere listing of tables by pdfplumber."""
    lines = list(lines)
    reference = next(line.cost.cpu for line in lines if line.name == REFERENCE)
    rows = [
        "| reader | seconds | CPU seconds | × | memory | programmes right | text fields right | contact cells right |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for line in lines:
        shares = [line.score.programmes, line.score.fields, line.score.contacts] if line.score else []
        told = " | ".join(f"{share:.1%}" for share in shares)
        cost = line.cost
        rows.append(
            f"| {line.name} | {cost.seconds:.2f} | {cost.cpu:.2f} | {cost.cpu / reference:.2f} "
            f"| {cost.memory / 1e6:.0f} MB | {told} |"
        )
    return "\n".join(rows)


def growth_table(found: Iterable[tuple[int, int, Cost]]) -> str:
    """Return the growth as Markdown."""
    rows = [
        "| copies | pages | seconds | CPU seconds | CPU ms a page | memory |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    rows += (
        f"| {copies:,} | {pages:,} | {cost.seconds:.1f} | {cost.cpu:.1f} | {1000 * cost.cpu / pages:.1f} "
        f"| {cost.memory / 1e6:.0f} MB |"
        for copies, pages, cost in found
    )
    return "\n".join(rows)


def document(
    booklets: dict[str, list[Line]],
    grown: list[tuple[int, int, Cost]],
    repeats: int,
    machine: str,
    steps: list[tuple[str, float]] | None = None,
) -> str:
    """Return docs/benchmark.md; ``steps`` are those of the last of the booklets."""
    parts = [
        "# Benchmark",
        "`make bench` wrote this page and its chart: whole processes, from start to end, each reader in turn,"
        f" medians of {repeats}. {machine}",
        "![Seconds, CPU seconds and memory of each reader](benchmark.svg)",
        "Ours writes typed records with the place of every value; the others list tables, which is where their work"
        " ends. What is right is told by `benchmarks/scoring.py` against the accepted record: a text field counts where"
        " one cell has the whole of it, a contact cell where one row has person and numbers, a programme where all"
        " of it is right. Only letters and digits are compared. The peers are those of `requirements-bench.lock`;"
        " pdfplumber closes each page after use. CPU seconds are those of all processes, × is theirs against"
        " pdfplumber's. `booklet` and its rerun write a record into a folder (`--out`); `with reports` is the run of a"
        " year, which also draws the report.",
    ]
    for name, lines in booklets.items():
        parts += [f"## {name}", table(lines)]
    if steps:
        parts += [
            f"## Where the time goes: {list(booklets)[-1]}",
            breakdown_table(steps),
            " ".join(REASON.split()),
        ]
    if grown:
        parts += ["## Growth", f"Copies of {DEMONSTRATION} in one PDF, read once, without cache:"]
        parts.append(growth_table(grown))
    return "\n\n".join(parts) + "\n"


def truths() -> dict[str, tuple[Path, Booklet]]:
    """Return PDF and accepted record of each booklet that is here; that of 109 is read from its transcript."""
    found = {}
    for edition in find_editions(Path(), raw_folders(), lambda error: None):
        pdf = (
            edition.file.with_suffix(".pdf") if edition.id != REAL else edition.file.with_name("booklet.pdf")
        )
        if edition.id in (DEMONSTRATION, REAL) and edition.file.is_file() and pdf.is_file():
            found[edition.id] = (pdf, accepted(edition.id))
    return dict(sorted(found.items(), reverse=True))


def accepted(name: str) -> Booklet:
    """Return the record of an edition that golden agrees with.

    Raises:
        SystemExit: it does not: then nothing can be scored.
    """
    with tempfile.TemporaryDirectory() as kept:
        spent([sys.executable, "-m", "pipeline.cli", "extract", name, "--out", kept])
        booklet = load_record(Path(kept) / "booklet.json")
    if differences(read_golden(Path("golden") / f"{name}.json"), booklet):
        raise SystemExit(f"{name} differs from its golden record: run `booklet check {name}` first.")
    return booklet


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--copies", type=int, nargs="*", default=[1, 10, 100, 1000])
    parser.add_argument("--out", type=Path, default=Path("docs"))
    asked = parser.parse_args()
    known = truths()
    booklets = {name: measured(file, truth, asked.repeats) for name, (file, truth) in known.items()}
    grown = growth(known[DEMONSTRATION][0], asked.copies)
    machine = f"Python {platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores."
    asked.out.mkdir(parents=True, exist_ok=True)
    page = asked.out / "benchmark.md"
    before = page.read_text("utf-8") if page.is_file() else ""
    last = list(known)[-1]
    with tempfile.TemporaryDirectory() as kept:
        whole = contenders(known[last][0], Path(kept))["booklet"]
        steps = breakdown(
            known[last][0], lambda: whole().cpu, asked.repeats, lambda command: spent(command, good=(0,)).cpu
        )
    told = document(booklets, grown, asked.repeats, machine, steps)
    for section in filter(None, (section_of(before, heading) for heading in (CATALOGUE, REVIEW))):
        told = with_section(told, section)
    page.write_text(told, "utf-8")
    bars = {name: [(line.name, line.cost) for line in lines] for name, lines in booklets.items()}
    (asked.out / "benchmark.svg").write_text(
        chart(
            {
                name: [(who, c.seconds, c.cpu, c.memory / 1e6) for who, c in found]
                for name, found in bars.items()
            }
        ),
        "utf-8",
    )


if __name__ == "__main__":
    main()
