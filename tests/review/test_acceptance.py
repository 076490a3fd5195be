"""Golden is a person's word: refused where no person is, while errors stand, and while a loss is unread."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

import pipeline
from pipeline.checks.golden import differences, read_golden
from pipeline.core.errors import UserError
from pipeline.core.findings import finding
from pipeline.core.record import Booklet, Correction, Finding
from pipeline.diff.changes import Change
from pipeline.diff.matching import Decision
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.review import acceptance
from pipeline.review.cards import Card, Worry
from pipeline.review.verdicts import Said, Verdict
from pipeline.source.document import Acquired, identify


@pytest.fixture(scope="module")
def demo(demo_pdf: Path) -> Booklet:
    """The record of the demonstration edition."""
    media_type, sha256 = identify(demo_pdf)
    acquired = Acquired(demo_pdf, media_type, sha256)
    return extract(acquired, "demo-112", 112, load_profile("support-measures")).booklet


def test_no_person_no_golden() -> None:
    for name in acceptance.NO_PERSON:
        with pytest.raises(UserError, match="never in CI or in tests"):
            acceptance.refuse_without_person({name: "1"})
    acceptance.refuse_without_person({"HOME": "/home/somebody", "CI": ""})


def test_each_error_must_be_named(demo: Booklet) -> None:
    acceptance.refuse_errors(demo, ())
    errors = [finding("text-lost", "a"), finding("contents-extra", "b")]
    bad = demo.model_copy(update={"findings": [*demo.findings, *errors]})
    with pytest.raises(UserError, match="contents-extra, text-lost"):
        acceptance.refuse_errors(bad, ())
    with pytest.raises(UserError, match=r"\(text-lost\)"):
        acceptance.refuse_errors(bad, ("contents-extra",))
    acceptance.refuse_errors(bad, ("contents-extra", "text-lost"))


@pytest.mark.parametrize("digest", [True, False])
def test_accepting_writes_golden_and_adds_to_the_log(demo: Booklet, digest: bool, tmp_path: Path) -> None:
    golden = tmp_path / "golden" / "demo-112.json"
    for when, reason in ((date(2023, 3, 1), '讀過 "每一頁"'), (date(2023, 3, 2), "again")):
        acceptance.accept(demo, golden, digest=digest, who="王", when=when, reason=reason)
    assert differences(read_golden(golden), demo) == []
    log = tomllib.loads(golden.with_suffix(".log.toml").read_text("utf-8"))["accepted"]
    assert [(entry["when"], entry["who"], entry["reason"]) for entry in log] == [
        (date(2023, 3, 1), "王", '讀過 "每一頁"'),
        (date(2023, 3, 2), "王", "again"),
    ]
    assert {entry["sha256"] for entry in log} == {demo.edition.source.sha256}


def a_card(key: str, worry: Worry, *findings: Finding) -> Card:
    change = None
    if not findings:
        change = Change(id=key, kind="text_changed", class_="loss", programme=None, path="", path_from=None)
    return Card(key, worry, change, findings, "", "")


def verdict(key: str, said: Said = "right") -> dict[str, Verdict]:
    return {key: Verdict(key=key, verdict=said)}


def test_losses_must_have_been_seen() -> None:
    listed = [a_card("lost", "loss"), a_card("moved", "routine")]
    with pytest.raises(UserError, match=r"losses have not been reviewed \(text_changed\)"):
        acceptance.refuse_unseen(listed, verdict("moved"))
    acceptance.refuse_unseen(listed, verdict("lost"))
    acceptance.refuse_unseen(listed, verdict("lost", "booklet") | verdict("of another year"))


def test_a_wrong_match_does_not_stand() -> None:
    with pytest.raises(UserError, match="wrongly matched"):
        acceptance.refuse_unseen([a_card("a", "substantive")], verdict("a", "match"))


def test_an_error_is_excused_once_each_of_its_code_is_decided() -> None:
    errors = [finding("text-lost", "a"), finding("text-lost", "b")]
    listed = [a_card(name, "new", error) for name, error in zip("ab", errors, strict=True)]
    assert acceptance.excused(listed, verdict("a")) == set()
    assert acceptance.excused(listed, verdict("a") | verdict("b")) == {"text-lost"}
    assert acceptance.excused([a_card("c", "new", finding("sentence-cut", "c"))], {}) == set()


def test_the_log_keeps_verdicts_corrections_and_the_program(demo: Booklet, tmp_path: Path) -> None:
    corrected = demo.model_copy(deep=True)
    made = Correction(path="name", read="甲", printed="乙", page=3, reason="r\x7f", who="王")
    corrected.programmes[0].corrections.append(made)
    golden = tmp_path / "demo-112.json"
    said = Verdict(key="k", verdict="booklet", note='錯字 "', about="sentence-cut")
    same = Decision(from_="甲", to="乙", reason="同一計畫")
    acceptance.accept(
        corrected,
        golden,
        digest=False,
        who="王",
        when=date(2023, 3, 1),
        reason="read",
        verdicts=[said],
        matches={"force": [same], "forbid": []},
    )
    (entry,) = tomllib.loads(golden.with_suffix(".log.toml").read_text("utf-8"))["accepted"]
    assert entry["program"] == pipeline.__version__
    assert entry["force"] == [{"from": "甲", "to": "乙", "reason": "同一計畫"}]
    assert "forbid" not in entry
    assert entry["verdict"] == [said.model_dump(exclude={"who"})]
    assert entry["correction"] == [{"programme": corrected.programmes[0].name, **made.model_dump()}]
    kept = read_golden(golden)["booklet"]["programmes"][0]["corrections"]
    assert kept == [made.model_dump()]
    assert differences(read_golden(golden), corrected) == []
    assert [each.path for each in differences(read_golden(golden), demo)] == ["corrections"]
