"""Many files of one kind in a folder are one edition, in natural order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.source.folder import gathered

CARD = (
    "<html><head><title>案</title></head><body><h2>個案{0}</h2><table><tr><td>名稱</td><td>第{0}案</td></tr>"
)
END = "<tr><td>說明</td><td>第{0}項說明。</td></tr></table></body></html>"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    folder.mkdir()
    for number in range(1, 12):
        (folder / f"case-{number}.html").write_text((CARD + END).format(number), "utf-8")
    return folder


def test_files_are_joined_in_natural_order(cases: Path, tmp_path: Path) -> None:
    whole = gathered(cases, tmp_path / "made")
    assert whole.name == "cases.html"
    text = whole.read_text("utf-8")
    places = [text.index(f"<h2>個案{number}</h2>") for number in range(1, 12)]
    assert places == sorted(places)


def test_a_folder_is_drafted_and_extracted(
    cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the files was cut off within its table, and the next is none of it."""
    (cases / "case-3.html").write_text((CARD + "<tr><td>說明</td><td>第{0}項說明。").format(3), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    done = CliRunner().invoke(main, ["profile", "cases", "--out", "cases.toml"])
    assert done.exit_code == 0, done.output
    assert "booklet extract cases --edition NAME --profile cases.toml" in done.output
    done = CliRunner().invoke(main, ["extract", "cases", "--edition", "113", "--profile", "cases.toml"])
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "extracted/113/booklet.json").read_bytes())
    assert [programme["name"] for programme in record["programmes"]] == [f"第{n}案" for n in range(1, 12)]
    assert [programme["other"]["說明"]["text"] for programme in record["programmes"]] == [
        f"第{n}項說明。" for n in range(1, 12)
    ]
    assert record["edition"]["source"]["file"] == "cases.html"


def test_the_joined_file_takes_the_place_of_no_report(
    cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder called "report" was joined into report.html, over which the report was written."""
    monkeypatch.chdir(tmp_path)
    cases.rename(tmp_path / "report")
    assert CliRunner().invoke(main, ["profile", "report", "--out", "p.toml"]).exit_code == 0
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("of somebody")
    done = CliRunner().invoke(
        main, ["extract", "report", "--edition", "113", "--profile", "p.toml", "--out", "out"]
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "report.html").read_text() == "of somebody"
    assert "個案11" in (tmp_path / "out" / "joined" / "report.html").read_text("utf-8")


def test_a_link_out_of_the_folder_is_not_followed(cases: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("<p>of somebody</p>")
    (cases / "case-12.html").symlink_to(tmp_path / "secret")
    with pytest.raises(UserError, match=r"case-12\.html is a link that leads out of its folder"):
        gathered(cases, tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_a_folder_needs_the_name_of_an_edition(cases: Path) -> None:
    done = CliRunner().invoke(main, ["extract", str(cases)])
    assert (done.exit_code, "--edition" in done.output) == (2, True)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "holds no file"),
        ({"a.html": b"<html></html>", "b.txt": "甲\t乙".encode()}, "several kinds"),
        ({"a.pdf": b"%PDF-1.4\n"}, "only web pages and transcriptions are joined"),
    ],
)
def test_a_folder_that_cannot_be_joined_is_one_sentence(
    files: dict[str, bytes], said: str, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with pytest.raises(UserError, match=said):
        gathered(folder, tmp_path / "made")
    assert not (tmp_path / "made").exists()
