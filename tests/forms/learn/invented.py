"""Invented documents of many kinds: forms that repeat, and documents that hold none, from a seed.

Goes out: a document as headings, paragraphs and grids, with the fields that a perfect reader finds, and its text as
each producer writes it.  Every office, person and number is made up.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.typeset.form import chinese

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid; lines of its text stand below each other."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A heading of this level, or a paragraph: level 0."""

    text: str
    level: int = 0


Grid = list[list[Cell]]
Block = Line | Grid


@dataclass(slots=True)
class Invented:
    """A document and the fields of its forms, in order."""

    blocks: list[Block]
    forms: list[Form] = field(default_factory=list)
    grids: dict[str, list[list[list[str]]]] = field(default_factory=dict)
    """Label -> of each form the rows of the grid that stands beside it."""


SENTENCES = (
    "現場查核時發現部分紀錄未經覆核，應建立定期盤點之作法。",
    "申請人應檢附證明文件正本及影本各一份，文件不齊者通知補正。",
    "所需經費由年度預算支應，不足部分另循程序辦理。",
    "辦理期間如遇天然災害，得視實際情形調整期程。",
    "相關單位應於期限內提報執行情形，並副知主管機關。",
    "設施周邊應保留無障礙通路，寬度不得小於一公尺五十公分。",
)
PLACES = ("青禾", "柳溪", "東埔", "石橋", "梅林", "南灣", "竹圍", "松崗", "雲山", "白沙")
PEOPLE = ("王大明", "李小美", "陳志國", "林美玲", "張家豪", "吳淑芬", "周建宏", "許雅婷")
THINGS = (
    "步道",
    "公園",
    "市集",
    "圖書室",
    "兒少據點",
    "長青教室",
    "社區廚房",
    "輔具中心",
    "托育家園",
    "水圳",
)


def prose(r: Random, most: int = 4) -> str:
    """Return some sentences."""
    return "".join(r.choice(SENTENCES) for _ in range(r.randint(1, most)))


def numbered(r: Random, most: int = 4) -> str:
    """Return sentences that are numbered, a line each."""
    return "\n".join(f"{n}.{r.choice(SENTENCES)}" for n in range(1, r.randint(2, most) + 1))


def names(r: Random, count: int) -> list[str]:
    """Return names of different things."""
    return r.sample([f"{place}{thing}" for place in PLACES for thing in THINGS], count)


def date(r: Random) -> str:
    return f"{r.randint(108, 114)}年{r.randint(1, 12)}月{r.randint(1, 28)}日"


def phone(r: Random) -> str:
    return f"03-555{r.randint(1000, 9999)}"


def two(form: Form) -> Grid:
    """Return a form as rows of two cells."""
    return [[Cell(label), Cell(text)] for label, text in form.items()]


def rows(texts: Sequence[Sequence[str]]) -> Grid:
    """Return a plain grid."""
    return [[Cell(text) for text in row] for row in texts]


def some(r: Random) -> int:
    return r.randint(4, 8)


# kinds of forms


def welfare(r: Random) -> Invented:
    """Two columns under numbered headings."""
    made = Invented([Line("社會福利服務手冊", 1), Line(prose(r))])
    for n, name in enumerate(names(r, some(r)), 1):
        form = {"服務對象": prose(r, 2), "服務內容": numbered(r), "申請方式": prose(r), "聯絡電話": phone(r)}
        made.blocks += [Line(f"{chinese(n)}、{name}服務", 2), two(form)]
        made.forms.append(form)
    return made


def minutes(r: Random) -> Invented:
    """The label of the name counts, and a grid stands beside one label."""
    made = Invented([Line("審議委員會會議紀錄", 1)], grids={"初核意見": []})
    for n, name in enumerate(names(r, some(r)), 1):
        units = r.sample(["工務科", "交通科", "文化科", "水利科", "地政科"], r.randint(2, 5))
        opinions = [["審查單位", "檢核項目", "審查意見"]] + [
            [unit, f"{unit[:2]}計畫", r.choice(["無意見。", prose(r, 2)])] for unit in units
        ]
        made.grids["初核意見"].append(opinions)
        first, *others = opinions
        form = {
            "審議第○案": f"「{name}」新建工程案",
            "申請單位": f"{name[:2]}建設公司",
            "設計單位": f"{r.choice(PEOPLE)}事務所",
            "初核意見": "".join(text for row in opinions for text in row),
            "列席意見": r.choice(["無。", prose(r, 2)]),
            "委員意見": numbered(r, 5),
        }
        grid = [
            [
                Cell(f"審議第{chinese(n)}案", 1, 2),
                Cell(form["審議第○案"], 3, 2),
                Cell("申請單位"),
                Cell(form["申請單位"]),
            ],
            [Cell("設計單位"), Cell(form["設計單位"])],
            [Cell("初核意見", 1, len(opinions)), Cell(first[0]), Cell(first[1]), Cell(first[2], 3)],
            *([Cell(a), Cell(b), Cell(c, 3)] for a, b, c in others),
            [Cell("列席意見"), Cell(form["列席意見"], 5)],
            [Cell("委員意見"), Cell(form["委員意見"], 5)],
        ]
        made.blocks.append(grid)
        made.forms.append(form)
    return made


def courses(r: Random) -> Invented:
    """Values that never change: a classroom, 15人."""
    made = Invented([Line("研習課程一覽", 1)])
    for n, name in enumerate(names(r, some(r)), 1):
        form = {
            "課程名稱": f"{name}導覽", "地點": "第三教室", "人數": "15人",
            "講師": r.choice(PEOPLE), "時數": "3小時", "日期": date(r), "費用": "免費", "內容": prose(r, 3),
        }  # fmt: skip
        made.blocks += [Line(f"課程{n}", 2), [
            [Cell("課程名稱"), Cell(form["課程名稱"], 3)],
            *([Cell(a), Cell(form[a]), Cell(b), Cell(form[b])] for a, b in (("地點", "人數"), ("講師", "時數"), ("日期", "費用"))),
            [Cell("內容"), Cell(form["內容"], 3)],
        ]]  # fmt: skip
        made.forms.append(form)
    return made


def metadata(r: Random) -> Invented:
    """Code inside cells, whose keys repeat."""
    made = Invented([Line("資料欄位說明", 1)])
    for n, name in enumerate(names(r, some(r)), 1):
        key = f"field{n}"
        form = {
            "欄位名稱": f"{name}代碼", "英文名稱": key, "定義說明": prose(r, 2), "選填條件": "必須填寫",
            "資料型態": r.choice(["文字", "整數"]), "建議範例": f'{{"{key}":"{r.randint(1, 99)}",\n"unit":"處"}}', "不建議範例": "無",
        }  # fmt: skip
        made.blocks += [Line(f"表-{n} {name}"), two(form)]
        made.forms.append(form)
    return made


def projects(r: Random) -> Invented:
    """Open-ended rows of expenses within the form."""
    made = Invented([Line("補助計畫彙編", 1)], grids={"經費明細": []})
    items = ("講師費", "場地費", "印刷費", "交通費", "保險費", "材料費", "雜支", "餐費", "文宣費", "設備費")
    for n, name in enumerate(names(r, some(r)), 1):
        lines = [["項目", "金額", "說明"]] + [
            [item, f"{r.randint(1, 90)},000", r.choice(["核實支付", "依標準"])]
            for item in r.sample(items, r.randint(3, 8))
        ]
        made.grids["經費明細"].append(lines)
        form = {
            "計畫名稱": f"{name}營造計畫", "執行單位": f"{name[:2]}協會", "計畫目標": prose(r),
            "經費明細": "".join(text for row in lines for text in row), "預期效益": prose(r),
        }  # fmt: skip
        grid = [[Cell(a), Cell(form[a], 3)] for a in ("計畫名稱", "執行單位", "計畫目標")]
        grid.append([Cell("經費明細", 1, len(lines)), *map(Cell, lines[0])])
        grid += [list(map(Cell, row)) for row in lines[1:]]
        grid.append([Cell("預期效益"), Cell(form["預期效益"], 3)])
        made.blocks += [Line(f"編號：{n:02}"), grid]
        made.forms.append(form)
    return made


def people(r: Random) -> Invented:
    """The first label stands twice in a form: applicant and agent have a name each."""
    made = Invented([Line("陳情案件紀錄", 1)])
    for n in range(1, some(r) + 1):
        form = {
            "姓名": r.choice(PEOPLE), "電話": phone(r), "姓名 (2)": r.choice(PEOPLE), "電話 (2)": phone(r),
            "陳情事由": prose(r), "處理情形": prose(r),
        }  # fmt: skip
        made.blocks += [Line(f"第{n}號", 2), [
            [Cell("姓名"), Cell(form["姓名"]), Cell("電話"), Cell(form["電話"])],
            [Cell("姓名"), Cell(form["姓名 (2)"]), Cell("電話"), Cell(form["電話 (2)"])],
            [Cell("陳情事由"), Cell(form["陳情事由"], 3)],
            [Cell("處理情形"), Cell(form["處理情形"], 3)],
        ]]  # fmt: skip
        made.forms.append(form)
    return made


def facilities(r: Random) -> Invented:
    """Groups of labels with a title beside them."""
    made = Invented([Line("公共設施卡", 1)])
    for n, name in enumerate(names(r, some(r)), 1):
        form = {
            "名稱": name, "地址": f"{name[:2]}路{r.randint(1, 300)}號", "完工日期": date(r), "面積": f"{r.randint(90, 900)}平方公尺",
            "養護單位": f"{r.choice(PLACES)}工程隊", "巡查頻率": r.choice(["每月", "每季"]), "備註": prose(r, 2),
        }  # fmt: skip
        pairs = list(form.items())
        grid = [
            [Cell("基本資料", 1, 4), *map(Cell, pairs[0])],
            *(list(map(Cell, pair)) for pair in pairs[1:4]),
        ]
        grid += [[Cell("養護", 1, 2), *map(Cell, pairs[4])], list(map(Cell, pairs[5]))]
        grid += [[Cell("備註", 2), Cell(form["備註"])]]
        made.blocks += [Line(f"設施編號{n}", 2), grid]
        made.forms.append(form)
    return made


def proposals(r: Random) -> Invented:
    """The label stands before a colon in a cell over the whole width."""
    made = Invented([Line("提案彙編", 1)])
    for n, name in enumerate(names(r, some(r)), 1):
        form = {"案由": f"{name}改善案", "說明": prose(r), "辦法": prose(r, 2), "決議": "照案通過。"}
        made.blocks += [
            Line(f"第{chinese(n)}案", 2),
            rows([[f"{label}：{text}"] for label, text in form.items()]),
        ]
        made.forms.append(form)
    return made


def improvements(r: Random) -> Invented:
    """Labels above their values."""
    made = Invented([Line("缺失改善表", 1)])
    for n in range(1, some(r) + 1):
        form = {
            "缺失事項": prose(r, 2),
            "改善措施": prose(r, 2),
            "權責單位": f"{r.choice(PLACES)}科",
            "完成期限": date(r),
        }
        made.blocks += [Line(f"編號：{n}"), rows([list(form), list(form.values())])]
        made.forms.append(form)
    return made


def ruled_together(r: Random) -> Invented:
    """All forms in one table, each below a merged row."""
    made = Invented([Line("便民服務", 1)])
    grid: Grid = []
    for n, name in enumerate(names(r, some(r)), 1):
        form = {
            "受理單位": f"{name[:2]}課",
            "應備證件": prose(r, 2),
            "處理期限": f"{r.randint(1, 9)}日",
            "費用": "免費",
        }
        grid += [[Cell(f"({chinese(n)}){name}登記", 2)], *two(form)]
        made.forms.append(form)
    made.blocks.append(grid)
    return made


def vacancies(r: Random) -> Invented:
    """Labels are numbered, some forms lack one."""
    made = Invented([Line("職缺公告", 1)])
    for n, name in enumerate(names(r, some(r)), 1):
        form = {
            "職稱": f"{name}專員",
            "名額": "1名",
            "工作內容": prose(r),
            "資格條件": prose(r, 2),
            "薪資": f"{r.randint(30, 60)},000元",
            "備註": prose(r, 1),
        }
        if n % 3 == 2:
            del form["備註"]
        made.blocks += [
            Line(f"職缺{n}：{name}", 2),
            rows([[f"{chinese(k)}、{label}", text] for k, (label, text) in enumerate(form.items(), 1)]),
        ]
        made.forms.append(form)
    return made


def six_columns(r: Random) -> Invented:
    """Three labels in a row, and rows over the whole width."""
    made = Invented([Line("志工隊名冊卡", 1)])
    for name in names(r, some(r)):
        form = {
            "隊名": f"{name}志工隊", "隊長": r.choice(PEOPLE), "電話": phone(r), "人數": f"{r.randint(10, 50)}人",
            "成立日期": date(r), "類別": "社會服務", "保險": "有", "服務項目": prose(r, 3), "獲獎紀錄": r.choice(["無", prose(r, 1)]),
        }  # fmt: skip
        it = list(form.items())
        made.blocks += [[
            [Cell("隊名"), Cell(form["隊名"], 5)],
            *([Cell(text) for pair in it[at : at + 3] for text in pair] for at in (1, 4)),
            *([Cell(label), Cell(text, 5)] for label, text in it[7:]),
        ], Line("")]  # fmt: skip
        made.forms.append(form)
    return made


def first_line(r: Random) -> Invented:
    """One label and its text after each other over the whole width."""
    made = Invented([Line("實驗計畫書彙編", 1)])
    for n, name in enumerate(names(r, some(r)), 1):
        form = {
            "提案名稱": f"{name}再生",
            "現況說明": prose(r),
            "解決作法": prose(r),
            "預期成果": prose(r, 2),
        }
        made.blocks += [Line(f"提案{n}", 2), [[Cell(text)] for pair in form.items() for text in pair]]
        made.forms.append(form)
    return made


def with_lists(r: Random) -> Invented:
    """Lists and notes stand between the forms."""
    made = Invented([Line("活動手冊", 1)])
    for n, name in enumerate(names(r, some(r)), 1):
        form = {
            "活動名稱": f"{name}嘉年華",
            "主辦單位": "青禾市政府",
            "活動時間": date(r),
            "活動內容": prose(r),
            "洽詢電話": phone(r),
        }
        made.blocks += [Line(f"1-{n} {name}", 2), two(form)]
        if n % 2:
            made.blocks += [
                Line("交通時刻"),
                rows(
                    [
                        ["班次", "時間", "站名"],
                        *([str(k), f"{k + 8}:00", r.choice(PLACES)] for k in range(1, 5)),
                    ]
                ),
            ]
        made.forms.append(form)
    return made


KINDS: list[Callable[[Random], Invented]] = [
    welfare, minutes, courses, metadata, projects, people, facilities, proposals, improvements, ruled_together,
    vacancies, six_columns, first_line, with_lists,
]  # fmt: skip


# documents that hold no form


def statistics(r: Random) -> Invented:
    made = Invented([Line("統計年報", 1)])
    for n in range(1, 5):
        heads = ["區別", "計", "男", "女"]
        made.blocks += [
            Line(f"表{n} 人口數"),
            rows(
                [
                    heads,
                    *(
                        [place + "區", *(f"{r.randint(1, 99)},{r.randint(100, 999)}" for _ in range(3))]
                        for place in PLACES
                    ),
                ]
            ),
        ]
    return made


def file_layouts(r: Random) -> Invented:
    made = Invented([Line("媒體申報檔案格式", 1)])
    for n in range(1, 4):
        columns = [["序號", "欄位名稱", "型態", "長度", "說明"]]
        columns += [
            [str(k), name, r.choice("XN"), str(r.randint(1, 30)), r.choice(["左靠右補空白", "右靠左補零"])]
            for k, name in enumerate(["統一編號", "資料別", "所屬年月", "金額", "備註"], 1)
        ]
        made.blocks += [Line(f"檔案{n}"), rows(columns)]
    return made


def blank_applications(r: Random) -> Invented:
    made = Invented([Line("附件：各式申請書", 1)])
    for title in ("補助申請書", "變更申請書", "撤案申請書"):
        labels = [
            "申請人",
            "身分證字號",
            "聯絡電話",
            "戶籍地址",
            *r.sample(["申請事由", "檢附文件", "備註", "委託人"], 2),
        ]
        made.blocks += [Line(title, 2), rows([[label, ""] for label in labels])]
    return made


def agendas(r: Random) -> Invented:
    made = Invented([Line("研討會手冊", 1)])
    for n in range(1, 4):
        times = (("09:00", "報到"), ("09:30", f"專題{n}"), ("10:30", "茶敘"), ("11:00", "綜合座談"))
        made.blocks += [
            Line(f"第{chinese(n)}日"),
            rows([["時間", "議程", "主持人"], *([a, b, r.choice(PEOPLE)] for a, b in times)]),
        ]
    return made


def staff(r: Random) -> Invented:
    made = Invented([Line("通訊錄", 1)])
    for place in r.sample(PLACES, 5):
        made.blocks += [
            Line(f"{place}科", 2),
            rows(
                [
                    ["職稱", "姓名", "電話"],
                    *([title, r.choice(PEOPLE), phone(r)] for title in ("科長", "專員", "科員", "辦事員")),
                ]
            ),
        ]
    return made


def staff_plain(r: Random) -> Invented:
    """Without headings of columns."""
    made = Invented([Line("委員名單", 1)])
    for n in range(1, 4):
        made.blocks += [
            Line(f"第{n}屆"),
            rows(
                [
                    [title, r.choice(PEOPLE), r.choice(PLACES) + "大學教授"]
                    for title in ("主任委員", "副主任委員", "委員", "委員", "委員")
                ]
            ),
        ]
    return made


def members(r: Random) -> Invented:
    """The same people come to one meeting after the other, in any order."""
    made = Invented([Line("出席名單", 1)])
    for n in range(1, 6):
        people = [[name, r.choice(("委員", "科長", "召集人"))] for name in r.sample(PEOPLE, 6)]
        made.blocks += [Line(f"第{chinese(n)}次會議", 2), rows([["姓名", "職稱"], *people])]
    return made


def budget(r: Random) -> Invented:
    made = Invented([Line("歲出概算", 1)])
    for n in range(1, 5):
        made.blocks += [
            Line(f"第{n}款"),
            rows(
                [
                    ["科目", "本年度", "上年度", "說明"],
                    *(
                        [a, f"{r.randint(1, 99)},300", f"{r.randint(1, 99)},100", ""]
                        for a in ("一般行政", "人員維持", "業務管理")
                    ),
                ]
            ),
        ]
    return made


def law(r: Random) -> Invented:
    return Invented([Line("自治條例", 1), *(Line(f"第{chinese(n)}條　{prose(r)}") for n in range(1, 12))])


def amendments(r: Random) -> Invented:
    grid = [["修正條文", "現行條文", "說明"]] + [
        [f"第{n}條 {prose(r)}", f"第{n}條 {prose(r)}", prose(r, 2)] for n in range(1, 6)
    ]
    return Invented([Line("修正草案對照表", 1), rows(grid)])


def scores(r: Random) -> Invented:
    made = Invented([Line("評分表", 1)])
    for n in range(1, 4):
        made.blocks += [
            Line(f"第{n}組"),
            rows(
                [
                    ["評分項目", "配分", "得分"],
                    *(
                        [a, str(b), str(r.randint(1, b))]
                        for a, b in (("內容", 40), ("能力", 30), ("價格", 30))
                    ),
                ]
            ),
        ]
    return made


BLANKS: list[Callable[[Random], Invented]] = [
    statistics, file_layouts, blank_applications, agendas, staff, staff_plain, budget, law, amendments, scores,
    members,
]  # fmt: skip


# as each producer writes it


def to_html(document: Invented, style: str = "") -> str:
    """Return a document as a web page."""
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{style}</head><body>{''.join(_html(document))}</body></html>"


def _html(document: Invented) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Line):
            tag = f"h{block.level}" if block.level else "p"
            yield f"<{tag}>{html.escape(block.text)}</{tag}>"
            continue
        yield "<table>"
        for row in block:
            cells = (
                f"<td colspan='{cell.across}' rowspan='{cell.down}'>{html.escape(cell.text, quote=False).replace(chr(10), '<br>')}</td>"
                for cell in row
            )
            yield f"<tr>{''.join(cells)}</tr>"
        yield "</table>"


PRINT = """<style>@page { size: 595pt HEIGHTpt; margin: 60pt 50pt; @bottom-center { content: counter(page) } }
body { font: 12pt/1.45 'Liberation Serif', 'AR PL UKai TW'; margin: 0 } h2, p { break-after: avoid }
table { width: 100%; table-layout: fixed; border-collapse: collapse; margin-bottom: 14pt }
td { border: 0.7pt solid #000; padding: 4pt; vertical-align: top; overflow-wrap: anywhere }</style>"""


def print_pdf(document: Invented, height: int) -> bytes:
    """Return a document as a PDF of pages of this height in points."""
    from tests.typeset.html_pdf import print_by_weasyprint

    return print_by_weasyprint(to_html(document, PRINT.replace("HEIGHT", str(height))))


def to_markdown(document: Invented) -> str:
    """Return a document as Markdown whose tables are HTML, as tools of text recognition write it."""
    written = "\n\n".join(_html(document))
    for level in (1, 2):
        written = written.replace(f"<h{level}>", "#" * level + " ").replace(f"</h{level}>", "")
    return written.replace("<p>", "").replace("</p>", "")
