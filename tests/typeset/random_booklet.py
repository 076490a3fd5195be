"""Random booklets, for tests that print a booklet and read it back.

``random_booklet(Random(seed))`` is a plain generator; ``booklets()`` gives it to Hypothesis.  What is generated is unambiguous: people end in a title, prose holds no
markers, a title of a kind has no punctuation, a text of a kind ends in a full stop.
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from tests.typeset.random_contacts import random_contacts, random_phone
from tests.typeset.source import (
    Area,
    Benefit,
    Introduction,
    Item,
    Meant,
    Measure,
    Node,
    Printing,
    Programme,
    Service,
    Source,
)

PHRASES = (
    "協助企業導入智慧製造",
    "提升產品附加價值",
    "由專家到廠提出改善建議",
    "補助款不得超過全案經費之50%",
    "每案上限300萬元",
    "依ISO 14064標準辦理",
    "媒合Talent Bridge平臺之會員",
    "強化AI應用能力",
    "申請文件不齊者應限期補正",
    "鼓勵上中下游共同提案",
    "並於結案時提供測試報告",
    "培養企業內部種子人員",
    "同一年度以申請2件為限",
    "其餘由申請企業自籌",
    "謝謝企業配合實地查訪",
    "運用「產業地圖」掌握需求",
    "降低能源成本",
    "爭取海外商機",
    "簽約後撥付三成",
    "非屬銀行拒絕往來戶",
    "服務範圍及於𡍼城及𣲗水兩庄",  # Unicode extension B
    "另設㛃山與㵾溪示範點",  # extension A
    "由喆堃基金會認養𠮷峯步道",
    "{\uf997|聯}合{\uf98e|年}度考評",  # compatibility ideographs
    "{⽤|用}於{⼈|人}{⼒|力}培育",  # Kangxi radicals
)
NAMES = ("雲端", "綠能", "精密", "海洋", "山城", "數位", "循環", "未來", "鄉村", "微型", "先導", "跨域")
SUBJECTS = ("技術", "人才", "品牌", "製程", "設備", "場域", "服務", "材料", "通路", "檢測")
ENDINGS = ("推動計畫", "補助計畫", "輔導計畫", "躍進計畫", "專案貸款", "加值計畫")
KINDS = (
    "經費補助",
    "人才培訓",
    "人才招募",
    "訪視診斷",
    "輔導服務",
    "會展服務",
    "行銷推廣",
    "融資貸款",
    "其他",
)
TITLES = ("能源使用診斷", "協助開發客戶", "碳盤查輔導", "品牌定位輔導", "核配研發名額")
LABELS = (
    "補助內容",
    "補助對象",
    "補助經費",
    "申請期間",
    "補助期限",
    "服務內容",
    "服務對象",
    "審查方式",
    "應備文件",
)
PERIODS = (
    "112年1月9日至112年2月24日。",
    "即日起至10月31日止",
    "隨到隨審，無截止日期。",
    "全年受理",
    "經常性業務。",
    "依公告",
)
BENEFITS = ("優先支持", "補助加碼", "提高額度", "專屬資源", "其他")
SCHEMES = (
    ("1.", "(1)", "a."),
    ("一、", "(一)", "1.", "(1)"),
    ("(1)", "a."),
    ("一、", "1.", "(1)", "a."),
)
CHINESE = "一二三四五六七八九"


def booklets() -> st.SearchStrategy[Source]:
    """Return random sources."""
    return st.randoms(use_true_random=False).map(random_booklet)


def random_booklet(rng: Random) -> Source:
    """Return a random source of one to three areas."""
    names = [a + b + c for a in NAMES for b in SUBJECTS for c in ENDINGS]
    rng.shuffle(names)
    areas = tuple(
        Area(
            name,
            tuple(
                Measure(
                    f"{rng.choice(('提升', '加強', '拓展', '運用'))}{subject}能量",
                    tuple(random_programme(rng, names.pop()) for _ in range(rng.randint(1, 3))),
                )
                for subject in rng.sample(SUBJECTS, rng.randint(1, 2))
            ),
        )
        for name in rng.sample(("人才面", "技術面", "智財面", "其他面"), rng.randint(1, 3))
    )
    year, month = rng.randint(108, 119), rng.randint(1, 12)
    return Source(
        roc_year=year,
        title="扶植中堅企業成長計畫優惠輔導措施",
        title_lines=("扶植中堅企業成長計畫", "優惠輔導措施"),
        publishers=tuple(rng.sample(("經濟發展部", "教育創新部", "勞動發展部"), rng.randint(1, 3))),
        issued=f"{year + 1911}-{month:02}",
        issued_printed=f"中華民國{year}年{month}月",
        introduction=_introduction(rng),
        areas=areas,
    )


def sentence(rng: Random, least: int = 1, most: int = 4) -> str:
    """Return prose that ends in a full stop."""
    return "，".join(rng.sample(PHRASES, rng.randint(least, most))) + "。"


def paragraphs(rng: Random, least: int = 1, most: int = 4) -> str:
    """Return prose, at times of two or three paragraphs."""
    more = rng.choice((1, 2)) if rng.random() < 0.12 else 0
    return "\n".join(sentence(rng, least, most) for _ in range(1 + more))


def random_outline(rng: Random, markers: tuple[str, ...], depth: int = 0) -> tuple[Node, ...]:
    """Return two to four nodes of one level, some with children of the next."""
    run_in = rng.random() < 0.15
    nodes = []
    for index in range(rng.randint(2, 4)):
        deeper = depth + 1 < len(markers) and rng.random() < 0.3
        text = f"{rng.choice(SUBJECTS)}類：" if deeper else paragraphs(rng, 1, 3)
        children = random_outline(rng, markers, depth + 1) if deeper else ()
        nodes.append(
            Node(_marker(markers[depth], index), text, children, run_in and index > 0 and depth == 0)
        )
    return tuple(nodes)


def _marker(first: str, index: int) -> str:
    for series in ("一二三四五六七八九", "123456789", "abcdefghi"):
        if series[0] in first:
            return first.replace(series[0], series[index])
    raise ValueError(first)


def random_programme(rng: Random, name: str) -> Programme:
    """Return a random form; one in ten is long enough for three pages."""
    acronym = rng.choice((None, None, None, "CDX", "TRIP", "MBR"))
    long = rng.random() < 0.1
    websites, printed = _websites(rng, name)
    return Programme(
        name=f"{name}({acronym})" if acronym else name,
        acronym=acronym,
        summary=paragraphs(rng) if (plain := rng.random() < 0.7) else "",
        summary_outline=() if plain and rng.random() < 0.7 else random_outline(rng, ("一、",)),
        services=_services(rng, long),
        benefits=tuple(
            Benefit(
                kind, paragraphs(rng, 1, 2), random_outline(rng, ("一、",)) if rng.random() < 0.15 else ()
            )
            for kind in rng.sample(BENEFITS, rng.randint(1, 2))
        ),
        contacts=random_contacts(rng),
        websites=websites,
        websites_printed=printed,
        printing=_printing(rng),
    )


def _services(rng: Random, long: bool) -> tuple[Service, ...]:
    found = []
    for index in range(rng.randint(3, 5) if long else rng.randint(1, 3)):
        kind = rng.choice(KINDS)
        if rng.random() < 0.15:
            found.append(Service(kind, text=paragraphs(rng, 3, 5)))
            continue
        title = rng.choice(TITLES) if rng.random() < 0.25 else None
        mark = "" if index == 0 and title is None and rng.random() < 0.15 else rng.choice(("■", "■ "))
        bullet, colon = rng.choice(("●", "● ")), rng.choice(("：", "：", ":"))
        labels = rng.sample(LABELS, rng.randint(6, 9) if long else rng.randint(1, 4))
        items = tuple(_item(rng, label, bullet, colon) for label in labels)
        found.append(Service(kind, title, None, items, mark))
    return tuple(found)


def _item(rng: Random, label: str, bullet: str, colon: str) -> Item:
    if label in ("申請期間", "補助期限"):
        return Item(label, rng.choice(PERIODS), (), bullet, colon)
    if rng.random() < 0.5:
        return Item(label, paragraphs(rng), (), bullet, colon)
    text = "合於下列規定者：" if rng.random() < 0.3 else ""
    outline = random_outline(rng, rng.choice(SCHEMES))
    return Item(label, text, outline, bullet, colon, twice=rng.random() < 0.06)


def _websites(rng: Random, name: str) -> tuple[tuple[tuple[str | None, str], ...], tuple[str, ...]]:
    host = "".join(rng.choice("abcdefgh") for _ in range(6))
    title, url = f"{name}網站", f"https://www.{host}.example.tw/"
    other = f"http://{host}.example.org/guide"
    tail = "/".join("".join(rng.choice("klmnop") for _ in range(7)) for _ in range(9))
    choices: tuple[tuple[tuple[tuple[str | None, str], ...], tuple[str, ...]], ...] = (
        ((), ("無",)),
        ((), ()),
        (((title, url),), (title, url)),
        (((title, url),), (f"{title} {url}",)),
        (((title, url),), (f"{title}({url})",)),
        (((title, url),), (f"({url}){title}",)),
        (((None, url),), (url,)),
        (((title, url), ("線上申請專區", other)), (title, url, "線上申請專區", other)),
        (((title, url), ("線上申請專區", other)), (f"1.{title}，{url}", f"2.線上申請專區，{other}")),
        (((title, f"{url}{tail}?lang=zh-Hant"),), (title, f"{url}{tail}?lang=zh-Hant")),
    )
    return rng.choice(choices)


def _printing(rng: Random) -> Printing:
    labels: dict[str, str] = {}
    if rng.random() < 0.3:
        labels["summary"] = rng.choice(("輔導措施簡\n介", "輔導措施 簡介", "輔導\n措施\n簡介"))
    if rng.random() < 0.3:
        labels["benefits"] = rng.choice(("中堅企業\n優惠方式", "中堅企業 優惠方式"))
    if rng.random() < 0.2:
        labels["contacts"] = rng.choice(("聯絡\n方式", "聯絡 方式"))
    if rng.random() < 0.1:
        labels["services"] = "\n".join("提供服務項目")
    missing = tuple(key for key in ("benefits", "contacts", "websites") if rng.random() < 0.04)
    return Printing(
        same_page=rng.random() < 0.25,
        labels=labels,
        cut_after={"services": rng.randint(1, 3)} if rng.random() < 0.15 else {},
        label_cut=("contacts",) if rng.random() < 0.2 else (),
        transcript=rng.choice(("paragraphs", "paragraphs", "plain", "quoted", "entities")),
        transcript_cut=("services",) if rng.random() < 0.2 else (),
        missing=missing,
    )


def _introduction(rng: Random) -> Introduction:
    (phone, number), mail = random_phone(rng), "service@growth-team.example.tw"
    person = rng.choice(("溫先生", "裴小姐", "岳專員"))
    lines = ["地址：臺北市文山區長青路二段36號5樓", f"電話：{phone}，{person}", f"E-mail：{mail}"]
    lines.append("網站：https://growth-team.example.tw/")
    contact = tuple(Node(f"{index}.", line) for index, line in enumerate(lines, 1))
    paragraphs = [Node("", sentence(rng, 3, 6)) for _ in range(rng.randint(1, 3))]
    nodes = (
        *paragraphs,
        Node("◆", "服務團服務方式：", random_outline(rng, ("1.", "(1)"))),
        Node("◆", "服務團聯絡方式：", contact),
    )
    return Introduction(
        "中堅企業成長服務團簡介", nodes, "中堅企業成長服務團", Meant(person, (number,), None, (mail,))
    )
