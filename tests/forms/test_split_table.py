"""Tables that hold labels in other places than left of their texts, read by a profile."""

from __future__ import annotations

from pathlib import Path

from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.profile import parse_profile
from pipeline.source.document import Acquired, identify


def read_html(body: str, labels: str, folder: Path) -> Booklet:
    path = folder / "forms.html"
    path.write_text(f"<html><body><h1>彙編</h1>{body}</body></html>", "utf-8")
    media_type, sha256 = identify(path)
    done = extract(
        Acquired(path, media_type, sha256), "forms", 112, parse_profile("forms", f"labels = {labels}")
    )
    assert done.owned == done.glyphs
    return done.booklet


def fields(booklet: Booklet) -> list[dict[str, str]]:
    return [{label: held.text for label, held in each.other.items()} for each in booklet.programmes]


def codes(booklet: Booklet) -> set[str]:
    return {finding.code for finding in booklet.findings} - {"contents-missing"}


def test_labels_stand_in_the_same_cells_as_their_texts_side_by_side(tmp_path: Path) -> None:
    card = "<tr><td>編號：{0}</td><td>日期：{0}月</td></tr><tr><td colspan=2>事由：路燈不亮</td></tr>"
    booklet = read_html(
        f"<table>{card.format(1)}{card.format(2)}</table>", '["編號", "日期", "事由"]', tmp_path
    )
    assert fields(booklet) == [{"編號": str(n), "日期": f"{n}月", "事由": "路燈不亮"} for n in (1, 2)]
    assert codes(booklet) == set()


def test_an_unknown_label_in_a_group_is_named_and_its_title_is_not_read_twice(tmp_path: Path) -> None:
    body = """<table><tr><td colspan=2>名稱</td><td>步道</td></tr>
    <tr><td rowspan=3>經費</td><td>總額</td><td>3萬元</td></tr><tr><td>雜支</td><td>1萬元</td></tr>
    <tr><td>自籌</td><td>2萬元</td></tr></table>"""
    booklet = read_html(body, '["名稱", "總額", "自籌"]', tmp_path)
    assert fields(booklet) == [{"名稱": "步道", "總額": "3萬元", "雜支": "1萬元", "自籌": "2萬元"}]
    assert [(each.code, each.data) for each in booklet.findings][:1] == [("label-unknown", {"label": "雜支"})]
    assert codes(booklet) == {"label-unknown"}


def test_the_rest_of_a_form_above_the_first_label_of_the_next_is_parted_from_it(tmp_path: Path) -> None:
    card = "<tr><td>{0}</td><td>事由</td><td>第{0}件</td></tr><tr><td></td><td>結果</td><td>完成</td></tr>"
    body = f"<table>{card.format(1)}</table><table><tr><td></td><td></td><td>並存查。</td></tr>{card.format(2)}</table>"
    booklet = read_html(body, '["事由", "結果"]', tmp_path)
    assert fields(booklet) == [{"事由": "第1件", "結果": "完成並存查。"}, {"事由": "第2件", "結果": "完成"}]
    assert codes(booklet) == set()


def test_formal_numerals_before_a_label_are_not_part_of_it(tmp_path: Path) -> None:
    card = "<table><tr><td>壹、名稱</td><td>步道</td></tr><tr><td>②地點</td><td>河濱</td></tr></table>"
    assert fields(read_html(card, '["名稱", "地點"]', tmp_path)) == [{"名稱": "步道", "地點": "河濱"}]
