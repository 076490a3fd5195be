"""An office document is read by its own tables, where that is asked for."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.core.page import Table
from pipeline.pages.office_tables import read_docx
from pipeline.pages.reading import DOCUMENT, read
from pipeline.source.media_type import PDF


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    document = docx.Document()
    for number in range(1, 4):
        document.add_paragraph(f"第{number}案")
        table = document.add_table(rows=4, cols=3)
        for row, (label, text) in enumerate(
            [("名稱", f"第{number}號步道"), ("說明", f"第{number}項說明。"), ("窗口", f"{number}科")]
        ):
            table.cell(row, 0).text = label
            table.cell(row, 1).merge(table.cell(row, 2)).text = text
        table.cell(2, 0).merge(table.cell(3, 0))
        table.cell(3, 1).text, table.cell(3, 2).text = "電話", f"555{number}"
        inner = table.cell(1, 1).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "內", f"表{number}"
    path = tmp_path / "cards.docx"
    document.save(str(path))
    return path


def test_merged_cells_and_inner_tables_are_kept(cards: Path) -> None:
    tables = [block for block in read_docx(cards, Counter()).blocks if isinstance(block, Table)]
    assert len(tables) == 3
    rows = [
        [(cell.text.text, cell.row_span, cell.column_span) for cell in tables[0].row(n)] for n in range(4)
    ]
    assert rows == [
        [("名稱", 1, 1), ("第1號步道", 1, 2)],
        [("說明", 1, 1), ("第1項說明。內表1", 1, 2)],
        [("窗口", 2, 1), ("1科", 1, 2)],
        [("窗口", 2, 1), ("電話", 1, 1), ("5551", 1, 1)],
    ]


def test_a_document_is_drafted_and_extracted(
    cards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    for arguments in (
        ["profile", "cards.docx", "--reader", DOCUMENT, "--out", "cards.toml"],
        ["extract", "cards.docx", "--edition", "113", "--reader", DOCUMENT, "--profile", "cards.toml"],
    ):
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "extracted/113/booklet.json").read_bytes())
    assert record["edition"]["source"]["reader"] == "mammoth"
    assert [each["other"]["名稱"]["text"] for each in record["programmes"]] == [
        f"第{number}號步道" for number in (1, 2, 3)
    ]
    assert [each["number"] for each in record["programmes"]] == [1, 2, 3]
    assert not (tmp_path / "extracted/113/document.docx").exists()
    assert not any(found["code"] in ("text-unprinted", "text-hidden") for found in record["findings"])


def test_a_damaged_document_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "damaged.docx"
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(UserError, match="damaged document"):
        read_docx(path, Counter())


def test_it_reads_office_documents_alone(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the reader document reads office documents"):
        list(read(tmp_path / "a.pdf", PDF, Counter(), DOCUMENT))
