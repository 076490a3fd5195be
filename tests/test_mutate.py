"""What `make mutate` draws, accepts and writes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tools import mutate
from tools.mutate import ACCEPTED, HEAD, ROOMS, Survivor, reason, sample, section, write

ROOT = Path(__file__).parents[1]
NAMES = [f"pipeline.forms.rejoin.x_rejoin__mutmut_{number}" for number in range(1, 200)]
FOUND = Survivor("forms.rejoin._add", "if a < b:", "if a <= b:", tested=True)


def test_a_sample_is_the_same_for_the_same_code_and_seed() -> None:
    chosen = sample(NAMES, 30, "1")
    assert len(set(chosen)) == 30
    assert sample(NAMES[::-1], 30, "1") == chosen
    assert sample(NAMES, 30, "2") != chosen
    assert set(sample(NAMES[:150], 20, "1")) <= set(sample(NAMES[:150], 30, "1"))
    assert sorted(sample(NAMES, 999, "1")) == sorted(NAMES)


def test_what_code_that_is_gone_had_in_a_sample_is_drawn_again_and_the_rest_stays() -> None:
    whole = sample(NAMES, 30, "1")
    less = sample([name for name in NAMES if name != whole[0]], 30, "1")
    assert less[:-1] == whole[1:]


@pytest.mark.parametrize(
    ("function", "change", "accepted"),
    [
        ("forms.rejoin._add", "if a < b: -> if a <= b:", True),
        ("forms.*", "if a < b: -> if a <= b:", True),
        ("*", "if a <= b:", True),
        ("forms.rejoin._other", "if a <= b:", False),
        ("forms.rejoin._add", "if a < b: -> if a > b:", False),
    ],
)
def test_an_equivalent_change_is_told_by_its_function_and_what_it_does(
    function: str, change: str, accepted: bool
) -> None:
    given = [{"function": function, "change": change, "reason": "both are one"}]
    assert reason(FOUND, given) == ("both are one" if accepted else None)


def test_a_section_tells_what_was_tried_and_what_was_not_noticed() -> None:
    other = Survivor("forms.rejoin._goes_on", "return True", "return False", tested=False)
    text = section(
        "forms", "1", {"killed": 16, "timeout": 1, "survived": 2, "no tests": 1}, 900, [FOUND, other]
    )
    assert text.startswith("## forms\n")
    assert "a sample with seed 1" in text
    assert "| 900 | 20 | 17 | 2 | 1 | 85 % |" in text
    assert "- `forms.rejoin._add`: `if a < b:` → `if a <= b:`\n" in text
    assert "- `forms.rejoin._goes_on`: `return True` → `return False` (no test)" in text
    assert "; all." in section("forms", "1", {"killed": 20}, 20, [])


def test_a_room_that_is_tried_again_replaces_its_section_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutate, "RESULTS", tmp_path / "mutation.md")
    write("pages", "## pages\n\nold\n")
    write("forms", "## forms\n\none\n")
    write("pages", "## pages\n\nnew\n")
    assert (tmp_path / "mutation.md").read_text("utf-8") == f"{HEAD}\n## forms\n\none\n\n## pages\n\nnew\n"


def test_what_the_rooms_name_exists() -> None:
    for room in ROOMS.values():
        for pattern in (*room.changed, *room.untouched):
            assert any(ROOT.glob(pattern)), pattern
        for each in room.tests:
            assert (ROOT / each.removeprefix("--ignore=")).exists(), each


def test_each_accepted_change_has_a_reason() -> None:
    for each in tomllib.loads((ROOT / ACCEPTED).read_text("utf-8")).get("equivalent", []):
        assert set(each) == {"function", "change", "reason"}
        assert len(each["reason"]) > 10
