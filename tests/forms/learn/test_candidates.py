"""What of the words in cells may be a label at all."""

import pytest

from pipeline.core.page import Cell, Table
from pipeline.forms.learn.candidates import Sheet, _key, overleaf, rows_of
from pipeline.forms.learn.draft import Kind, _captions, _named
from pipeline.forms.learn.labels import Label, cells_of, labels_over_grids
from tests.printed import cell


def sheet(*cells: Cell, rows: int, above: str = "附表一") -> Sheet:
    return Sheet(Table(rows, 2, cells, (0.0, 0.0, 200.0, 30.0 * rows)), 1, [above])


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("服務對象", True),
        ("113年度預算", True),
        ("公園用地(0.28公頃)", False),
        ("3.服務對象", True),
        ("合計", False),
        ('{"name": 1}', False),
        ("12", False),
    ],
)
def test_a_label_is_words_and_no_figure(text: str, may_be: bool) -> None:
    assert bool(_key(text)) is may_be


def test_a_table_at_the_head_of_the_next_page_may_go_on_the_one_before() -> None:
    table = Table(0, 0, (), (0.0, 0.0, 0.0, 0.0))
    places = ((1, []), (1, []), (2, ["附表二"]), (3, []), (3, ["附表三"]))
    assert overleaf([Sheet(table, page, list(above)) for page, above in places]) == {3}


def test_a_label_over_the_whole_width_stands_above_a_grid_of_two_cells() -> None:
    grid = (
        cell(0, 0, "名稱"),
        cell(0, 1, "甲"),
        cell(1, 0, "經費明細"),
        cell(2, 0, "人事費"),
        cell(2, 1, "9"),
    )
    rows = list(rows_of(0, sheet(*grid, rows=3)))
    assert [row.text for row in labels_over_grids(cells_of(rows), rows[:1])] == ["經費明細"]


@pytest.mark.parametrize(
    ("above", "height", "captions"),
    [
        ([], 0, ["附表一"]),
        ([cell(0, 0, "申請表")], 1, ["申請表"]),
        ([cell(0, 0, "申請表", rows=2)], 2, ["申請表"]),
        ([cell(0, 0, "項目"), cell(0, 1, "內容")], 1, ["附表一"]),
        ([cell(0, 0, "申請表"), cell(1, 0, "項目"), cell(1, 1, "內容")], 2, ["申請表"]),
        ([cell(0, 0, "他表"), cell(1, 0, "姓名"), cell(1, 1, "王"), cell(2, 0, "申請表")], 3, ["申請表"]),
        ([cell(0, 0, "姓名"), cell(0, 1, "王"), cell(1, 0, "電話"), cell(1, 1, "9")], 2, []),
    ],
)
def test_a_caption_is_a_merged_row_above_or_a_line(
    above: list[Cell], height: int, captions: list[str]
) -> None:
    held = sheet(*above, cell(height, 0, "名稱"), cell(height, 1, "甲"), rows=height + 1)
    (first,) = (row for row in rows_of(0, held) if row.text == "名稱")
    assert _captions(first, [held]) == captions


def test_kinds_without_headings_are_named_by_what_only_they_have() -> None:
    labels = (["名稱", "甲種"], ["名稱", "乙種"])
    kinds = [Kind("", [Label(text) for text in texts], 2, None, None, []) for texts in labels]
    assert [kind.name for kind in _named(kinds)] == ["甲種", "乙種"]
