"""A kept result is right or not found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core import cache
from pipeline.core.cache import clean, code_version, key, remembered, stored
from pipeline.core.errors import UserError
from pipeline.core.sequence_file import store


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOOKLET_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


class Maker:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, int]:
        self.times += 1
        return {"times": self.times}


def test_the_same_is_made_once() -> None:
    make = Maker()
    assert remembered("pages", make, sha256="a") == remembered("pages", make, sha256="a") == {"times": 1}


def test_whatever_it_depends_on_makes_it_anew() -> None:
    make = Maker()
    for stage, depends in (
        ("pages", {"sha256": "a"}),
        ("pages", {"sha256": "b"}),
        ("pages", {"sha256": "a", "reader": "pdfium"}),
        ("booklet", {"sha256": "a"}),
        ("booklet", {"sha256": "a", "year": 112}),
        ("booklet", {"sha256": "a", "year": "112"}),
        ("booklet", {"sha256": "a", "year": None}),
    ):
        remembered(stage, make, **depends)
    assert make.times == 7


def test_another_code_makes_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    remembered("pages", make, sha256="a")
    monkeypatch.setattr(cache, "code_version", lambda: "newer")
    assert remembered("pages", make, sha256="a") == {"times": 2}


def test_every_module_and_table_counts_as_code_and_no_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_PACKAGE", tmp_path)
    (tmp_path / "profiles").mkdir()
    seen = {code_version.__wrapped__()}
    for name in ("a.py", "profiles/b.py", "c.tsv", "d.html"):
        (tmp_path / name).write_text("one")
        seen.add(code_version.__wrapped__())
        (tmp_path / name).write_text("two")
        seen.add(code_version.__wrapped__())
    assert len(seen) == 9
    (tmp_path / "profiles/year.toml").write_text("one")
    assert code_version.__wrapped__() in seen


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b[:40], lambda b: b"", lambda b: b[:-1] + b"\xff"]
)
def test_a_damaged_entry_is_made_anew(damage, kept: Path) -> None:
    make = Maker()
    remembered("pages", make, sha256="a")
    (entry,) = kept.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))
    assert remembered("pages", make, sha256="a") == {"times": 2}
    assert remembered("pages", make, sha256="a") == {"times": 2}


def test_nothing_is_kept_when_asked(kept: Path) -> None:
    make = Maker()
    remembered("pages", make, keep=False, sha256="a")
    remembered("pages", make, keep=False, sha256="a")
    assert make.times == 2
    assert not kept.exists()


def test_a_cache_that_cannot_be_written_is_no_fault(kept: Path) -> None:
    kept.write_text("a file where the folder should be")
    assert remembered("pages", Maker(), sha256="a") == {"times": 1}


def test_what_was_used_least_recently_goes_first(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LIMIT", 3000)
    for name in "abc":
        remembered("pages", lambda: "x" * 1000, sha256=name)
        remembered("pages", lambda: "y" * 1000, sha256="a")
    assert len(list(kept.iterdir())) == 2
    make = Maker()
    remembered("pages", make, sha256="a")
    remembered("pages", make, sha256="c")
    assert make.times == 0


def test_clean_removes_everything(kept: Path) -> None:
    remembered("pages", Maker(), sha256="a")
    remembered("pages", Maker(), sha256="b")
    assert clean() == 2
    assert not kept.exists()


def test_keys_are_the_same_in_every_process() -> None:
    assert key("pages", a=1, b=2) == key("pages", b=2, a=1)
    assert len(key("pages")) == 32


def keeper(items: list[str], made: list[str]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        made.append("made")
        store(path, items)

    return make


def test_a_sequence_is_stored_once_and_found_again(kept: Path) -> None:
    made: list[str] = []
    for _ in range(2):
        with stored("pages", keeper(["one", "two"], made), sha256="a") as found:
            assert list(found) == ["one", "two"]
    assert made == ["made"]
    (entry,) = kept.iterdir()
    entry.write_bytes(entry.read_bytes()[:-1])
    with stored("pages", keeper(["one"], made), sha256="a") as found:
        assert list(found) == ["one"]
    assert made == ["made", "made"]


def test_a_sequence_that_is_not_kept_is_gone_afterwards(kept: Path) -> None:
    with stored("pages", keeper(["one"], []), keep=False, sha256="a") as found:
        assert list(found) == ["one"]
    assert not found.path.exists()
    assert not kept.exists()


def test_a_sequence_that_cannot_be_made_leaves_nothing(kept: Path) -> None:
    def make(path: Path) -> None:
        path.write_text("half")
        raise UserError("no")

    with pytest.raises(UserError), stored("pages", make, sha256="a"):
        pass
    assert not kept.exists()
