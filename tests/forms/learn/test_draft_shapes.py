"""Forms of many shapes are drafted and read whole, and lists are no forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest

from pipeline.core.errors import UserError
from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.learn.draft import Draft, draft
from pipeline.forms.learn.heading_pattern import area_pattern, heading_pattern
from pipeline.forms.profile import parse_profile
from pipeline.pages.layout.frames import framed
from pipeline.pages.reading import read
from pipeline.pages.transcript import parse_transcript
from pipeline.source.document import Acquired, identify
from pipeline.source.media_type import HTML
from tests.typeset import fonts, html_pdf
from tests.typeset.form import chinese

FORMS = 8
SENTENCES = (
    "現場查核時發現部分紀錄未經覆核，應建立定期盤點之作法。",
    "申請人應檢附證明文件正本及影本各一份，文件不齊者通知補正。",
    "所需經費由年度預算支應，不足部分另循程序辦理。",
)
SUBJECTS = ("水圳", "步道", "公園", "市集", "廚房")
Form = dict[str, str]


def prose(number: int) -> str:
    """Return some sentences, other ones for each number, and not as many."""
    return "".join(SENTENCES[(number + place) % 3] for place in range(number * 5 % 7 + 1))


def td(text: str, attributes: str = "") -> str:
    return f"<td {attributes}>{text}</td>"


def tr(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def two(form: Form, attributes: str = "") -> str:
    return "".join(tr(td(label), td(text, attributes)) for label, text in form.items())


def pairs(form: Form, columns: int) -> str:
    """Return rows of so many cells, label and text in turns."""
    cells = [td(text) for pair in form.items() for text in pair]
    return "".join(tr(*cells[at : at + columns]) for at in range(0, len(cells), columns))


Shape = Callable[[int], tuple[str, Form]]


def constant_row_of_pairs(number: int) -> tuple[str, Form]:
    form = {"機關": "青禾市政府", "類別": "一般", "法規": f"辦法第{number}條", "日期": f"{number}月1日"}
    form |= {"理由": prose(number), "對策": prose(number + 1)}
    return f"<table>{pairs(form, 4)}</table>", form


def constant_first(number: int) -> tuple[str, Form]:
    form = {
        "主管機關": "青禾市政府",
        "類別": "一般",
        "建議法規": f"公園管理辦法第{number}條",
        "理由": prose(number),
    }
    return f"<table>{two(form)}</table>", form


def six_columns(number: int) -> tuple[str, Form]:
    top = {"計畫名稱": f"步道{number}號計畫", "目標": prose(number)}
    row = {"負責人": "王大明", "聯絡人": "李" + "國志美"[number % 3], "電話": "03-5551234"}
    last = {"填表人": "王大明", "主管": "陳小美"}
    body = two(top, "colspan=5") + pairs(row, 6)
    return (
        f"<table>{body}{tr(td('填表人'), td('王大明'), td('主管'), td('陳小美', 'colspan=3'))}</table>",
        top | row | last,
    )


def group_titles(number: int) -> tuple[str, Form]:
    money = {"總經費": f"{number}2萬元", "申請補助": f"{number}0萬元", "自籌款": "2萬元"}
    first = {"計畫名稱": f"步道{number}號計畫", "效益": prose(number)}
    kind = {"招標方式": "公開招標", "決標方式": "最低標"}
    rows = [tr(td(label, "colspan=2"), td(text)) for label, text in first.items()]
    for title, group in (("經費", money), ("採購", kind)):
        cells = [td(label) + td(text) for label, text in group.items()]
        rows += [tr(td(title, f"rowspan={len(cells)}") + cells[0]), *map(tr, cells[1:])]
    return f"<table>{''.join(rows)}</table>", first | money | kind


def groups_alike(number: int) -> tuple[str, Form]:
    """Two groups have the same labels: their titles are the labels."""
    rows = tr(td("案號", "colspan=2"), td(f"調{number}"))
    form = {"案號": f"調{number}"}
    for title in ("申請人", "對造人"):
        rows += tr(td(title, "rowspan=2"), td("姓名"), td(f"王{number}")) + tr(td("電話"), td(f"555{number}"))
        form[title] = f"姓名王{number}電話555{number}"
    rows += tr(td("概要", "colspan=2"), td(prose(number)))
    return f"<table>{rows}</table>", form | {"概要": prose(number)}


def same_cell(number: int) -> tuple[str, Form]:
    form = {"招募單位": f"服務{number}科", "服務時段": "週一至週五", "報名方式": prose(number)}
    return f"<table>{''.join(tr(td(f'{label}：{text}')) for label, text in form.items())}</table>", form


def same_cell_in_pairs(number: int) -> tuple[str, Form]:
    above = {"編號": f"S{number}", "受理日期": f"112年{number}月1日", "申訴人": "王小明", "承辦人": "李小美"}
    below = {"處理結果": prose(number)}
    cells = [td(f"{label}：{text}") for label, text in above.items()]
    rows = [tr(*cells[:2]), tr(*cells[2:]), tr(td(f"處理結果：{prose(number)}", "colspan=2"))]
    return f"<table>{''.join(rows)}</table>", above | below


def over_the_width(number: int) -> tuple[str, Form]:
    form = {
        "提案名稱": f"步道{number}號",
        "現況": prose(number),
        "作法": prose(number + 1),
        "效益": f"約{number}倍",
    }
    rows = (tr(td(label)) + tr(td(text)) for label, text in form.items())
    return f"<h2>編號：{number}</h2><table>{''.join(rows)}</table>", form


def long_labels(number: int) -> tuple[str, Form]:
    form = {
        "計畫名稱": f"步道{number}號",
        "計畫與性別平等政策綱領之關聯性說明": prose(number),
        "評估結果": prose(number + 1),
    }
    return f"<table>{two(form)}</table>", form


def a_table_each_row(number: int) -> tuple[str, Form]:
    form = {"服務單位": f"第{number}科", "服務期間": f"{number}月", "心得": prose(number)}
    tables = (f"<table>{tr(td(label), td(text))}</table>" for label, text in form.items())
    return f"<h2>第{number}份</h2>{''.join(tables)}", form


def lists_between(number: int) -> tuple[str, Form]:
    form = {"課程名稱": f"步道{number}課", "講師": "張講師", "內容": prose(number)}
    days = "".join(tr(td(str(week)), td(f"9月{7 * week}日"), td("上課")) for week in (1, 2, 3))
    calendar = (
        f"<p>行事曆</p><table>{tr(td('週次'), td('日期'), td('活動'))}{days}</table>" if number % 2 else ""
    )
    return f"<table>{two(form)}</table>{calendar}", form


def signatures(number: int) -> tuple[str, Form]:
    form = {"活動名稱": f"步道{number}號", "成果": prose(number)}
    heads = tr(*map(td, ("承辦人", "股長", "科長", "處長")))
    return f"<table>{two(form, 'colspan=3')}{heads}{tr(*[td('')] * 4)}</table>", form


def formal_numbers(number: int) -> tuple[str, Form]:
    form = {"計畫名稱": f"步道{number}號", "緣起": prose(number), "效益": prose(number + 1)}
    rows = (
        tr(td(f"{sign}、{label}"), td(text))
        for sign, (label, text) in zip("壹貳參", form.items(), strict=True)
    )
    return f"<table>{''.join(rows)}</table>", form


def list_beside_a_label(number: int) -> tuple[str, Form]:
    rows = tr(td("措施名稱"), td(f"步道{number}號", "colspan=2")) + tr(
        td("資格"), td(prose(number), "colspan=2")
    )
    rows += tr(td("標準", "rowspan=3"), td("等級"), td("月補助額")) + tr(td("第一級"), td(f"{number},000元"))
    rows += tr(td("第二級"), td(f"{number},500元")) + tr(td("窗口"), td(f"第{number}科", "colspan=2"))
    held = f"等級月補助額第一級{number},000元第二級{number},500元"
    form = {"措施名稱": f"步道{number}號", "資格": prose(number), "標準": held, "窗口": f"第{number}科"}
    return f"<table>{rows}</table>", form


def contacts(number: int) -> tuple[str, Form]:
    """A grid beside a label is its text, not labels of a group."""
    rows = tr(td("名稱"), td(f"步道{number}號", "colspan=5")) + tr(
        td("聯絡方式", "rowspan=2"), *map(td, ("主辦機關", f"第{number}科", "電話", f"5-11{number}"))
    )
    rows += tr(*map(td, ("執行單位", f"第{number}隊", "電話", f"5-22{number}"))) + tr(
        td("網站"), td("無", "colspan=5")
    )
    grid = f"主辦機關第{number}科電話5-11{number}執行單位第{number}隊電話5-22{number}"
    return f"<table>{rows}</table>", {"名稱": f"步道{number}號", "聯絡方式": grid, "網站": "無"}


def course(number: int) -> tuple[str, Form]:
    """Labels above their values in the first rows, then over the whole width."""
    first = {
        "教師": f"王{number}明",
        "時間": f"週{chinese(number)}",
        "地點": f"{number}01教室",
        "學分": "2學分",
    }
    form = first | {"目標": prose(number), "大綱": prose(number + 1)}
    wide = [tr(td(text, "colspan=4")) for label in ("目標", "大綱") for text in (label, form[label])]
    body = tr(*map(td, first)) + tr(*map(td, first.values())) + "".join(wide)
    return f"<h3>{number}. 課程{number}</h3><table>{body}</table>", form


def tree(number: int) -> tuple[str, Form]:
    """Labels in two tiers; the word after the number of each heading is no name."""
    state = {"樹高": f"{number + 9}公尺", "胸徑": f"{number + 80}公分", "病害": prose(number)}
    rows = tr(td("樹種"), td(f"第{number}種", "colspan=2")) + tr(
        td("現況", "colspan=2"), td("病害", "rowspan=2")
    )
    rows += tr(td("樹高"), td("胸徑")) + tr(*map(td, state.values()))
    rows += tr(td("建議"), td(prose(number + 2), "colspan=2"))
    return f"<p>第{number}號樹</p><table>{rows}</table>", {
        "樹種": f"第{number}種",
        **state,
        "建議": prose(number + 2),
    }


def grid_over_the_width(number: int) -> tuple[str, Form]:
    """A grid of columns stands under a label over the whole width."""
    head = tr(*map(td, ("作物", "病害", "倍數", "採收期")))
    kinds = [
        (f"第{number}{sign}", f"{sign}病{number}", f"{number}00倍", f"{number + 6}天") for sign in "甲乙"
    ]
    form = {"證號": f"第0{number}號", "劑型": "粉劑" if number % 2 else "乳劑"}
    rows = tr(*(td(text) for pair in form.items() for text in pair)) + tr(td("用法", "colspan=4"))
    rows += (
        head + "".join(tr(*map(td, kind)) for kind in kinds) + tr(td("注意"), td(prose(number), "colspan=3"))
    )
    grid = "作物病害倍數採收期" + "".join(map("".join, kinds))
    return f"<table>{rows}</table>", form | {"用法": grid, "注意": prose(number)}


def numbered_rows(number: int) -> tuple[str, Form]:
    form = {"場所": f"第{number}館", "日期": f"{number}月7日", "缺失": prose(number), "複查": "合格"}
    rows = [tr(td(str(at)), td(label), td(text)) for at, (label, text) in enumerate(form.items(), 1)]
    return f"<p>案件{number}</p>{table(('項次', '項目', '內容'), ())[:-8]}{''.join(rows)}</table>", form


def boxes(number: int) -> tuple[str, Form]:
    """Each cell is a label above its text, two of them in a row."""
    form = {"單位": f"第{number}合唱團", "聯絡人": f"王{number}明", "場地": "禮堂", "內容": prose(number)}
    cells = [f"{label}<br>{text}" for label, text in form.items()]
    rows = tr(td(cells[0]), td(cells[1])) + tr(td(cells[2]), td(cells[3]))
    return f"<h3>{number}. 租借{number}</h3><table>{rows}</table>", form


def labels_on_two_lines(number: int) -> tuple[str, Form]:
    """初核 and 意見 stand on lines of their own, and so does the word with which each text begins."""
    form = {"申請單位": f"第{number}公司", "初核意見": f"審查單位{prose(number)}", "列席意見": "無"}
    rows = (
        tr(td("申請單位"), td(form["申請單位"])),
        tr(td("初核<br>意見"), td(f"審查單位<br>{prose(number)}")),
        tr(td("列席意見"), td("無")),
    )
    return f"<h3>第{chinese(number)}案</h3><table>{''.join(rows)}</table>", form


SHAPES: list[Shape] = [
    labels_on_two_lines,
    boxes,
    course,
    tree,
    grid_over_the_width,
    numbered_rows,
    constant_first,
    constant_row_of_pairs,
    six_columns,
    group_titles,
    groups_alike,
    same_cell,
    same_cell_in_pairs,
    over_the_width,
    long_labels,
    a_table_each_row,
    lists_between,
    formal_numbers,
    list_beside_a_label,
    contacts,
]


def printed(shape: Shape) -> tuple[str, list[Form]]:
    made = [shape(number) for number in range(1, FORMS + 1)]
    return f"<html><body><h1>彙編</h1>{''.join(text for text, _ in made)}</body></html>", [
        form for _, form in made
    ]


def drafted(text: str, folder: Path) -> tuple[Draft, Path]:
    path = folder / "forms.html"
    path.write_text(text, "utf-8")
    return draft(list(read(path, HTML, Counter())), path.name), path


def read_by(made: Draft, path: Path) -> Booklet:
    media_type, sha256 = identify(path)
    done = extract(Acquired(path, media_type, sha256), "forms", 112, parse_profile("draft", made.toml))
    assert done.owned == done.glyphs
    return done.booklet


def fields(booklet: Booklet) -> list[Form]:
    return [
        {label: held.text.replace("\n", "") for label, held in each.other.items()}
        for each in booklet.programmes
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_form_is_drafted_and_read(shape: Shape, tmp_path: Path) -> None:
    text, meant = printed(shape)
    made, path = drafted(text, tmp_path)
    assert [label.text for label in made.kinds[0].labels] == list(meant[0])
    assert len(made.toml.splitlines()) <= 30
    booklet = read_by(made, path)
    assert fields(booklet) == meant
    codes = {finding.code for finding in booklet.findings}
    assert codes <= {"contents-missing", "table-unknown", "stray-text", "field-empty", "role-unclear"}


def test_a_label_may_stand_beside_two_people(tmp_path: Path) -> None:
    text = ""
    for number in range(1, FORMS + 1):
        people = tr(*map(td, ("理事長", "王大明", "電話", f"5-11{number}"))) + tr(
            *map(td, ("總幹事", "李小美", "電話", f"5-22{number}"))
        )
        text += f"<table>{tr(td('社區'), td(f'第{number}社區', 'colspan=3'))}{people}</table>"
    made, path = drafted(f"<html><body>{text}</body></html>", tmp_path)
    assert (len(made.kinds[0].labels), made.kinds[0].forms, "optional" in made.toml) == (4, FORMS, False)
    assert fields(read_by(made, path))[2] == {
        "社區": "第3社區",
        "理事長": "王大明",
        "電話": "5-113",
        "總幹事": "李小美",
        "電話 (2)": "5-223",
    }


def test_a_sign_before_a_heading_is_not_part_of_the_name() -> None:
    names = ("步道維護", "公園更新", "市集管理")
    assert heading_pattern([[f"◎{name}"] for name in names]) == "◎(?P<name>.+)"


def test_headings_of_columns_at_the_foot_of_a_form_are_no_labels(tmp_path: Path) -> None:
    text, meant = printed(signatures)
    made, _ = drafted(text, tmp_path)
    assert [label.text for label in made.kinds[0].labels] == list(meant[0])


def test_pairs_of_labels_beside_a_title_are_labels_where_a_page_end_cuts_one_form(tmp_path: Path) -> None:
    """Three rows of the cut group were left, two of which held two labels each: it seemed a grid in all forms."""
    text, meant = "", []
    for number in range(1, FORMS + 1):
        form = {"名稱": f"車站{number}", "類別": "聚落", "位置": f"青禾路{number}號", "屋主": f"王{number}"}
        form |= {"構造": "木造", "現況": prose(number), "意見": prose(number + 1)}
        keys = list(form)
        rows = [
            pairs({key: form[key] for key in keys[:2]}, 4),
            tr(td("位置"), td(form["位置"], "colspan=3")),
            pairs({key: form[key] for key in keys[3:5]}, 4),
            tr(td("現況"), td(form["現況"], "colspan=3")),
        ]
        title = td("基本資料", f"rowspan={3 + (number != 4)}")
        rows[0] = rows[0].replace("<tr>", f"<tr>{title}", 1)
        if number == 4:
            rows[3] = f"</table><table>{rows[3].replace('<tr>', '<tr>' + td('基本資料'), 1)}"
        rest = tr(td("意見", "colspan=2"), td(form["意見"], "colspan=3"))
        text += f"<table>{''.join(rows)}{rest}</table>"
        meant.append(form)
    made, _ = drafted(f"<html><body>{text}</body></html>", tmp_path)
    assert [label.text for label in made.kinds[0].labels] == list(meant[0])


@pytest.mark.parametrize(
    "signers", [("承辦人", "科長"), ("製表", "校對", "覆閱"), ("承辦人", "股長", "科長", "處長")]
)
def test_those_who_sign_side_by_side_are_no_labels(signers: Sequence[str], tmp_path: Path) -> None:
    """No blank is printed below; in an even number they would be label and value, as 填表人 | 王大明 are."""
    text, meant = "", []
    for number in range(1, FORMS + 1):
        form = {"日期": f"{number}月1日", "天候": "晴陰雨"[number % 3], "情形": prose(number)}
        width = 12 // len(signers)
        rows = tr(*(td(each, "colspan=3") for pair in list(form.items())[:2] for each in pair))
        rows += tr(td("情形", "colspan=3"), td(form["情形"], "colspan=9"))
        rows += tr(*(td(signer, f"colspan={width}") for signer in signers))
        text += f"<table>{rows}</table>"
        meant.append(form)
    made, _ = drafted(f"<html><body>{text}</body></html>", tmp_path)
    assert [label.text for label in made.kinds[0].labels] == list(meant[0])


def test_a_row_that_is_the_same_in_each_form_tells_nothing_of_its_columns(tmp_path: Path) -> None:
    """機關首長 stands where other rows have labels, and no word right of it."""
    text, meant = "", []
    for number in range(1, FORMS + 1):
        form = {"單位": f"第{number}課", "人員": f"王{number}明", "分機": f"10{number}"}
        form |= {"設備": f"冷氣{number}", "編號": f"88{number}", "日期": f"{number}月1日"}
        heads = tr(*(td(head, "colspan=2") for head in ("承辦人", "主管", "機關首長")))
        blank = tr(*[td("", "colspan=2")] * 3)
        text += f"<h3>單號{number}</h3><table>{pairs(form, 6)}{heads}{blank}</table>"
        meant.append(form)
    made, _ = drafted(f"<html><body>{text}</body></html>", tmp_path)
    assert [label.text for label in made.kinds[0].labels] == list(meant[0])


def test_cells_of_a_grid_in_the_column_of_a_label_are_none(tmp_path: Path) -> None:
    """Beside 進度, 主題 stands where 學分 does; a page end may cut the grid from its label."""
    text, meant = "", []
    for number in range(1, FORMS + 1):
        form = {"教師": f"王{number}明", "學分": str(number % 3 + 1), "課名": f"第{number}課", "進度": ""}
        weeks = [
            (str(week), f"{SUBJECTS[(number * week) % 5]}概論", "報告") for week in range(1, number % 3 + 2)
        ]
        grid = [("週次", "主題", "作業"), *weeks]
        form["進度"] = "".join(map("".join, grid))
        rest = "".join(tr(*map(td, row)) for row in grid[1:])
        wide = tr(td("課名"), td(form["課名"], "colspan=3"))
        first = pairs({"教師": form["教師"], "學分": form["學分"]}, 4)
        rows = tr(td("進度", f"rowspan={len(grid)}"), *map(td, grid[0])) + rest
        text += f"<h3>課程{number}</h3><table>{first}{wide}{rows}</table>"
        meant.append(form)
    made, path = drafted(f"<html><body>{text}</body></html>", tmp_path)
    assert [label.text for label in made.kinds[0].labels] == list(meant[0])
    assert fields(read_by(made, path)) == meant


def test_tables_of_figures_below_a_card_tell_nothing_of_its_columns(tmp_path: Path) -> None:
    """A page of the web a case: where the card has labels, lists of figures of another width have sums."""
    text, meant = "", []
    heads = ("公有", "私有", "未登記地")
    for number in range(1, 4):
        top = {"案件類型": "市地重劃", "案件狀態": "完成" if number > 1 else "辦理中"}
        rest = {
            "縣市": "青禾市",
            "案件名稱": f"第{number}期重劃區",
            "主辦機關": "市政府",
            "理由": prose(number),
        }
        cells = [td(each, "colspan=2") for pair in top.items() for each in pair]
        rows = [tr(td(label, "colspan=2"), td(held, "colspan=6")) for label, held in rest.items()]
        wide = tr(td(""), *map(td, (*heads, "合計"))) + "".join(
            tr(td(label), *(td(f"{number}{at}") for at in range(4))) for label in ("人數", "面積")
        )
        high = tr(td(""), td("人數"), td("面積")) + "".join(
            tr(td(label), td(f"{number}{at}"), td(f"0.{number}{at}"))
            for at, label in enumerate((*heads, "合計"))
        )
        text += f"<table>{tr(*cells)}{''.join(rows)}</table>"
        text += f"<table>{tr(td('總人數', 'colspan=5'))}{wide}</table><table>{tr(td('總人數', 'colspan=3'))}{high}</table>"
        meant.append(top | rest)
    made, path = drafted(f"<html><body>{text}</body></html>", tmp_path)
    assert [label.text for label in made.kinds[0].labels] == list(meant[0])
    read = fields(read_by(made, path))
    assert [{label: form[label] for label in meant[0]} for form in read] == meant


# forms that page ends cut


def numbered_in_one_table(number: int) -> tuple[str, Form]:
    form = {"建議事項": prose(number), "權責單位": f"第{number}科", "處理情形": prose(number + 2)}
    rows = [td(label) + td(text) for label, text in form.items()]
    return tr(td(str(number), "rowspan=3") + rows[0]) + "".join(map(tr, rows[1:])), form


def above_their_values(number: int) -> tuple[str, Form]:
    form = {
        "缺失": prose(number),
        "改善措施": prose(number + 1),
        "單位": f"第{number}科",
        "辦理情形": "□完成",
    }
    rows = tr(*map(td, form)) + tr(*map(td, form.values()))
    return f"<p>編號：{number}</p><table>{rows}</table>", form


def in_groups(number: int) -> tuple[str, Form]:
    form = {
        "名稱": f"步道{number}號",
        "年度": f"{number + 70}年",
        "項目": prose(number),
        "經費": f"{number}萬元",
    }
    rows = [td(label) + td(text) for label, text in form.items()]
    body = (
        tr(td("基本", "rowspan=2") + rows[0])
        + tr(rows[1])
        + tr(td("維護", "rowspan=2") + rows[2])
        + tr(rows[3])
    )
    return f"<p>附表{number}</p><table>{body}</table>", form


STYLE = """<style>@page { size: 420pt HEIGHTpt; margin: 50pt } body { font: 12pt/1.45 'AR PL UKai TW'; margin: 0 }
table { width: 100%; table-layout: fixed; border-collapse: collapse; margin-bottom: 14pt }
td { border: 0.7pt solid #000; padding: 4pt; vertical-align: top } p { break-after: avoid }</style>"""
CUT = [
    (shape, height)
    for shape, heights in {
        numbered_in_one_table: (380, 430, 480, 530, 595),
        above_their_values: (380, 430, 480, 530, 595),
        in_groups: (380, 430, 480, 530, 595),
        over_the_width: (430, 480, 530, 595),  # at 380 a page holds single frames alone
    }.items()
    for height in heights
]


@pytest.mark.skipif(not html_pdf.has_weasyprint(), reason="WeasyPrint is not installed")
@pytest.mark.skipif(bool(fonts.missing()), reason=f"apt-get install {fonts.APT_PACKAGES}")
@pytest.mark.parametrize(("shape", "height"), CUT)
def test_a_form_that_page_ends_cut_is_whole(shape: Shape, height: int, tmp_path: Path) -> None:
    from pipeline.source.media_type import PDF

    made = [shape(number) for number in range(1, FORMS + 1)]
    body, meant = "".join(text for text, _ in made), [form for _, form in made]
    whole = f"<table>{body}</table>" if shape is numbered_in_one_table else body
    path = tmp_path / "forms.pdf"
    path.write_bytes(html_pdf.print_by_weasyprint(STYLE.replace("HEIGHT", str(height)) + whole))
    made_of = draft(list(framed(read(path, PDF, Counter()))), path.name)
    assert [label.text for label in made_of.kinds[0].labels] == list(meant[0])
    booklet = read_by(made_of, path)
    assert fields(booklet) == meant
    assert {finding.code for finding in booklet.findings} <= {
        "contents-missing",
        "page-pictured",
        "role-unclear",
    }


# lists


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return f"<table>{tr(*map(td, head))}{''.join(tr(*map(td, row)) for row in rows)}</table>"


def budget(number: int) -> str:
    rows = [
        (name, f"{number}{place},300", f"{place},100", "")
        for place, name in enumerate(("一般行政", "人員維持", "業務管理"))
    ]
    return table(("科目", "本年度", "上年度", "說明"), rows)


def prices(number: int) -> str:
    return table(
        ("品名", "金額"),
        [(name, f"{number},{place}00元") for place, name in enumerate(("便當", "場地費", "印刷費"))],
    )


def checks(_: int) -> str:
    names = ("通道是否暢通", "滅火器是否有效", "方向指示燈是否正常")
    return table(
        ("項次", "檢查項目", "是", "否"),
        [(str(place), name, "□", "□") for place, name in enumerate(names, 1)],
    )


def agenda(number: int) -> str:
    times = (
        ("09:00-09:30", "報到"),
        ("09:30-10:30", f"專題{number}"),
        ("10:30-12:00", "綜合座談"),
        ("12:00", "賦歸"),
    )
    return table(("時間", "議程", "主持人"), [(*row, f"王{number}") for row in times])


def scores(number: int) -> str:
    rows = [
        (name, str(10 * place), str(number + place), "")
        for place, name in enumerate(("內容", "能力", "價格"), 2)
    ]
    return table(("評分項目", "配分", "得分", "說明"), rows)


def blanks(_: int) -> str:
    """Categories over several rows of blank cells."""
    rows = ""
    for name in ("委託研究", "計畫管理", "資產引進"):
        rows += tr(td(name, "rowspan=2"), *[td("")] * 4) + tr(*[td("")] * 4)
    return f"<table>{tr(*map(td, ('類別', '項目', '機構', '年度', '合計')))}{rows}</table>"


def blank(number: int) -> str:
    rows = (tr(td(label), td("")) for label in ("姓名", "出生日期", "住址", "電話"))
    return f"<h2>申請書{number}</h2><table>{''.join(rows)}</table>"


def timetable(number: int) -> str:
    """Subjects come as often in each class, in other places."""
    subjects = ("國語", "數學", "社會", "自然", "體育", "音樂", "英語", "綜合")
    rows = [
        (f"第{chinese(hour)}節", *(subjects[(number + hour * 2 + day) % 8] for day in range(5)))
        for hour in range(1, 8)
    ]
    return table(("節次", *(f"週{day}" for day in "一二三四五")), rows)


def opening_hours(number: int) -> str:
    """Few words, which come again and again in a matrix."""
    words = Random(f"f{number}").choices(("開放", "包場", "清潔", "泳訓"), k=20)
    rows = [(hour, *words[5 * at : 5 * at + 5]) for at, hour in enumerate(("早泳", "上午", "下午", "夜間"))]
    return table(("時段", *(f"週{day}" for day in "一二三四五")), rows)


def phones(number: int) -> str:
    office = f"{'東西南北中'[number - 1]}區公所"
    rows = (("單位", office), ("總機", f"(03) 555-100{number}"), ("傳真", f"03-5552{number}00轉{number}"))
    return f"<table>{two(dict(rows))}</table>"


@pytest.mark.parametrize(
    "shape", [blank, blanks, budget, prices, checks, agenda, scores, timetable, opening_hours, phones]
)
def test_lists_that_repeat_are_no_form(shape: Callable[[int], str], tmp_path: Path) -> None:
    text = "".join(f"<p>表{number}</p>{shape(number)}" for number in range(1, 6))
    with pytest.raises(UserError, match="repeats no form"):
        drafted(f"<html><body>{text}</body></html>", tmp_path)


# headings of two levels


def test_headings_above_those_of_the_forms() -> None:
    above = [
        [f"({chinese(form)})許可{number}", *([f"{chinese(area)}、第{area}科業務"] if form == 1 else [])]
        for area in (1, 2, 3)
        for form, number in ((1, area), (2, area + 7), (3, area * 5))
    ]
    programme = heading_pattern(above)
    assert programme == r"\((?P<number>[一二三四五六七八九十]+)\)(?P<name>.+)"
    assert area_pattern(above, programme) == "(?P<number>[一二三四五六七八九十]+)、(?P<name>.+)"
    assert area_pattern([lines[:1] for lines in above], programme) is None


def test_a_form_knows_its_area(tmp_path: Path) -> None:
    text = ""
    for area in (1, 2):
        text += f"<h2>第{chinese(area)}章　第{area}科</h2>"
        for number in (1, 2, 3):
            text += f"<h3>{chinese(number)}、許可{area * number}</h3><table>{two({'依據': prose(number), '期限': f'{number}日'})}</table>"
    made, path = drafted(f"<html><body>{text}</body></html>", tmp_path)
    assert made.kinds[0].area is not None
    booklet = read_by(made, path)
    assert [each.id for each in booklet.programmes] == ["1.0.1", "1.0.2", "1.0.3", "2.0.1", "2.0.2", "2.0.3"]
    assert {finding.code for finding in booklet.findings} == {"contents-missing"}


def test_a_chapter_of_the_contents_page_may_have_no_page(tmp_path: Path) -> None:
    contents = body = ""
    for area in (1, 2):
        chapter = f"<p>第{chinese(area)}章　第{area}科</p>"
        titles = [f"{chinese(number)}、許可{area * number}" for number in (1, 2, 3)]
        contents += chapter + "".join(f"<p>{title}………{area}</p>" for title in titles)
        forms = (
            f"<p>{title}</p><table>{two({'依據': prose(area), '期限': title[-1]})}</table>"
            for title in titles
        )
        body += chapter + "".join(forms)
    made, path = drafted(f"<html><body><h1>手冊</h1><p>目錄</p>{contents}{body}</body></html>", tmp_path)
    booklet = read_by(made, path)
    assert [(entry.level, entry.page) for entry in booklet.front.contents] == [
        (1, None),
        *[(3, 1)] * 3,
        (1, None),
        *[(3, 2)] * 3,
    ]
    assert [finding.code for finding in booklet.findings] == []


def test_half_of_a_label_that_page_ends_cut_again_and_again_is_none() -> None:
    rows = "建議\t甲{0}\n權責單位\t乙{0}\n情形\t丙{0}\n\n"
    cut = "建議\t丁{0}\n權責\t戊{0}\n\n單位\t\n情形\t己{0}\n\n"
    text = "".join((cut if number % 3 else rows).format(number) for number in range(9))
    pages = [parse_transcript(text, Counter())]
    assert [label.text for label in draft(pages, "cut.txt").kinds[0].labels] == [
        "建議",
        "權責單位",
        "情形",
    ]


WEEK = [["時段", *"一二三四五六日"], ["上午", *"○○×○○×○"], ["下午", *"○×○×○××"]]


def test_a_week_of_opening_hours_that_never_changes_is_no_label(tmp_path: Path) -> None:
    def card(number: int) -> tuple[str, Form]:
        form = {"院所名稱": f"第{number}診所", "醫師": "王李陳"[number % 3] + "大明", "地址": prose(number)}
        week = "".join(tr(*map(td, row)) for row in WEEK)
        return f"<table>{two(form)}</table><p>門診時間</p><table>{week}</table>", form

    text, meant = printed(card)
    made, path = drafted(text, tmp_path)
    assert [label.text for label in made.kinds[0].labels] == list(meant[0])
    assert fields(read_by(made, path)) == meant


@pytest.mark.parametrize(("seed", "headed"), [(1, True), (2, False), (3, True)])
@pytest.mark.parametrize("columns", [2, 3, 4])
def test_lists_of_members_whose_names_recur_are_no_form(
    seed: int, columns: int, headed: bool, tmp_path: Path
) -> None:
    random = Random(seed)
    people = [family + given for family in "王李陳林張吳" for given in ("大明", "小美")][:8]
    text = ""
    for session in range(1, 6):
        members = [
            (
                name,
                random.choice(("委員", "召集人", "副召集人", "科長")),
                random.choice(UNITS),
                random.choice(REMARKS),
            )
            for name in random.sample(people, 6)
        ]
        rows = [("姓名", "職稱", "單位", "備註"), *members][not headed :]
        body = "".join(tr(*map(td, row[:columns])) for row in rows)
        text += f"<h2>第{session}次會議出席名單</h2><table>{body}</table>"
    with pytest.raises(UserError, match="repeats no form"):
        drafted(f"<html><body>{text}</body></html>", tmp_path)


REMARKS = ("", "請假", "代理")
UNITS = ("工務局", "教育局", "社會局", "民政局")
