"""One form alone is drafted where its tables are label and value in turns, and not where they are anything else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.forms.learn.draft import draft
from pipeline.pages.reading import read as read_pages
from pipeline.pages.transcript import parse_transcript
from pipeline.source.media_type import HTML
from tests.forms.learn.test_draft_shapes import fields, pairs, read_by, td, tr

CASE = {"案件類型": "市地重劃", "案件狀態": "完成", "縣市": "青禾市", "案件名稱": "第7期重劃區"}
STATISTICS = "".join(tr(*map(td, row)) for row in (("", "公有", "私有"), ("人數", "1", "33")))
PAGE = (
    f"<html><body><table>{tr(td('分享', 'colspan=4'))}{pairs(CASE, 4)}"
    f"{tr(td('說明'), td('位於旗南段。', 'colspan=3'))}</table><table>{tr(td('面積統計', 'colspan=3'))}{STATISTICS}</table></body></html>"
)


def test_one_saved_page_is_drafted_and_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "case.html"
    path.write_text(PAGE, encoding="utf-8")
    done = CliRunner().invoke(main, ["profile", "case.html", "--one", "--out", "case.toml"])
    assert (done.exit_code, "Labels of the form" in done.output) == (0, True)
    assert "stands here" not in done.output
    made = draft(list(read_pages(path, HTML, Counter())), path.name, single=True)
    assert [label.text for label in made.kinds[0].labels] == [*CASE, "說明"]
    (read,) = fields(read_by(made, path))
    assert {label: read[label] for label in (*CASE, "說明")} == CASE | {"說明": "位於旗南段。"}
    alone = CliRunner().invoke(main, ["profile", "case.html"])
    assert (alone.exit_code, "or say --one" in alone.output) == (2, True)


@pytest.mark.parametrize(
    "text",
    [
        "科目\t預算\t決算\n人事費\t12\t13\n業務費\t4\t5\n",  # three columns
        "姓名\t王明\n",  # one row is a line of anything
        "甲\t乙\n乙\t丙\n",  # a label is a value, too
        "1\t報到\n2\t開幕\n",  # numbers are no labels
        "姓名\t王明\n電話\t05-1\t05-2\n",
        "姓名　王明\n電話　05-1\n",
    ],
)
def test_other_tables_are_not_guessed(text: str) -> None:
    with pytest.raises(UserError, match="no table whose rows are label and value in turns"):
        draft([parse_transcript(text, Counter())], "list.txt", single=True)
