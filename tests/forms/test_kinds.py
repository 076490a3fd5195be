"""Several kinds of forms in one document: each form is of the kind whose labels and heading it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.findings import CODES
from pipeline.core.page import Table
from pipeline.core.record import Booklet
from pipeline.editions.adopting import new_words, with_words
from pipeline.extract import extract
from pipeline.forms.headings import BETWEEN
from pipeline.forms.kinds import WITHIN, Kinds
from pipeline.forms.profile import load_profile, parse_profile
from pipeline.source.document import Acquired, identify
from tests.printed import cell, lines

PROFILE = """
title = "都市設計審議"
ignored = "附註"

[[kinds]]
name = "審議案"
labels = ["案名", "設計單位", "說明", "決議"]
headings.programme = '審議(?P<number>[一二三四五])、(?P<name>.+)'

[[kinds]]
name = "會勘"
labels = ["案名", "地點", "日期", "結論"]
optional = ["日期"]
headings.programme = '會勘(?P<number>[一二三四五])、(?P<name>.+)'
"""
REVIEW = ["案名|甲大樓", "設計單位|乙事務所", "說明|基地臨路。", "決議|通過。"]
VISIT = ["案名|丙公園", "地點|丁路", "日期|三月一日", "結論|改善。"]


def html(*blocks: str | list[str]) -> str:
    """Return paragraphs, and tables whose rows are given as label|value."""
    made = "".join(
        f"<p>{block}</p>" if isinstance(block, str) else f"<table>{''.join(map(row, block))}</table>"
        for block in blocks
    )
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{made}</body></html>"


def row(text: str) -> str:
    cells = text.split("|")
    across = "" if len(cells) > 1 else " colspan='2'"
    return f"<tr>{''.join(f'<td{across}>{cell}</td>' for cell in cells)}</tr>"


def read(tmp_path: Path, *blocks: str | list[str], profile: str = PROFILE) -> Booklet:
    path = tmp_path / "x.html"
    path.write_text(html(*blocks), "utf-8")
    media_type, sha256 = identify(path)
    done = extract(Acquired(path, media_type, sha256), "x", 112, parse_profile("kinds", profile))
    assert done.owned == done.glyphs
    return done.booklet


def told(booklet: Booklet) -> list[tuple[str, str, dict[str, str]]]:
    return [(p.id, p.kind, {name: held.text for name, held in p.other.items()}) for p in booklet.programmes]


def fields(rows: list[str]) -> dict[str, str]:
    return dict(row.split("|") for row in rows)


def codes(booklet: Booklet) -> list[str]:
    return sorted(each.code for each in booklet.findings if each.severity != "note")


def test_each_form_is_of_the_kind_whose_labels_it_has(tmp_path: Path) -> None:
    made = read(
        tmp_path, "審議一、甲", REVIEW, "會勘一、丙", VISIT, "審議二、戊", REVIEW, "會勘二、己", VISIT
    )
    assert told(made) == [
        ("審議案.0.0.1", "審議案", fields(REVIEW)),
        ("會勘.0.0.1", "會勘", fields(VISIT)),
        ("審議案.0.0.2", "審議案", fields(REVIEW)),
        ("會勘.0.0.2", "會勘", fields(VISIT)),
    ]
    assert codes(made) == ["contents-missing"] or codes(made) == []


def test_the_heading_decides_where_labels_are_those_of_both(tmp_path: Path) -> None:
    shared = PROFILE.replace('"地點", "日期", "結論"', '"設計單位", "說明", "決議", "日期"')
    made = read(tmp_path, "會勘一、丙", REVIEW, "審議一、甲", REVIEW, "會勘二、戊", REVIEW, profile=shared)
    assert [(p.kind, p.number) for p in made.programmes] == [("會勘", 1), ("審議案", 1), ("會勘", 2)]


def test_without_headings_the_labels_decide(tmp_path: Path) -> None:
    made = read(tmp_path, REVIEW, "另", VISIT, "另", VISIT, "另", REVIEW)
    assert [p.kind for p in made.programmes] == ["審議案", "會勘", "會勘", "審議案"]
    assert "heading-missing" in codes(made)


def test_forms_of_two_kinds_ruled_together_are_parted(tmp_path: Path) -> None:
    made = read(tmp_path, ["審議一、甲", *REVIEW, "會勘一、丙", *VISIT[1:], "審議二、戊", *REVIEW])
    assert told(made) == [
        ("審議案.0.0.1", "審議案", fields(REVIEW)),
        ("會勘.0.0.1", "會勘", fields(VISIT[1:])),
        ("審議案.0.0.2", "審議案", fields(REVIEW)),
    ]


def test_a_form_goes_on_in_its_own_kind(tmp_path: Path) -> None:
    made = read(tmp_path, "審議一、甲", REVIEW, "會勘一、丙", VISIT[:2], VISIT[2:])
    assert told(made)[1:] == [("會勘.0.0.1", "會勘", fields(VISIT))]


def test_a_field_that_one_kind_lacks_throughout_is_an_error_of_that_kind(tmp_path: Path) -> None:
    blocks = [block for n in "一二三" for block in (f"會勘{n}、丙{n}", VISIT[:3])]
    many = [block for n in "一二三四五" for block in (f"審議{n}、甲{n}", REVIEW)]
    (error,) = [each for each in read(tmp_path, *many, *blocks).findings if each.severity == "error"]
    assert (error.code, error.where.path, error.data["count"]) == ("label-absent", "結論", 3)
    assert error.message == "3 of 3 forms have no 結論"


def test_numbers_run_on_in_each_kind_or_through_all(tmp_path: Path) -> None:
    apart = read(tmp_path, "審議一、甲", REVIEW, "會勘一、丙", VISIT, "審議二、戊", REVIEW)
    through = read(tmp_path, "審議一、甲", REVIEW, "會勘二、丙", VISIT, "審議三、戊", REVIEW)
    neither = read(tmp_path, "審議一、甲", REVIEW, "會勘二、丙", VISIT, "審議五、戊", REVIEW)
    gaps = [
        [each for each in made.findings if each.code == "numbering-gap"] for made in (apart, through, neither)
    ]
    assert [len(each) for each in gaps] == [0, 0, 1]


def test_a_label_in_new_words_is_one_of_its_kind_and_adopted_there(tmp_path: Path) -> None:
    other = ["案名|丙公園", "地點|丁路", "日期|三月一日", "會勘結論|應於期限內改善完成。"]
    blocks = [block for n in "一二三四" for block in (f"會勘{n}、丙{n}", other, f"審議{n}、甲{n}", REVIEW)]
    made = read(tmp_path, *blocks)
    (word,) = new_words(made.findings)
    assert (word.kind, word.field, word.label) == ("會勘", "結論", "會勘結論")
    adopted = parse_profile("adopted", with_words(PROFILE, [word]))
    assert adopted.of_kind("會勘").field_of("會勘結論") == "結論"
    assert adopted.of_kind("審議案").field_of("會勘結論") is None
    assert all(p.other["結論"].text for p in made.programmes if p.kind == "會勘")


def test_a_kind_has_the_settings_above_it_that_it_does_not_give_anew() -> None:
    profile = parse_profile(
        "kinds", PROFILE.replace('title = "都市設計審議"', "headings.area = '(?P<number>.)章(?P<name>.+)'")
    )
    review, visit = profile.each
    assert review.is_ignored("附註")
    assert visit.is_ignored("附註")
    assert review.headings.area == visit.headings.area == "(?P<number>.)章(?P<name>.+)"
    assert review.headings.programme != visit.headings.programme


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (PROFILE.replace('name = "會勘"', ""), "must have a name of its own"),
        (PROFILE.replace('name = "會勘"', 'name = "審議案"'), "must have a name of its own"),
        (PROFILE.replace('name = "會勘"', 'name = "會 勘"'), "name"),
        (PROFILE.replace("ignored", 'labels = ["案名"]\nignored'), "belong to the \\[\\[kinds\\]\\]"),
        (PROFILE.replace('optional = ["日期"]', 'optional = ["備註"]'), r"\(會勘\).*optional names 備註"),
        (PROFILE + '[[kinds.kinds]]\nname = "乙"\nlabels = ["丙"]', "belong to the"),
        ("kinds = []", "there must be at least one"),
    ],
)
def test_kinds_that_make_no_sense_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        parse_profile("kinds", text)


def test_a_profile_of_one_kind_is_its_only_kind() -> None:
    profile = load_profile("support-measures")
    assert profile.each == (profile,)
    assert profile.of_kind("") is profile
    assert "label-absent" in CODES


@pytest.mark.parametrize(("second", "kind"), [("地點", "審議案"), ("說明", "會勘")])
def test_a_heading_decides_for_a_kind_that_knows_half_of_the_labels(
    tmp_path: Path, second: str, kind: str
) -> None:
    """Of the four labels of 審議案 the other kind knows one, or two."""
    profile = PROFILE.replace('"地點", "日期", "結論"', f'"{second}", "日期", "結論"')
    made = read(tmp_path, "會勘一、丙", REVIEW, profile=profile)
    assert [each.kind for each in made.programmes] == [kind]


def test_a_heading_is_remembered_over_a_few_lines_and_no_more_lines_are_held() -> None:
    profile = parse_profile("kinds", PROFILE)
    kinds = Kinds(profile)
    heading, *rest = lines("會勘一、丙", *["說明文字"] * BETWEEN)
    for each in (heading, *rest):
        kinds.see(each)
    shared = Table(1, 2, (cell(0, 0, "案名"), cell(0, 1, "丙公園")), (0.0, 0.0, 200.0, 30.0))
    ((kind, _),) = kinds.parts(shared)
    assert kind.name == "會勘"
    for each in lines(*["說明文字"] * 50):
        kinds.see(each)
    assert len(kinds.run) <= WITHIN + 1
