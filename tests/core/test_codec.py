"""What is written of a type is read as an equal value, and whatever else the bytes hold is told."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.codec import DamagedError, codec
from pipeline.core.page import Cell, Line, Page, Table
from pipeline.core.record import Finding
from pipeline.core.traced import Traced
from pipeline.extract import Extraction
from pipeline.pages.reading import read
from pipeline.source.media_type import PDF


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str


@dataclass(frozen=True, slots=True)
class Bare:
    pass


@dataclass(frozen=True, slots=True)
class Tree:
    """Each kind of field that a dataclass of this program has."""

    kind: Literal["big", "small"]
    label: str | None
    size: float | None
    at: tuple[float, float]
    numbers: array[float]
    leaf: Leaf | None = None
    either: Leaf | Bare | bytes = b""
    leaves: list[Leaf] = field(default_factory=list)
    more: tuple[Leaf | Bare, ...] = ()
    named: dict[str, tuple[Leaf, ...]] = field(default_factory=dict)
    counted: dict[int, float] = field(default_factory=dict)
    pair: tuple[int, Leaf] = (0, Leaf(""))


LEAVES = st.builds(Leaf, st.text())
FLOATS = st.floats(allow_nan=False)
TREES = st.builds(
    Tree,
    st.sampled_from(["big", "small"]),
    st.none() | st.text(),
    st.none() | FLOATS,
    st.tuples(FLOATS, FLOATS),
    st.lists(FLOATS).map(lambda numbers: array("d", numbers)),
    st.none() | LEAVES,
    LEAVES | st.builds(Bare) | st.binary(),
    st.lists(LEAVES),
    st.lists(LEAVES | st.builds(Bare)).map(tuple),
    st.dictionaries(st.text(), st.lists(LEAVES).map(tuple)),
    st.dictionaries(st.integers(0, 2**60), FLOATS),
    st.tuples(st.integers(-9, 9), LEAVES),
)


@given(TREES)
def test_a_value_comes_back_equal_and_of_the_same_types(tree: Tree) -> None:
    again = codec(Tree).decode(codec(Tree).encode(tree))
    assert again == tree
    assert repr(again) == repr(tree)


def test_the_pages_of_a_booklet_come_back_equal(demo_pdf: Path) -> None:
    from collections import Counter

    pages = list(read(demo_pdf, PDF, Counter()))
    assert {type(block) for page in pages for block in page.blocks} == {Line, Table}
    for page in pages:
        again = codec(Page).decode(codec(Page).encode(page))
        assert again == page
        assert repr(again) == repr(page)


def test_models_stand_as_their_json() -> None:
    finding = Finding(code="a", severity="note", message="甲", data={"rows": [["乙", None]]})
    assert codec(list[Finding]).decode(codec(list[Finding]).encode([finding])) == [finding]
    assert codec(Extraction)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_damaged(content: bytes) -> None:
    for kind in (Tree, Page, list[Finding], str):
        try:
            codec(kind).decode(content)
        except DamagedError:
            continue


@given(TREES, st.data())
def test_a_damaged_value_is_a_value_of_the_type_or_told(tree: Tree, data: st.DataObject) -> None:
    content = bytearray(codec(Tree).encode(tree))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))
    try:
        again = codec(Tree).decode(bytes(content))
    except DamagedError:
        return
    assert isinstance(again, Tree)
    assert all(isinstance(each, Leaf) and isinstance(each.name, str) for each in again.leaves)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Tree, Leaf("a")),
        (Leaf | Bare, "text"),
        (Table, Cell(0, 0, 1, 1, (0, 0, 1, 1))),
        (Path, Path()),
        (list[object], [1]),
    ],
)
def test_a_value_of_another_type_is_not_written(kind: Any, value: Any) -> None:
    with pytest.raises(TypeError):
        codec(kind).encode(value)


def test_what_a_class_says_of_its_values_holds_of_what_is_read() -> None:
    content = codec(Traced).encode(Traced("ab", (1, 2)))
    with pytest.raises(DamagedError):
        codec(Traced).decode(content.replace(b"\xa2ab", b"\xa1a"))


def test_a_type_that_is_loaded_late_is_named_by_a_function() -> None:
    def late() -> Any:
        return Leaf

    assert codec(late).decode(codec(Leaf).encode(Leaf("a"))) == Leaf("a")
