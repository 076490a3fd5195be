"""What demo-113 changes against demo-112 is told once, in the right kind and class, and nothing else is."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.record import Booklet, Contact, Item, Node, Phone, Programme, Prose, Website
from pipeline.diff.apply import apply, holdings
from pipeline.diff.booklets import diff, to_json
from pipeline.diff.changes import CLASSES, Change, Diff, schema
from pipeline.diff.matching import Decision, Decisions
from pipeline.facts.programme_facts import programme_facts
from tests.demonstrations import ROOT, demo, demo_read, key_of

FIXTURE = tomllib.loads((ROOT / "tests" / "fixtures" / "demo-112-113.toml").read_text("utf-8"))
Expected = dict[str, Any]


@pytest.fixture(params=["source", "pdf"])
def told(request: pytest.FixtureRequest) -> Diff:
    """The diff of the demonstration editions, of what they mean and of what is read from their pages."""
    edition = demo if request.param == "source" else demo_read
    return diff(edition(112), edition(113))


def holds(value: Any, expected: Any) -> bool:
    """Tell whether a value is, says or contains what is expected."""
    if isinstance(expected, dict):
        return isinstance(value, dict) and all(holds(value.get(key), each) for key, each in expected.items())
    if isinstance(expected, list):
        return isinstance(value, list) and len(value) == len(expected) and all(map(holds, value, expected))
    if isinstance(value, dict):
        return value.get("printed") == expected
    if isinstance(value, str) and isinstance(expected, str):
        return expected in value
    return bool(value == expected)


def answers(change: Change, expected: Expected) -> bool:
    """Tell whether a change is the one that the fixture describes."""
    if (change.kind, change.class_) != (expected["kind"], expected["class"]):
        return False
    if "programmes" in expected:
        names = {member.programme.name for member in change.members}
        if names != set(expected["programmes"]) or len(change.members) != expected["places"]:
            return False
    elif (change.programme and change.programme.name) != expected.get("programme"):
        return False
    for side, value in (("before", change.before), ("after", change.after)):
        if side not in expected:
            if value is not None:
                return False
        elif not holds(value, expected[side]):
            return False
    return True


@pytest.mark.parametrize(
    "expected", FIXTURE["change"], ids=lambda each: f"{each['kind']}-{each.get('programme')}"
)
def test_each_change_is_told_once(told: Diff, expected: Expected) -> None:
    assert sum(answers(change, expected) for change in told.changes) == 1


def test_nothing_else_is_told(told: Diff) -> None:
    left = list(told.changes)
    for expected in FIXTURE["change"]:
        left.remove(next(change for change in left if answers(change, expected)))
    assert [(change.class_, change.kind, change.before, change.after) for change in left] == []


def test_a_diff_applied_gives_the_facts_and_contacts_of_the_later_edition(told: Diff) -> None:
    edition = demo if told.to.sha256 == "0" * 64 else demo_read
    assert apply(told, edition(112)) == holdings(edition(113))


def test_a_diff_backwards_applies_too() -> None:
    assert apply(diff(demo(113), demo(112)), demo(113)) == holdings(demo(112))


def test_counts_are_those_of_the_changes(told: Diff) -> None:
    counted = Counter((change.class_, change.kind) for change in told.changes)
    listed = {(class_, kind): n for class_, kinds in told.counts.items() for kind, n in kinds.items()}
    assert list(told.counts) == list(CLASSES)
    assert listed == counted


def test_ids_are_different_and_stay(told: Diff) -> None:
    ids = [change.id for change in told.changes]
    assert len(set(ids)) == len(ids)
    assert all(len(each) == 12 for each in ids)
    without = demo(113).model_copy()
    without.programmes = without.programmes[:-1]
    fewer = {change.id for change in diff(demo(112), without).changes}
    assert len(fewer & {change.id for change in diff(demo(112), demo(113)).changes}) == len(fewer)


def test_losses_come_first(told: Diff) -> None:
    order = [CLASSES.index(change.class_) for change in told.changes]
    assert order == sorted(order)


def test_json_of_a_diff_can_be_read_back_and_fits_its_schema(told: Diff) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    plain = json.loads(to_json(told))
    assert {"from", "to", "counts", "changes"} <= plain.keys()
    assert {"kind", "class", "programme", "path", "before", "after", "members"} <= plain["changes"][0].keys()
    assert Diff.model_validate(plain) == told
    jsonschema.validate(plain, schema())


def test_paths_lead_to_what_changed(told: Diff) -> None:
    edition = demo if told.to.sha256 == "0" * 64 else demo_read
    sides = [{each.id: each for each in edition(year).programmes} for year in (112, 113)]
    for change in told.changes:
        places = change.members or ([change] if change.programme else [])
        for place in places:
            ref = place.programme
            assert ref is not None
            if place.after is not None and ref.to:
                assert resolves(sides[1][ref.to], place.path)
            if place.path_from is not None and ref.from_:
                assert resolves(sides[0][ref.from_], place.path_from)


def resolves(programme: Programme, path: str) -> bool:
    value: Any = programme
    for part in path.replace("]", "").replace("[", ".").split(".") if path else []:
        value = (
            value[int(part)]
            if part.isdecimal()
            else value[part]
            if isinstance(value, dict)
            else getattr(value, part)
        )
    return value is not None


def test_the_booklet_of_the_later_edition_is_the_one_described() -> None:
    import hashlib

    folder = ROOT / "raw" / "demo-113"
    origin = tomllib.loads((folder / "origin.toml").read_text("utf-8"))
    assert hashlib.sha256((folder / origin["file"]).read_bytes()).hexdigest() == origin["sha256"]


# one rule at a time

Edit = Callable[[Programme], None]


def edited(edit: Edit, *places: int, year: int = 112) -> list[Change]:
    """Return the changes that an edit of some programmes makes, and check that they can be applied."""
    after = demo(112).model_copy(deep=True)
    after.edition.roc_year = year
    for place in places:
        edit(after.programmes[place])
    for programme in after.programmes:
        programme.facts = programme_facts(programme, year)[0]
    found = diff(demo(112), after)
    assert apply(found, demo(112)) == holdings(after)
    return found.changes


def said(changes: list[Change]) -> list[tuple[str, str]]:
    return [(change.class_, change.kind) for change in changes]


def outlined(text: str) -> list[Node]:
    """Return the outline of a text that has a line for each node; what a marker looks like is its depth."""
    roots: list[Node] = []
    path: list[tuple[str, Node]] = []
    for line in text.split("\n"):
        marker = re.match(
            r"\d+\.|[(（]\d+[)）]|[a-z]\.|[一二三四五]、|\([一二三四五]\)|[１２]、|", line
        ).group()
        style = re.sub("[a-z]", "a", re.sub("[一二三四五]", "一", re.sub(r"[\d１２]+", "1", marker)))
        style = style.translate(str.maketrans("（）", "()"))
        depth = next((at for at, (other, _) in enumerate(path) if other == style), len(path))
        del path[depth:]
        node = Node(marker=marker or None, text=line[len(marker) :])
        (path[-1][1].children if path else roots).append(node)
        path.append((style, node))
    return roots


def in_text(old: str, new: str) -> Edit:
    """Return an edit of the first text that holds some words."""

    def edit(programme: Programme) -> None:
        holders: list[Any] = [programme.summary, *programme.benefits]
        holders += [item for service in programme.services for item in service.items]
        holder = next(each for each in holders if old in each.text)
        holder.text = holder.text.replace(old, new, 1)
        holder.outline = outlined(holder.text)

    return edit


ATD, TRAINING, FAIRS = 3, 1, 7


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("300萬元", "250萬元", [("substantive", "amount_changed")]),
        ("300萬元", "3百萬元", [("typographic", "amount_changed")]),
        ("全案經費之50%", "全案經費之五成", [("typographic", "ratio_changed")]),
        ("全案經費之50%", "全案經費之40%", [("substantive", "ratio_changed")]),
        ("(1)技術開發類：300萬元。\n", "", [("loss", "amount_changed")]),
        ("政府分擔研發風險", "政府分擔全部研發風險", [("substantive", "text_changed")]),
        ("驗證期間不得少於3個月，", "", [("loss", "duration_changed")]),
        ("每案上限1,200萬元", "每案至少1,200萬元", [("substantive", "amount_changed")]),
        ("一、技術開發", "１、技術開發", [("typographic", "text_changed")]),  # the same number
        ("一、技術開發", "A.技術開發", [("typographic", "text_changed")]),
        ("一、技術開發", "①技術開發", [("typographic", "text_changed")]),
        ("一、技術開發", "◆技術開發", [("typographic", "text_changed")]),
        ("一、技術開發", "三、技術開發", [("substantive", "text_changed")]),
        ("政府分擔研發風險", "政府分擔研發風險²", [("typographic", "text_changed")]),  # the mark of a note
        ("政府分擔研發風險", "政府分擔研發1m²風險", [("substantive", "text_changed")]),
        ("前瞻技術，由政府", "前瞻技術、由政府", [("substantive", "text_changed")]),
        ("(1)依法辦理", "（1）依法辦理", [("typographic", "text_changed")]),
        ("政府分擔研發風險", "政府分擔\n研發風險", [("typographic", "text_changed")]),
    ],
)
def test_words_and_facts_of_a_text(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert said(edited(in_text(old, new), ATD)) == expected


def test_a_fact_and_its_text_are_both_told_when_both_change() -> None:
    changes = edited(in_text("(1)技術開發類：300萬元", "(1)技術開發及試量產類：280萬元"), ATD)
    assert said(changes) == [("substantive", "amount_changed"), ("substantive", "text_changed")]


def test_a_lost_fact_is_told_with_its_sentence() -> None:
    (change,) = edited(in_text("；派訓29歲以下青年者，比率提高至七成五", ""), TRAINING)
    assert (change.class_, change.kind, change.after) == ("loss", "ratio_changed", None)
    assert change.note == "派訓29歲以下青年者，比率提高至七成五"


def test_an_added_clause_is_told_by_its_fact() -> None:
    (change,) = edited(in_text("最高補助2萬元", "最高補助2萬元；離島企業另加計20%"), TRAINING)
    assert (change.class_, change.kind, change.before) == ("substantive", "ratio_changed", None)
    assert change.note == "離島企業另加計20%"


def test_a_fact_put_before_others_is_added_and_changes_none() -> None:
    (change,) = edited(in_text("(1)技術開發類：", "(1)前期研究類：60萬元。\n(2)技術開發類："), ATD)
    assert change.before is None
    assert change.after["printed"] == "60萬元"


# years


@pytest.mark.parametrize(
    ("old", "new", "class_"),
    [
        ("112年1月9日至112年2月20日", "113年1月9日至113年2月20日", "routine"),
        ("112年1月9日至112年2月20日", "113年1月9日至2月20日", "routine"),
        ("112年1月9日至112年2月20日", "113年1月10日至113年2月20日", "substantive"),
        ("112年1月9日至112年2月20日", "114年1月9日至114年2月20日", "substantive"),
        ("112年1月9日至112年2月20日", "隨到隨審", "substantive"),
    ],
)
def test_a_window_is_routine_when_it_moved_by_exactly_the_years(old: str, new: str, class_: str) -> None:
    after = in_text(old, new)
    changes = [change for change in edited(after, ATD, year=113) if change.programme and change.before]
    changes = [change for change in changes if change.before["printed"] == old]
    assert [(change.class_, change.kind) for change in changes] == [(class_, "period_changed")]


def test_a_window_that_stayed_in_its_year_did_not_change() -> None:
    assert not [change for change in edited(lambda _: None, ATD, year=113) if "1月9日" in str(change.before)]


@pytest.mark.parametrize(
    ("old", "new", "class_"),
    [
        ("2023年越南智慧機械展", "2024年越南智慧機械展", "routine"),
        ("2023年越南智慧機械展", "2025年越南智慧機械展", "substantive"),
        ("2023年越南智慧機械展", "2024年越南智慧製造展", "substantive"),
    ],
)
def test_a_text_is_routine_when_its_years_moved_by_exactly_the_years(old: str, new: str, class_: str) -> None:
    changes = edited(in_text(old, new), FAIRS, year=113)
    assert [change.class_ for change in changes if change.kind == "text_changed"] == [class_]


def test_end_of_february_is_the_same_date_in_a_leap_year() -> None:
    from pipeline.diff.rollover import shift

    assert shift("2023-02-28~", 1) == "2024-02-29~"
    assert shift("2024-02-29", 1) == "2025-02-28"
    assert shift("2023-02-28", 1) == "2024-02-28"
    assert shift("2023-06", 2) == "2025-06"
    assert shift("2023-01-31T12:00:00", 1) == "2024-01-31T12:00:00"
    assert shift(None, 1) is None


# blocks


def test_a_block_that_went_is_one_loss_with_its_facts() -> None:
    (change,) = edited(lambda programme: programme.services.pop(), 12)
    assert (change.class_, change.kind) == ("loss", "service_changed")
    assert change.before["facts"]["amounts"][0]["printed"] == "25萬元"
    assert change.path == "services[1]"


def test_services_in_another_order_did_not_change() -> None:
    assert edited(lambda programme: programme.services.reverse(), 11) == []


def test_an_item_that_went_is_a_loss_and_one_that_came_is_none() -> None:
    gone = edited(lambda programme: programme.services[0].items.pop(4), ATD)
    assert said(gone) == [("loss", "service_changed")]
    item = Item(label="注意事項", text="每家企業以一案為限。")
    assert said(edited(lambda programme: programme.services[0].items.append(item), ATD)) == [
        ("substantive", "service_changed")
    ]


def test_an_item_that_moved_to_another_service_is_no_loss() -> None:
    def move(programme: Programme) -> None:
        programme.services[1].items.append(programme.services[0].items.pop(0))

    (change,) = edited(move, 11)
    assert (change.class_, change.kind) == ("substantive", "service_changed")
    assert change.note == "moved from services[0] to services[1]"


def test_a_field_of_the_form_that_has_another_name_is_a_label() -> None:
    before, after = demo(112).model_copy(deep=True), demo(112).model_copy(deep=True)
    before.programmes[0].other["注意事項"] = Prose(text="每家企業以申請一案為限。")
    after.programmes[0].other["申請須知"] = Prose(text="每家企業以申請一案為限。")
    (change,) = diff(before, after).changes
    assert (change.kind, change.before, change.after) == ("label_changed", "注意事項", "申請須知")
    (lost,) = diff(before, demo(112)).changes
    assert (lost.class_, lost.kind) == ("loss", "text_changed")


# contacts and websites


def test_a_contact_without_successor_is_lost_and_one_that_is_replaced_is_not() -> None:
    new = Contact(role="executing_agency", organization="金馬服務處", person="古科員", phones=[])
    assert said(edited(lambda programme: programme.contacts.pop(), TRAINING)) == [("loss", "contact_changed")]

    def swap(programme: Programme) -> None:
        programme.contacts[-1] = new

    assert said(edited(swap, TRAINING)) == [("loss", "contact_changed"), ("substantive", "contact_changed")]

    def hand_over(programme: Programme) -> None:
        programme.contacts[0] = new.model_copy(update={"role": "competent_authority"})

    assert said(edited(hand_over, TRAINING)) == [("substantive", "contact_changed")]


def test_a_telephone_printed_in_another_way_is_typographic() -> None:
    def reprint(programme: Programme) -> None:
        phone = programme.contacts[0].phones[0]
        programme.contacts[0].phones[0] = Phone(
            printed="另一寫法", e164=phone.e164, extension=phone.extension
        )

    assert said(edited(reprint, ATD)) == [("typographic", "contact_changed")]


def call(person: str) -> Edit:
    def edit(programme: Programme) -> None:
        for contact in programme.contacts:
            if contact.person == "嵇秘書":
                contact.person = person

    return edit


def test_one_change_in_three_programmes_is_one_change() -> None:
    (change,) = edited(call("傅秘書"), 7, 8, 9)
    assert change.programme is None
    assert {member.programme.name for member in change.members} == {
        "協助中堅企業海外聯展",
        "國際媒體專題報導",
        "買主引介服務",
    }


def test_one_change_in_two_programmes_is_two_changes() -> None:
    changes = edited(call("傅秘書"), 7, 8)
    assert [change.members for change in changes] == [[], []]


def rename_organization(programme: Programme) -> None:
    for contact in programme.contacts:
        contact.organization = contact.organization.replace("海灣貿易推廣協會", "海灣貿易發展協會")


def test_a_renamed_organization_is_one_change_and_followed_in_prose() -> None:
    def everywhere(programme: Programme) -> None:
        rename_organization(programme)
        programme.summary.text = programme.summary.text.replace("海灣貿易推廣協會", "海灣貿易發展協會")
        for site in programme.websites:
            site.name = (site.name or "").replace("海灣貿易推廣協會", "海灣貿易發展協會") or None

    (change,) = edited(everywhere, 2, 7, 8, 9)
    assert (change.kind, change.before) == ("organization_renamed", "社團法人海灣貿易推廣協會")
    assert {"summary", "websites[0].name"} <= {member.path for member in change.members}


def test_one_programme_that_goes_to_another_organization_renames_none() -> None:
    changes = edited(rename_organization, 2)
    assert said(changes) == [("substantive", "contact_changed")]


def test_a_rename_that_one_programme_does_not_follow_is_still_one() -> None:
    (change,) = edited(rename_organization, 7, 8, 9)
    assert change.kind == "organization_renamed"


def test_a_person_replaced_under_a_new_name_is_no_loss() -> None:
    def edit(programme: Programme) -> None:
        rename_organization(programme)
        last = programme.contacts[-1]
        last.person, last.phones = "古小姐", [Phone(printed="02-27550777", e164="+886227550777")]

    changes = edited(edit, 2, 7, 9)
    assert {change.class_ for change in changes} == {"substantive"}
    assert {change.kind for change in changes} == {"organization_renamed", "contact_changed"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://atd.example.org.tw", [("typographic", "website_changed")]),
        ("https://ATD.example.org.tw/", [("typographic", "website_changed")]),
        ("http://atd.example.org.tw/", [("substantive", "website_changed")]),
        ("https://other.example.org/", [("substantive", "website_changed")]),
    ],
)
def test_addresses(url: str, expected: list[tuple[str, str]]) -> None:
    def edit(programme: Programme) -> None:
        programme.websites[0] = Website(name=programme.websites[0].name, url=url)

    assert said(edited(edit, ATD)) == expected


# headings


def test_numbers_are_no_changes() -> None:
    after = demo(112).model_copy(deep=True)
    for programme in after.programmes:
        assert programme.area
        programme.area.number += 1
        programme.number = (programme.number or 0) + 1
    assert diff(demo(112), after).changes == []


def test_two_areas_that_change_their_names_are_told_by_their_programmes() -> None:
    after = demo(112).model_copy(deep=True)
    new = {"人才面": "技能面", "技術面": "研究面"}
    for programme in after.programmes:
        assert programme.area
        programme.area.name = new.get(programme.area.name, programme.area.name)
    changes = diff(demo(112), after).changes
    assert [(change.kind, change.before, change.after) for change in changes] == [
        ("area_renamed", "人才面", "技能面"),
        ("area_renamed", "技術面", "研究面"),
    ] or {(change.before, change.after) for change in changes} == set(new.items())


def test_a_forced_match_is_compared_and_says_why() -> None:
    decided = Decisions(
        force=[Decision(from_="國際媒體專題報導", to="循環材料應用推動計畫", reason="same desk")]
    )
    changes = diff(demo(112), demo(113), decided).changes
    (renamed,) = (change for change in changes if change.after == "循環材料應用推動計畫")
    assert renamed.note == "matched by decision; same desk"
    assert not [change for change in changes if change.kind in ("programme_added", "programme_removed")]


def test_an_edition_without_a_year_has_no_routine_changes() -> None:
    after = demo(113).model_copy(deep=True)
    after.edition.roc_year = None
    assert not diff(demo(112), after).counts["routine"]


def test_amounts_are_read_where_the_rules_put_them() -> None:
    """The tests above lean on this text: an edit that finds no fact would prove nothing."""
    programme = demo(112).programmes[ATD]
    assert programme.facts.amounts[0].printed == "300萬元"


def test_sources_and_pages_hold_the_same_changes() -> None:
    def told(edition: Callable[[int], Booklet]) -> list[tuple[str, str, str]]:
        return [
            (change.class_, change.kind, change.path) for change in diff(edition(112), edition(113)).changes
        ]

    assert told(demo) == told(demo_read)


def test_key_is_that_of_the_record() -> None:
    assert all(programme.key == key_of(programme.name) for programme in demo_read(112).programmes)


def test_fixture_names_files_that_exist() -> None:
    assert (Path(ROOT) / "tests" / "typeset" / "demo-113.toml").exists()
