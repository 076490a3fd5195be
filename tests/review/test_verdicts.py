"""A verdict is kept for its words, wherever they stand; the file stays as a person wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.findings import finding
from pipeline.core.record import Booklet
from pipeline.diff.booklets import diff
from pipeline.diff.matching import Decision, read_decisions
from pipeline.review.cards import WORRIES, cards, undecided
from pipeline.review.verdicts import REVIEW, Verdict, decide, read_review, say
from tests.demonstrations import demo_read


def listed(after: Booklet, before: Booklet | None = None) -> dict[str, str]:
    before = before or demo_read(112)
    return {card.key: card.about for card in cards(after, before, diff(before, after))}


def test_every_change_and_finding_is_on_one_card_in_order_of_worry() -> None:
    before, after = demo_read(112), demo_read(113)
    found = diff(before, after)
    made = cards(after, before, found)
    assert sorted(card.change.id for card in made if card.change) == sorted(c.id for c in found.changes)
    assert sum(len(card.findings) for card in made) == len(after.findings) + len(found.findings)
    order = [WORRIES.index(card.worry) for card in made]
    assert order == sorted(order)
    assert {"loss", "substantive", "staff", "routine", "typographic"} <= {card.worry for card in made}
    assert len({card.key for card in made}) == len(made)


def test_a_key_stays_where_the_words_stay_though_places_move() -> None:
    after = demo_read(113)
    moved = after.model_copy(deep=True)
    for programme in moved.programmes:
        programme.services.reverse()
    same = listed(moved).keys() & listed(after).keys()
    assert len(same) > 0.5 * len(listed(after))
    assert listed(after) == listed(after.model_copy(deep=True))


def test_only_what_changed_is_opened_again() -> None:
    after = demo_read(113)
    other = after.model_copy(deep=True)
    (programme,) = (each for each in other.programmes if each.name == "協助中堅企業海外聯展")
    (contact,) = (each for each in programme.contacts if each.person == "傅秘書")
    contact.person = "傅專員"
    new = listed(other).keys() - listed(after).keys()
    assert [listed(other)[key] for key in new] == [f"contact_changed {programme.id} {programme.name}"]


def test_a_finding_that_stood_last_year_comes_after_the_new_ones() -> None:
    before, after = (demo_read(year).model_copy(deep=True) for year in (112, 113))
    old, new = (finding("sentence-cut", said, programme="1.1.1") for said in ("old", "new"))
    before.findings, after.findings = [old], [old, new]
    made = [card for card in cards(after, before, diff(before, after)) if card.findings]
    assert [(card.worry, card.findings[0].message) for card in made] == [("new", "new"), ("stood", "old")]


def test_findings_of_one_cause_are_one_card() -> None:
    after = demo_read(113).model_copy(deep=True)
    after.findings = [finding("phone-shared", "one number", programme=name) for name in ("1.1.1", "1.1.2")]
    (card,) = cards(after, None, None)
    assert len(card.findings) == 2


def test_verdicts_are_kept_replaced_and_taken_back(tmp_path: Path) -> None:
    said = [Verdict(key="a", verdict="right", note='好 "\\'), Verdict(key="b", verdict="record", who="王")]
    say(tmp_path, said)
    say(tmp_path, [Verdict(key="a", verdict="booklet")])
    assert {key: each.verdict for key, each in read_review(tmp_path / REVIEW).verdicts().items()} == {
        "a": "booklet",
        "b": "record",
    }
    say(tmp_path, [], ["a"])
    assert list(read_review(tmp_path / REVIEW).verdicts()) == ["b"]


MATCH = '[[force]]\nfrom = "甲"\nto = "乙"\nreason = "why"\n'


@pytest.mark.parametrize(
    "text",
    [
        '# ours\n[[verdict]]\nkey = "z"\nverdict = "right"\n\n' + MATCH,
        '# ours\nverdict = [{key = "z", verdict = "right"}]\n' + MATCH,
        '# ours\n[[verdict]] # the first\nkey = "z"\nverdict = "right"\n' + MATCH.rstrip(),
        '# ours\r\n[[verdict]]\r\nkey = "z"\r\nverdict = "right"\r\nnote = """\r\n[[verdict]]\r\n"""\r\n\r\n'
        + MATCH,
    ],
)
def test_a_verdict_comes_after_what_a_person_wrote_in_whatever_form(text: str, tmp_path: Path) -> None:
    (tmp_path / REVIEW).write_bytes(text.encode())
    assert list(say(tmp_path, [Verdict(key="a", verdict="right")]).verdicts()) == ["z", "a"]
    say(tmp_path, [Verdict(key="b", verdict="booklet", note='"""\n[[verdict]]')])
    now = say(tmp_path, [Verdict(key="c", verdict="right")], ["a"])
    assert now == read_review(tmp_path / REVIEW)
    assert list(now.verdicts()) == ["z", "b", "c"]
    assert [each.reason for each in now.force] == ["why"]
    assert "# ours" in (tmp_path / REVIEW).read_text("utf-8")


def test_one_more_verdict_leaves_the_rest_of_a_long_file_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(tmp_path, [Verdict(key=str(n), verdict="right") for n in range(300)])
    before = (tmp_path / REVIEW).read_text("utf-8")
    monkeypatch.setattr("pipeline.review.verdicts.editable", None)  # it would take a third of a second
    say(tmp_path, [Verdict(key="a", verdict="right")])
    assert (tmp_path / REVIEW).read_text("utf-8") == before + '\n[[verdict]]\nkey = "a"\nverdict = "right"\n'


def test_matches_stand_in_the_same_file_and_are_followed(tmp_path: Path) -> None:
    (tmp_path / REVIEW).write_text('# ours\n\n[[forbid]]\nfrom = "甲"\nto = "乙"\nreason = "why"\n', "utf-8")
    say(tmp_path, [Verdict(key="a", verdict="right")])
    decide(tmp_path, "force", Decision(from_="甲", to="丙", reason="r"))
    decide(tmp_path, "force", Decision(from_="甲", to="乙", reason="now"))  # in place of both
    found = read_decisions(tmp_path / REVIEW)
    assert [(each.from_, each.to, each.reason) for each in found.force] == [("甲", "乙", "now")]
    assert found.forbid == []
    assert "# ours" in (tmp_path / REVIEW).read_text("utf-8")
    assert list(read_review(tmp_path / REVIEW).verdicts()) == ["a"]


def test_undecided_are_those_without_a_verdict() -> None:
    made = cards(demo_read(113), None, None)
    assert undecided(made, {}) == made
    assert undecided(made, {card.key: Verdict(key=card.key, verdict="right") for card in made}) == []


@pytest.mark.parametrize("text", ["x", '[[verdict]]\nkey = "a"\nverdict = "fine"\n', "[[reviewed]]\n"])
def test_what_is_no_review_is_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / REVIEW).write_text(text)
    with pytest.raises(UserError, match=r"review.toml"):
        read_review(tmp_path / REVIEW)
