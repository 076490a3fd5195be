"""A file given by its path has outputs of its own, in whatever script its name is; no name breaks a record."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.source.acquire import Edition, acquire, edition_of_file, id_of_name
from pipeline.source.origin import EDITION_ID, check_id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("手冊甲", "手冊乙"),
        ("112年手冊", "112年度手冊"),
        ("a b", "a_b"),
        ("a.b", "a-b"),
        ("é", "è"),
        ("x" * 70, "x" * 71),
    ],
)
def test_two_names_are_two_editions(one: str, other: str) -> None:
    ids = {id_of_name(one), id_of_name(other)}
    assert len(ids) == 2
    for id_ in ids:
        check_id(id_)


def test_a_name_that_can_name_a_folder_is_kept() -> None:
    assert [id_of_name(name) for name in ("109", "demo-112", "Book")] == ["109", "demo-112", "Book"]


def test_a_name_is_never_that_of_an_edition_that_is_another_file(tmp_path: Path) -> None:
    known = Edition("112", tmp_path, tmp_path / "b.pdf", "", 112, None, "x")
    for name in ("112.pdf", "112年.pdf"):
        found = edition_of_file(tmp_path / name, [known]).id
        assert found.startswith("112-")
        assert EDITION_ID.fullmatch(found)


def test_a_name_is_one_however_its_accents_are_written() -> None:
    name = "手冊é"
    assert id_of_name(unicodedata.normalize("NFD", name)) == id_of_name(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize("name", ["a\x07b.txt", "a\x7f.txt", os.fsdecode(b"\xb3\xff.txt")])
def test_a_name_that_cannot_be_written_down_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("109年度", "utf-8")
    with pytest.raises(UserError, match="no name that can be written down"):
        acquire(edition_of_file(file, []))
