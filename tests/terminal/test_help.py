"""Every command shows how it is called, and what is shown can be called."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.texts import speak
from pipeline.terminal.examples import EXAMPLES
from pipeline.terminal.help import Help


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_an_example_that_parses(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "--help"], terminal_width=200).output
    assert EXAMPLES.get(name), f"{name} has no example in pipeline/terminal/examples.py"
    for example in EXAMPLES[name]:
        assert example in shown
        program, command, *arguments = shlex.split(example.partition(" > ")[0])
        assert (program, command) == ("booklet", name)
        main.commands[name].make_context(name, arguments, parent=click.Context(main))


def test_every_option_says_what_it_does() -> None:
    for name, command in main.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_the_help_of_the_program_names_its_statuses() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    for status in ("0 ", "1 ", "2 ", "130 ", "143 "):
        assert status in shown


def test_in_the_list_of_commands_each_is_a_clause_and_nothing_is_cut() -> None:
    shown = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    assert "..." not in shown.split("Commands:")[1]
    assert "  diff       Show what TO changes against FROM\n" in shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("review", "demo"), ["plain,demo-112", "plain,demo-113"]),
        (("diff", "demo-112", "1"), ["plain,113"]),
        (("extract", "book"), ["file,book"]),
        (("rev",), ["plain,review"]),
    ],
)
def test_a_shell_completes_commands_and_editions(
    typed: tuple[str, ...], told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("raw/demo-112", "raw/113", "extracted/demo-113", "extracted/113"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    asked = {
        "_BOOKLET_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("booklet", *typed)),
        "COMP_CWORD": str(len(typed)),
    }
    shown = CliRunner().invoke(main, [], env=asked, prog_name="booklet").output
    assert shown.splitlines() == told


CHINESE = """\
選項：
  --json      以 JSON 印出。
  --reader [pdfium|pdfplumber]
              PDF 的讀取方式。
              [預設：pdfium]
  --out       甲乙丙丁戊己庚辛壬
              （癸甲），乙 words
              （天地）。
"""


def test_chinese_help_is_wrapped_by_the_columns_of_its_characters() -> None:
    speak("zh_TW")
    try:
        formatter = Help(width=34)
        with formatter.section("Options"):
            formatter.write_dl(
                [
                    ("--json", "Print JSON."),
                    ("--reader [pdfium|pdfplumber]", "What reads a PDF.  [default: pdfium]"),
                    ("--out", "甲乙丙丁戊己庚辛壬（癸甲），乙 words（天地）。"),
                ],
                col_max=10,
            )
    finally:
        speak("en")
    assert formatter.getvalue() == CHINESE
