"""Catalogues to try the formats on: the demonstration editions, and that of 109 where it is at hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalogue.model import Catalogue
from pipeline.core.record import Amount, Booklet, Condition, Facts, Item, Ratio, Service
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.source.document import Acquired, identify
from tests.demonstrations import ROOT, demo_read
from tests.once import once

BASE = "https://catalogue.example.gov.tw/"
TRANSCRIPT = ROOT.parent / "shared" / "booklets" / "109" / "transcript.txt"


def demos(base: str = BASE) -> Catalogue:
    """Return both demonstration editions as a catalogue."""
    return Catalogue((demo_read(112), demo_read(113)), base, {})


@cache
def edition_109() -> Booklet:
    """Return the record of the transcript of 109."""
    media_type, sha256 = identify(TRANSCRIPT)
    return extract(
        Acquired(TRANSCRIPT, media_type, sha256), "109", 109, load_profile("support-measures")
    ).booklet


def all_editions() -> Catalogue:
    """Return 109 and the demonstration editions as a catalogue; skips the test where 109 is not at hand."""
    if not TRANSCRIPT.is_file():
        pytest.skip("no booklet of 109 beside the repository")
    return Catalogue((edition_109(), *demos().booklets), BASE, {})


CATALOGUES = pytest.mark.parametrize("catalogue", [demos, all_editions])


def with_facts() -> Booklet:
    """Return demo-113 with one programme of two services: what they give, what they ask, and who may apply.

    The second service is open to whoever has fewer than 50 people, and is free.
    """
    booklet = demo_read(113).model_copy(deep=True)
    del booklet.programmes[1:]
    programme = booklet.programmes[0]
    first = "每案補助上限100萬元，自籌款至少20萬元，驗證費2.5萬元，每案自籌30%。"
    who = "實收資本額8,000萬元以下，或員工未滿200人。18歲以上45歲以下。"
    programme.services = [
        Service(
            kind="經費補助", items=[Item(label="補助經費", text=first), Item(label="補助對象", text=who)]
        ),
        Service(
            kind="訪視診斷",
            items=[Item(label="服務費用", text="免費。"), Item(label="服務對象", text="員工未滿50人。")],
        ),
    ]
    programme.benefits, programme.other = [], {}
    costs, eligible = "services[0].items[0]", "services[0].items[1]"

    def at(path: str, text: str, printed: str) -> dict[str, Any]:
        start = text.index(printed)
        return {"path": path, "span": (start, start + len(printed)), "printed": printed, "rule": "by-hand"}

    def asks(kind: Any, comparison: Any, value: int, printed: str, any_of: int | None = None) -> Condition:
        told = at(eligible, who, printed)
        return Condition(kind=kind, comparison=comparison, value=value, any_of=any_of, **told)

    programme.facts = Facts(
        periods=[programme.facts.periods[0].model_copy(update={"path": costs})],
        amounts=[
            Amount(value=1_000_000, bound="max", per=["case"], role="grant", **at(costs, first, "100萬元")),
            Amount(value=200_000, bound="min", role="self_funding", **at(costs, first, "20萬元")),
            Amount(value=25_000, role="fee", **at(costs, first, "2.5萬元")),
            Amount(value=80_000_000, bound="max", role="threshold", **at(eligible, who, "8,000萬元")),
        ],
        ratios=[Ratio(value=0.3, role="self_funding_share", **at(costs, first, "30%"))],
        conditions=[
            asks("capital", "at_most", 80_000_000, "實收資本額8,000萬元以下", 1),
            asks("staff", "less_than", 200, "員工未滿200人", 1),
            asks("age", "at_least", 18, "18歲以上45歲以下"),
            asks("age", "at_most", 45, "18歲以上45歲以下"),
            Condition(kind="free", **at("services[1].items[0]", "免費。", "免費。")),
            Condition(
                kind="staff",
                comparison="less_than",
                value=50,
                **at("services[1].items[1]", "員工未滿50人。", "員工未滿50人"),
            ),
        ],
    )
    return booklet


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a folder by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def written(tmp_path: Path, *writers: Callable[[Catalogue, Path], None], catalogue: Catalogue) -> Path:
    """Write some formats into an empty folder and return it."""
    out = tmp_path / "catalogue"
    out.mkdir(parents=True)
    for write in writers:
        write(catalogue, out)
    return out


@cache
def workplace() -> Path:
    """Return a folder in which the demonstration editions are extracted and accepted, as a person has them."""
    return once("workplace", _extract_demos)


def _extract_demos(folder: Path) -> None:
    folder.mkdir()
    for name in ("raw", "golden"):
        (folder / name).symlink_to(ROOT / name)
    booklet("extract", "demo-112", "demo-113", cwd=folder)


def booklet(*words: str, cwd: Path, status: int = 0) -> str:
    """Run a command as a person would; return what it prints."""
    run = [sys.executable, "-m", "pipeline.cli", *words]
    done = subprocess.run(run, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def catalogue_command(out: Path, *options: str) -> None:
    """Write the whole catalogue of the demonstration editions, as a person would."""
    booklet("catalogue", "demo-112", "demo-113", "--out", str(out), *options, cwd=workplace())


def changed(value: Any, change: Callable[[dict[str, Any]], None]) -> Any:
    """Change every object within JSON, in place, and return it."""
    for each in objects(value):
        change(each)
    return value


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object within JSON."""
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from objects(child)
