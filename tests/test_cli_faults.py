"""What befalls the program from outside ends it with a status and a sentence, never with a traceback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.core.scratch import _SIGNATURE
from pipeline.forms.profiles import profile_text
from pipeline.terminal.progress import Progress
from pipeline.terminal.tables import show_catalogue
from tests.full_disk import fill

COMMAND = [sys.executable, "-m", "pipeline.cli"]


@pytest.fixture
def house(tmp_path: Path, root: Path) -> Path:
    shutil.copytree(root / "raw" / "demo-112", tmp_path / "raw" / "demo-112")
    return tmp_path


def environ(**more: str) -> dict[str, str]:
    return {**os.environ, "BOOKLET_RAW": "", **more}


def run(house: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=house,
        env=environ(**more),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_and_terminated_leave_nothing_in_tmpdir(number: int, status: int, house: Path) -> None:
    """While a worker reads: Ctrl-C exits 130."""
    (house / "tmp").mkdir()
    started = subprocess.Popen(
        [*COMMAND, "extract", "--no-cache"],
        cwd=house,
        env=environ(TMPDIR=str(house / "tmp")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(
            number, signal.SIG_DFL
        ),  # what runs in the background inherits deafness
    )
    until = time.monotonic() + 60
    while not list((house / "tmp").glob("booklet-*/*/pages")) and time.monotonic() < until:
        time.sleep(0.02)
    started.send_signal(number)
    _, said = started.communicate(timeout=60)
    # Interrupted while a module defines a dataclass, Python ends by the signal itself; a shell says 130 of both.
    assert started.returncode in (status, -number)
    assert "Traceback" not in said
    assert list((house / "tmp").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "arguments", [("schema",), ("--help",), ("facts", "--year", "112", "每案5萬元"), ("extract",)]
)
def test_a_full_standard_output_is_one_sentence(arguments: tuple[str, ...], house: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=house,
            env=environ(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    said = [line for line in done.stderr.splitlines() if not line.startswith("reading")]
    assert said == [
        "booklet: the output cannot be read or written (No space left on device): make room, or check its permissions."
    ]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp950"])
def test_an_output_that_cannot_show_chinese_shows_its_numbers(encoding: str, house: Path) -> None:
    done = run(house, "facts", "--year", "112", "每案最高補助5萬元𠮷", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "50000" in done.stdout


def test_a_full_disk_of_a_diff_is_one_sentence_and_leaves_the_one_before(house: Path, disk: Path) -> None:
    assert run(house, "extract").returncode == 0
    target = disk / "diff.json"
    ask = ("diff", "demo-112", "demo-112", "--json", str(target))
    assert run(house, *ask).returncode == 0
    before = target.read_bytes()
    target.write_bytes(b"old")
    fill(disk)
    done = run(house, *ask)
    assert done.returncode == 2
    assert done.stderr == (
        f"booklet: {target} cannot be written (No space left on device): make room or check its folder.\n"
    )
    assert {path.name for path in disk.iterdir()} == {"diff.json", "filler"}
    assert target.read_bytes() == b"old"
    (disk / "filler").unlink()
    assert run(house, *ask).returncode == 0
    assert target.read_bytes() == before


def test_a_diff_into_a_folder_that_is_not_there_is_one_sentence(house: Path) -> None:
    assert run(house, "extract").returncode == 0
    done = run(house, "diff", "demo-112", "demo-112", "--json", str(house / "nowhere" / "diff.json"))
    assert done.returncode == 2
    assert "diff.json cannot be written (No such file or directory)" in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_with_a_name_hangs_nothing(house: Path) -> None:
    os.mkfifo(house / "profile.toml")
    os.mkfifo(house / "booklet.pdf")
    with pytest.raises(UserError, match="is not a file: check the name of the profile"):
        profile_text(str(house / "profile.toml"))
    for arguments in (
        ("extract", "demo-112", "--profile", "profile.toml"),
        ("extract", "booklet.pdf"),
        ("add", "booklet.pdf"),
        ("profile", "booklet.pdf"),
    ):
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=house,
            env=environ(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_a_profile_without_end_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "long.toml").write_bytes(b"#" * (1 << 21))
    with pytest.raises(UserError, match="more than 1048576 bytes"):
        profile_text(str(tmp_path / "long.toml"))


def test_a_link_in_raw_that_leads_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "raw" / "x").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("109年度 secret")
    (tmp_path / "raw" / "x" / "booklet.txt").symlink_to(tmp_path / "secret.txt")
    done = run(tmp_path, "extract")
    assert done.returncode == 2
    assert "is a link that leads out of its folder" in done.stderr
    assert not (tmp_path / "extracted").exists()


@pytest.mark.parametrize("sign", ["\x1b]0;title\x07", "\x1b[45m", "\x9b31m", "\u202e", "\u2028", "[/red]"])
def test_a_name_is_shown_to_a_terminal_and_not_obeyed(
    sign: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """As on a terminal, where nothing is taken out of what is printed."""
    name = f"a{sign}b"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("click._compat.should_strip_ansi", lambda *_: False)
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    monkeypatch.setattr(Progress, "advance", _on_a_terminal)
    with pytest.raises(SystemExit) as end:
        main(["extract", name])
    assert end.value.code == 2
    with pytest.raises(SystemExit):
        main(["check", name])
    with Progress(f"reading {name}") as advance:
        advance(3)
    show_catalogue({}, _folder_with(name, tmp_path))
    told = capfd.readouterr()
    said = told.err + told.out
    assert not [held for held in ("\x1b]", "\x1b[45m", "\x07", "\x9b", "\u202e", "\u2028") if held in said]
    assert ascii(sign)[1:-1] in said


def _on_a_terminal(shown: Progress, total: int | None) -> None:
    shown.bar = shown.bar or shown._bar(total)
    shown.bar.advance(0)


def _folder_with(name: str, folder: Path) -> Path:
    (folder / name.replace("/", "")).touch()
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="signals of POSIX")
def test_what_a_run_that_was_killed_left_goes_with_the_next_command_whatever_it_is(house: Path) -> None:
    left = house / "tmp" / "booklet-abcd1234"
    left.mkdir(parents=True)
    (left / ".booklet-scratch").write_bytes(_SIGNATURE)
    (house / "tmp" / "booklet-mine0000" / "mine").mkdir(parents=True)
    (house / "tmp" / "booklet-cut0ff00").mkdir()
    (house / "tmp" / "booklet-cut0ff00" / ".booklet-scratch").touch()
    assert run(house, "clean", TMPDIR=str(house / "tmp"), BOOKLET_CACHE=str(house / "kept")).returncode == 0
    assert [path.name for path in (house / "tmp").iterdir()] == ["booklet-mine0000"]
