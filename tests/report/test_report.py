"""The report: nothing is lost, nothing runs, nothing is fetched, and the same input makes the same bytes."""

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.record import Booklet, Contact, Correction, Finding, Period, PeriodKind, Where
from pipeline.core.texts import of_finding
from pipeline.diff.booklets import diff
from pipeline.diff.changes import Change, Diff, EditionRef, Member, ProgrammeRef
from pipeline.extract import extract
from pipeline.facts.conditions.words import PLACES
from pipeline.forms.profile import load_profile
from pipeline.report import edition_report, pair_report
from pipeline.report.crops import Pages
from pipeline.report.highlight import Segment, fold, highlight, mark
from pipeline.report.labels import code, labels_of, role
from pipeline.report.places import boxes_at, crumbs, lookup, steps, text_at
from pipeline.report.timeline import timeline
from pipeline.report.values import headline, plain, qualities, rows, shift
from pipeline.source.acquire import acquire, find_editions
from tests.demonstrations import demo_read

ROOT = Path(__file__).resolve().parents[2]
EVIL = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>\"'`{{7*7}}"


@cache
def edition(name: str) -> tuple[Booklet, Path]:
    """Return the record of a demonstration edition and its PDF."""
    (found,) = (found for found in find_editions(ROOT) if found.id == name)
    made = extract(acquire(found), found.id, found.roc_year, load_profile(found.profile))
    return made.booklet, ROOT / "raw" / name / "booklet.pdf"


@cache
def pair() -> tuple[Diff, bytes]:
    """Return the difference of the two demonstration editions and its page."""
    (former, pdf_from), (latter, pdf_to) = edition("demo-112"), edition("demo-113")
    made = diff(former, latter)
    return made, pair_report(made, former, latter, pdf_from, pdf_to)


@cache
def alone() -> bytes:
    """Return the page of one of them."""
    return edition_report(*edition("demo-113"))


def evil() -> tuple[Diff, Booklet, Booklet]:
    """Return two booklets and a difference in which every printed text is an attack."""
    former, latter = (
        Booklet.model_validate(poisoned(edition(name)[0].model_dump(mode="json")))
        for name in ("demo-112", "demo-113")
    )
    ref = ProgrammeRef(
        from_=former.programmes[0].id,
        to=latter.programmes[0].id,
        name=EVIL,
        name_from=EVIL,
        area=EVIL,
        organization=EVIL,
    )
    contact = Contact(role="competent_authority", organization=EVIL, person=EVIL, note=EVIL).model_dump(
        mode="json"
    )
    changes = [
        Change(
            id=f"{number:012x}",
            kind=kind,
            class_="substantive",
            programme=ref,
            path="services[0].items[0]",
            path_from="services[0].items[0]",
            before=contact if number % 2 else f"{EVIL}一",
            after=contact if number % 3 else f"二{EVIL}",
            note=EVIL,
            members=[Member(programme=ref, path="summary", path_from="summary", before=EVIL, after=EVIL)],
        )
        for number, kind in enumerate(labels_of("kinds"))
    ]
    edges = [
        EditionRef(id=b.edition.id, roc_year=b.edition.roc_year, title=EVIL, sha256=b.edition.source.sha256)
        for b in (former, latter)
    ]
    made = Diff(
        from_=edges[0], to=edges[1], counts={"substantive": {"text_changed": len(changes)}}, changes=changes
    )
    return made, former, latter


PRINTED = {
    "text",
    "name",
    "title",
    "organization",
    "person",
    "note",
    "introduction",
    "url",
    "label",
    "message",
    "acronym",
}


def poisoned(value):
    if isinstance(value, list):
        return [poisoned(item) for item in value]
    if isinstance(value, dict):
        return {
            key: item + EVIL if key in PRINTED and isinstance(item, str) else poisoned(item)
            for key, item in value.items()
        }
    return value


class Tags(HTMLParser):
    """Collects the start tags of a page, its ids, and whether every tag is closed."""

    VOID = frozenset(
        ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
    )

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{tag} at {self.getpos()}")

    def ids(self):
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


def policy_of(page: bytes) -> str:
    (policy,) = (
        a["content"] for tag, a in Tags(page).tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    return policy


# the page of a pair


def test_every_change_is_on_the_page_once_and_losses_come_first():
    made, page = pair()
    cards = re.findall(rb'<article class="card item (\w+)" id="([0-9a-f]+)"', page)
    assert sorted(id_.decode() for _, id_ in cards) == sorted(change.id for change in made.changes)
    classes = [class_.decode() for class_, _ in cards]
    order = ["loss", "substantive", "staff", "routine", "typographic"]
    assert classes == sorted(classes, key=order.index)
    for class_ in order:
        count = sum(change.class_ == class_ for change in made.changes)
        assert f'<span class="n">{count}</span></h2>'.encode() in page


def test_what_may_be_confirmed_together_is_folded_and_the_rest_is_not():
    text = pair()[1].decode()
    sections = re.findall(r'<section class="class (\w+)".*?</section>', text, re.S)
    assert sections == ["loss", "substantive", "staff", "routine", "typographic"]
    for class_ in sections:
        body = text.split(f'id="s-{class_}"')[1].split("</section>")[0]
        assert ('<details class="folded">' in body) == (class_ in ("staff", "routine", "typographic"))


def test_page_is_well_formed_and_its_ids_are_unique():
    for page in (pair()[1], alone()):
        tags = Tags(page)
        assert not tags.faults
        assert not tags.open
        assert len(tags.ids()) == len(set(tags.ids()))
        targets = {a["href"][1:] for tag, a in tags.tags if tag == "a"}
        assert targets <= set(tags.ids())


def test_page_names_no_other_file():
    for page in (pair()[1], alone()):
        fetching = [
            attributes[name]
            for _, attributes in Tags(page).tags
            for name in ("src", "href", "srcset", "action")
            if attributes.get(name)
        ]
        assert all(value.startswith(("#", "data:")) for value in fetching)
        style = b"".join(re.findall(rb"<style>(.*?)</style>", page, re.S))
        assert b"@import" not in style
        assert set(re.findall(rb'url\("?([a-z]+:)', style)) <= {b"data:"}
        assert "default-src 'none'" in policy_of(page)


def test_same_input_makes_the_same_bytes():
    (former, pdf_from), (latter, pdf_to) = edition("demo-112"), edition("demo-113")
    made, page = pair()
    assert pair_report(made, former, latter, pdf_from, pdf_to) == page
    assert edition_report(latter, pdf_to) == alone()


def test_each_page_image_is_embedded_once_and_the_file_stays_small():
    _, page = pair()
    names = re.findall(rb"\.pg-([ft]\d+)\{background-image", page)
    assert len(names) == len(set(names))
    shown = set(re.findall(rb'data-page="([ft]\d+)"', page))
    assert shown == set(names)
    images = re.findall(rb"data:image/webp;base64,([^\"]+)", page)
    assert sum(map(len, images)) < 60_000 * len(names)
    assert len(page) - sum(map(len, images)) < 8_000 * len(pair()[0].changes)


def test_without_a_pdf_there_is_no_crop():
    (former, _), (latter, _) = edition("demo-112"), edition("demo-113")
    transcript = ROOT / "pyproject.toml"
    for page in (
        pair_report(pair()[0], former, latter, None, transcript),
        edition_report(latter, None),
    ):
        assert b'class="crop"' not in page
        assert b"data:image/webp" not in page
        assert not Tags(page).faults


def test_nothing_changed_is_a_page_too():
    booklet, _ = edition("demo-112")
    page = pair_report(diff(booklet, booklet), booklet, booklet, None, None).decode()
    assert page.count('class="empty">') == 5
    assert "<article" not in page


def test_text_of_the_booklet_never_becomes_markup():
    made, former, latter = evil()
    for page in (pair_report(made, former, latter, None, None), edition_report(latter, None)):
        tags = Tags(page)
        assert not tags.faults
        assert [tag for tag, _ in tags.tags].count("script") == 1
        assert "img" not in {tag for tag, _ in tags.tags}
        assert not any(name.startswith("on") for _, attributes in tags.tags for name in attributes)
        assert b"{{7*7}}" in page
        assert page.count(b"window.pwned") > 0


# the page of an edition


def test_every_value_of_the_record_is_on_the_page_of_the_edition():
    booklet, pdf = edition("demo-113")
    text = edition_report(booklet, pdf).decode()
    bare = re.sub(r"<[^>]+>", "", text)
    squeezed = re.sub(r"\s+", "", bare.replace("&amp;", "&").replace("&#39;", "'").replace("&#34;", '"'))
    for programme in booklet.programmes:
        assert f'id="p-{programme.id}"' in text
        values = [programme.name, programme.summary.text]
        values += [item.text for service in programme.services for item in service.items]
        values += [benefit.text for benefit in programme.benefits]
        values += [part for c in programme.contacts for part in (c.organization, c.person, *c.emails) if part]
        values += [phone.printed for c in programme.contacts for phone in c.phones]
        values += [website.url for website in programme.websites]
        for value in values:
            assert re.sub(r"\s+", "", value) in squeezed
    for finding in booklet.findings:
        assert finding.code in text
        assert finding.severity in labels_of("severities")


# highlighting


@given(
    st.text(alphabet="計畫經費123,.一二()\n", max_size=40),
    st.text(alphabet="計畫經費123,.一二()\n", max_size=40),
)
def test_highlighting_keeps_both_texts(before, after):
    left, right = highlight(before, after)
    assert "".join(segment.text for segment in left) == before
    assert "".join(segment.text for segment in right) == after
    same = ["".join(s.text for s in side if not s.changed) for side in (left, right)]
    assert same[0] == same[1]
    if before == after:
        assert not any(segment.changed for segment in left + right)


@given(st.text(max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_marking_keeps_the_text(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    segments = [Segment(text[:7], changed=True), Segment(text[7:])]
    marked = mark(segments, start, end)
    assert "".join(segment.text for segment in marked) == text
    assert "".join(segment.text for segment in marked if segment.fact) == text[start:end]
    assert "".join(segment.text for segment in fold(marked)) == text


def test_a_number_is_highlighted_whole():
    left, right = highlight("每年最高補助120萬元", "每年最高補助150萬元")
    assert [segment.text for segment in left if segment.changed] == ["120"]
    assert [segment.text for segment in right if segment.changed] == ["150"]
    left, _ = highlight("上限1,000萬元", "上限1,200萬元")
    assert [segment.text for segment in left if segment.changed] == ["1,000"]


def test_a_lone_sign_between_two_differences_joins_them():
    left, _ = highlight("甲乙丙丁戊", "己乙庚丁戊")
    assert [(segment.text, segment.changed) for segment in left] == [("甲乙丙", True), ("丁戊", False)]


def test_a_long_unchanged_stretch_is_folded_away():
    left, _ = highlight("甲" + "同" * 400 + "乙", "丙" + "同" * 400 + "丁")
    folded = fold(left)
    assert [segment.folded for segment in folded] == [False, False, True, False, False]
    assert "".join(segment.text for segment in folded) == "甲" + "同" * 400 + "乙"


# values


def fact(**given):
    return {"printed": "x", "path": "summary", "span": [0, 1], "rule": "r", "assumptions": [], **given}


def amount(value, **given):
    return fact(**{"value": value, "bound": "max", "per": ["case"], **given})


def period(start, end, **given):
    return fact(
        purpose="application", kind="fixed", start=start, end=end, recurrence=None, subject=None, **given
    )


@pytest.mark.parametrize(
    ("before", "after", "zh", "en", "way"),
    [
        (amount(1200000), amount(1500000), "+300,000 元（+25.0%）", "+300,000 NT$ (+25.0%)", "up"),
        (amount(900000), amount(800000), "−100,000 元（−11.1%）", "−100,000 NT$ (−11.1%)", "down"),
        (amount(0), amount(5), "+5 元", "+5 NT$", "up"),
        (fact(value=0.5, bound=None), fact(value=0.6, bound=None), "+10 個百分點", "+10 percentage points", "up"),
        (fact(factor=0.8), fact(factor=0.7), "−10 個百分點", "−10 percentage points", "down"),
        (period("2023-01-01", "2023-03-31"), period("2024-01-01", "2024-03-31"), "順延 1 年", "moved by 1 year", "same"),
        (period(None, "2023-02-28"), period(None, "2024-02-29"), "順延 1 年，截止再晚 1 天", "moved by 1 year, ends 1 day later", "same"),
        (period("2023-03-01", "2023-03-31"), period("2023-03-01", "2023-03-21"), "截止早 10 天", "ends 10 days earlier", "same"),
        (period("2024-02-29", "2024-02-29"), period("2025-02-28", "2025-02-28"), "順延 1 年", "moved by 1 year", "same"),
    ],
)  # fmt: skip
def test_shift_says_how_far_a_value_moved(before, after, zh, en, way):
    assert shift(before, after) == ((zh, en), way)


def test_no_shift_where_nothing_can_be_counted():
    assert shift(None, amount(1)) is None
    assert shift(amount(1), amount(1)) is None
    assert shift(fact(value="P1Y", bound=None), fact(value="P2Y", bound=None)) is None
    assert shift(period(None, None), period("2024-01-01", None)) is None
    assert shift("甲", "乙") is None


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (amount(1200000), "NT$1,200,000", "NT$1,200,000"),
        (fact(value=0.75, bound=None), "75%", "75%"),
        (fact(factor=0.85), "8.5 折", "85% of the price"),
        (fact(value="P1Y6M", bound=None), "1 年 6 個月", "1 year 6 months"),
        (fact(value="P2W", bound=None), "2 週", "2 weeks"),
        (period("2023-01-09", "2023-02-20"), "112/1/9 – 2/20", "2023-01-09 – 2023-02-20"),
        (period(None, "2023-01-31T12:00:00"), "至 112/1/31 12:00", "until 2023-01-31 12:00"),
        ({**period(None, "2023-01-31"), "printed": "即日起至1月31日"}, "即日起至 112/1/31", "now until 2023-01-31"),
        (period("2023-03-01", None), "112/3/1 起", "from 2023-03-01"),
        (period("2023-06-30~", "2024-01"), "112/6/30前後 – 113/1", "2023-06-30 or so – 2024-01"),
        (period("2023-01", "2023-12"), "112/1 – 12月", "2023-01 – 2023-12"),
        (period("2023", "2023"), "112年", "2023"),
        ({**period(None, None), "kind": "rolling"}, "隨到隨審", "rolling"),
        ({**period(None, None), "kind": "announced", "recurrence": "FREQ=YEARLY;BYMONTH=3,4"}, "每年 3、4 月（依公告）", "every year, months 3, 4 (as announced)"),
        (fact(kind="capital", comparison="at_most", value=80000000, values=[]), "資本額 不超過 NT$80,000,000", "capital at most NT$80,000,000"),
        (fact(kind="location", comparison="one_of", value=None, values=["TW-TPE"]), "所在地：臺北市", "location: Taipei City"),
    ],
)  # fmt: skip
def test_headline_is_the_normalised_value(value, zh, en):
    assert headline(value) == (zh, en)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (
            {**amount(1800000), "role": "grant", "bound": "max", "per": ["organization", "year"]},
            ["補助獎勵", "上限", "每單位", "每年"],
            ["grant", "at most", "per organization", "per year"],
        ),
        (amount(1, bound=None, per=[], role=None), ["性質未明"], ["role not said"]),
        (amount(1, bound=None, per=[], role="other"), ["其他性質"], ["other"]),
        (
            fact(value=0.5, bound="max", role="grant_share", of="計畫總經費"),
            ["補助比率", "上限", "以「計畫總經費」計"],
            ["share granted", "at most", "of 計畫總經費"],
        ),
        (fact(factor=0.7, of="場租"), ["以「場租」計"], ["of 場租"]),
        (
            fact(kind="capital", comparison="at_most", value=80000000, values=[], subject="製造業", any_of=1),
            ["限「製造業」", "擇一即可（第 1 組）"],
            ["for 製造業 only", "one of group 1 is enough"],
        ),
        (
            {**period("2023-03-01", "2023-03-31"), "recurrence": "FREQ=YEARLY", "subject": "第一梯次"},
            ["申請期間", "定期", "每年", "第一梯次"],
            ["Application", "fixed dates", "per year", "第一梯次"],
        ),
    ],
)
def test_what_else_is_known_is_said_in_both_languages(value, zh, en):
    said = qualities(value)
    assert [label.zh for label in said] == zh
    assert [label.en for label in said] == en


def test_the_report_of_an_edition_says_what_each_value_is_for():
    booklet, _ = edition("demo-113")
    page = edition_report(booklet, None).decode()
    chips = re.findall(r'<ul class="facts">.*?</ul>', page, flags=re.DOTALL)
    read = " ".join(chips)
    for programme in booklet.programmes:
        for each in (*programme.facts.amounts, *programme.facts.ratios, *programme.facts.durations):
            assert role(each.role).zh in read
            assert role(each.role).en in read
    assert {each.kind for programme in booklet.programmes for each in programme.facts.conditions}
    for condition in (each for programme in booklet.programmes for each in programme.facts.conditions):
        assert code(condition.kind).zh in read


def test_every_code_of_the_record_has_a_name():
    from pipeline.core.record import Booklet

    schema = json.dumps(Booklet.model_json_schema())
    codes = {
        code
        for listed in re.findall(r'"enum": \[([^\]]+)\]', schema)
        for code in re.findall(r'"([^"]+)"', listed)
    }
    assert codes <= labels_of("codes").keys() | labels_of("severities").keys()


def test_values_of_any_shape_are_shown_without_their_bookkeeping():
    programme = edition("demo-113")[0].programmes[0].model_dump(mode="json")
    shown = "\n".join(row.text for row in rows(programme))
    assert programme["name"] in shown
    assert programme["services"][0]["items"][0]["text"] in shown
    assert programme["key"] not in shown
    for value in (
        None,
        "甲",
        3,
        ["甲", "乙"],
        {"number": 1, "name": "甲"},
        {"a": {"b": [1, {"c": None}]}},
        [],
        {},
    ):
        assert isinstance(plain(value), str)
        assert all(isinstance(row.text, str) for row in rows(value))


# places


def test_paths_lead_to_text_boxes_and_names():
    programme = edition("demo-112")[0].programmes[0]
    assert steps("services[0].items[2].label") == ["services", 0, "items", 2, "label"]
    assert text_at(programme, "services[0].items[0]") == programme.services[0].items[0].text
    assert text_at(programme, "services[9].items[0]") is None
    assert lookup(None, "summary") is None
    assert boxes_at(programme, "services[0].items[1].label") == programme.provenance["services[0].items[1]"]
    assert set(boxes_at(programme, "contacts[0]")) >= set(programme.provenance["contacts[0].organization"])
    assert boxes_at(programme, "nowhere[3]") == programme.provenance["name"]
    assert boxes_at(None, "summary") == []
    assert [label.zh for label in crumbs(programme, "services[0].items[1]")] == [
        "服務項目",
        programme.services[0].kind,
        programme.services[0].items[1].label,
    ]
    assert [label.zh for label in crumbs(programme, "services[0].items[1].label")][-1] == "標籤"
    # What a code says is said in words, and once: a voice line is 電話, and so is the field.
    assert [label.zh for label in crumbs(programme, "contacts[0].phones[0].printed")][2:] == ["電話", "原文"]


def test_a_printed_value_is_found_in_its_field():
    booklet, pdf = edition("demo-113")
    pages = Pages(pdf, "p", lettered=range(1, 99))
    found = total = 0
    for programme in booklet.programmes:
        for amount_ in programme.facts.amounts:
            boxes = boxes_at(programme, amount_.path)
            marks = pages.find(boxes, amount_.printed, 0.5)
            total += 1
            found += bool(marks)
            field = (min(b[1] for b in boxes), max(b[3] for b in boxes))
            assert all(field[0] - 1 <= m[1] < m[3] <= field[1] + 1 for m in marks)
    assert found == total > 0
    assert pages.find(boxes, "不在頁上", 0.5) == []
    assert pages.crops([(99, 0.0, 0.0, 1.0, 1.0)]) == []


def test_every_place_of_a_condition_has_a_name_in_both_languages():
    regions = labels_of("regions")
    assert {code: label.zh for code, label in regions.items()} == {
        code: name for name, code in PLACES.items()
    }
    assert list(regions) == list(PLACES.values())
    for name, english in regions.values():
        assert english.split()[-1] == {"市": "City", "縣": "County"}[name[-1]]


def test_the_pictures_come_after_the_words():
    """A browser that reads the file from its beginning can show all words before the first picture."""
    for page in (pair()[1], alone()):
        assert page.index(b"data:image/webp") > page.index(b"</footer>") > page.index(b"</main>")


def test_the_report_of_an_edition_unfolds_only_what_needs_eyes():
    booklet, pdf = edition("demo-113")
    booklet = booklet.model_copy(deep=True)
    programme = booklet.programmes[0]
    booklet.findings = [
        Finding(
            code="sentence-cut",
            severity="warning",
            message="the text ends in 的",
            where=Where(programme=programme.id, path="services[0].items[0]"),
        )
    ]
    text = edition_report(booklet, pdf).decode()
    contents = text[text.index('class="contents"') : text.index('id="findings"')]
    for each in booklet.programmes:
        assert f'href="#p-{each.id}"' in contents
    start = text.index(f'id="p-{programme.id}"')
    sheet = text[start : text.index("</article>", start)]
    assert sheet.count("<details") == 1
    unfolded, folded = sheet.split("<details", 1)
    assert (
        unfolded.count('class="entry"') == 1
    )  # the item that a finding speaks of, and not its whole service
    assert "文字止於「的」" in unfolded
    assert "the text ends in 的" in unfolded
    assert of_finding("zh_TW", "sentence-cut")[1] in unfolded
    assert folded.count('class="entry"') > 5


def window(**told: object) -> Period:
    given = {
        "printed": "x",
        "path": "summary",
        "span": (0, 1),
        "rule": "r",
        "purpose": "application",
        "kind": "fixed",
    }
    return Period.model_validate(given | told)


def test_both_years_stand_on_one_calendar_and_a_window_without_dates_has_no_bar():
    former, latter = (edition(name)[0].model_copy(deep=True) for name in ("demo-112", "demo-113"))
    one, other = former.programmes[0], latter.programmes[0]
    one.facts.periods = [window(start="2023-03-01", end="2023-05-31")]
    other.facts.periods = [window(start="2024-03-01", end="2024-06-30"), window(kind="announced")]
    made = timeline([(one, other)], former, latter, {})
    assert made is not None
    (lane,) = made.lanes
    assert [bar.side for bar in lane.bars] == ["from", "to"]
    assert lane.bars[0].x == lane.bars[1].x
    assert lane.bars[0].width < lane.bars[1].width < 40
    assert [bar.y for bar in lane.bars] == [4, 16]
    assert "依公告" in lane.said.zh
    assert [text for _, text, year in made.ticks if year] == [("112／113", "2023/2024")]
    assert 20 < next(place for place, text, _ in made.ticks if text.zh == "4") < 30
    other.facts.periods = [window(kind="announced")]
    one.facts.periods = []
    alone = timeline([(None, other)], None, latter, {})
    assert alone is not None
    assert alone.lanes[0].bars == []
    for kind in get_args(PeriodKind):
        other.facts.periods = [window(kind=kind)]
        bars = timeline([(None, other)], None, latter, {}).lanes[0].bars
        assert [(bar.vague, bar.width > 99) for bar in bars] == [(True, True)] * (
            kind in ("year_round", "rolling", "ongoing")
        ), kind


@pytest.mark.parametrize("path", ["services[0].items[0]", "services[0].items[0].label", "contacts[0].person"])
@pytest.mark.parametrize("severity", ["error", "warning", "note", "corrected"])
def test_only_the_value_that_a_person_must_look_at_is_unfolded(path, severity):
    booklet = demo_read(113).model_copy(deep=True)
    programme = next(each for each in booklet.programmes if each.services[0].items)
    told = Finding(
        code="sentence-cut", severity="warning", message="m", where=Where(programme=programme.id, path=path)
    )
    others = [found for found in booklet.findings if found.where.programme != programme.id]
    booklet.findings = [*others, told.model_copy(update={"severity": severity})]
    if severity == "corrected":
        booklet.findings = others
        programme.corrections = [Correction(path=path, read="x", printed="y", reason="r", who="w")]
    page = edition_report(booklet, None).decode()
    sheet = page.partition(f'id="p-{programme.id}"')[2].partition("</article>")[0]
    before, _, folded = sheet.partition('<details class="folded">')
    assert before.count('class="entry') == (severity != "note")
    assert folded.count('class="entry') > 3
