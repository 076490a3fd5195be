"""Drafts for documents that repeat several kinds of forms: one for each, and none for lists and blank forms beside them."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from pipeline.forms.learn.draft import draft
from pipeline.forms.learn.kinds import name_of
from pipeline.forms.profile import parse_profile
from tests.forms.learn.invented import BLANKS, KINDS, Block, Form, Invented, proposals, to_html, welfare
from tests.forms.learn.test_invented import Kind, extracted, invented, pages_of

SEED = 3
CLOSE = {
    ("courses", "six_columns"),
    ("projects", "improvements"),
    ("facilities", "vacancies"),
    ("people", "six_columns"),
}
"""Pairs whose labels or columns are so alike that not each form of both is told apart."""


def forms_of(kind: Kind) -> list[tuple[list[Block], Form]]:
    """Return the forms of an invented document, each with what stands above it."""
    made = invented(kind, SEED)
    blocks: list[Block] = []
    forms = []
    for block in made.blocks:
        blocks.append(block)
        if isinstance(block, list):
            forms.append(blocks)
            blocks = []
    return list(zip(forms, made.forms, strict=True)) if len(forms) == len(made.forms) else []


def mixed(one: Kind, other: Kind, *, in_order: bool) -> list[tuple[str, list[Block], Form]]:
    """Return the forms of two kinds, one kind after the other or shuffled, in the order of each."""
    held = {kind.__name__: iter(forms_of(kind)) for kind in (one, other)}
    order = [kind.__name__ for kind in (one, other) for _ in forms_of(kind)]
    if not in_order:
        Random("-".join(held)).shuffle(order)
    return [(name, *next(held[name])) for name in order]


def is_right(forms: list[tuple[str, list[Block], Form]], path: Path) -> bool:
    """Tell whether a draft finds two kinds, and by them every field of every form."""
    path.write_text(to_html(Invented([block for _, blocks, _ in forms for block in blocks])), "utf-8")
    kinds: dict[str, str] = {}
    for (name, _, form), programme in zip(forms, (programmes := extracted(path).programmes), strict=False):
        found = {label: held.text.replace("\n", "") for label, held in programme.other.items()}
        if found != {label: text.replace("\n", "") for label, text in form.items()}:
            return False
        if kinds.setdefault(name, programme.kind) != programme.kind:
            return False
    return len(programmes) == len(forms) and len(set(kinds.values())) == len(kinds) == 2


PAIRS = [pair for pair in combinations(KINDS, 2) if all(map(forms_of, pair))]


@pytest.mark.parametrize("in_order", [True, False])
@pytest.mark.parametrize("pair", Random("kinds").sample(PAIRS, 4))
def test_two_kinds_of_forms_are_drafted_and_told_apart(
    pair: tuple[Kind, Kind], in_order: bool, tmp_path: Path
) -> None:
    close = (pair[0].__name__, pair[1].__name__) in CLOSE
    assert is_right(mixed(*pair, in_order=in_order), tmp_path / "two.html") is not close


@pytest.mark.soak
@pytest.mark.parametrize("in_order", [True, False])
def test_any_two_kinds_are_told_apart(in_order: bool, tmp_path: Path) -> None:
    wrong = {
        (one.__name__, other.__name__)
        for one, other in PAIRS
        if not is_right(mixed(one, other, in_order=in_order), tmp_path / "two.html")
    }
    assert wrong <= CLOSE
    assert len(PAIRS) > 60


@pytest.mark.parametrize("blank", BLANKS)
def test_what_holds_no_form_is_no_kind_beside_one(blank: Kind, tmp_path: Path) -> None:
    path = tmp_path / "one.html"
    path.write_text(to_html(Invented([*invented(welfare, 1).blocks, *invented(blank, 1).blocks])), "utf-8")
    (kind,) = draft(pages_of(path), "one.html").kinds
    assert [label.text for label in kind.labels] == list(invented(welfare, 1).forms[0])


def test_two_tables_that_always_come_in_turn_are_one_form(tmp_path: Path) -> None:
    forms = mixed(welfare, proposals, in_order=True)
    half = min(len(forms_of(welfare)), len(forms_of(proposals)))
    first, second = ([form for form in forms if form[0] == name][:half] for name in ("welfare", "proposals"))
    turns = [form for pair in zip(first, second, strict=True) for form in pair]
    path = tmp_path / "turns.html"
    path.write_text(to_html(Invented([block for _, blocks, _ in turns for block in blocks])), "utf-8")
    assert [kind.name for kind in draft(pages_of(path), "turns.html").kinds] == [""]


def test_the_draft_names_its_kinds_and_is_a_profile(tmp_path: Path) -> None:
    path = tmp_path / "two.html"
    forms = mixed(welfare, proposals, in_order=True)
    path.write_text(to_html(Invented([block for _, blocks, _ in forms for block in blocks])), "utf-8")
    made = draft(pages_of(path), "two.html")
    assert made.toml.startswith('# Drafted by `booklet profile` from "two.html": ')
    profile = parse_profile("two", made.toml)
    assert [kind.name for kind in made.kinds] == [kind.name for kind in profile.each]
    assert sorted(list(kind.labels) for kind in profile.each) == sorted(
        list(forms_of(kind)[0][1]) for kind in (welfare, proposals)
    )


@pytest.mark.parametrize(
    ("heading", "label", "taken", "name"),
    [
        (None, "一二三四五六七八九十甲乙丙", set(), "一二三四五六七八九十甲乙"),
        ("審議(?P<number>[一二]+)、(?P<name>.+)", "案名", set(), "審議"),
        ("第(?P<number>[一二]+)(?P<name>.+)", "案名", set(), "案名"),
        (None, "案 名（甲）", {"案名甲"}, "案名甲2"),
        (None, "", set(), "form"),
    ],
)
def test_a_kind_is_named_by_its_heading_or_its_first_label(
    heading: str | None, label: str, taken: set[str], name: str
) -> None:
    assert name_of(heading, label, taken) == name
