"""What `booklet check` shows where a record differs from golden."""

from __future__ import annotations

import pytest

from pipeline.checks.golden import Difference
from pipeline.terminal.differences import show_differences


def shown(capsys: pytest.CaptureFixture[str], *found: Difference) -> list[str]:
    show_differences("demo-112", found)
    return capsys.readouterr().out.splitlines()


def test_what_is_equal_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys) == ["demo-112: equal to golden"]


def test_each_difference_says_where_it_is_what_was_accepted_and_what_is_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = (
        Difference("1.1.2", "name", "補助", None),
        Difference(None, "front.introduction", "a" * 98, "a" * 99),
        Difference("1.1.3", "", "absent", "present"),
    )
    assert shown(capsys, *found) == [
        "demo-112: 3 differences from golden",
        '  1.1.2 name: "補助" -> null',
        f'  booklet front.introduction: "{"a" * 98}" -> "{"a" * 96}...',
        '  1.1.3: "absent" -> "present"',
    ]


def test_what_a_golden_file_holds_is_shown_to_a_terminal_and_not_obeyed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    _, line = shown(capsys, Difference("1\x1b[45m", "a\x9b31m", "\u202e計畫", "計畫"))
    assert line == '  1\\x1b[45m a\\x9b31m: "\\u202e計畫" -> "計畫"'


def test_values_are_whole_where_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    show_differences("demo-112", [Difference(None, "name", "a" * 300, "b")], whole=True)
    assert f'"{"a" * 300}" -> "b"' in capsys.readouterr().out
