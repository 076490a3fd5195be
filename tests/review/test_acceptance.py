"""Golden is a person's word: refused where no person is, while errors stand, and while a loss is unread."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from pipeline.checks.golden import differences, read_golden
from pipeline.core.errors import UserError
from pipeline.core.findings import finding
from pipeline.core.record import Booklet
from pipeline.diff.changes import Change, Diff, EditionRef
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.review import acceptance
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


def a_diff() -> Diff:
    """Return a diff with a loss and a routine change."""
    side = EditionRef(id="1", roc_year=1, title="t", sha256="0" * 64)
    changes = [
        Change(
            id=name, kind=kind, class_=kept, programme=None, path="", path_from=None, before=None, after=None
        )
        for name, kind, kept in (
            ("lost", "programme_removed", "loss"),
            ("moved", "period_changed", "routine"),
        )
    ]
    return Diff(from_=side, to=side, counts={}, changes=changes)


def test_losses_must_be_ticked_and_ticks_must_be_of_this_diff(tmp_path: Path) -> None:
    file = tmp_path / "decisions.toml"
    file.write_text('[[reviewed]]\nchange = "moved"\nnote = "好"\n', encoding="utf-8")
    with pytest.raises(UserError, match=r"losses have not been reviewed \(lost\)"):
        acceptance.refuse_unreviewed(a_diff(), acceptance.read_reviewed(file))
    file.write_text('[[reviewed]]\nchange = "lost"\n', encoding="utf-8")
    acceptance.refuse_unreviewed(a_diff(), acceptance.read_reviewed(file))
    file.write_text('[[reviewed]]\nchange = "lost"\n[[reviewed]]\nchange = "old"\n', encoding="utf-8")
    with pytest.raises(UserError, match=r"no more \(old\)"):
        acceptance.refuse_unreviewed(a_diff(), acceptance.read_reviewed(file))


@pytest.mark.parametrize(
    "content", ["[[reviewed]]\n", "reviewed = 3\n", "[[reviewed]\n", "[[reviewed]]\nchange = 3\n"]
)
def test_what_is_no_decisions_file_is_one_sentence(content: str, tmp_path: Path) -> None:
    file = tmp_path / "decisions.toml"
    file.write_text(content)
    with pytest.raises(UserError, match=r"decisions.toml is n.*: export it from the report again"):
        acceptance.read_reviewed(file)
    with pytest.raises(UserError, match=r"absent.toml cannot be read .*: export it"):
        acceptance.read_reviewed(tmp_path / "absent.toml")
