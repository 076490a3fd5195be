"""A stored sequence is read back as often as asked, and damage to it is seen."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.sequence_file import Stored, store


@given(st.lists(st.one_of(st.text(), st.binary(), st.integers())))
def test_what_was_stored_comes_back_each_time(tmp_path_factory: pytest.TempPathFactory, items: list) -> None:
    path = tmp_path_factory.mktemp("stored") / "items"
    store(path, iter(items))
    kept = Stored(path)
    assert kept.is_whole()
    assert list(kept) == items
    assert list(kept) == items


def test_one_item_is_held_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "items"
    tracemalloc.start()
    store(path, (bytes([number]) * 1_000_000 for number in range(30)))
    assert [item[0] for item in Stored(path)] == list(range(30))
    assert Stored(path).is_whole()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8_000_000


@pytest.mark.parametrize("at", [0, 31, 32, 40, -1])
def test_a_changed_byte_is_seen(tmp_path: Path, at: int) -> None:
    path = tmp_path / "items"
    store(path, range(100))
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    assert not Stored(path).is_whole()


@pytest.mark.parametrize("length", [0, 10, 32, 60])
def test_a_file_cut_short_is_seen(tmp_path: Path, length: int) -> None:
    path = tmp_path / "items"
    store(path, range(100))
    path.write_bytes(path.read_bytes()[:length])
    assert not Stored(path).is_whole()
    assert not Stored(tmp_path / "absent").is_whole()
