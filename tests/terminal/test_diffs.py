"""The diff in a terminal and as a command: losses first, the rest by class, and an exit status to rely on."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from pipeline.cli import main
from pipeline.core.record import Booklet, to_json
from pipeline.core.texts import speak
from pipeline.diff.booklets import diff
from pipeline.diff.changes import Diff
from pipeline.terminal.diffs import show_diff, words
from tests.demonstrations import demo


def shown(found: Diff, *, everything: bool = False, width: int = 160) -> str:
    stream = io.StringIO()
    show_diff(found, Console(file=stream, width=width, highlight=False), everything=everything)
    return stream.getvalue()


@pytest.fixture(scope="module")
def whole() -> str:
    return shown(diff(demo(112), demo(113)))


def test_losses_stand_before_everything_else(whole: str) -> None:
    lost, substantive = whole.index("Lost: each"), whole.rindex("Substantive")
    assert lost < whole.index("國際媒體專題報導") < substantive


def test_values_stand_side_by_side_with_their_difference(whole: str) -> None:
    (line,) = (line for line in whole.splitlines() if "300萬元" in line)
    assert "250萬元" in line
    assert "-500,000 (-17%)" in line


def test_changes_with_members_say_how_many_programmes(whole: str) -> None:
    (line,) = (line for line in whole.splitlines() if "申請期間" in line)
    assert "12 programmes" in line


def test_routine_and_typographic_changes_are_counted_and_listed_when_asked_for(whole: str) -> None:
    assert "Period 14" in whole
    assert "112年1月9日" not in whole
    every = shown(diff(demo(112), demo(113)), everything=True)
    assert "112年1月9日" in every
    assert "2023-05-12/2023-05-12" in every
    assert "來台服務" in every


def test_nothing_is_said_to_be_nothing() -> None:
    assert "nothing changed" in shown(diff(demo(112), demo(112)))


def test_a_diff_is_said_in_chinese() -> None:
    speak("zh_TW")
    try:
        told = shown(diff(demo(112), demo(113)), everything=True)
    finally:
        speak("en")
    assert not set(re.findall(r"[a-z]+_[a-z]+", told))
    for word in ("刪除計畫", "12 項計畫", "相似度 0.78; 依", "例行變動"):
        assert word in told


def test_a_narrow_terminal_breaks_nothing() -> None:
    assert "國際媒體" in shown(diff(demo(112), demo(113)), width=60).replace("\n", "")


def test_words_of_values() -> None:
    assert words({"printed": "300萬元", "value": 3000000}) == "300萬元"
    assert words(None) == ""
    assert words(["甲", None, "乙"]) == "甲、乙"


# the command


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both editions extracted."""
    for year in (112, 113):
        put(tmp_path / "extracted" / f"demo-{year}" / "booklet.json", demo(year))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: Path, booklet: Booklet) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(to_json(booklet))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def test_a_loss_is_exit_status_1(house: Path) -> None:
    done = run("demo-112", "demo-113")
    assert done.exit_code == 1
    assert "國際媒體專題報導" in done.output


def test_asked_to_be_quiet_the_exit_status_says_it(house: Path) -> None:
    done = run("demo-112", "demo-113", "--quiet")
    assert (done.exit_code, done.output) == (1, "")


def test_no_loss_is_exit_status_0(house: Path) -> None:
    assert run("demo-112", "demo-112").exit_code == 0


def test_files_and_editions_are_the_same(house: Path) -> None:
    run("extracted/demo-112/booklet.json", "demo-113", "--json", "a.json")
    run("demo-112", str(house / "extracted/demo-113/booklet.json"), "--json", "b.json")
    assert Path("a.json").read_bytes() == Path("b.json").read_bytes()
    assert json.loads(Path("a.json").read_text("utf-8"))["from"]["id"] == "demo-112"


def test_json_on_standard_output_is_all_that_is_printed(house: Path) -> None:
    done = run("demo-112", "demo-113", "--json", "-")
    assert done.exit_code == 1
    assert Diff.model_validate_json(done.stdout) == diff(demo(112), demo(113))


def test_decisions_are_followed_and_an_unused_one_is_told(house: Path) -> None:
    Path("review.toml").write_text(
        '[[force]]\nfrom = "國際媒體專題報導"\nto = "循環材料應用推動計畫"\nreason = "one desk"\n'
        '[[forbid]]\nfrom = "沒有的計畫"\nto = "循環材料應用推動計畫"\nreason = "of old"\n',
        encoding="utf-8",
    )
    done = run("demo-112", "demo-113", "--review", "review.toml")
    assert "programme_removed" not in done.output
    assert "decision-unused" in done.output


def test_decisions_beside_the_booklet_need_no_option(house: Path) -> None:
    (house / "raw" / "demo-113").mkdir(parents=True)
    (house / "raw" / "demo-113" / "review.toml").write_text(
        '[[force]]\nfrom = "國際媒體專題報導"\nto = "循環材料應用推動計畫"\nreason = "one desk"\n',
        encoding="utf-8",
    )
    assert "programme_removed" not in run("demo-112", "demo-113").output


@pytest.mark.parametrize(
    "arguments",
    [("demo-112", "demo-999"), ("absent.json", "demo-113"), ("demo-112", "demo-113", "--review", "no")],
)
def test_a_wrong_call_is_one_sentence_and_status_2(house: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.output.count("\n") == 1
