"""Programmes are matched across years by name, acronym and likeness, and as a person decided."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.core.record import Booklet
from pipeline.diff.assignment import assign
from pipeline.diff.matching import THRESHOLD, Decision, Decisions, Matching, match_programmes, read_decisions
from tests.demonstrations import demo, key_of


def names(matching: Matching) -> dict[str, tuple[str, str]]:
    return {match.before.name: (match.after.name, match.by) for match in matching.matches}


def renamed(booklet: Booklet, **new: str) -> Booklet:
    """Return a copy in which programmes, given by their place, have other names."""
    copy = booklet.model_copy(deep=True)
    for place, name in new.items():
        programme = copy.programmes[int(place[1:])]
        programme.name, programme.key = name, key_of(name)
    return copy


def decisions(**kinds: list[tuple[str, str]]) -> Decisions:
    return Decisions(
        **{
            kind: [Decision(from_=one, to=other, reason="read both forms") for one, other in pairs]
            for kind, pairs in kinds.items()
        }
    )


# the demonstration editions


def test_each_programme_of_the_demonstration_finds_its_successor() -> None:
    matching = match_programmes(demo(112), demo(113))
    found = names(matching)
    assert found["微型企業創新研發計畫(MINI)"] == ("微型及小型企業創新研發計畫(MINI)", "acronym")
    assert found["製造業節能減碳輔導計畫"] == ("製造業淨零轉型輔導計畫", "likeness")
    assert found["A⁺智慧工廠躍進計畫"] == ("A+智慧工廠躍進計畫", "name")
    assert found["產業工作環境改善計畫"] == ("產業工作環境改善計畫", "name")
    assert [programme.name for programme in matching.removed] == ["國際媒體專題報導"]
    assert [programme.name for programme in matching.added] == ["循環材料應用推動計畫"]


def test_likeness_is_told_by_its_score() -> None:
    (match,) = (match for match in match_programmes(demo(112), demo(113)).matches if match.by == "likeness")
    assert THRESHOLD <= match.score < 1


def test_different_programmes_of_one_edition_are_not_alike() -> None:
    """Each programme alone against all others: none may pass for another."""
    whole = demo(112)
    for place in range(len(whole.programmes)):
        one, rest = whole.model_copy(), whole.model_copy()
        one.programmes = [whole.programmes[place]]
        rest.programmes = whole.programmes[:place] + whole.programmes[place + 1 :]
        assert match_programmes(one, rest).matches == []


def test_a_name_in_other_brackets_and_characters_is_the_same_name() -> None:
    after = renamed(demo(112), p3="前瞻技術開發計畫（ATD）", p0="校園實作 基地計畫")
    assert {match.by for match in match_programmes(demo(112), after).matches} == {"name"}


def test_an_acronym_is_enough_and_stands_once() -> None:
    after = renamed(demo(112), p3="次世代整合研究方案(ATD)")
    assert names(match_programmes(demo(112), after))["前瞻技術開發計畫(ATD)"] == (
        "次世代整合研究方案(ATD)",
        "acronym",
    )


def test_two_programmes_of_one_name_are_told_by_their_headings() -> None:
    before = renamed(demo(112), p0="青年計畫", p12="青年計畫")
    after = before.model_copy(deep=True)
    after.programmes.reverse()
    matching = match_programmes(before, after)
    assert all(match.before.id == match.after.id for match in matching.matches)
    assert not matching.removed
    assert not matching.added


def test_two_programmes_of_one_name_are_told_by_their_kinds() -> None:
    before = renamed(demo(112), p0="青年計畫", p12="青年計畫")
    before.programmes[0].kind, before.programmes[12].kind = "會勘", "審議案"
    for programme in before.programmes:
        programme.area = programme.measure = None
    after = before.model_copy(deep=True)
    after.programmes.reverse()
    matching = match_programmes(before, after)
    assert {match.by for match in matching.matches} == {"name"}
    assert all(match.before.kind == match.after.kind for match in matching.matches)


# decisions


def test_a_decision_forces_a_match() -> None:
    decided = decisions(force=[("國際媒體專題報導", "循環材料應用推動計畫")])
    matching = match_programmes(demo(112), demo(113), decided)
    (match,) = (match for match in matching.matches if match.by == "decision")
    assert (match.before.name, match.after.name) == ("國際媒體專題報導", "循環材料應用推動計畫")
    assert match.reason == "read both forms"
    assert not matching.removed
    assert not matching.added
    assert not matching.findings


@pytest.mark.parametrize(
    "pair",
    [
        ("製造業節能減碳輔導計畫", "製造業淨零轉型輔導計畫"),
        ("微型企業創新研發計畫(MINI)", "微型及小型企業創新研發計畫(MINI)"),
        ("在職進修補助計畫", "在職進修補助計畫"),
    ],
)
def test_a_decision_forbids_a_match(pair: tuple[str, str]) -> None:
    matching = match_programmes(demo(112), demo(113), decisions(forbid=[pair]))
    assert pair[0] in [programme.name for programme in matching.removed]
    assert pair[1] in [programme.name for programme in matching.added]
    assert not matching.findings


@pytest.mark.parametrize("kind", ["force", "forbid"])
@pytest.mark.parametrize("pair", [("沒有的計畫", "循環材料應用推動計畫"), ("國際媒體專題報導", "沒有的計畫")])
def test_a_decision_that_no_longer_applies_is_a_finding(kind: str, pair: tuple[str, str]) -> None:
    matching = match_programmes(demo(112), demo(113), decisions(**{kind: [pair]}))
    (found,) = matching.findings
    assert (found.code, found.severity) == ("decision-unused", "warning")
    assert "沒有的計畫" in found.message
    assert found.data["decision"]["from"] == pair[0]
    assert names(matching) == names(match_programmes(demo(112), demo(113)))


def test_a_decision_for_other_editions_is_left_alone() -> None:
    decision = Decision(from_="甲", to="乙", reason="of old", editions=("demo-111", "demo-112"))
    assert not match_programmes(demo(112), demo(113), Decisions(force=[decision])).findings


@pytest.mark.parametrize(
    "decided",
    [
        decisions(force=[("國際媒體專題報導", "循環材料應用推動計畫"), ("國際媒體專題報導", "買主引介服務")]),
        decisions(
            force=[("國際媒體專題報導", "循環材料應用推動計畫")],
            forbid=[("國際媒體專題報導", "循環材料應用推動計畫")],
        ),
    ],
)
def test_decisions_that_contradict_each_other_are_refused(decided: Decisions) -> None:
    with pytest.raises(UserError, match="contradict"):
        match_programmes(demo(112), demo(113), decided)


def test_decisions_are_read_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "review.toml"
    path.write_text(
        '[[force]]\nfrom = "甲"\nto = "乙"\nreason = "one follows the other"\neditions = ["1", "2"]\n',
        encoding="utf-8",
    )
    (decision,) = read_decisions(path).force
    assert (decision.from_, decision.to, decision.editions) == ("甲", "乙", ("1", "2"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[force]]\nfrom = "甲"\nto = "乙"\n', "reason"),
        ('[[force]]\nfrom = "甲"\nto = "乙"\nreason = ""\n', "reason"),
        ('[[forced]]\nfrom = "甲"\n', "forced"),
        ("[[force", "not valid TOML"),
    ],
)
def test_a_wrong_decisions_file_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "review.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=re.escape(said)) as raised:
        read_decisions(path)
    assert "\n" not in str(raised.value)


# the assignment


def greatest(scores: dict[tuple[int, int], float], rows: int, columns: int) -> float:
    """The greatest sum of scores, by trying all."""
    wide = [*range(columns), *[-1] * rows]
    return max(
        sum(scores.get((row, column), 0.0) for row, column in enumerate(chosen))
        for chosen in set(itertools.permutations(wide, rows))
    )


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 10**6))
def test_assignment_is_the_best_there_is(rows: int, columns: int, seed: int) -> None:
    random = Random(seed)
    scores = {
        (row, column): random.randint(1, 9) / 8
        for row in range(rows)
        for column in range(columns)
        if random.random() < 0.6
    }
    found = assign(scores)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
    assert all(pair in scores for pair in found)
    assert sum(scores[pair] for pair in found) == pytest.approx(greatest(scores, rows, columns))


@given(st.integers(0, 10**6))
def test_matching_does_not_depend_on_the_order_of_programmes(seed: int) -> None:
    random = Random(seed)
    before, after = demo(112).model_copy(), demo(113).model_copy()
    before.programmes = random.sample(before.programmes, len(before.programmes))
    after.programmes = random.sample(after.programmes, len(after.programmes))
    shuffled = match_programmes(before, after)
    assert names(shuffled) == names(match_programmes(demo(112), demo(113)))
