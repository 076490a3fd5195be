"""The benchmark's own arithmetic: what it calls right, what it counts, what it writes.  No figure is held to a clock."""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree as ET

import pytest

from benchmarks import pipeline as bench
from benchmarks.breakdown import breakdown
from benchmarks.chart import chart
from benchmarks.peers import PEERS
from benchmarks.scoring import Score, fields_of, of_record, of_tables, parts_of
from benchmarks.sections import CATALOGUE, REVIEW, section_of, with_section
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.source.document import Acquired, identify
from tests.demonstrations import ROOT, demo_read, part

pytestmark = pytest.mark.long


def ideal(booklet):
    """The tables of a reader that makes no mistake."""
    return [
        [[field] for field in fields_of(programme)]
        + [["".join(parts_of(contact)), ""] for contact in programme.contacts]
        for programme in booklet.programmes
    ]


def test_a_reader_without_mistakes_has_all():
    booklet = demo_read(113)
    assert of_tables(booklet, ideal(booklet)) == Score(1, 1, 1)
    assert of_record(booklet, booklet) == Score(1, 1, 1)


def test_what_is_cut_garbled_or_missing_is_not_right():
    booklet = demo_read(113)
    tables = ideal(booklet)
    whole = tables[0][0][0]
    tables[0][0:1] = [[whole[:9]], [whole[9:]]]  # as a page end cuts a cell
    fields = sum(len(fields_of(each)) for each in booklet.programmes)
    assert of_tables(booklet, tables).fields == pytest.approx((fields - 1) / fields)
    assert of_tables(booklet, tables).programmes == pytest.approx(1 - 1 / len(booklet.programmes))
    alone = [[row for row in table if len(row) == 1] for table in ideal(booklet)]
    assert (of_tables(booklet, alone).fields, of_tables(booklet, alone).contacts) == (1, 0)
    other = booklet.model_copy(deep=True)
    other.programmes[0].contacts[0].phones[0].printed += "0"
    assert 0.9 < of_record(booklet, other).contacts < 1
    assert of_tables(booklet, []) == Score(0, 0, 0)


def test_spaces_brackets_and_bullets_cost_nobody():
    booklet = demo_read(113)
    tables = [[[" ● ".join(cell) + "。" for cell in row] for row in table] for table in ideal(booklet)]
    assert of_tables(booklet, tables) == Score(1, 1, 1)


def test_a_process_is_measured_with_its_children():
    idle = bench.spent([sys.executable, "-c", "pass"])
    big = "x = b'1' * 90_000_000"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {big!r}])"
    assert idle.memory < 30_000_000  # not that of this process
    assert bench.spent([sys.executable, "-c", child]).memory > idle.memory + 60_000_000
    with pytest.raises(RuntimeError):
        bench.spent([sys.executable, "-c", "raise SystemExit(2)"])


def test_median_of_seconds_of_cpu_and_of_memory():
    costs = [bench.Cost(3, 4, 10), bench.Cost(1, 6, 30), bench.Cost(2, 5, 20)]
    assert bench.median(costs) == bench.Cost(2, 5, 20)


def test_copies_have_all_pages(demo_pdf, tmp_path):
    assert bench.copied(demo_pdf, 3, tmp_path / "three.pdf") == 3 * bench.copied(
        demo_pdf, 1, tmp_path / "one.pdf"
    )


@pytest.mark.soak  # with the peers; each step is tried above and below
def test_a_run_from_end_to_end(demo_pdf, tmp_path):
    pdf = part(demo_pdf, range(3, 9), tmp_path / "part.pdf")
    truth = extract(Acquired(pdf, *identify(pdf)), "part", None, load_profile("support-measures")).booklet
    lines = bench.measured(pdf, truth, repeats=1)
    scores = {line.name: line.score for line in lines}
    assert {scores[name] for name in bench.PLACES} == {Score(1, 1, 1)}
    assert {"pdfplumber", "camelot"} <= set(scores) <= {*bench.PLACES, *PEERS}
    assert scores["pdfplumber"].fields < 1  # forms that page ends cut
    cpu = {line.name: line.cost.cpu for line in lines}
    assert cpu["booklet, rerun"] < cpu["booklet"] < cpu["booklet, with reports"]
    grown = [(1, 19, bench.Cost(2.5, 1.9, 50_000_000))]
    written = bench.document({"demo-112": lines}, grown, 1, "here", [("one", 1.0), ("two", 3.0)])
    assert re.search(r"\| pdfplumber \| \d+\.\d\d \| \d+\.\d\d \| 1\.00 \| \d+ MB \|", written)
    assert "| 1 | 19 | 2.5 | 1.9 | 100.0 | 50 MB |" in written
    assert "| two | 3.00 | 75% |" in written


def test_steps_add_up_to_the_whole(demo_pdf):
    taken = iter([0.1, 0.2, 0.5, 1.5, 1.7])
    programs = []
    steps = breakdown(
        demo_pdf, lambda: 2.0, 1, lambda command: (programs.append(command[-1]), next(taken))[1]
    )
    assert [round(each, 1) for _, each in steps] == [0.1, 0.1, 0.3, 1.0, 0.2, 0.3]
    assert bench.spent([sys.executable, "-c", programs[-1]], folder=ROOT, good=(0,)).cpu > 0


def test_chart_is_an_image_of_every_figure():
    drawn = ET.fromstring(chart({"a<b": [("booklet", 1.0, 1.5, 50.0), ("other", 2.0, 3.0, 100.0)]}))
    bars = drawn.findall("{http://www.w3.org/2000/svg}rect")
    widths = [float(bar.get("width")) for bar in bars]
    assert [2 * width for width in widths[:3]] == widths[3:]
    assert "a<b" in "".join(drawn.itertext())


def test_a_section_takes_the_place_of_the_one_with_its_heading():
    page = "# B\n\nx\n\n## One\n\n1\n\n## Two\n\n2\n"
    assert section_of(page, "## One") == "## One\n\n1\n"
    assert section_of(page, "## On") == ""
    assert with_section(page, "## One\n\n3\n") == "# B\n\nx\n\n## One\n\n3\n\n## Two\n\n2\n"
    assert with_section(page, "## Three\n\n3\n") == page + "\n## Three\n\n3\n"
    assert with_section(with_section(page, "## Two\n\n4\n"), "## Two\n\n2\n") == page


def test_the_page_in_docs_is_as_the_command_writes_it():
    written = (ROOT / "docs" / "benchmark.md").read_text("utf-8")
    assert written.startswith(bench.document({}, [], 5, "").split("medians of")[0])
    assert "## demo-113" in written
    assert "## Growth" in written
    assert all(section_of(written, heading) for heading in (CATALOGUE, REVIEW))
    assert (ROOT / "docs" / "benchmark.svg").is_file()
