"""Whatever a file does to the process that reads it costs one sentence, and the caller goes on."""

from __future__ import annotations

import ctypes
import errno
import mimetypes
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core import confine, sandbox
from pipeline.core.confine import Confinement
from pipeline.core.errors import UserError
from pipeline.core.limits import SETTINGS, Limits, Setting
from pipeline.core.sandbox import Access, in_worker, started


def sentence(work, *writes: Path, **limits) -> str:
    with pytest.raises(UserError) as caught:
        in_worker("booklet.pdf", work, limits=Limits(**limits), access=Access(writes=writes))
    said = str(caught.value)
    assert said.startswith("booklet.pdf ")
    assert "\n" not in said
    return said


def test_the_result_comes_back_and_each_tick_is_told() -> None:
    ticks: list[int | None] = []

    def work(tick):
        for _ in range(3):
            tick(3)
        return {"process": os.getpid()}

    result = in_worker("booklet.pdf", work, ticks.append)
    assert ticks == [3, 3, 3]
    assert result["process"] != os.getpid()


def test_a_sentence_is_passed_on_as_it_is() -> None:
    def work(tick):
        raise UserError("booklet.pdf is encrypted: save it without a password.")

    assert sentence(work) == "booklet.pdf is encrypted: save it without a password."


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_death_is_one_sentence(number: int) -> None:
    assert sentence(lambda tick: os.kill(os.getpid(), number))


def test_a_silent_end_is_one_sentence() -> None:
    assert "status 3" in sentence(lambda tick: os._exit(3))


def busy(tick=None, seconds: float = 60) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_no_progress_is_given_up_and_the_process_is_gone() -> None:
    before = children()
    said = sentence(busy, seconds=0.3)
    assert "0.3 seconds of computing" in said
    assert "set BOOKLET_SECONDS to more" in said
    assert children() == before


def test_a_slow_machine_is_not_the_fault_of_the_file() -> None:
    """Ten times the limit passes on the clock, and nothing is computed: a busy machine gives a process no time."""
    in_worker("booklet.pdf", lambda tick: time.sleep(1), limits=Limits(seconds=0.1))
    said = sentence(lambda tick: time.sleep(60), seconds=0.02)
    assert "this machine is too busy" in said
    assert "damaged" not in said
    assert "set BOOKLET_SECONDS to more than 0.02" in said


def test_the_time_of_all_threads_counts() -> None:
    def work(tick):
        threading.Thread(target=busy).start()
        time.sleep(60)

    assert "0.3 seconds of computing" in sentence(work, seconds=0.3)


def test_limits_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (Limits().seconds, Limits().memory) == (120, 6 << 30)
    monkeypatch.setenv("BOOKLET_SECONDS", "600")
    monkeypatch.setenv("BOOKLET_MEMORY", "0.5")
    assert (Limits().seconds, Limits().memory) == (600, 1 << 29)
    monkeypatch.setenv("BOOKLET_SECONDS", "")
    assert Limits().seconds == 120


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.variable)
def test_a_limit_that_is_no_number_is_one_sentence(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("soon", "-1", "0", "nan", "inf", "1e999", "9" * 5000, "6 GB"):
        monkeypatch.setenv(setting.variable, wrong)
        with pytest.raises(UserError, match=rf"{setting.variable} is .* no number of .*: give one such as "):
            setting.value()


def test_every_limit_that_can_be_set_is_told_of(root: Path) -> None:
    help_ = CliRunner().invoke(main, ["--help"]).output
    for setting in SETTINGS:
        assert re.search(rf"{setting.variable} .*\[default: {setting.default:g}\]", help_)
        for document in ("README.md", "README.zh-Hant.md", "docs/security.md"):
            assert setting.variable in (root / document).read_text("utf-8"), document


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_progress_keeps_long_work_alive() -> None:
    def work(tick):
        for _ in range(8):
            busy(seconds=0.1)
            tick(None)
        return "done"

    assert in_worker("booklet.pdf", work, limits=Limits(seconds=0.5)) == "done"


def test_memory_without_end_is_one_sentence() -> None:
    said = sentence(lambda tick: len(bytearray(1 << 32)), memory=1 << 30)
    assert "more memory than a booklet may" in said
    assert said.endswith("set BOOKLET_MEMORY to more than 1 (gigabytes).")


@pytest.mark.skipif(sys.platform != "linux", reason="bounds as Linux knows them")
def test_output_without_end_is_one_sentence(tmp_path: Path) -> None:
    def fill(tick):
        with (tmp_path / "out").open("wb") as file:
            for _ in range(1000):
                file.write(bytes(10_000))

    assert "more than 1,000,000 bytes" in sentence(fill, tmp_path, output=1_000_000)
    assert (tmp_path / "out").stat().st_size <= 1_000_000


def test_a_full_disk_is_one_sentence_that_says_where() -> None:
    def write(tick):
        with Path("/dev/full").open("wb", buffering=0) as file:
            file.write(b"x")

    with pytest.raises(
        UserError, match=r"has no room for what is made of booklet\.pdf: make room, or set TMPDIR"
    ):
        in_worker("booklet.pdf", write, access=Access(writes=(Path("/dev/full"),)))


def test_recursion_and_faults_of_libraries_are_one_sentence() -> None:
    def deep(tick):
        return deep(tick)

    assert "nested" in sentence(deep)
    assert "KeyError: 'Pages'" in sentence(lambda tick: {}["Pages"])
    assert len(sentence(lambda tick: int("x\n" * 10_000))) < 400


def test_what_the_parent_has_not_printed_yet_is_not_printed_twice(capfd: pytest.CaptureFixture[str]) -> None:
    print("once", end="")
    in_worker("booklet.pdf", lambda tick: None)
    print()
    assert capfd.readouterr().out == "once\n"


def test_both_work_until_the_result_is_waited_for(tmp_path: Path) -> None:
    def work(tick):
        tick(2)
        (tmp_path / "worked").touch()
        return "done"

    ticks: list[int | None] = []
    with started("booklet.pdf", work, ticks.append, access=Access(writes=(tmp_path,))) as result:
        until = time.monotonic() + 30
        while not (tmp_path / "worked").exists() and time.monotonic() < until:
            time.sleep(0.01)
        assert ticks == []
        assert result() == "done"
    assert ticks == [2]


def test_work_that_nobody_waits_for_is_stopped(tmp_path: Path) -> None:
    def work(tick):
        time.sleep(1)
        (tmp_path / "ended").touch()

    with started("booklet.pdf", work, access=Access(writes=(tmp_path,))):
        pass
    time.sleep(1.2)
    assert not (tmp_path / "ended").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends at its next sign of progress")
@pytest.mark.parametrize(
    "working", ["time.sleep(60)", "[tick(1) for _ in range(10**6)]", "return bytes(10**7)"]
)
def test_work_dies_with_the_process_that_waits_for_it(working: str) -> None:
    """A run that is killed leaves no process behind, whatever its worker was doing: nobody would ever end it."""
    code = f"""
import os, time
from pipeline.core.sandbox import started
def work(tick):
    print(os.getpid(), flush=True)
    {working}
with started("booklet.pdf", work) as result:
    time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until = time.monotonic() + 20
    while _lives(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(worker)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


# what comes back is data


def test_what_a_process_answers_is_data_of_the_type_that_was_asked_for() -> None:
    assert in_worker("booklet.pdf", lambda tick: "text", kind=str) == "text"
    with pytest.raises(UserError, match="made its reader answer what is no answer"):
        in_worker("booklet.pdf", lambda tick: 7, kind=str)


def test_a_process_that_was_taken_over_runs_nothing_in_its_parent(tmp_path: Path) -> None:
    """Bytes of its own on the pipe: a pickle ran what it named."""
    import pickle

    class Evil:
        def __reduce__(self):
            return os.system, (f"touch {tmp_path / 'ran'}",)

    evil = pickle.dumps(Evil())

    def work(tick):
        pipe = tick.__closure__[0].cell_contents.__closure__[0].cell_contents
        pipe.send_bytes(evil)
        time.sleep(60)

    assert "made its reader answer what is no answer" in sentence(work)
    assert not (tmp_path / "ran").exists()


def test_a_message_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "LONGEST_MESSAGE", 1000)
    assert "no answer" in sentence(lambda tick: "x" * 2000)


# what a process that reads a file can reach


def confined() -> bool:
    """Tell whether the sandbox holds here, in a process that may be lost to it."""
    code = "from pipeline.core.confine import confinement; raise SystemExit(not confinement((), ()).enter())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


needs_sandbox = pytest.mark.skipif(
    not confined(), reason="this system has no Landlock and seccomp, which Linux has since 5.13"
)


def reached(work, *reads: Path) -> str:
    """Return what a worker says of trying something: nothing, or the name of the fault."""

    def trying(tick):
        try:
            work()
        except OSError as error:
            return type(error).__name__
        return "reached"

    return in_worker("booklet.pdf", trying, kind=str, access=Access(reads=reads))


@needs_sandbox
def test_a_reader_reads_its_file_and_no_other_of_the_user(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.pdf", tmp_path / "other.txt"
    mine.write_text("mine")
    other.write_text("other")
    link = tmp_path / "link.pdf"
    link.symlink_to(mine)
    assert reached(mine.read_bytes, mine) == "reached"
    assert reached(link.read_bytes, link) == "reached"
    assert reached(other.read_bytes, mine) == "PermissionError"
    assert reached(lambda: list(tmp_path.iterdir()), mine) == "PermissionError"
    assert reached(lambda: Path("/etc/passwd").read_bytes()) == "PermissionError"
    assert reached(lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes()) == "PermissionError"


@needs_sandbox
def test_a_reader_may_ask_for_the_types_of_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook's library reads /etc/mime.types, which most machines have, and found it shut."""
    (tmp_path / "mime.types").write_text("text/invented invented\n")
    monkeypatch.setattr(mimetypes, "knownfiles", [str(tmp_path / "mime.types")])
    monkeypatch.setattr(mimetypes, "_db", None)

    def asked(tick: object) -> object:
        mimetypes.init()
        return mimetypes.guess_type("a.invented")[0]

    assert in_worker("a.xlsx", asked, kind=str) == "text/invented"


@needs_sandbox
def test_a_reader_changes_nothing(tmp_path: Path) -> None:
    mine = tmp_path / "mine.pdf"
    mine.write_text("mine")
    before = mine.stat()
    for attempt in (
        lambda: mine.write_text("changed"),
        lambda: (tmp_path / "new").touch(),
        lambda: (tmp_path / "new").mkdir(),
        lambda: (tmp_path / "new").symlink_to(mine),
        lambda: os.truncate(mine, 0),
        mine.unlink,
        lambda: mine.rename(tmp_path / "other"),
        lambda: mine.chmod(0o777),
        lambda: os.fchmod(os.open(mine, os.O_RDONLY), 0o777),
        lambda: os.utime(mine, (0, 0)),
        lambda: os.chown(mine, os.getuid(), os.getgid()),
        lambda: os.setxattr(mine, "user.mark", b"1"),
    ):
        assert reached(attempt, mine) == "PermissionError"
    after = mine.stat()
    assert (mine.read_text(), after.st_mode, after.st_mtime_ns) == (
        "mine",
        before.st_mode,
        before.st_mtime_ns,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["mine.pdf"]


@needs_sandbox
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"])
def test_a_reader_has_no_network(family: str) -> None:
    assert reached(lambda: socket.socket(getattr(socket, family))) == "PermissionError"


@needs_sandbox
def test_a_reader_starts_no_program_and_signals_no_process() -> None:
    assert reached(os.fork) == "PermissionError"
    assert reached(lambda: os.execv("/bin/true", ["true"])) == "PermissionError"
    assert reached(lambda: subprocess.run(["/bin/true"], check=False)) == "PermissionError"
    assert reached(lambda: os.kill(os.getppid(), 0)) == "PermissionError"
    assert reached(lambda: os.kill(0, 0)) == "PermissionError"
    assert reached(lambda: os.kill(os.getpid(), 0)) == "reached"


@needs_sandbox
@pytest.mark.parametrize(
    "name", ["ptrace", "unshare", "io_uring_setup", "bpf", "keyctl", "userfaultfd", "mount"]
)
def test_a_reader_has_no_call_that_leads_out(name: str) -> None:
    rows = (line.split("\t") for line in confine._TABLE.read_text().splitlines())
    column = {"x86_64": 1, "aarch64": 2}[os.uname().machine]
    (number,) = (int(row[column]) for row in rows if row[0] == name)

    def call():
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.syscall(number, 0, 0, 0, 0, 0) < 0 and ctypes.get_errno() == errno.EPERM:
            raise PermissionError

    assert reached(call) == "PermissionError"


@needs_sandbox
def test_threads_of_libraries_start_and_are_bound_alike(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("other")

    def work(tick):
        with ThreadPoolExecutor(1) as threads:
            return threads.submit(lambda: _failing((tmp_path / "other").read_bytes)).result()

    assert in_worker("booklet.pdf", work, kind=str) == "PermissionError"


def _failing(work) -> str:
    try:
        work()
    except OSError as error:
        return type(error).__name__
    return "reached"


def test_where_no_sandbox_holds_it_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sandbox, "confinement", lambda reads, writes: Confinement(None, None))
    sandbox._say_open.cache_clear()
    for _ in range(2):
        assert in_worker("booklet.pdf", lambda tick: "done") == "done"
    sandbox._say_open.cache_clear()
    assert capsys.readouterr().err.count("no sandbox holds on this system") == 1


def test_each_means_is_tried_where_the_other_is_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not confined():
        pytest.skip("this system has neither")
    (tmp_path / "file").write_text("x")
    monkeypatch.setattr(confine, "_MACHINES", {})
    sandbox._say_open.cache_clear()
    assert reached((tmp_path / "file").read_bytes) == "PermissionError"
    assert reached(lambda: os.chown(tmp_path, os.getuid(), os.getgid())) == "reached"
    sandbox._say_open.cache_clear()


# what a run that was killed leaves


def test_what_a_killed_run_left_in_tmpdir_is_gone_after_the_next(tmp_path: Path) -> None:
    code = """
import time
from pipeline.core.sandbox import started
from pipeline.core.scratch import scratch
with scratch() as folder, started("booklet.pdf", lambda tick: time.sleep(60)):
    (folder / "half").write_text("half")
    print(flush=True)
    time.sleep(60)
"""
    for name in ("booklet-workplace-00aa11bb", "booklet-mine", "booklet-abcdefgh"):
        (tmp_path / name).mkdir()
    environ = {**os.environ, "TMPDIR": str(tmp_path)}
    for number in (signal.SIGKILL, signal.SIGTERM):
        run = subprocess.Popen([sys.executable, "-c", code], env=environ, stdout=subprocess.PIPE)
        assert run.stdout
        run.stdout.readline()
        assert len(list(tmp_path.iterdir())) == 5
        other = subprocess.Popen([sys.executable, "-c", code], env=environ, stdout=subprocess.PIPE)
        assert other.stdout
        other.stdout.readline()
        assert len(list(tmp_path.iterdir())) == 7  # those of a run that still works stay
        for each in (run, other):
            each.send_signal(number)
            each.wait()
    next_one = "from pipeline.core.scratch import scratch\nwith scratch(): pass"
    until = time.monotonic() + 20
    while len(list(tmp_path.iterdir())) > 3 and time.monotonic() < until:  # a worker dies after its parent
        subprocess.run([sys.executable, "-c", next_one], env=environ, check=True)
    assert {path.name for path in tmp_path.iterdir()} == {
        "booklet-workplace-00aa11bb",
        "booklet-mine",
        "booklet-abcdefgh",
    }


# where a process is no copy of this one


AS_ELSEWHERE = """
import multiprocessing, os, sys
context = multiprocessing.get_context
multiprocessing.get_context = lambda kind: context("spawn")
def told(event, arguments):
    if event == "pickle.find_class":
        os.write(2, f"looked up {arguments}".encode())
        os._exit(9)
sys.addaudithook(told)
from pipeline.cli import main
main(sys.argv[1:])
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every run is one")
def test_elsewhere_than_on_linux_the_parent_looks_up_no_name_that_a_pickle_holds(
    tmp_path: Path, root: Path
) -> None:
    """What the process is to do is sent to it as a pickle, before it has opened the file; nothing comes back as one."""
    (tmp_path / "raw").symlink_to(root / "raw")
    run = [sys.executable, "-c", AS_ELSEWHERE]
    done = subprocess.run(
        [*run, "extract", "demo-113"],
        cwd=tmp_path,
        env={**os.environ, "BOOKLET_RAW": "", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "looked up" not in done.stderr
    assert b"data:image/webp" in (tmp_path / "extracted" / "demo-113" / "report.html").read_bytes()
    inverse = AS_ELSEWHERE.replace(
        "main(sys.argv[1:])", "import pickle; pickle.loads(pickle.dumps(os.getcwd))"
    )
    seen = subprocess.run([sys.executable, "-c", inverse], capture_output=True, text=True, check=False)
    assert "looked up" in seen.stderr
