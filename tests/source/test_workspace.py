"""A record is read whole or refused, and the edition before it is found without reading either again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.record import Booklet, to_json
from pipeline.review.desk import open_desk
from pipeline.source.workspace import edition_before, load_record, remove_extractions
from tests.demonstrations import demo_read

SIGNS = ["\x00", "\b", "\f", "\x1f", "\x7f", "\x9f", "\ufdd0", "\ufdef", "\uffff"]


def put(house: Path, name: str, booklet: Booklet) -> Path:
    path = house / "extracted" / name / "booklet.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(to_json(booklet))
    return path


def named(words: str, tmp_path: Path, *, plain: bool) -> Path:
    record = json.loads(to_json(demo_read(112)))
    record["programmes"][0]["name"] = words
    path = tmp_path / "booklet.json"
    path.write_text(json.dumps(record, ensure_ascii=not plain), "utf-8")
    return path


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("words", ["{}", "\\{}", '"\\\\{}u0', "甲{}b"])
def test_a_sign_that_is_no_text_is_refused_however_it_is_written(
    words: str, sign: str, plain: bool, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="holds control characters"):
        load_record(named(words.format(sign), tmp_path, plain=plain))


@pytest.mark.parametrize("words", ["\\u0000", "\\\\b", "\\f甲", "\n\t\\", '\\"\\u007f', "\ufffd\ufdcf\ufdf0"])
def test_words_that_only_look_like_such_a_sign_stand(words: str, tmp_path: Path) -> None:
    for plain in (True, False):
        assert load_record(named(words, tmp_path, plain=plain)).programmes[0].name == words


def test_the_latest_older_edition_of_the_series_is_found_and_no_record_is_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    before, after = demo_read(112), demo_read(113)
    oldest, foreign = before.model_copy(deep=True), before.model_copy(deep=True)
    oldest.edition.id, oldest.edition.year = "old", 2020
    foreign.edition.id, foreign.edition.series = "foreign", "另一種手冊"
    for name, booklet in (("old", oldest), ("foreign", foreign), ("demo-112", before), ("demo-113", after)):
        put(tmp_path, name, booklet)
    put(tmp_path, "bad", before).write_text("{")
    said: list[UserError] = []
    assert edition_before(after, said.append) == ("demo-112", before)
    assert edition_before(oldest) is None
    assert ["extracted/bad/booklet.json" in str(each) for each in said] == [True]

    read: list[str] = []
    load = Booklet.model_validate_json
    monkeypatch.setattr(
        Booklet,
        "model_validate_json",
        lambda text: (read.append(load(text).edition.id), load(text))[1],
    )
    desk = open_desk("demo-113")
    assert desk.before == before
    assert sorted(read) == ["demo-112", "demo-113"]


def test_what_was_written_of_editions_is_removed_and_no_file_of_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ours = {
        "113/made-by.json",
        "113/booklet.json",
        "113/report.html",
        "113/report-112-113.html",
        "114/made-by.json",
    }
    mine = {
        "113/report-113.html",
        "113/report-of-113.html",
        "113/notes.txt",
        "README.md",
        "112/booklet.json",
        "112/report.html",
    }
    for name in ours | mine:
        path = tmp_path / "extracted" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "made-by.json").touch()
    (tmp_path / "extracted" / "115").symlink_to(tmp_path / "elsewhere")
    assert remove_extractions() == len(ours)
    stands = {
        path.relative_to("extracted").as_posix() for path in Path("extracted").rglob("*") if path.is_file()
    }
    assert stands == mine
    assert not Path("extracted/114").exists()
    assert (tmp_path / "elsewhere" / "made-by.json").exists()
