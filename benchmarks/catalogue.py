"""Measures a catalogue of many years, 15 editions of 200 programmes, and writes it into docs/benchmark.md.

`python -m benchmarks.catalogue` builds it three times (nothing has changed the second time, one value the third),
opens the list in Chromium at the width of a phone and types.  The editions are those of the demonstration with other
names: a twentieth of the programmes goes each year and others come, amounts and dates move as they do in a real series.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import tempfile
from pathlib import Path
from typing import Any

import regex

from benchmarks.sections import CATALOGUE, DOCUMENT, with_section
from pipeline.catalogue import build as building
from pipeline.catalogue.build import Wish
from pipeline.catalogue.identifiers import digest
from pipeline.catalogue.selection import Selection
from pipeline.core.record import Booklet, Programme
from pipeline.source.workspace import load_record

PLACES = (
    "臺北",
    "新北",
    "桃園",
    "臺中",
    "臺南",
    "高雄",
    "基隆",
    "新竹",
    "苗栗",
    "彰化",
    "南投",
    "雲林",
    "嘉義",
    "屏東",
)
WORDS = ("外銷", "补助", "借錢", "數位轉型 補助", "設備")
_YEAR = regex.compile(r"^\d{4}")


def synthetic(record: Path, editions: int, programmes: int) -> tuple[Booklet, ...]:
    """Return editions of one series, the newest in the year of the record."""
    real = load_record(record)
    assert real.edition.year
    assert real.edition.roc_year
    made = []
    for back in reversed(range(editions)):
        edition = real.edition.model_copy(
            update={
                "id": f"synthetic-{real.edition.roc_year - back}",
                "year": real.edition.year - back,
                "roc_year": real.edition.roc_year - back,
                "title": f"{real.edition.roc_year - back}年度{real.edition.series}",
                "issued": f"{real.edition.year - back}-03",
            }
        )
        own = [_programme(real, number, back, editions) for number in range(programmes)]
        made.append(real.model_copy(update={"edition": edition, "programmes": own, "findings": []}))
    return tuple(made)


def _programme(real: Booklet, number: int, back: int, editions: int) -> Programme:
    """Return a programme of a year: a twentieth of them is another one than the year before."""
    model = real.programmes[number % len(real.programmes)]
    generation = (number + editions - back) // 20
    name = f"{PLACES[number % len(PLACES)]}{model.name.split('(')[0]}{generation * 1000 + number}"
    told = model.model_dump(mode="json")
    told |= {
        "name": name,
        "acronym": None,
        "key": digest(name),
        "id": f"{1 + number // 40}.{1 + number % 40}.1",
    }
    for amount in told["facts"]["amounts"]:
        amount["value"] = max(1000, amount["value"] - back * 10_000 * (number % 3))
    for period in told["facts"]["periods"]:
        for edge in ("start", "end"):
            if period[edge]:
                period[edge] = _YEAR.sub(lambda year: str(int(year[0]) - back), period[edge])
    return Programme.model_validate(told)


def _with_one_change(booklets: tuple[Booklet, ...]) -> tuple[Booklet, ...]:
    """Return the editions with one amount of the newest corrected."""
    newest = booklets[-1].model_copy(deep=True)
    next(amount for each in newest.programmes for amount in each.facts.amounts).value += 1000
    return (*booklets[:-1], newest)


def _built(booklets: tuple[Booklet, ...], out: Path) -> tuple[float, bool]:
    """Build as the command does; return its seconds of computing and whether anything was written."""
    building.selected = lambda *_: Selection(booklets)  # type: ignore[assignment]
    before = _computed()
    made = building.build((), out, Wish("https://data.example.gov.tw/"))
    return _computed() - before, made.anew


def _computed() -> float:
    found = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in found)


def _seen(out: Path, day: str) -> dict[str, Any]:
    """Open the list as a phone does; return seconds to the first paint and the slowest keystroke."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{(out / 'index.html').as_uri()}#day={day}")
        page.wait_for_timeout(2000)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000")
        ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000")
        strokes = page.evaluate(
            """words => words.flatMap(word => [...word].map((_, at) => {
                const field = document.querySelector('#q'), begun = performance.now();
                field.value = word.slice(0, at + 1);
                field.dispatchEvent(new Event('input', { bubbles: true }));
                document.body.getBoundingClientRect();
                return performance.now() - begun;
            }))""",
            list(WORDS),
        )
        browser.close()
    return {"paint": paint, "ready": ready, "strokes": sorted(strokes)}


def section(told: dict[str, Any]) -> str:
    """Return the part of docs/benchmark.md."""
    strokes = told["strokes"]
    rows = [
        ("computing time of a build", f"{told['cold']:.1f} s"),
        ("of one of which nothing has changed", f"{told['warm']:.1f} s"),
        ("of one after a value of the newest edition changed", f"{told['one']:.1f} s"),
        ("size of the folder", f"{told['size'] / 1e6:,.0f} MB in {told['files']:,} files"),
        ("list: HTML and its data", f"{told['html'] / 1e6:.1f} MB, {told['data'] / 1e6:.1f} MB"),
        ("first paint, at 390 px from disk", f"{told['paint']:.2f} s"),
        ("ready to search", f"{told['ready']:.2f} s"),
        (
            "a keystroke, with layout",
            f"median {strokes[len(strokes) // 2]:.0f} ms, slowest {strokes[-1]:.0f} ms",
        ),
    ]
    told_of = (
        f"`python -m benchmarks.catalogue`: {told['editions']} editions of {told['programmes']} programmes, "
        f"{told['all']} programmes in all, made of the demonstration. {told['machine']}"
    )
    table = ["| what | measured |", "|---|--:|", *(f"| {what} | {value} |" for what, value in rows)]
    return "\n".join([CATALOGUE, "", told_of, "", *table, ""])


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--record", type=Path, default=Path("extracted/demo-113/booklet.json"))
    parser.add_argument("--editions", type=int, default=15)
    parser.add_argument("--programmes", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="Folder in which the catalogue stays.")
    asked = parser.parse_args()
    booklets = synthetic(asked.record, asked.editions, asked.programmes)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["BOOKLET_CACHE"] = f"{scratch}/kept"
        out = asked.keep or Path(scratch) / "catalogue"
        cold, anew = _built(booklets, out)
        warm, again = _built(booklets, out)
        assert anew
        assert not again, "the second build must have nothing to do"
        one, _ = _built(_with_one_change(booklets), out)
        files = [path for path in out.rglob("*") if path.is_file()]
        told = {
            "cold": cold,
            "warm": warm,
            "one": one,
            "size": sum(path.stat().st_size for path in files),
            "files": len(files),
            "html": (out / "index.html").stat().st_size,
            "data": (out / "search.js").stat().st_size,
            "editions": asked.editions,
            "programmes": asked.programmes,
            "all": len(list((out / "programme").glob("*.txt"))),
            "machine": f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.0f}.",
            **_seen(out, f"{booklets[-1].edition.year}-03-01"),
        }
    DOCUMENT.write_text(with_section(DOCUMENT.read_text("utf-8"), section(told)), "utf-8")
    print(section(told))


if __name__ == "__main__":
    main()
