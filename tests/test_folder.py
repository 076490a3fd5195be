"""A folder for offices that may install nothing: what is copied, how it is started, and that it may be moved."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import folder


def test_what_is_no_python_is_one_sentence(tmp_path: Path, capsys) -> None:
    assert folder.main([str(tmp_path), str(tmp_path / "made")]) == 1
    assert capsys.readouterr().err == (
        f"folder: {tmp_path} holds no Python: name the folder with bin/python3 or python.exe in it.\n"
    )
    assert not (tmp_path / "made").exists()


def test_without_a_name_it_asks_for_one(capsys) -> None:
    assert folder.main([]) == 1
    assert "make folder PYTHON_FOLDER=" in capsys.readouterr().err


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path, capsys) -> None:
    (tmp_path / "python" / "bin").mkdir(parents=True)
    (tmp_path / "python" / "bin" / "python3").touch()
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "file").touch()
    assert folder.main([str(tmp_path / "python"), str(tmp_path / "made")]) == 1
    assert "is there already" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["file"]


def test_a_python_that_is_another_by_a_link_is_left_alone(tmp_path: Path, capsys, monkeypatch) -> None:
    """The copy of a link would have pip change the Python to which it leads."""
    (tmp_path / "python" / "bin").mkdir(parents=True)
    (tmp_path / "python" / "bin" / "python3").symlink_to(Path(sys.executable).resolve())
    run = subprocess.run

    def without_pip(command, **options):
        assert "pip" not in command
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", without_pip)
    assert folder.main([str(tmp_path / "python"), str(tmp_path / "made")]) == 1
    assert "is another Python by links" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("place", "names", "left"),
    [
        ("/python/lib/python3.12/site-packages", ["pip", "pip-25.dist-info", "numpy", "x.pth"], {"numpy", "x.pth"}),
        ("/python/lib/python3.12", ["os.py", "test", "json", "__pycache__"], {"test", "__pycache__"}),
    ],
)  # fmt: skip
def test_what_others_installed_is_not_copied(place: str, names: list[str], left: set[str]) -> None:
    assert folder._unneeded(place, names) == left


@pytest.mark.soak
def test_it_works_where_it_is_moved_to(root: Path, tmp_path: Path) -> None:
    made, moved = tmp_path / "made", tmp_path / "單一 資料夾"
    folder.build(Path(sys.base_prefix), made, [root / "requirements.lock"], root)
    made.rename(moved)
    shutil.copytree(root / "raw" / "demo-112", tmp_path / "年 度" / "raw" / "demo-112")
    environ = {"PATH": os.defpath, "HOME": str(tmp_path), "PYTHONPATH": "nowhere"}
    done = subprocess.run(
        [moved / "booklet", "extract"], cwd=tmp_path / "年 度", env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "年 度" / "extracted" / "demo-112" / "booklet.json").exists()
