"""Many booklets, several workers: one dataset, the same whatever happened to the workers on the way."""

from __future__ import annotations

import functools
import http.server
import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.corpus import booklet as corpus_booklet
from pipeline.corpus import dataset as corpus
from pipeline.corpus.booklet import extract_one
from tests.demonstrations import part

pytestmark = pytest.mark.long

fsspec = pytest.importorskip("fsspec", reason="needs the extra corpus: pip install 'formledger[corpus]'")
distributed = pytest.importorskip(
    "distributed", reason="needs the extra corpus: pip install 'formledger[corpus]'"
)
dataset = pytest.importorskip("pyarrow.dataset")

PROFILE, ENGINE = "support-measures", "pdfium"


@pytest.fixture(scope="module")
def pages(demo_pdf: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Cuts of the demonstration edition: the cover and a form each."""
    folder = tmp_path_factory.mktemp("cuts")
    return [part(demo_pdf, [0, number], folder / f"{number}.pdf").read_bytes() for number in range(4, 10)]


@pytest.fixture
def booklets(pages: list[bytes], tmp_path: Path) -> Path:
    """A folder of good booklets, one twice, and some that cannot be read."""
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    for number, content in enumerate(pages):
        (folder / f"{number}.pdf").write_bytes(content)
    (folder / "deeper" / "again.pdf").write_bytes(pages[0])
    (folder / "cut.pdf").write_bytes(pages[1][:600])
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "README.md").write_text("no booklet")
    (folder / ".hidden.pdf").write_bytes(pages[2])
    return folder


BAD = {"cut.pdf", "empty.pdf"}


@pytest.fixture(scope="module")
def client() -> Iterator[distributed.Client]:
    """A cluster of two workers: the tests share it, for it takes seconds to start."""
    with corpus.cluster(None, 2, 2, dashboard=False) as client:
        yield client


def files(out: Path) -> dict[str, bytes]:
    """Return all that stands in a dataset; what a worker was writing as it was killed is hidden from its readers."""
    found = (path for path in out.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(out)): path.read_bytes() for path in found}


def extract(client, what: Path | str, out: Path | str, told=lambda outcome, total: None):
    found = corpus.places(str(what))
    return corpus.extract_corpus(client, found, corpus.absolute(str(out)), PROFILE, ENGINE, 2, told)


def name(outcome) -> str:
    return outcome.place.rpartition("/")[2]


def test_a_killed_worker_changes_nothing_and_bad_booklets_stop_no_other(client, booklets, tmp_path) -> None:
    outcomes = extract(client, booklets, tmp_path / "out")
    failed = {name(each): each.sentence for each in outcomes if each.state == "failed"}
    assert failed.keys() == BAD, failed
    assert all("the booklet" in sentence for sentence in failed.values())
    whole = files(tmp_path / "out")

    before = client.run(os.getpid)
    assert len(before) == 2
    killed: list[int] = []

    def kill(outcome, total) -> None:
        if not killed:
            killed.append(sorted(before.values())[0])
            os.kill(killed[0], signal.SIGKILL)

    again = extract(client, booklets, tmp_path / "again", kill)
    client.wait_for_workers(2, timeout=30)
    assert killed
    assert killed[0] not in client.run(os.getpid).values()
    assert again == outcomes
    assert files(tmp_path / "again") == whole


def test_the_dataset_has_every_programme_once_and_every_finding(client, booklets, tmp_path, pages) -> None:
    outcomes = extract(client, booklets, tmp_path / "out")
    read = functools.partial(dataset.dataset, partitioning="hive")
    programmes = read(tmp_path / "out/programmes").to_table().to_pylist()
    findings = read(tmp_path / "out/findings").to_table().to_pylist()
    assert {row["year"] for row in programmes} == {2023}
    assert len({row["series"] for row in programmes}) == 1
    assert {row["sha256"] for row in programmes} == {each.sha256 for each in outcomes if each.programmes}
    records = [json.loads(row["record"]) for row in programmes]
    assert [record["name"] for record in records] == [row["name"] or "" for row in programmes]
    assert max(Counter((row["sha256"], row["programme_id"]) for row in programmes).values()) == 1
    by_hash = {each.sha256: each for each in outcomes if each.state == "done"}
    assert sum(each.programmes for each in by_hash.values()) == len(programmes) > 0
    counted = Counter((row["sha256"], row["severity"]) for row in findings)
    for each in by_hash.values():
        assert [counted[each.sha256, kind] for kind in ("error", "warning", "note")] == [
            each.errors,
            each.warnings,
            each.notes,
        ]
    rows = dataset.dataset(tmp_path / "out/booklets.parquet").to_table().to_pylist()
    assert [row["place"] for row in rows] == corpus.places(str(booklets))
    twice = [row for row in rows if row["sha256"] == rows[0]["sha256"]]
    assert [(row["state"], row["parts"]) for row in rows if name_of(row) in ("again.pdf", "0.pdf")] == [
        ("done", twice[0]["parts"])
    ] * 2


def name_of(row: dict) -> str:
    return row["place"].rpartition("/")[2]


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes of what is extracted, in this process."""
    done: list[str] = []
    real = corpus_booklet._extracted

    def watched(file, sha256, *more):
        done.append(sha256)
        return real(file, sha256, *more)

    monkeypatch.setattr(corpus_booklet, "_extracted", watched)
    return done


def test_a_rerun_extracts_only_what_is_not_done(pages, tmp_path, extracted, monkeypatch) -> None:
    booklet, out = tmp_path / "one.pdf", tmp_path / "out"
    booklet.write_bytes(pages[0])
    run = functools.partial(extract_one, str(booklet), f"file://{out}", PROFILE, ENGINE)
    first = run()
    whole = files(out)
    assert (len(extracted), first.state) == (1, "done")
    assert run() == first
    assert len(extracted) == 1
    assert files(out) == whole

    (out / first.parts[0]).unlink()  # lost: made again
    assert run() == first
    assert (len(extracted), files(out)) == (2, whole)

    entry = next(out.glob("status/*/*.json"))
    entry.write_text("{")  # damaged
    assert run() == first
    assert (len(extracted), files(out)) == (3, whole)

    monkeypatch.setattr(corpus_booklet, "version_of", lambda profile, engine: "another")
    assert run().made_by == "another"
    assert len(extracted) == 4


def test_parts_of_a_former_program_do_not_stay(pages, tmp_path, monkeypatch) -> None:
    booklet, out = tmp_path / "one.pdf", tmp_path / "out"
    booklet.write_bytes(pages[0])
    run = functools.partial(extract_one, str(booklet), f"file://{out}", PROFILE, ENGINE)
    monkeypatch.setattr(corpus_booklet, "_quoted", lambda series: "another")
    monkeypatch.setattr(corpus_booklet, "version_of", lambda profile, engine: "former")
    assert "series=another" in run().parts[0]
    monkeypatch.undo()
    parts = set(run().parts)
    assert {path for path in files(out) if not path.startswith("status/")} == parts


def test_any_file_system_will_do(pages, tmp_path) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/in/one.pdf", pages[0])
    (tmp_path / "one.pdf").write_bytes(pages[0])
    (place,) = corpus.places("memory://in")
    from_memory = extract_one(place, corpus.absolute("memory://out/set"), PROFILE, ENGINE)
    from_folder = extract_one(f"file://{tmp_path}/one.pdf", f"file://{tmp_path}/out", PROFILE, ENGINE)
    assert from_memory.state == "done"
    assert {path: memory.cat_file(f"/out/set/{path}") for path in files(tmp_path / "out")} == files(
        tmp_path / "out"
    )
    assert from_memory.parts == from_folder.parts


def test_booklets_are_fetched_over_http(pages, tmp_path) -> None:
    pytest.importorskip("aiohttp")
    (tmp_path / "web").mkdir()
    (tmp_path / "web/one.pdf").write_bytes(pages[0])

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_) -> None:
            pass

    handler = functools.partial(Quiet, directory=tmp_path / "web")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        at = f"http://127.0.0.1:{server.server_port}"
        out = f"file://{tmp_path}/out"
        assert extract_one(f"{at}/one.pdf", out, PROFILE, ENGINE).state == "done"
        absent = extract_one(f"{at}/absent.pdf", out, PROFILE, ENGINE)
        server.shutdown()
    assert (absent.state, absent.sha256) == ("failed", None)
    assert "cannot be fetched" in absent.sentence


def test_a_place_without_end_is_given_up(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(corpus_booklet, "LARGEST", 1 << 20)
    outcome = extract_one("/dev/zero", f"file://{tmp_path}/out", PROFILE, ENGINE)
    assert (outcome.state, outcome.sentence) == (
        "failed",
        "the booklet has more than 1048576 bytes: divide it.",
    )


def test_a_list_names_paths_and_urls(tmp_path) -> None:
    (tmp_path / "list.txt").write_text(
        "# spring\nb.pdf\n\nsub/a b#1.pdf  # of 2023\n/abs/c.pdf\nhttps://example.org/d.pdf?x=1#2\nb.pdf\n"
    )
    assert corpus.places(str(tmp_path / "list.txt")) == sorted(
        [
            f"file://{tmp_path}/b.pdf",
            f"file://{tmp_path}/sub/a b#1.pdf",
            "file:///abs/c.pdf",
            "https://example.org/d.pdf?x=1#2",
        ]
    )


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"%PDF-1.7\n", b"a\0b"])
def test_what_is_no_list_is_refused(tmp_path, content) -> None:
    (tmp_path / "list").write_bytes(content)
    with pytest.raises(UserError, match="list"):
        corpus.places(str(tmp_path / "list"))


@pytest.mark.parametrize("what", ["absent", "nosuch://folder", "."])
def test_what_cannot_be_opened_is_one_sentence(tmp_path, monkeypatch, what) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError):
        corpus.places(what)


@pytest.mark.parametrize("series", ["", "..", "a/b", "甲=乙%", "表" * 100, "x\n\0", "*?[", "計畫 (上)"])
def test_a_series_names_one_folder_and_can_be_read_back(tmp_path, series) -> None:
    from urllib.parse import unquote

    quoted = corpus_booklet._quoted(series)
    (tmp_path / f"series={quoted}").mkdir()
    assert [path.name for path in tmp_path.iterdir()] == [f"series={quoted}"]
    if 0 < len(series) < 100 and series != "..":
        assert unquote(quoted) == series


# the command


def test_the_command_ends_with_what_a_person_must_know(pages, tmp_path) -> None:
    """In a process of its own, as a person runs it: a list with a booklet that is not there."""
    import subprocess

    (tmp_path / "one.pdf").write_bytes(pages[0])
    (tmp_path / "list.txt").write_text("one.pdf\nabsent.pdf\n")
    command = [
        Path(sys.executable).with_name("booklet"),
        "corpus",
        "list.txt",
        "--out",
        "out",
        "--workers",
        "1",
    ]
    done = subprocess.run(
        [*command, "--no-dashboard"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("2 booklets, 1 failed; ")
    assert "absent.pdf: the booklet cannot be fetched" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out/booklets.parquet").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ["absent", "--out", "o"],
        [".", "--out", "o", "--profile", "absent"],
        [".", "--out", "nosuch://o"],
        ["list", "--out", "o", "--scheduler", "nonsense"],
    ],
)
def test_what_cannot_run_is_status_2_and_one_sentence(arguments, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").write_text("a.pdf\n")
    done = CliRunner().invoke(main, ["corpus", *arguments])
    assert (done.exit_code, done.output.count("booklet: ")) == (2, 1), done.output


def test_without_the_extra_the_sentence_names_it(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = CliRunner().invoke(main, ["corpus", str(tmp_path), "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "pip install 'formledger[corpus]'" in done.output


def test_a_worker_with_another_program_is_refused(client, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(client, "run", lambda asked: {"tcp://127.0.0.1:1": "another"})
    with pytest.raises(UserError, match="another version"):
        extract(client, __file__, tmp_path / "out")


def test_a_folder_that_cannot_be_written_is_told(client, pages, tmp_path) -> None:
    (tmp_path / "one.pdf").write_bytes(pages[0])
    (tmp_path / "list").write_text("one.pdf\n")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        extract(client, tmp_path / "list", tmp_path / "file/out")


def test_another_cluster_is_used_and_left_running(client, pages, tmp_path) -> None:
    (tmp_path / "one.pdf").write_bytes(pages[0])
    (tmp_path / "list").write_text("one.pdf\n")
    with corpus.cluster(client.scheduler.address, None, 2, dashboard=False) as other:
        (outcome,) = extract(other, tmp_path / "list", tmp_path / "out")
    assert outcome.state == "done"
    assert len(client.run(os.getpid)) == 2


def test_the_dashboard_is_where_its_link_says() -> None:
    pytest.importorskip("bokeh")
    from urllib.request import urlopen

    with corpus.cluster(None, 1, 0, dashboard=True) as client, urlopen(client.dashboard_link) as page:
        assert b"Bokeh" in page.read()
