"""A stored sequence is read back as often as asked, and damage to it is seen."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.codec import DamagedError
from pipeline.core.sequence_file import DIGEST, Stored, store


@given(st.lists(st.one_of(st.text(), st.binary(), st.integers(-(2**63), 2**64 - 1))))
def test_what_was_stored_comes_back_each_time(tmp_path_factory: pytest.TempPathFactory, items: list) -> None:
    path = tmp_path_factory.mktemp("stored") / "items"
    store(path, iter(items), Any)
    kept = Stored(path, Any)
    assert kept.is_whole()
    assert list(kept) == items
    assert list(kept) == items


def test_one_item_is_held_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "items"
    tracemalloc.start()
    store(path, (bytes([number]) * 1_000_000 for number in range(30)), bytes)
    assert [item[0] for item in Stored(path, bytes)] == list(range(30))
    assert Stored(path, int).is_whole()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8_000_000


@pytest.mark.parametrize("at", [0, 31, 32, 40, -1])
def test_a_changed_byte_is_seen(tmp_path: Path, at: int) -> None:
    path = tmp_path / "items"
    store(path, range(100), int)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    assert not Stored(path, int).is_whole()


@pytest.mark.parametrize("length", [0, 10, 32, 60])
def test_a_file_cut_short_is_seen(tmp_path: Path, length: int) -> None:
    path = tmp_path / "items"
    store(path, range(100), int)
    path.write_bytes(path.read_bytes()[:length])
    assert not Stored(path, int).is_whole()
    assert not Stored(tmp_path / "absent", int).is_whole()


@pytest.mark.parametrize(
    "rest", [b"\x00", (1 << 62).to_bytes(8, "big") + b"x", (1).to_bytes(8, "big") + b"\xc1"]
)
def test_what_is_no_sequence_is_told_before_as_much_is_read_as_it_says(tmp_path: Path, rest: bytes) -> None:
    path = tmp_path / "items"
    path.write_bytes(bytes(DIGEST) + rest)
    with pytest.raises(DamagedError):
        list(Stored(path, Any))
