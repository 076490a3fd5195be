"""What the introduction ends with: how to reach the service team, and the words under its picture."""

import pytest

from pipeline.fields.front_matter import Front, read_front, series_of
from pipeline.fields.ledger import Ledger
from pipeline.forms.profile import load_profile
from tests.printed import lines, page

PROFILE = load_profile("support-measures")
TEAM = (
    "◆聯絡方式：", "1.地址：臺北市甲路1號", "2.電話：(02)2345-6700分機12，王先生", "3.傳真：(02)2345-6701",
    "4.E-mail：team@example.tw", "5.網站：https://team.example.tw/",
)  # fmt: skip


def read(*printed: str) -> Front:
    body = lines("109年度措施手冊", "中華民國109年1月", "目錄", "服務團簡介……1", "服務團簡介", *printed)
    glyphs = "".join(each.text.text + "\n" for each in body)
    ledger = Ledger()
    ledger.open(page(1, *body, glyphs=glyphs))
    return read_front(body, PROFILE, ledger)


def test_the_team_has_phones_a_fax_and_a_website():
    front = read("本團提供服務。", *TEAM)
    (contact,) = front.contacts
    assert [(phone.printed, phone.kind) for phone in contact.phones] == [
        ("(02)2345-6700分機12", "voice"), ("(02)2345-6701", "fax"),
    ]  # fmt: skip
    assert contact.note == "地址：臺北市甲路1號"
    assert [(site.name, site.url) for site in front.websites] == [(None, "https://team.example.tw/")]


def test_the_caption_of_a_picture_is_no_part_of_the_last_item():
    front = read("本團提供服務。", *TEAM, "位置示意圖")
    assert front.introduction.text.endswith("5.網站：https://team.example.tw/\n位置示意圖")
    assert [site.url for site in front.websites] == ["https://team.example.tw/"]


def test_a_last_line_that_is_a_sentence_stays_where_it_was():
    front = read("本團提供服務，並協助企業", "繪製技術藍圖。")
    assert front.introduction.text == "本團提供服務，並協助企業繪製技術藍圖。"


def cover(*printed: str) -> tuple[Front, Ledger]:
    """Return what a cover says, and who owns its glyphs; no contents page follows."""
    body = lines(*printed)
    ledger = Ledger()
    ledger.open(page(1, *body, glyphs="".join(each.text.text + "\n" for each in body)))
    return read_front(body, PROFILE, ledger), ledger


def owners(ledger: Ledger) -> list[str]:
    """Return which path owns the first glyph of each line."""
    (sheet,) = ledger.sheets
    starts = [0, *(at + 1 for at, sign in enumerate(sheet.page.glyphs[:-1]) if sign == "\n")]
    return [sheet.owner_of(at)[1] for at in starts]


def test_a_cover_has_a_title_publishers_and_a_date():
    front, ledger = cover(
        "109年度", "措施手冊", "主辦機關：甲部", "乙局", "發行機關:丙處", "中華民國109年1月"
    )
    assert (front.title.text, front.roc_year, front.issued) == ("109年度措施手冊", 109, "2020-01")
    assert [name.text for name in front.publishers] == ["甲部", "乙局", "丙處"]
    assert owners(ledger) == ["title", "title", "publishers", "publishers", "publishers", "issued"]


@pytest.mark.parametrize(
    ("printed", "issued"),
    [
        ("中華民國109年1月", "2020-01"),
        ("民國109年12月31日", "2020-12-31"),
        ("109年3月5日印製", "2020-03-05"),
        ("2020年3月出版", "2020-03"),
        ("中華民國一百零九年十月", "2020-10"),
        ("中華民國一百零九年十月十日編印", "2020-10-10"),
    ],
)
def test_the_date_of_a_cover(printed: str, issued: str):
    assert cover("措施手冊", printed)[0].issued == issued
    assert cover("措施手冊", printed)[0].roc_year == 109


def test_a_year_is_a_date_below_a_title_only():
    front, ledger = cover(
        "109年度", "措施手冊", "中華民國109年", "主辦機關：甲部", "中華民國109年1月", "目錄"
    )
    assert front.issued == "2020-01"
    assert owners(ledger)[:5] == ["title", "title", "issued", "publishers", "issued"]


def test_what_follows_a_date_is_a_publisher_or_a_title_no_more():
    front, _ = cover("措施手冊", "主辦機關：甲部", "中華民國109年1月", "前言。")
    assert [name.text for name in front.publishers] == ["甲部"]
    assert front.introduction.text == "前言。"


def test_a_cover_without_a_date_and_a_contents_page_has_no_end():
    front, ledger = cover("前言。", "再言。")
    assert (front.title.text, front.introduction.text) == ("", "前言。再言。")
    assert owners(ledger) == ["introduction"] * 2
    far = ["句。"] * 20
    assert cover(*far, "中華民國109年1月")[0].issued is None  # a date so far down is in a text
    assert cover(*far[:19], "中華民國109年1月")[0].issued == "2020-01"


def test_the_series_is_the_title_without_its_year():
    for title in ("109年度措施手冊", "中華民國109年措施手冊", "措施手冊一百零九年度", "措施手冊"):
        assert series_of(title) == "措施手冊"
    assert series_of("109年度措施手冊110年版") == "措施手冊110年版"


def test_the_heading_of_the_introduction_is_no_part_of_it():
    front = read("本團提供服務。")
    assert front.introduction.text == "本團提供服務。"
    assert front.contacts == []


@pytest.mark.parametrize(
    ("printed", "person", "phones", "emails", "note"),
    [
        (["1.專線：0800-056-476"], None, ["0800-056-476"], [], None),
        (["1.電話：(02)2345-6700、李小姐"], "李小姐", ["(02)2345-6700"], [], None),
        (["1.電話：(02)2345-6700，王專案經理"], "王專案經理", ["(02)2345-6700"], [], None),
        (["1.電話：(02)2345-6700", "2.聯絡人：王先生"], "王先生", ["(02)2345-6700"], [], None),
        (["1.電子信箱：a@b.example"], None, [], ["a@b.example"], None),
        (["1.e-mail：a@b.example、c@d.example"], None, [], ["a@b.example", "c@d.example"], None),
        (
            ["1.電話：(02)2345-6700", "2.地址：甲路1號", "3.傳真：無"],
            None,
            ["(02)2345-6700"],
            [],
            "地址：甲路1號；傳真：無",
        ),
    ],
)
def test_how_to_reach_the_team(
    printed: list[str], person: str | None, phones: list[str], emails: list[str], note: str | None
):
    (contact,) = read("本團提供服務。", *printed).contacts
    assert contact.organization == "服務團"
    assert (contact.role, contact.person, contact.note) == ("service_team", person, note)
    assert [phone.printed for phone in contact.phones] == phones
    assert contact.emails == emails


def test_an_address_alone_reaches_nobody():
    assert read("本團提供服務。", "1.地址：甲路1號", "2.網址：https://a.example/").contacts == []


@pytest.mark.parametrize(
    ("printed", "is_caption"),
    [
        ("位置示意圖", True),
        ("圖一：服務流程", True),
        ("表3：費用", True),
        ("圖1", False),
        ("服務流程如下圖。", False),
        ("甲" * 15 + "圖", False),
    ],
)
def test_the_words_under_a_picture(printed: str, is_caption: bool):
    text = read("本團提供服務。", "協助企業", printed).introduction.text
    assert ("\n" in text) is is_caption
    assert text.replace("\n", "").startswith("本團提供服務。協助企業")


def test_what_stands_between_the_date_and_the_contents_is_no_publisher():
    body = lines("措施手冊", "主辦機關：甲部", "中華民國109年1月", "題字", "目錄", "服務團簡介……1")
    ledger = Ledger()
    ledger.open(page(1, *body, glyphs="".join(each.text.text + "\n" for each in body)))
    front = read_front(body, PROFILE, ledger)
    assert [name.text for name in front.publishers] == ["甲部"]
    assert (front.title.text, front.issued) == ("措施手冊", "2020-01")
    assert owners(ledger)[:5] == ["title", "publishers", "issued", "publishers", "contents"]


@pytest.mark.parametrize(
    ("below", "publisher"),
    [
        ("國家產業協調會報編印", "國家產業協調會報"),
        ("農糧署、漁業署共同編製", "農糧署、漁業署"),
        ("國家產業協調會報", "國家產業協調會報"),
        ("農食產業篇", None),
    ],
)
def test_who_published_it_stands_below_the_title(below, publisher):
    front, ledger = cover("114年度輔導措施手冊", below, "中華民國114年1月")
    assert front.title.text == "114年度輔導措施手冊" + ("" if publisher else below)
    assert [name.text for name in front.publishers] == ([publisher] if publisher else [])
    assert owners(ledger) == ["title", "publishers" if publisher else "title", "issued"]
