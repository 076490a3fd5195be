"""Editions are found wherever they stand, and no file is read that is not the one that was published."""

import hashlib
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core.errors import AbsentFileError, UserError
from pipeline.core.files import file_sha256
from pipeline.source.acquire import Edition, acquire, add, edition_of_file, find_editions, raw_folders
from pipeline.source.media_type import PDF, TEXT
from pipeline.source.origin import ORIGIN, read_origin

BOOK = "109 年度\n優惠輔導措施\n主辦機關：經濟部\n".encode()
BOOK_SHA256 = hashlib.sha256(BOOK).hexdigest()


def describe(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ORIGIN).write_text(text, encoding="utf-8")
    return folder


def cover_of(text: str):
    return lambda path, media_type: text


# finding


def test_edition_beside_its_origin(tmp_path):
    folder = describe(
        tmp_path / "raw" / "109",
        f'publisher = "經濟部"\nroc_year = 109\nprofile = "x"\nfile = "b.txt"\nsha256 = "{BOOK_SHA256}"\n',
    )
    (folder / "b.txt").write_bytes(BOOK)
    (edition,) = find_editions(tmp_path)
    assert edition == Edition("109", folder, folder / "b.txt", "經濟部", 109, BOOK_SHA256, "x")
    got = acquire(edition)
    assert (got.path, got.media_type, got.sha256) == (folder / "b.txt", TEXT, BOOK_SHA256)


def test_file_kept_outside_is_found_under_the_same_id(tmp_path):
    folder = describe(tmp_path / "raw" / "109", 'file = "b.txt"\n')
    outside = tmp_path / "elsewhere"
    (outside / "109").mkdir(parents=True)
    (outside / "109" / "README.md").write_text("not the booklet")
    (outside / "109" / "b.txt").write_bytes(BOOK)
    (edition,) = find_editions(tmp_path, [outside])
    assert (edition.folder, edition.file) == (folder, outside / "109" / "b.txt")
    (folder / "b.txt").write_bytes(BOOK)
    (edition,) = find_editions(tmp_path, [outside])
    assert edition.file == folder / "b.txt", "its own folder comes first"


def test_another_form_stands_in_for_an_absent_primary_file(tmp_path):
    sha256 = hashlib.sha256(b"%PDF-1.4").hexdigest()
    text = f'file = "b.txt"\nsha256 = "{BOOK_SHA256}"\n[[also]]\nfile = "b.pdf"\nsha256 = "{sha256}"\n'
    folder = describe(tmp_path / "raw" / "109", text)
    (folder / "b.pdf").write_bytes(b"%PDF-1.4")
    (edition,) = find_editions(tmp_path)
    assert (edition.file.name, edition.sha256, acquire(edition).media_type) == ("b.pdf", sha256, PDF)


def test_absent_file_says_where_to_put_it_and_the_others_go_on(tmp_path):
    describe(tmp_path / "raw" / "109", 'file = "gone.pdf"\n')
    (describe(tmp_path / "raw" / "110", 'file = "b.txt"\n') / "b.txt").write_bytes(BOOK)
    absent, present = find_editions(tmp_path)
    with pytest.raises(AbsentFileError) as caught:
        acquire(absent)
    for word in ("109", "gone.pdf", str(tmp_path / "raw" / "109"), "BOOKLET_RAW"):
        assert word in str(caught.value)
    assert acquire(present).sha256 == BOOK_SHA256


def test_folder_without_origin_needs_one_candidate(tmp_path):
    outside = tmp_path / "elsewhere"
    (outside / "112").mkdir(parents=True)
    (outside / "112" / "b.txt").write_bytes(BOOK)
    (edition,) = find_editions(tmp_path, [outside])
    assert (edition.id, edition.file.name, edition.sha256) == ("112", "b.txt", None)
    (outside / "112" / "c.txt").write_bytes(BOOK)
    with pytest.raises(UserError, match="booklet add FILE --edition 112"):
        find_editions(tmp_path, [outside])


def test_faults_are_reported_and_the_others_go_on(tmp_path):
    (describe(tmp_path / "raw" / "99", 'file = "b.txt"\n') / "b.txt").write_bytes(BOOK)
    describe(tmp_path / "raw" / "109", "file = ")
    describe(tmp_path / "raw" / "no good", 'file = "b.txt"\n')
    (tmp_path / "raw" / ".hidden").mkdir()
    (tmp_path / "raw" / "empty").mkdir()
    faults: list[UserError] = []
    editions = find_editions(tmp_path, [tmp_path / "missing"], faults.append)
    assert [edition.id for edition in editions] == ["99"]
    assert [
        word in str(fault) for word, fault in zip(("missing", "no good", "109"), faults, strict=True)
    ] == [True] * 3


def test_editions_are_sorted_as_a_person_counts(tmp_path):
    for name in ("109", "99", "demo-112", "110"):
        describe(tmp_path / "raw" / name, 'file = "b.txt"\n')
    assert [edition.id for edition in find_editions(tmp_path)] == ["demo-112", "99", "109", "110"]


def test_one_edition_described_twice_must_be_described_alike(tmp_path):
    describe(tmp_path / "raw" / "109", 'file = "b.txt"\nroc_year = 109\n')
    describe(tmp_path / "other" / "109", 'roc_year = 109\nfile = "b.txt"\n')
    assert len(find_editions(tmp_path, [tmp_path / "other"])) == 1
    describe(tmp_path / "other" / "109", 'file = "b.txt"\nroc_year = 110\n')
    with pytest.raises(UserError, match="described twice"):
        find_editions(tmp_path, [tmp_path / "other"])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("file = 1\n", "file"),
        ("", "file"),
        ('file = "../secret"\n', "folder"),
        ('file = "/etc/passwd"\n', "folder"),
        ('file = ".."\n', "folder"),
        ('file = "a\\\\b"\n', "folder"),
        ('file = "b"\nroc_year = "109"\n', "roc_year"),
        ('file = "b"\nroc_year = true\n', "roc_year"),
        ('file = "b"\nsha256 = "abc"\n', "sha256"),
        ('file = "b"\nprofile = ""\n', "profile"),
        ('file = "b"\nyear = 109\n', "year"),
        ('file = "b"\n[[also]]\nfile = "c"\nhash = "d"\n', "also.0.hash"),
        ('file = "b"\nalso = "c"\n', "also"),
        ("file = \n", "TOML"),
    ],
)
def test_origin_that_is_not_understood_is_refused_by_name(tmp_path, text, word):
    folder = describe(tmp_path / "raw" / "109", text)
    with pytest.raises(UserError, match=word) as caught:
        find_editions(tmp_path)
    assert str(folder / ORIGIN) in str(caught.value)


def test_raw_folders_are_split_as_paths_are():
    assert raw_folders({}) == []
    assert raw_folders({"BOOKLET_RAW": os.pathsep.join(["/a", "", "b c"])}) == [Path("/a"), Path("b c")]


def test_booklet_of_109_is_described_here_and_stands_elsewhere(root, shared):
    editions = {edition.id: edition for edition in find_editions(root, [shared / "booklets"])}
    assert acquire(editions["109"]).media_type == TEXT
    pdf = edition_of_file(shared / "booklets" / "109" / "booklet.pdf", list(editions.values()), "109")
    assert (pdf.roc_year, acquire(pdf).media_type) == (109, PDF)
    assert pdf.sha256 is not None


# a file named by hand


def test_file_named_by_hand(tmp_path):
    text = f'roc_year = 109\nfile = "b.txt"\nsha256 = "{BOOK_SHA256}"\n'
    folder = describe(tmp_path / "raw" / "109", text)
    (folder / "b.txt").write_bytes(BOOK)
    elsewhere = tmp_path / "b.txt"
    elsewhere.write_bytes(BOOK + b"more")
    editions = find_editions(tmp_path)
    assert edition_of_file(folder / "b.txt", editions) == editions[0]
    named = edition_of_file(elsewhere, editions, "109")
    assert named == replace(editions[0], file=elsewhere, sha256=None), (
        "origin.toml does not speak of this file"
    )
    new = edition_of_file(tmp_path / "My booklet (112).pdf", editions)
    assert (new.id[:-9], new.roc_year) == ("My-booklet-112", None)
    assert edition_of_file(tmp_path / "b-112.pdf", editions).id == "b-112"
    with pytest.raises(UserError, match="cannot name an edition"):
        edition_of_file(elsewhere, editions, "../x")


# checking


def test_changed_file_is_refused_with_both_hashes(tmp_path):
    file = tmp_path / "b.txt"
    file.write_bytes(BOOK + b"!")
    edition = Edition("109", tmp_path, file, "", 109, BOOK_SHA256, "x")
    with pytest.raises(UserError) as caught:
        acquire(edition)
    assert BOOK_SHA256 in str(caught.value)
    assert file_sha256(file) in str(caught.value)


def test_folder_in_place_of_the_file(tmp_path):
    with pytest.raises(UserError, match="not a file"):
        acquire(Edition("109", tmp_path, tmp_path, "", None, None, "x"))


# adding


def test_add_makes_folder_and_origin(tmp_path):
    source = tmp_path / 'a "quoted" name.txt'
    source.write_bytes(BOOK)
    edition = add(source, tmp_path, cover_of(BOOK.decode()))
    assert (edition.id, edition.roc_year, edition.publisher) == ("109", 109, "經濟部")
    assert edition.file.read_bytes() == BOOK
    assert find_editions(tmp_path) == [edition]
    assert acquire(edition).sha256 == BOOK_SHA256
    assert sorted(path.name for path in edition.folder.iterdir()) == ['a "quoted" name.txt', ORIGIN]


def test_add_asks_for_a_name_when_the_cover_has_no_year(tmp_path):
    (tmp_path / "b.txt").write_bytes(BOOK)
    with pytest.raises(UserError, match="--edition"):
        add(tmp_path / "b.txt", tmp_path, cover_of("手冊"))
    edition = add(tmp_path / "b.txt", tmp_path, cover_of("手冊"), "demo-1")
    assert (edition.id, edition.roc_year) == ("demo-1", None)
    assert read_origin(edition.folder / ORIGIN).roc_year is None


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", "-a", "a-", "a b", "甲", "a\n", "x" * 65]
)
def test_add_refuses_a_name_that_is_no_edition(tmp_path, name):
    (tmp_path / "b.txt").write_bytes(BOOK)
    with pytest.raises(UserError, match="cannot name an edition"):
        add(tmp_path / "b.txt", tmp_path, cover_of("109年"), name)
    assert not (tmp_path / "raw").exists()


def test_add_refuses_to_replace_an_edition_but_by_force(tmp_path):
    (tmp_path / "b.txt").write_bytes(BOOK)
    text = 'file = "old.txt"\n[[also]]\nfile = "b.pdf"\n[[also]]\nfile = "b.txt"\n'
    folder = describe(tmp_path / "raw" / "109", text)
    with pytest.raises(UserError, match="already described"):
        add(tmp_path / "b.txt", tmp_path, cover_of("109年"))
    assert (folder / ORIGIN).read_text() == text
    edition = add(tmp_path / "b.txt", tmp_path, cover_of("109年"), force=True)
    assert find_editions(tmp_path) == [edition]
    assert [known.file for known in read_origin(folder / ORIGIN).files] == ["b.txt", "b.pdf"]


def test_add_keeps_a_file_that_is_already_in_place(tmp_path):
    folder = tmp_path / "raw" / "109"
    folder.mkdir(parents=True)
    (folder / "b.txt").write_bytes(BOOK)
    assert acquire(add(folder / "b.txt", tmp_path, cover_of("109年"))).sha256 == BOOK_SHA256


def test_add_cut_short_leaves_no_half_edition(tmp_path, monkeypatch):
    (tmp_path / "b.txt").write_bytes(BOOK)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.source.acquire.shutil.copyfile", full)
    with pytest.raises(UserError, match="No space left"):
        add(tmp_path / "b.txt", tmp_path, cover_of("109年"))
    assert list((tmp_path / "raw" / "109").iterdir()) == []
    assert find_editions(tmp_path) == []


def test_add_refuses_an_archive_of_another_kind(tmp_path):
    with zipfile.ZipFile(tmp_path / "b.pdf", "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(UserError, match="neither ODT nor DOCX"):
        add(tmp_path / "b.pdf", tmp_path, cover_of("109年"))
