"""The table of what was extracted fits a terminal, and cuts no name of an edition."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.core.findings import finding
from pipeline.core.texts import of_finding
from pipeline.editions.outputs import FindingRow, Summary
from pipeline.terminal.tables import MOST, show_extractions

NAME = "service-handbook-113"


ALL = "edition programmes services contacts websites coverage errors warnings notes seconds"
NEEDED = "edition programmes contacts websites coverage errors warnings notes"


def printed(
    width: int, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    made: Any = [(SimpleNamespace(id=name), Summary(36, 48, 109, 36, [], 26_000, 26_909), 12.3)]
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("LINES", "25")
    monkeypatch.setenv("TERM", "dumb")  # no marks of colour or weight
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    show_extractions(made)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("width", "name", "columns"),
    [
        (80, "113", NEEDED),
        (80, NAME, NEEDED),
        (96, "113", ALL),
        (95, NAME, NEEDED),
        (120, NAME, ALL),
    ],
)
def test_the_table_fits_the_terminal_and_cuts_nothing(
    width: int,
    name: str,
    columns: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = printed(width, name, monkeypatch, capsys)
    assert max(map(len, lines)) <= width
    assert [line.split() for line in lines if "edition" in line] == [columns.split()]
    rows = lines[next(number for number, line in enumerate(lines) if "edition" in line) + 2 :]
    assert "".join(line.split()[0] for line in rows if line.strip()) == name
    assert "96.62%" in "".join(rows)
    assert "…" not in "".join(lines)


def test_all_findings_are_shown_with_what_to_do_where_they_are_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = [finding("field-empty", f"one {number:03}", page=number) for number in range(1, MOST + 2)]
    rows = [FindingRow.of(each) for each in found]
    made: Any = [(SimpleNamespace(id="113"), Summary(1, 1, 1, 1, rows, 1, 1), 1.0)]
    advice = f"field-empty: {of_finding('en', 'field-empty')[1]}"
    for everything in (False, True):
        show_extractions(made, everything=everything)
        told = capsys.readouterr().out
        assert (f"one {MOST + 1:03}" in told) is everything
        assert (advice in told) is everything
        assert ("and 1 more in findings.csv" in told) is not everything
