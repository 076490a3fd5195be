"""What the introduction ends with: how to reach the service team, and the words under its picture."""

from pipeline.fields.front_matter import Front, read_front
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
