"""A kept result is right or not found."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest

from pipeline.core import cache
from pipeline.core.cache import clean, code_version, key, remembered, stored
from pipeline.core.errors import UserError
from pipeline.core.sequence_file import store


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOOKLET_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def entries(kept: Path) -> list[Path]:
    return sorted(path for path in kept.rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG")


class Maker:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, int]:
        self.times += 1
        return {"times": self.times}


def test_the_same_is_made_once() -> None:
    make = Maker()
    assert (
        remembered("pages", Any, make, sha256="a")
        == remembered("pages", Any, make, sha256="a")
        == {"times": 1}
    )


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
        remembered(stage, Any, make, **depends)
    assert make.times == 7


def test_another_code_makes_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    remembered("pages", Any, make, sha256="a")
    monkeypatch.setattr(cache, "code_version", lambda: "newer")
    assert remembered("pages", Any, make, sha256="a") == {"times": 2}


def test_every_file_of_the_package_counts_as_code_and_no_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever kind of file a module reads: queries, words, templates."""
    monkeypatch.setattr(cache, "_PACKAGE", tmp_path)
    for folder in ("profiles", "__pycache__"):
        (tmp_path / folder).mkdir()
    seen = [code_version.__wrapped__()]
    for name in (
        "a.py",
        "profiles/b.py",
        "c.tsv",
        "d.html",
        "e.sql",
        "f.txt",
        "g.toml",
        "h.css",
        "i.js",
        "j",
    ):
        for text in ("one", "two"):
            (tmp_path / name).write_text(text)
            seen.append(code_version.__wrapped__())
    assert len(set(seen)) == len(seen) == 21
    for name in ("profiles/year.toml", "__pycache__/a.pyc.1234"):
        (tmp_path / name).write_text("one")
        assert code_version.__wrapped__() == seen[-1]


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b[:40], lambda b: b"", lambda b: b[:-1] + b"\xff"]
)
def test_a_damaged_entry_is_made_anew(damage, kept: Path) -> None:
    make = Maker()
    remembered("pages", Any, make, sha256="a")
    (entry,) = entries(kept)
    entry.write_bytes(damage(entry.read_bytes()))
    assert remembered("pages", Any, make, sha256="a") == {"times": 2}
    assert remembered("pages", Any, make, sha256="a") == {"times": 2}


def test_nothing_is_kept_when_asked(kept: Path) -> None:
    make = Maker()
    remembered("pages", Any, make, keep=False, sha256="a")
    remembered("pages", Any, make, keep=False, sha256="a")
    assert make.times == 2
    assert not kept.exists()


def test_a_cache_that_cannot_be_written_is_no_fault(kept: Path) -> None:
    kept.write_text("a file where the folder should be")
    assert remembered("pages", Any, Maker(), sha256="a") == {"times": 1}


def test_what_was_used_least_recently_goes_first(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LIMIT", 3000)
    for name in "abc":
        remembered("pages", Any, lambda: "x" * 1000, sha256=name)
        remembered("pages", Any, lambda: "y" * 1000, sha256="a")
    assert len(entries(kept)) == 2
    make = Maker()
    remembered("pages", Any, make, sha256="a")
    remembered("pages", Any, make, sha256="c")
    assert make.times == 0


def test_clean_removes_everything(kept: Path) -> None:
    remembered("pages", Any, Maker(), sha256="a")
    remembered("pages", Any, Maker(), sha256="b")
    assert clean() == 2
    assert not kept.exists()


def test_keys_are_the_same_in_every_process() -> None:
    assert key("pages", a=1, b=2) == key("pages", b=2, a=1)
    assert len(key("pages")) == 32


def keeper(items: list[str], made: list[str]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        made.append("made")
        store(path, items, str)

    return make


def test_a_sequence_is_stored_once_and_found_again(kept: Path) -> None:
    made: list[str] = []
    for _ in range(2):
        with stored("pages", str, keeper(["one", "two"], made), sha256="a") as found:
            assert list(found) == ["one", "two"]
    assert made == ["made"]
    (entry,) = entries(kept)
    entry.write_bytes(entry.read_bytes()[:-1])
    with stored("pages", str, keeper(["one"], made), sha256="a") as found:
        assert list(found) == ["one"]
    assert made == ["made", "made"]


def test_a_sequence_that_is_not_kept_is_gone_afterwards(kept: Path) -> None:
    with stored("pages", str, keeper(["one"], []), keep=False, sha256="a") as found:
        assert list(found) == ["one"]
    assert not found.path.exists()
    assert not kept.exists()


def test_a_sequence_that_cannot_be_made_leaves_nothing(kept: Path) -> None:
    def make(path: Path) -> None:
        path.write_text("half")
        raise UserError("no")

    with pytest.raises(UserError), stored("pages", str, make, sha256="a"):
        pass
    assert entries(kept) == []


# never delete what we did not write


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_clean_with_the_cache_at_a_folder_of_the_user_removes_nothing(kept: Path) -> None:
    (kept / "letters").mkdir(parents=True)
    (kept / "letters" / "dear.txt").write_text("dear")
    (kept / "photo.jpg").write_text("photo")
    (kept / f"{'a' * 32}.pages").write_text("named as an entry")
    before = contents(kept)
    with pytest.raises(UserError, match=r"holds something else than kept results .* nothing was removed"):
        clean()
    assert contents(kept) == before


def test_a_run_with_the_cache_at_a_folder_of_the_user_adds_nothing_and_says_so_once(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.mkdir()
    (kept / "photo.jpg").write_text("photo")
    make = Maker()
    for times in (1, 2):
        assert remembered("pages", Any, make, sha256="a") == {"times": times}
    assert contents(kept) == {"photo.jpg": b"photo"}
    assert capsys.readouterr().err.count("holds something else than kept results") == 1


def test_the_mark_of_another_program_is_not_ours(kept: Path) -> None:
    kept.mkdir()
    tag = kept / "CACHEDIR.TAG"
    tag.write_text("Signature: 8a477f597d28d172789f06886806bc55\n# This is the cache of another program.\n")
    with pytest.raises(UserError, match="something else"):
        clean()
    assert tag.exists()


def test_clean_and_eviction_take_entries_alone(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person put into the cache folder stays, whatever it is called."""
    remembered("pages", Any, Maker(), sha256="a")
    foreign = [
        "notes.txt",
        "a.b",
        f"{'A' * 32}.pages",
        f"{'a' * 31}.pages",
        f"{'a' * 32}.pages.bak",
        ".new-short",
    ]
    for name in foreign:
        (kept / name).write_text(name)
    (kept / f"{'b' * 32}.pages").symlink_to(kept / "notes.txt")
    (kept / f"{'c' * 32}.of").mkdir()
    (kept / f"{'c' * 32}.of" / "mine.txt").write_text("mine")
    monkeypatch.setattr(cache, "LIMIT", 0)
    remembered("pages", Any, Maker(), sha256="b")
    assert {path.name for path in entries(kept)} == {*foreign, f"{'b' * 32}.pages", "mine.txt"}
    clean()
    assert {path.name for path in entries(kept)} == {*foreign, f"{'b' * 32}.pages", "mine.txt"}
    assert (kept / "notes.txt").read_text() == "notes.txt"


def test_clean_removes_what_killed_runs_left(kept: Path) -> None:
    remembered("pages", Any, Maker(), sha256="a")
    (kept / ".new-abcd_123").write_text("half")
    clean()
    assert not kept.exists()


# no code from data, and nobody else's


def test_an_entry_that_is_a_pickle_runs_no_code(kept: Path, tmp_path: Path) -> None:
    """What a file of another user in a shared cache did: it was found whole, and its command ran."""
    import hashlib
    import pickle

    class Evil:
        def __reduce__(self):
            return os.system, (f"touch {tmp_path / 'ran'}",)

    make = Maker()
    remembered("pages", Any, make, sha256="a")
    (entry,) = entries(kept)
    content = pickle.dumps(Evil())
    framed = len(content).to_bytes(8, "big") + content
    for body in (content, framed):
        entry.write_bytes(hashlib.sha256(body).digest() + body)
        made = make.times
        assert remembered("pages", dict[str, int], make, sha256="a") == {"times": made + 1}
    assert not (tmp_path / "ran").exists()


def test_no_module_unpickles() -> None:
    """Neither here nor by a library's door: of the program's own modules none asks for pickle, marshal or shelve."""
    import ast

    package = Path(cache.__file__).parents[1]
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"pickle", "marshal", "shelve", "dill", "joblib"} & {
                each.split(".")[0] for each in names
            }, path
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("recv", "read_pickle"), path


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_folder_opens_to_its_owner_alone_whatever_the_umask(umask: int, kept: Path) -> None:
    before = os.umask(umask)
    try:
        remembered("pages", Any, Maker(), sha256="a")
        own = cache.folder_of("a")
    finally:
        os.umask(before)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert own is not None
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in entries(kept))


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_folder_that_others_may_write_is_not_believed(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make = Maker()
    remembered("pages", Any, make, sha256="a")
    kept.chmod(0o777)
    assert remembered("pages", Any, make, sha256="a") == {"times": 2}
    assert "can be written by others" in capsys.readouterr().err
    kept.chmod(0o755)
    assert remembered("pages", Any, make, sha256="a") == {"times": 1}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_folder_of_another_user_is_not_believed(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make = Maker()
    remembered("pages", Any, make, sha256="a")
    os.chown(kept, 12345, 12345)
    assert remembered("pages", Any, make, sha256="a") == {"times": 2}
    assert "belongs to another user" in capsys.readouterr().err
    with pytest.raises(UserError, match="belongs to another user"):
        clean()


def test_the_version_of_python_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_version.__wrapped__()
    monkeypatch.setattr(sys, "version", "4.0.0 (a Python to come)")
    assert code_version.__wrapped__() != before


def test_what_reads_a_file_keeps_results_in_the_folder_of_that_file(kept: Path) -> None:
    """In a process of its own, as a reader is; the next reader of that file finds it, that of another does not."""
    code = """
import sys
from pathlib import Path
from typing import Any
from pipeline.core import cache
cache.confine(cache.folder_of(sys.argv[1]))
print(cache.remembered("scan", Any, lambda: sys.argv[2], picture="p"))
"""
    said = [
        subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
        ).stdout
        for words in (("one", "first"), ("one", "second"), ("other", "third"))
    ]
    assert said == ["first\n", "first\n", "third\n"]
    assert len(entries(kept)) == 2
    assert all(path.parent.parent == kept for path in entries(kept))
    assert clean() == 2
    assert not kept.exists()


def test_clean_of_a_folder_that_could_not_be_removed_the_last_time(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered("stage", int, lambda: 1)
    with monkeypatch.context() as patch:
        patch.setattr(cache, "_remove_if_empty", lambda path: None)
        assert clean() == 1
    assert list(kept.iterdir()) == []
    assert clean() == 0
    assert remembered("stage", int, lambda: 2) == 2
    assert clean() == 1


def test_the_libraries_that_read_count_by_their_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in cache._LIBRARIES:
        with suppress(PackageNotFoundError):
            told = version(name)
            assert cache._installed()[name] == told
    assert "msgspec" in cache._installed()
    before = code_version.__wrapped__()
    (tmp_path / "Pydantic-99.1.dist-info").mkdir()
    (tmp_path / "pdfminer.six-20231228.dist-info").mkdir()
    (tmp_path / "unrelated-1.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert cache._installed()["pydantic"] == "99.1"
    assert cache._installed()["pdfminer-six"] == "20231228"
    assert "unrelated" not in cache._installed()
    assert code_version.__wrapped__() != before
