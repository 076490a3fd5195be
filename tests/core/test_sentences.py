"""What the program says is known in Chinese: each fault, message of a finding, line of the terminal and help text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import process_time

import click
import pytest

from pipeline.cli import main
from pipeline.core.texts import language_of, said, speak, spoken, texts

SENTENCES: dict[str, str] = texts("zh_TW")["sentences"]
FAULTS = {"UserError", "AbsentFileError", "Sentence"}
OF_CLICK = re.compile(
    r"No such|Missing|Got unexpected|Option '|Invalid value|Try '|Error: |Usage:|Options$|Commands$|Arguments$|"
    r"Show (?:the version|this message) and exit|\{0\} \[default"
)
"""Sentences that click says."""
JUST_VALUES = re.compile(r"[\s\W]*(?:\{\d\}[\s\W]*)*")


def template(node: ast.AST) -> str | None:
    """Return a string of the program with {0}, {1} for what is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    count = 0
    made = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            made += str(part.value)
        else:
            made += f"{{{count}}}"
            count += 1
    return made


def strings(node: ast.AST) -> Iterator[str]:
    """Yield what an expression may say, with what is put into it by a choice."""
    told = template(node)
    if told is not None:
        yield told
        for part in getattr(node, "values", ()):
            if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.IfExp | ast.BoolOp):
                yield from (each for each in strings(part.value) if re.search(r"[a-z] [a-z]", each))
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from strings(value)


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    root = Path(__file__).parents[2] / "pipeline"
    return [(path, ast.parse(path.read_text("utf-8"))) for path in sorted(root.rglob("*.py"))]


def local(function: ast.AST, name: str) -> Iterator[str]:
    """Yield what is put into a variable of a function."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == name for target in node.targets):
            yield from strings(node.value)


def spoken_of() -> Iterator[tuple[str, str]]:
    """Yield each sentence that a person may read in the terminal, and where it is said."""
    for path, tree in trees():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if not isinstance(call, ast.Call):
                    continue
                name = name_of(call)
                place = 1 if name in ("finding", "found", "_found", "add") else 0
                wanted = name in FAULTS or name in ("said", "finding", "watch")
                if wanted and len(call.args) > place:
                    told = call.args[place]
                    names = local(function, told.id) if isinstance(told, ast.Name) else strings(told)
                    yield from ((each, f"{path}:{call.lineno}") for each in names)


def known(sentence: str) -> bool:
    return sentence in SENTENCES or bool(JUST_VALUES.fullmatch(sentence))


def test_every_sentence_is_known_in_chinese() -> None:
    missing = sorted({f"{place}: {each}" for each, place in spoken_of() if not known(each)})
    assert missing == []
    assert len({each for each, _ in spoken_of()}) > 200  # it does look


def commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    for each in getattr(command, "commands", {}).values():
        yield from commands(each)


def helps() -> Iterator[str]:
    for command in commands(main):
        for paragraph in (command.help or "").split("\n\n"):
            yield " ".join(paragraph.split())
        yield from (each.help for each in command.params if isinstance(each, click.Option) and each.help)


def test_every_help_is_known_in_chinese() -> None:
    assert [each for each in helps() if each not in SENTENCES] == []


def test_no_sentence_is_of_no_use() -> None:
    used = {" ".join(each.split()) for each in helps()}
    for _, tree in trees():
        used |= {" ".join(told.split()) for node in ast.walk(tree) if (told := template(node))}
    assert [
        each for each in SENTENCES if " ".join(each.split()) not in used and not OF_CLICK.match(each)
    ] == []


@pytest.mark.parametrize("english", SENTENCES)
def test_both_languages_have_the_same_values(english: str) -> None:
    chinese = SENTENCES[english]
    slots = re.findall(r"\{\d\}", english)
    assert slots == [f"{{{number}}}" for number in range(len(slots))]
    assert sorted(re.findall(r"\{\d\}", chinese)) == slots
    assert re.search("[一-鿿：]", chinese) or english == "gigabytes"
    typed = re.compile(r"`[^`]+`|--[a-z][a-z-]*|BOOKLET_[A-Z]+|[a-z]+\.toml|\bFILE\b|\bEDITIONS?\b")
    assert set(typed.findall(chinese)) >= set(typed.findall(english))


def test_values_are_put_in_where_chinese_has_them() -> None:
    english = "LibreOffice was given up on a; b.odt after 9 seconds: save it as PDF, or set X to more than 5."
    told = said(english, "zh_TW")
    assert told == "LibreOffice 處理 a; b.odt 已達 9 秒，故放棄：請另存為 PDF，或將 X 設為大於 5。"
    assert said(english, "en") == said(english) == english


def test_a_sentence_in_a_sentence_is_said_too_and_printed_words_are_not() -> None:
    changed = "the record was changed since; origin.toml gives another year"
    told = said(
        f"x is not what a run would write now ({changed}): run `booklet extract 9`, and read it again.",
        "zh_TW",
    )
    assert "（紀錄其後經變更；origin.toml 的年度不同）" in told
    assert said("text outside the form: all is written", "zh_TW") == "表單外的文字：all is written"
    assert said("what nobody knows", "zh_TW") == "what nobody knows"


def test_an_address_stands_between_spaces() -> None:
    """A terminal takes what follows for part of it: a full-width bracket behind the token locked the reviewer out."""
    address = "http://127.0.0.1:4321/?token=a"
    assert address in said(f"review of 113: {address} (opens once; Ctrl-C ends it)", "zh_TW").split()


def test_printed_words_nest_no_deeper_than_sentences_do() -> None:
    told = said(": against : " * 330, "zh_TW")
    assert told.count("：與") == 9  # the outermost, and eight in it
    assert told.endswith(": against : ")


@pytest.mark.parametrize("english", [each for each in SENTENCES if "{2}" in each])
def test_a_sentence_is_compared_in_time_that_grows_with_its_length(english: str) -> None:
    """What is put in may be printed words: made to hold the words of a sentence again and again, but not its end."""
    first, *between, _ = re.split(r"\{\d\}", english)
    again = first + "".join(between) * (2_000 // len("".join(between)))
    parted = first + "".join(each * (3_900 // len(between) // len(each)) for each in between if each)
    began = process_time()
    assert said(f"{again}\0", "zh_TW")
    assert said(f"{parted}\0", "zh_TW")
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_TW"),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh_TW"),
        ({"LC_ALL": "zh_TW.UTF-8", "BOOKLET_LANG": "en"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_TW"}, "zh_TW"),
    ],
)
def test_the_language_is_that_of_the_variable_or_the_locale(told: dict[str, str], language: str) -> None:
    assert language_of(told) == language


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    before = spoken()
    try:
        with pytest.raises(SystemExit) as ended:
            raise SystemExit(main.main(list(arguments), prog_name="booklet"))
    finally:
        speak(before)
    caught = capsys.readouterr()
    return int(ended.value.code or 0), caught.out + caught.err


def test_help_faults_and_results_are_said_in_chinese(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in (["--help"], *([name, "--help"] for name in main.commands)):
        status, told = run(capsys, "--lang", "zh", *arguments)
        assert status == 0
        assert "用法：" in told
        for line in told.splitlines():  # prose in English is left nowhere; names of options and examples are
            assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,} [a-z]{3,}", line) or "booklet" in line, line
    status, told = run(capsys, "--lang", "zh", "extract", "nowhere")
    assert (status, told) == (2, "booklet: nowhere 既非版次（已知：無）亦非檔案：請檢查名稱。\n")
    status, told = run(capsys, "--lang", "zh", "accept", "9")
    assert status == 2
    assert "缺少選項「--reason」" in told
    assert run(capsys, "--lang", "zh", "frobnicate")[0] == 2


def test_the_language_changes_no_line_that_programs_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    facts = ["facts", "--year", "113", "補助上限3萬5千元"]
    assert run(capsys, "--lang", "zh", *facts) == run(capsys, "--lang", "en", *facts)
    assert run(capsys, "--lang", "zh", "schema") == run(capsys, "--lang", "en", "schema")
