"""Nothing that reads booklets or writes records asks the network: every attempt is written down and refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.catalogue.dcat import FILE as LAST
from pipeline.pages.reading import ENGINES

pytestmark = pytest.mark.long

# Python runs this module before any other; the hook sees sockets of libraries written in C, too, and child processes
# inherit it.  Sockets between processes of one machine (AF_UNIX) are none of the network.
GUARD = """
import os, sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and not isinstance(arguments[1], tuple):
        return
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo",
                 "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request"):
        with open(os.environ["ATTEMPTS"], "a") as attempts:
            attempts.write(f"{event} {arguments[1:]}\\n")
        raise OSError(101, "Network is unreachable")

sys.addaudithook(refuse)
"""


class Cut:
    """Runs Python in a folder without a network; ``attempts`` are what it asked of one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.told = folder, folder / "attempts"
        (folder / "guard").mkdir()
        (folder / "guard" / "sitecustomize.py").write_text(GUARD)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environ = {**os.environ, "PYTHONPATH": str(self.folder / "guard"), "ATTEMPTS": str(self.told)}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**environ, "BOOKLET_RAW": ""},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @property
    def attempts(self) -> list[str]:
        return self.told.read_text().splitlines() if self.told.exists() else []


@pytest.fixture
def cut(tmp_path: Path, root: Path) -> Cut:
    for edition in ("demo-112", "demo-113"):
        shutil.copytree(root / "raw" / edition, tmp_path / "raw" / edition)
    return Cut(tmp_path)


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
        "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=1)",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))",
        "import multiprocessing, urllib.request\n"
        "p = multiprocessing.get_context('fork').Process(target=urllib.request.urlopen, args=['http://192.0.2.1/'])\n"
        "p.start(); p.join(); raise SystemExit(p.exitcode)",
    ],
)
def test_the_guard_sees_and_refuses(code: str, cut: Cut) -> None:
    """Without this the tests below would prove nothing."""
    done = cut.run("-c", code)
    assert done.returncode == 1, done.stderr
    assert cut.attempts


def test_another_engine_asks_nothing(cut: Cut) -> None:
    done = cut.run("-m", "pipeline.cli", "extract", "demo-112", "--reader", ENGINES[1], "--no-cache")
    assert (done.returncode, cut.attempts) == (0, []), done.stderr
    assert len(list(cut.folder.glob("extracted/*/booklet.json"))) == 1


def test_extraction_reports_and_the_catalogue_ask_nothing(cut: Cut) -> None:
    done = cut.run("-m", "pipeline.cli", "extract", "--reader", ENGINES[0], "--no-cache")
    assert (done.returncode, cut.attempts) == (0, []), done.stderr
    assert len(list(cut.folder.glob("extracted/*/booklet.json"))) == 2
    done = cut.run("-m", "pipeline.cli", "catalogue", "--unaccepted", "--out", "catalogue")
    assert (done.returncode, cut.attempts) == (0, []), done.stderr
    assert (cut.folder / "catalogue" / LAST).is_file()
