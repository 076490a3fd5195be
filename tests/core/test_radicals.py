"""The radicals table is whole: every character of both blocks is folded, or named as one that cannot be."""

import unicodedata
from importlib.resources import files

import pytest

from tools.make_radicals import BLOCKS, SOURCE, equivalents, table

TABLE = files("pipeline.core").joinpath("radicals.tsv").read_text(encoding="utf-8")
ROWS = [line.split("\t") for line in TABLE.splitlines() if not line.startswith("#")]
FOLD = {int(radical, 16): int(ideograph, 16) for radical, ideograph in ROWS}

# Unicode gives it no equivalent: no unified ideograph looks alike.
WITHOUT_EQUIVALENT = {0x2E80}


def assigned(block: range) -> set[int]:
    return {code for code in block if unicodedata.category(chr(code)) != "Cn"}


def test_all_kangxi_radicals_are_folded():
    kangxi = assigned(BLOCKS[1])
    assert len(kangxi) == 214
    assert kangxi <= FOLD.keys()


def test_supplement_is_folded_but_for_the_named_exceptions():
    supplement = assigned(BLOCKS[0])
    assert len(supplement) == 115
    assert supplement - FOLD.keys() == WITHOUT_EQUIVALENT
    for code in WITHOUT_EQUIVALENT:
        assert f"# {code:04X} {unicodedata.name(chr(code))}: " in TABLE


def test_table_is_sorted_without_repeats_and_maps_outside_the_blocks():
    assert list(FOLD) == sorted(FOLD)
    assert len(FOLD) == len(ROWS)
    assert not FOLD.keys() & set(FOLD.values())
    # U+2B739 is newer than the character database of Python 3.11, which has no name for it.
    names = [unicodedata.name(chr(code), "CJK UNIFIED IDEOGRAPH-2B739") for code in FOLD.values()]
    assert all(name.startswith("CJK UNIFIED IDEOGRAPH") for name in names)


def test_kangxi_radicals_agree_with_nfkc():
    for code in assigned(BLOCKS[1]):
        assert chr(FOLD[code]) == unicodedata.normalize("NFKC", chr(code))


def test_table_is_what_the_tool_makes():
    if not SOURCE.exists():
        pytest.skip(f"{SOURCE} is not here: apt-get install unicode-data")
    text = SOURCE.read_text(encoding="utf-8")
    version = text.splitlines()[0].lstrip("# ")
    if version not in TABLE:
        pytest.skip(f"the table was made from another version than {version}")
    assert table(text) == TABLE


def test_line_of_another_form_is_refused():
    assert equivalents("2E8C..2E8D ; 5C0F # x\n") == {0x2E8C: 0x5C0F, 0x2E8D: 0x5C0F}
    with pytest.raises(ValueError, match="line 2"):
        equivalents("# head\n2E8C = 5C0F\n")
