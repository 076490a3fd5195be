"""The words that a .docx itself holds: what is shown, what it hides, and what it leaves to programs."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.core.errors import UserError
from pipeline.pages.office_text import GAP, Paragraph, paragraphs


def held(path: Path, *runs: str) -> list[Paragraph]:
    """Return the paragraphs of a document of one paragraph, made of pieces of XML."""
    document = docx.Document()
    inside = document.add_paragraph()._p
    for run in runs:
        inside.append(parse_xml(run.replace(">", f" {nsdecls('w')}>", 1)))
    document.save(str(path))
    return paragraphs(path)


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def field(asked: str, result: str) -> list[str]:
    steps = ('<w:fldChar w:fldCharType="begin"/>', f"<w:instrText> {asked} </w:instrText>")
    steps += ('<w:fldChar w:fldCharType="separate"/>', f"<w:t>{result}</w:t>")
    return [f"<w:r>{step}</w:r>" for step in (*steps, '<w:fldChar w:fldCharType="end"/>')]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made.docx"


def test_what_was_taken_out_is_not_held_and_what_was_put_in_is(path: Path) -> None:
    gone = "<w:del><w:r><w:delText>刪去</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('搬走')}</w:moveFrom>"
    assert held(path, run("甲"), gone, moved, f"<w:ins>{run('乙')}</w:ins>") == [Paragraph("甲乙")]


@pytest.mark.parametrize(
    "shown",
    [
        *(run("丙", f'<w:vanish w:val="{off}"/>') for off in ("0", "false", "off", "none")),
        run("丙", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"),
        "<w:r><w:t>丙</w:t></w:r>",
    ],
)
def test_hidden_words_are_told_apart(shown: str, path: Path) -> None:
    assert held(path, run("甲"), run("乙", "<w:vanish/>"), shown) == [
        Paragraph("甲丙"),
        Paragraph("乙", True),
    ]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("DATE \\@ yyyy", f"甲{GAP}丁"),
        ("page", f"甲{GAP}丁"),
        ("HYPERLINK x", "甲乙丙丁"),
        ("FORMTEXT", "甲乙丙丁"),
    ],
)
def test_of_a_field_only_a_saved_result_counts(asked: str, text: str, path: Path) -> None:
    assert held(path, run("甲"), *field(asked, "乙丙"), run("丁")) == [Paragraph(text)]
    assert held(
        path, run("甲"), f'<w:fldSimple w:instr="{asked}">{run("乙丙")}</w:fldSimple>', run("丁")
    ) == [Paragraph(text)]


def test_what_a_field_asks_for_may_stand_in_pieces(path: Path) -> None:
    begin, asked, *rest = field("HYPER", "乙")
    pieces = [begin, asked.replace(" HYPER ", "HYPER"), "<w:r><w:instrText>LINK x</w:instrText></w:r>"]
    assert held(path, run("甲"), *pieces, *rest) == [Paragraph("甲乙")]


def test_words_on_either_side_of_a_break_stand_apart(path: Path) -> None:
    breaks = "<w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>丁</w:t>"
    assert held(path, f"<w:r><w:t>甲</w:t>{breaks}</w:r>") == [Paragraph("甲 乙 丙 丁")]


def test_notes_come_behind_the_text(path: Path) -> None:
    part = "<w:notes xmlns:w='urn:w'><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:notes>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, words in (("endnotes", "丙"), ("footnotes", "乙"), ("document", "甲"), ("header1", "丁")):
            archive.writestr(f"word/{name}.xml", part.format(words))
    assert paragraphs(path) == [Paragraph("甲"), Paragraph("乙"), Paragraph("丙")]


def test_a_field_that_ends_within_another_is_none(path: Path) -> None:
    ends = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert held(path, f'<w:fldSimple w:instr="PAGE">{ends}</w:fldSimple>', run("甲")) == [
        Paragraph(f"{GAP}甲")
    ]


def test_formulas_and_readings_above_words_are_set_apart(path: Path) -> None:
    formula = "<m:oMath xmlns:m='urn:m'><m:r><m:t>x</m:t></m:r></m:oMath>"
    ruby = f"<w:r><w:ruby><w:rt>{run('ㄧˊ')}</w:rt><w:rubyBase>{run('疑')}</w:rubyBase></w:ruby></w:r>"
    assert held(path, run("甲"), ruby) == [Paragraph(f"甲{GAP}疑")]
    path.unlink()
    document = docx.Document()
    inside = document.add_paragraph("甲")._p
    inside.append(parse_xml(formula))
    inside.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>乙</w:t></w:r>"))
    document.save(str(path))
    assert paragraphs(path) == [Paragraph(f"甲{GAP}乙")]


def test_a_text_box_stands_once_and_by_itself(path: Path) -> None:
    box = f"<w:txbxContent><w:p>{run('框')}</w:p></w:txbxContent>"
    both = f"<w:Choice>{box}</w:Choice><w:Fallback>{box}</w:Fallback>"
    assert held(path, run("甲"), f"<w:r>{both}</w:r>", run("乙")) == [Paragraph("框"), Paragraph("甲乙")]


def test_words_in_a_cell_that_another_covers_and_in_a_row_that_is_gone(path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=2)
    for at, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"格{at}"
    for row, value in ((0, 'w:val="restart"'), (1, "")):
        properties = table.cell(row, 0)._tc.get_or_add_tcPr()
        properties.append(parse_xml(f"<w:vMerge {nsdecls('w')} {value}/>"))
    table.rows[2]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')}/>"))
    document.save(str(path))
    found = paragraphs(path)
    assert [each.text for each in found if not each.hidden] == ["格0", "格1", "格3", "格6", "格7"]
    assert [each.text for each in found if each.hidden] == ["格2", "格4", "格5"]


def test_a_damaged_document_is_one_sentence(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(UserError, match="damaged document"):
        paragraphs(path)
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(UserError, match="damaged document"):
        paragraphs(path)
