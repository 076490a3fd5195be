"""Measures a review of 200 programmes with 600 changes in Chromium, and writes it into docs/benchmark.md.

`python -m benchmarks.review` prints two editions as PDFs, extracts them, runs `booklet review` as a person does, and
works through its list with the keyboard.  The editions are the demonstration for each of seventeen places: names, texts
and offices are of the place, so that nearly every change has a cause of its own.  What a key costs is counted as
browsers count it, from the key to the next picture (Event Timing); a card stands when its words do.  What a machine
does beside it makes the clock run; what the command and the page compute themselves (/proc, and Chromium's metrics in
ticks of the thread) is told apart.  With ``--keep`` the editions stay for the next time: printing and reading them
takes a minute or two.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.catalogue import PLACES
from benchmarks.sections import DOCUMENT, REVIEW, with_section
from tests.typeset.make_demo import NEXT_YEAR, ORIGIN, STYLE
from tests.typeset.reportlab_pdf import typeset
from tests.typeset.source import Measure, Programme, Source, load

EDITIONS = {"112": STYLE, "113": NEXT_YEAR}
NAMED = (*PLACES, "宜蘭", "花蓮", "臺東")
STEPS, VERDICTS = 100, 100
_PACE = 150
"""Milliseconds between two keys of somebody in a hurry."""
_WATCH = """
window.seen = { keys: [], cards: [] };
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (/^key|input/u.test(each.name)) seen.keys.push([each.name, each.duration]);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
let begun = 0;
addEventListener("keydown", () => { begun = performance.now(); }, true);
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(() => {
    if (document.querySelector("#card.loading") || !document.querySelector("#sides *, #told *")) return;
    requestAnimationFrame(() => {
      seen.first ??= performance.now();
      if (begun) seen.cards.push(performance.now() - begun);
      begun = 0;
    });
  }).observe(document.querySelector("#card"), { attributes: true, childList: true, subtree: true });
});
"""


def edition(source: Source, *, later: bool) -> Source:
    """Return a booklet that has every programme of another once for each place; the later one says a little more."""

    def everywhere(measure: Measure) -> Measure:
        made = (_of(each, place, later) for place in NAMED for each in measure.programmes)
        return replace(measure, programmes=tuple(made))

    areas = (replace(area, measures=tuple(map(everywhere, area.measures))) for area in source.areas)
    return replace(source.uncut(), areas=tuple(areas))


def _of(each: Programme, place: str, later: bool) -> Programme:
    def text(printed: str | None) -> str | None:
        return f"{place}地區：{printed}" if printed else printed

    summary = text(each.summary) or ""
    services = (
        replace(
            one,
            text=text(one.text),
            items=tuple(replace(item, text=text(item.text) or "") for item in one.items),
        )
        for one in each.services
    )
    return replace(
        each,
        name=f"{place}{each.name}",
        acronym=each.acronym and f"{each.acronym}-{NAMED.index(place)}",
        summary=f"{summary}並於{place}設服務窗口。" if later and summary else summary,
        services=tuple(services),
        benefits=tuple(replace(one, text=text(one.text) or "") for one in each.benefits),
        contacts=tuple(
            replace(row, organization=(f"{place}{row.organization[0]}", *row.organization[1:]))
            if row.organization
            else row
            for row in each.contacts
        ),
    )


def written(house: Path) -> None:
    """Print both editions into a folder and have them extracted."""
    for name, style in EDITIONS.items():
        source = edition(load(Path(f"tests/typeset/demo-{name}.toml")), later=name == "113")
        pdf = typeset(source, style).pdf
        folder = house / "raw" / name
        folder.mkdir(parents=True)
        (folder / "booklet.pdf").write_bytes(pdf)
        told = ORIGIN.format(
            made_by="python -m benchmarks.review",
            name=f"demo-{name}",
            publisher=source.publishers[0],
            roc_year=source.roc_year,
            sha256=hashlib.sha256(pdf).hexdigest(),
        )
        (folder / "origin.toml").write_text(told.replace("\\\n", ""), "utf-8")
    subprocess.run(_booklet("extract"), cwd=house, env=_environment(), check=False, stdout=subprocess.DEVNULL)


def _booklet(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", *arguments]


def _environment() -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if key not in ("BOOKLET_RAW", "CI")}
    name = {f"GIT_{role}_{part}": "bench" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    return own | name | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(Path.cwd())}


@contextmanager
def served(house: Path) -> Iterator[tuple[str, int, float, float]]:
    """Run the command; give its address and its process, and the seconds until then: on the clock, and computing."""
    begun = time.perf_counter()
    run = _booklet("review", "113", "--no-browser")
    with subprocess.Popen(run, cwd=house, env=_environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        took = time.perf_counter() - begun
        assert address is not None, "the review did not start"
        try:
            yield address[0], process.pid, took, _computed(process.pid)
        finally:
            process.terminate()


def _computed(process: int) -> float:
    """Return the seconds that a process has computed, with those of the processes that it has waited for."""
    told = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
    return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")


class Ticks:
    """What the main thread of a page has computed."""

    def __init__(self, page: Any) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def milliseconds(self) -> float:
        """Return it since the page began."""
        told = self._session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(each["value"] for each in told if each["name"] == "TaskDuration"))


@contextmanager
def opened(house: Path) -> Iterator[tuple[Any, Ticks, dict[str, float]]]:
    """Open a review in Chromium; give its page with the first card on it, and the seconds until then."""
    from playwright.sync_api import sync_playwright

    with served(house) as (address, process, took, own), sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-TW")
        page.add_init_script(_WATCH)
        ticks = Ticks(page)
        page.goto(address)
        while not page.evaluate("seen.first"):
            page.wait_for_timeout(20)
        spent = _computed(process) - own + ticks.milliseconds() / 1000
        first = page.evaluate("seen.first / 1000")
        page.wait_for_selector("#pages:not(.loading)", state="attached")
        page.wait_for_load_state("networkidle")
        yield page, ticks, {"start": took, "start_own": own, "first": first, "first_own": spent}
        browser.close()


def measured(house: Path, repeats: int) -> dict[str, Any]:
    """Return what a person waits for, in seconds and milliseconds."""
    begun = []
    for _ in range(repeats):
        with opened(house) as (_, _, told):
            begun.append(told)
    with opened(house) as (page, ticks, _):
        found = {
            "cards": page.locator("#cards .row").count(),
            "moves": _pressed(page, ticks, ["j"] * STEPS),
            "said": _pressed(page, ticks, ["1"] * VERDICTS),
            "searched": _pressed(page, ticks, ["/", *"amount", "Escape"]),
            "others": _pressed(page, ticks, [*"nuos"]),
        }
    return found | {name: statistics.median(told[name] for told in begun) for name in begun[0]}


def _pressed(page: Any, ticks: Ticks, keys: list[str]) -> dict[str, list[float]]:
    """Press keys; return milliseconds: of each until the next picture, until a card's words stood, and computing."""
    page.evaluate("seen.keys = []; seen.cards = []")
    own = []
    for key in keys:
        before = ticks.milliseconds()
        page.keyboard.press(key)
        page.wait_for_timeout(_PACE)
        own.append(ticks.milliseconds() - before)
    page.wait_for_timeout(500)
    told: dict[str, list[Any]] = page.evaluate("({ keys: seen.keys, cards: seen.cards })")
    slow = sorted(length for name, length in told["keys"] if name in ("keydown", "input"))
    fast = [8.0] * max(0, len(keys) - len(slow))  # what took less than 16 ms is not told
    return {"keys": [*fast, *slow], "cards": sorted(told["cards"]), "own": sorted(own)}


def section(told: dict[str, Any]) -> str:
    """Return the part of docs/benchmark.md."""
    rows = [
        ("from the command to its address", f"{told['start']:.2f} s", f"{told['start_own']:.2f} s"),
        ("from opening it to the first card", f"{told['first']:.2f} s", f"{told['first_own']:.2f} s"),
    ]
    for what, name in (
        (f"{STEPS} cards leafed through", "moves"),
        (f"{VERDICTS} verdicts", "said"),
        ("a letter of a search", "searched"),
        ("next open card, take back, overlay, summary", "others"),
    ):
        rows.append((f"{what}: a key", _spread(told[name]["keys"]), _spread(told[name]["own"])))
        if name in ("moves", "said"):
            rows.append(("the words of the next card", _spread(told[name]["cards"]), ""))
    intro = (
        f"`python -m benchmarks.review`: two printed editions of {told['programmes']} programmes,"
        f" {told['changes']} changes, {told['cards']} cards with the findings, in Chromium at 1440 px. A key is counted"
        f" until the next picture on the screen, {_PACE} ms lie between two; beside the clock stands what the command"
        f" and the page computed. {told['machine']}"
    )
    head = ["| what | on the clock | computing |", "|---|--:|--:|"]
    return "\n".join([REVIEW, "", intro, "", *head, *(f"| {a} | {b} | {c} |" for a, b, c in rows), ""])


def _spread(found: list[float]) -> str:
    return f"median {statistics.median(found):.0f} ms, slowest {max(found):.0f} ms" if found else "–"


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="Folder in which the editions stay.")
    parser.add_argument("--dry", action="store_true", help="Print, and leave the page as it is.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        house = asked.keep or Path(scratch) / "house"
        if not (house / "extracted" / "113").is_dir():
            written(house)
        (house / "raw" / "113" / "review.toml").unlink(missing_ok=True)
        told = measured(house.resolve(), asked.repeats) | counted(house)
    beside = f"load {os.getloadavg()[0]:.0f} at the end"
    told["machine"] = f"Python {platform.python_version()}, {os.cpu_count()} cores, {beside}."
    if not asked.dry:
        DOCUMENT.write_text(with_section(DOCUMENT.read_text("utf-8"), section(told)), "utf-8")
    print(section(told))


def counted(house: Path) -> dict[str, int]:
    """Return how many programmes and changes there are."""
    from pipeline.diff.booklets import diff
    from pipeline.source.workspace import load_record

    before, after = (load_record(house / "extracted" / name / "booklet.json") for name in EDITIONS)
    return {"programmes": len(after.programmes), "changes": len(diff(before, after).changes)}


if __name__ == "__main__":
    main()
