"""A typed value that is wrong though its words are right is put right, says so, and fits only what it says it corrects."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.record import Amount, Duration, Facts, Finding, Period, Ratio, Where
from pipeline.fields.corrected_facts import choices, correctable, with_value, with_whole
from pipeline.fields.corrections import Corrections
from pipeline.fields.whole_facts import CONDITIONS, WHOLE, said_whole, whole_fact, written
from pipeline.source.corrections import Placed, add_correction, read_corrections
from tests.demonstrations import demo


def amount(at: int, **more: object) -> Amount:
    told = {
        "printed": "100萬元",
        "path": "benefits[0]",
        "span": (at, at + 5),
        "rule": "money",
        "value": 1_000_000,
    }
    return Amount.model_validate(told | more)


FACTS = Facts(
    amounts=[amount(3, bound="max", assumptions=["bound-from-heading", "yuan-missing"]), amount(40)],
    ratios=[Ratio(printed="五成", path="benefits[0]", span=(20, 22), rule="cheng", value=0.5)],
    durations=[Duration(printed="6個月", path="benefits[0]", span=(60, 63), rule="span", value="P6M")],
    periods=[
        Period(
            printed="3月底",
            path="benefits[0]",
            span=(70, 73),
            rule="end",
            kind="fixed",
            purpose="application",
            end="2024-03-31",
        )
    ],
)


def put(fact: str, read: str, printed: str, words: str = "100萬元", at: int | None = 3) -> Placed:
    return Placed(
        programme="1.1.2",
        path="benefits[0]",
        read=read,
        printed=printed,
        reason="r",
        who="w",
        fact=fact,
        words=words,
        at=at,
    )


@pytest.mark.parametrize(
    ("made", "value"),
    [
        (put("amounts.bound", "max", "min"), "min"),
        (put("amounts.bound", "max", ""), None),
        (put("amounts.value", "1000000", "1500000"), 1_500_000),
        (put("amounts.per", "", "organization, year"), ["organization", "year"]),
        (put("amounts.role", "", "grant"), "grant"),
        (put("ratios.value", "0.5", "0.6", "五成", 20), 0.6),
        (put("ratios.value", "0.5", "0.6", "五成", 999), 0.6),  # moved: the only one of its words and value
        (put("durations.value", "P6M", "P1Y", "6個月", 60), "P1Y"),
        (put("periods.end", "2024-03-31", "2025-03-31T17:00", "3月底", 70), "2025-03-31T17:00"),
        (put("periods.start", "", "2025", "3月底", 70), "2025"),
    ],
)
def test_one_field_of_one_value_is_put_right_and_says_so(made: Placed, value: object) -> None:
    changed = with_value(FACTS, made)
    assert changed is not None
    kind, name = (made.fact or "").split(".")
    fact = getattr(changed, kind)[0]
    assert (getattr(fact, name), fact.rule, fact.printed) == (value, "corrected", made.words)
    before = getattr(FACTS, kind)[0]
    other = {name, "rule", "assumptions"}
    assert fact.model_dump(exclude=other) == before.model_dump(exclude=other)
    untouched = changed.model_dump(exclude={kind})
    assert untouched == FACTS.model_dump(exclude={kind})
    assert getattr(changed, kind)[1:] == getattr(FACTS, kind)[1:]


def test_what_was_assumed_of_a_field_goes_with_its_value() -> None:
    changed = with_value(FACTS, put("amounts.bound", "max", "min"))
    assert changed is not None
    assert changed.amounts[0].assumptions == ["yuan-missing"]


@pytest.mark.parametrize(
    "made",
    [
        put("amounts.bound", "min", "max"),  # it does not read so
        put("amounts.bound", "max", "most"),  # no such word
        put("amounts.value", "1000000", "viele"),
        put("amounts.value", "1000000", "-1"),
        put("amounts.value", "1000000", ""),
        put(
            "amounts.value", "1000000", "5", at=4
        ),  # two have these words and this value, and neither stands there
        put("amounts.value", "1000000", "5", at=None),
        put("amounts.value", "1000000", "5", words="200萬元"),
        put("amounts.printed", "100萬元", "200萬元"),
        put("amounts", "", "5"),
        put("edges.value", "1", "2"),
        put("ratios.value", "0.5", "inf", "五成", 20),
        put("ratios.value", "0.5", "nan", "五成", 20),
        put("durations.value", "P6M", "six months", "6個月", 60),
        put("durations.value", "P6M", "P", "6個月", 60),
        put("durations.value", "P6M", "", "6個月", 60),
        put("periods.end", "2024-03-31", "2024-02-30", "3月底", 70),
        put("periods.end", "2024-03-31", "113/3/31", "3月底", 70),
    ],
)
def test_what_fits_nothing_changes_nothing(made: Placed) -> None:
    assert with_value(FACTS, made) is None


def test_a_value_without_a_fitting_correction_is_a_finding() -> None:
    (programme,) = (each for each in demo(112).programmes if each.id == "1.1.2")
    corrections = Corrections([put("amounts.bound", "max", "min", words="none")])
    facts, unread = corrections.of_facts(programme, [])
    assert (facts, unread) == (programme.facts, [])
    (found,) = corrections.unused()
    assert found.code == "correction-unused"
    assert "amounts.bound" in found.message


def test_the_words_of_a_closed_list_are_known() -> None:
    assert choices(FACTS.amounts[0], "bound") == ["max", "min", "exact"]
    assert {"grant", "fee"} < set(choices(FACTS.amounts[0], "role"))
    assert "organization" in choices(FACTS.amounts[0], "per")
    assert choices(FACTS.amounts[0], "value") == choices(FACTS.periods[0], "end") == []


def test_each_value_of_a_record_can_be_put_right_and_taken_back() -> None:
    for programme in demo(113).programmes:
        for kind, listed in programme.facts:
            for fact in listed:
                for name in correctable(kind, fact):
                    words = choices(fact, name)
                    new = words[-1] if words else written(fact, name)
                    there = {
                        "path": fact.path,
                        "words": fact.printed,
                        "at": fact.span[0],
                        "fact": f"{kind}.{name}",
                    }
                    old = written(fact, name)
                    made = Placed(read=old, printed=new, reason="r", who="w", **there)
                    if not new and name in ("start", "end"):
                        made = made.model_copy(update={"printed": "2025-01"})
                    changed = with_value(programme.facts, made)
                    assert changed is not None, made
                    back = with_value(changed, made.model_copy(update={"read": made.printed, "printed": old}))
                    assert back is not None
                    assert [written(each, name) for each in getattr(back, kind)] == [
                        written(each, name) for each in listed
                    ]


def test_the_record_says_it_and_a_role_that_a_person_gave_is_asked_for_no_more() -> None:
    (programme,) = (each for each in demo(112).programmes if each.id == "1.1.2")
    programme = programme.model_copy(update={"facts": FACTS})
    asked = [
        Finding(
            code="role-unclear",
            severity="note",
            message="m",
            where=Where(path="benefits[0]"),
            data={"printed": "100萬元", "span": [at, at + 5]},
        )
        for at in (3, 40)
    ]
    made = put("amounts.role", "", "grant")
    corrections = Corrections([made])
    facts, unread = corrections.of_facts(programme, asked)
    assert [each.role for each in facts.amounts] == ["grant", None]
    assert unread == asked[1:]
    assert programme.corrections == [made.plain()]
    assert list(corrections.unused()) == []


@given(st.text(max_size=12), st.sampled_from(["value", "role", "bound", "per"]))
def test_no_text_makes_a_value_that_the_record_does_not_know(text: str, name: str) -> None:
    read = written(FACTS.amounts[0], name)
    changed = with_value(FACTS, put(f"amounts.{name}", read, text))
    if changed is not None:
        assert Facts.model_validate_json(changed.model_dump_json()) == changed


def test_the_file_holds_it(tmp_path) -> None:
    for made in (put("amounts.bound", "max", "min"), put("amounts.bound", "max", "min", at=40)):
        add_correction(tmp_path, made)
    assert [each.at for each in read_corrections(tmp_path)] == [3, 40]
    add_correction(tmp_path, put("amounts.bound", "max", "exact"))
    assert [each.printed for each in read_corrections(tmp_path)] == ["min", "exact"]


# a whole value

TEXT = "每案補助100萬元，比率五成，得延長至100萬元為限。執行期以6個月為限；即日起至3月底受理。每家20萬元，另每家20萬元。"
PLACES = ["summary", "benefits[0]", "benefits[1]"]


def words(of: str) -> int:
    return TEXT.index(of)


def whole(kind: str, read: str, printed: str, said: str, at: int | None = None) -> Placed:
    return put(kind, read, printed, said, at)


def test_a_value_that_is_not_printed_is_withdrawn_and_the_others_stay() -> None:
    changed = with_whole(FACTS, whole("amounts", "1000000", "", "100萬元", 40), None, PLACES)
    assert changed is not None
    assert changed.amounts == FACTS.amounts[:1]
    assert changed.model_dump(exclude={"amounts"}) == FACTS.model_dump(exclude={"amounts"})
    for kind, fact in FACTS:
        for each in fact[:1]:
            made = whole(kind, said_whole(kind, each), "", each.printed, each.span[0])
            left = with_whole(FACTS, made, None, PLACES)
            assert left is not None
            assert getattr(left, kind) == fact[1:]


@pytest.mark.parametrize(
    ("kind", "value", "said", "read"),
    [
        ("amounts", "200000", "另每家20萬元", 200_000),
        ("ratios", "0.5", "五成", 0.5),
        ("discounts", "0.8", "延長", 0.8),
        ("durations", "P6M", "6個月", "P6M"),
        ("periods", "2025-01-01/2025-03-31", "即日起至3月底", ("2025-01-01", "2025-03-31")),
        ("periods", "../2025-03-31", "至3月底", (None, "2025-03-31")),
    ],
)
def test_a_value_that_was_not_read_is_added_where_its_words_stand(
    kind: str, value: str, said: str, read: object
) -> None:
    changed = with_whole(Facts(), whole(kind, "", value, said), TEXT, PLACES)
    assert changed is not None
    (fact,) = getattr(changed, kind)
    found = (fact.start, fact.end) if kind == "periods" else getattr(fact, WHOLE[kind])
    assert found == read
    assert TEXT[slice(*fact.span)] == fact.printed == said
    assert fact.rule == "corrected"
    assert said_whole(kind, fact) == value


PLACE = {"printed": "五成", "path": "benefits[0]", "span": (20, 22)}


@pytest.mark.parametrize(("form", "words"), CONDITIONS.items())
def test_each_condition_can_be_said_and_reads_back(form: str, words: tuple[str, ...] | None) -> None:
    said = {None: [f"{form} 80000000"], (): [form]}.get(words) or [
        f"{form} {words[0]}",
        f"{form} {', '.join(words)}",
    ]
    for each in said:
        fact = whole_fact("conditions", each, **PLACE)
        assert fact is not None
        assert said_whole("conditions", fact) == each


@pytest.mark.parametrize("year", [112, 113])
def test_each_typed_value_that_is_read_could_have_been_put_in(year: int) -> None:
    seen = {"conditions": set[str]()}
    for kind, fact in (
        (kind, each) for p in demo(year).programmes for kind, facts in p.facts for each in facts
    ):
        said = said_whole(kind, fact)
        seen.setdefault(kind, set()).add(said)
        made = whole_fact(kind, said, printed=fact.printed, path=fact.path, span=fact.span)
        assert (said == "../..") == (made is None), said
        if kind == "conditions":
            same = {"rule": "corrected", "subject": None, "any_of": None}
            assert made == fact.model_copy(update=same)
    assert len(seen["conditions"]) > 5


def test_each_condition_that_a_rule_reads_could_have_been_put_in(root: Path) -> None:
    written = tomllib.loads((root / "tests/facts/conditions.toml").read_text("utf-8"))["understood"].values()
    said = {
        re.sub(" (of|any) .*", "", each).replace(",", ", ") for line in written for each in line.split("; ")
    }
    said.discard("nothing")
    assert [each for each in said if whole_fact("conditions", each, **PLACE) is None] == []
    kinds = {each.split()[0] for each in said}
    assert kinds == {each.split()[0] for each in CONDITIONS}


def test_a_condition_that_was_not_read_is_added_beside_others_of_the_same_words() -> None:
    made = [
        whole("conditions", "", "staff at_least 5", "每案補助"),
        whole("conditions", "", "staff at_most 200", "每案補助"),
    ]
    changed: Facts | None = Facts()
    for each in made:
        assert changed is not None
        changed = with_whole(changed, each, TEXT, PLACES)
    assert changed is not None
    assert [(each.comparison, each.value) for each in changed.conditions] == [
        ("at_least", 5),
        ("at_most", 200),
    ]
    assert with_whole(changed, whole("conditions", "", "staff at_most 50", "案補"), TEXT, PLACES) is None
    for name, said in (("subject", "製造業"), ("any_of", "1")):
        one = whole(f"conditions.{name}", "", said, "每案補助", 0)
        assert with_value(changed, one) is None  # which of two
        only = changed.model_copy(update={"conditions": changed.conditions[:1]})
        told = with_value(only, one)
        assert told is not None
        assert written(told.conditions[0], name) == said
        assert name in correctable("conditions", told.conditions[0])


def test_an_added_value_stands_in_the_order_of_the_text_and_is_no_second_one() -> None:
    there = [amount(words("100萬元")), amount(words("20萬元"), path="benefits[1]")]
    facts = Facts(amounts=[*there, amount(5, path="other.x")])
    changed = with_whole(facts, whole("amounts", "", "200000", "另每家20萬元"), TEXT, PLACES)
    assert changed is not None
    assert [each.value for each in changed.amounts] == [1_000_000, 200_000, 1_000_000, 1_000_000]
    assert with_whole(changed, whole("amounts", "", "200000", "另每家20萬元"), TEXT, PLACES) is None


@pytest.mark.parametrize(
    "made",
    [
        whole("amounts", "", "200000", "每家20萬元"),  # which of two
        whole("amounts", "", "200000", "每家20萬元", 3),
        whole("amounts", "", "200000", "30萬元"),
        whole("amounts", "", "200000", ""),
        whole("amounts", "", "二十萬", "另每家20萬元"),
        whole("amounts", "", "", "另每家20萬元"),
        whole("amounts", "1000000", "5", "100萬元", 3),
        whole("amounts", "1000001", "", "100萬元", 3),
        whole("amounts", "1000000", "", "100萬元"),  # which of two
        *(whole("amounts", "", digits, "另每家20萬元") for digits in ("9" * 19, "9" * 400, "9" * 5000)),
        *(whole("conditions", "", f"capital at_most {digits}", "五成") for digits in ("9" * 19, "9" * 5000)),
        whole("conditions", "", "capital at_most", "五成"),
        whole("conditions", "", "capital at_most 一億", "五成"),
        whole("conditions", "", "capital one_of 5", "五成"),
        whole("conditions", "", "applicant one_of", "五成"),
        whole("conditions", "", "applicant one_of company, shop", "五成"),
        whole("conditions", "", "free of", "五成"),
        whole("conditions", "", "net_worth more_than 5", "五成"),
        whole("edges", "", "1", "五成"),
        whole("durations", "", "六個月", "6個月"),
        whole("periods", "", "../..", "至3月底"),
        whole("periods", "", "2025-03-31", "至3月底"),
        whole("periods", "", "2025-02-30/..", "至3月底"),
    ],
)
def test_a_whole_value_that_fits_nothing_changes_nothing(made: Placed) -> None:
    assert with_whole(FACTS, made, TEXT, PLACES) is None
    elsewhere = made.model_copy(update={"path": "contacts[0].note"})
    assert with_whole(FACTS, elsewhere, TEXT, PLACES) is None


def test_what_a_person_adds_or_withdraws_is_doubted_no_more() -> None:
    programme = demo(112).programmes[0].model_copy(deep=True)
    programme.summary.text = "每案給予若干萬元之補助。"
    unread = [
        Finding(
            code="unparsed-amount",
            severity="warning",
            message="m",
            where=Where(programme=programme.id, path="summary"),
            data={"printed": "若干萬元", "span": [4, 8], "reason": "r"},
        )
    ]
    told = {"programme": programme.id, "path": "summary", "reason": "r", "who": "w"}
    made = Placed(**told, read="", printed="10000", fact="amounts", words="若干萬元之補助", at=4)
    corrections = Corrections([made])
    facts, left = corrections.of_facts(programme, unread)
    assert (facts.amounts[0].value, left) == (10_000, [])
    assert [each.fact for each in programme.corrections] == ["amounts"]
    assert list(corrections.unused()) == []
    elsewhere = Corrections([made.model_copy(update={"words": "每案", "at": 0})])
    assert elsewhere.of_facts(programme, unread)[1] == unread
    (unused,) = Corrections([made.model_copy(update={"words": "百萬元"})]).unused()
    assert unused.message.endswith("fits nothing: other words are read there")
