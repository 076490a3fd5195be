"""A system that is not Linux, as far as one can be played here: no modules and signals of Unix, no fork, no sandbox."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LACKS = """
import fcntl, os, signal, subprocess, sys, sysconfig, types, zoneinfo
import multiprocessing.popen_spawn_posix, multiprocessing.resource_tracker  # they take for granted what goes below
sysconfig.get_config_vars()
windows = types.ModuleType("msvcrt")  # a byte is locked for one process
windows.LK_NBLCK = fcntl.LOCK_EX | fcntl.LOCK_NB
windows.locking = lambda handle, how, count: fcntl.lockf(handle, how, count)
sys.modules["msvcrt"] = windows
for name in ("fcntl", "resource", "pwd", "grp"):
    sys.modules[name] = None
for name in ("killpg", "geteuid", "getuid", "O_NOFOLLOW"):
    delattr(os, name)
for name in ("SIGXCPU", "SIGTRAP", "SIGHUP", "SIGQUIT"):
    delattr(signal, name)
sys.platform = "elsewhere"
"""


HOLDS = """
import subprocess, sys
from pipeline.core.scratch import scratch, sweep
with scratch() as folder:
    (folder / "made").touch()
    subprocess.run([sys.executable, "-c", "from pipeline.core.scratch import sweep; sweep()"], check=True)
    print((folder / "made").exists())
"""


@pytest.fixture
def elsewhere(root: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of a process that is to think that it is not on Linux, with a folder for its files alone."""
    for name in ("site", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(LACKS)
    path = f"{root}{os.pathsep}{tmp_path / 'site'}"
    return {**os.environ, "PYTHONPATH": path, "TMPDIR": str(tmp_path / "tmp"), "BOOKLET_RAW": ""}


def test_the_files_of_a_run_stay_while_another_clears_up(elsewhere: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOLDS], env=elsewhere, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True"]


@pytest.mark.long
def test_the_demonstration_is_read_on_a_system_that_is_not_linux(
    root: Path, tmp_path: Path, elsewhere: dict[str, str]
) -> None:
    shutil.copytree(root / "raw" / "demo-112", tmp_path / "raw" / "demo-112")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "extract"],
        cwd=tmp_path,
        env=elsewhere,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "no sandbox" in done.stderr
    shutil.copytree(root / "golden", tmp_path / "golden")
    check = [sys.executable, "-m", "pipeline", "check", "demo-112"]
    assert subprocess.run(check, cwd=tmp_path, env=elsewhere, check=False).returncode == 0
