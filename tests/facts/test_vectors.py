"""Vectors that other projects wrote; each disagreement is decided here, with its reason."""

import json
import os
from pathlib import Path

import pytest

from pipeline.facts.money import find_amounts
from pipeline.facts.numerals import parse_numeral
from pipeline.facts.phones import find_phones
from tests.facts.reading import find_periods

HERE = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("BOOKLET_VECTORS", HERE.parent / "shared" / "vectors"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"{FOLDER} is absent")

NO_DIGIT = "a unit inside a number needs its digit: nobody can tell 千百十 from a slip"
DIGIT_RUN = "digits run together before a unit mean “one or two”, not eleven"
ZERO_UNIT = "a zero has no unit of its own"
READ_ONE_BY_ONE = "digits read one by one are a number of ours: years and serial numbers are printed so"
WITH_UNIT = "money is read by the money parser, not as a numeral"
OURS: dict[str, str] = {
    **dict.fromkeys(
        ["千一百一十一", "千百十", "千十", "一千百十", "一千百一", "千零一", "千零十", "千百"], NO_DIGIT
    ),
    **dict.fromkeys(["兆百億", "億百萬", "億"], NO_DIGIT),
    **dict.fromkeys(["一一百一一", "一一一十", "一一百", "二一萬"], DIGIT_RUN),
    **dict.fromkeys(
        ["零零一十二", "零十", "零零十", "零零零十", "零零十二", "一千二百三十零", "一千零萬"], ZERO_UNIT
    ),
    "七千零萬一二百五二": ZERO_UNIT,
    **dict.fromkeys(["一一", "壹壹"], READ_ONE_BY_ONE),
    "百十一": "百 at the head of a number is one hundred: 百萬元 is printed so",
    "一百点123": "Arabic decimals after a Chinese whole are not printed by offices",
}


def vectors(name: str) -> list[dict[str, object]]:
    path = FOLDER / name
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def numerals() -> list[tuple[str, float | None, str]]:
    kinds = ("zh_number_parse", "zh_number_reject", "zh_hant_tw")
    return [
        (str(v["input"]).removeprefix("第"), v["expect"], str(v["kind"]))  # type: ignore[misc]
        for v in vectors("numbers.jsonl")
        if str(v["kind"]).startswith(kinds) and "[direct]" not in str(v["kind"])
    ]


@pytest.mark.parametrize(("text", "expected", "kind"), numerals())
def test_numerals(text: str, expected: float | None, kind: str) -> None:
    if any(unit in text for unit in "元圆圓角") and expected is not None:
        assert parse_numeral(text) is None, WITH_UNIT
        return
    value = parse_numeral(text)
    if text in OURS and "normal" not in kind and not (expected == 11 and text == "一一"):
        same = value is not None and expected is not None and float(value) == expected
        assert not same, f"{text} agrees by now: take it off the list"
        return
    assert (
        (value is None)
        if expected is None
        else value is not None and float(value) == pytest.approx(expected, rel=1e-12)
    )


@pytest.mark.parametrize("vector", vectors("amounts.jsonl"), ids=lambda v: str(v["input"]))
def test_amounts(vector: dict[str, object]) -> None:
    text, expected = str(vector["input"]), float(vector["expect"])  # type: ignore[arg-type]
    amounts, unread = find_amounts(text)
    if expected < 0 or expected != int(expected):
        # Whole New Taiwan dollars only: sums with 角 or 分 and negative ones are left to a person.
        assert amounts == []
        return
    assert [m.value for m in amounts] == [int(expected)]
    assert unread == []


@pytest.mark.parametrize("vector", vectors("dates.jsonl"), ids=lambda v: str(v["input"]))
def test_dates(vector: dict[str, object]) -> None:
    text, expected = str(vector["input"]), str(vector["expect"])
    if text.isdigit():
        # 114, 01 and 1141201 are numbers: in a booklet they are counts, pages or serial numbers.
        assert find_periods(text, 114)[0] == []
        return
    roc_year = 101 if "101" in text else 23 if "參" in text else 114
    found, unread = find_periods(text, roc_year)
    assert [str(m.start)[:10] for m in found] == [expected]
    assert unread == []


def phone_vectors(*kinds: str) -> list[tuple[str, object, str]]:
    words = ("custom", "emergency", "allowed", "special")  # options of that library, not numbers
    return [
        (str(v["input"]), v["expect"], str(v["kind"]))
        for v in vectors("phones.jsonl")
        if str(v["kind"]) in kinds and not str(v["input"]).startswith(words)
    ]


INVENTED = {
    # phonenumbers knows which numbers were given out; these made-up ones lie outside.
    "0787267820", "07-87267820", "041234567", "043456789", "061234567", "051234567", "031234567", "072345678", "073456789",
    "063456789", "084234567", "082234567", "082-234567", "082 234567", "089234567", "0312345678", "0801234567", "07-234-5678",
    "07 234 5678", "07 234-5678", "04-23288882", "087234567", "0991234567", "02abc234def56789", "090abc123def4567",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected", "kind"), phone_vectors("tw_landline_valid", "tw_mobile_valid", "tw_fax_valid")
)
def test_valid_phones(text: str, expected: str, kind: str) -> None:
    found = find_phones(text)
    digits = "+886" + "".join(filter(str.isdigit, expected))[1:]
    if text.strip() in INVENTED:
        assert all(match.e164 in (None, digits) for match in found)
        return
    assert [match.e164 for match in found] == [digits]


@pytest.mark.parametrize(
    ("text", "expected", "kind"), phone_vectors("tw_landline_invalid", "tw_mobile_invalid", "tw_fax_invalid")
)
def test_invalid_phones(text: str, expected: None, kind: str) -> None:
    found = [match.e164 for match in find_phones(text) if match.e164]
    other_kind = {"0912345678", "0801234567", "0701234567"}  # a mobile number is no landline, but is a phone
    assert found == [] or text in other_kind
