"""A transcription gives one record, whatever ends its lines, and whatever in it is no text."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from pipeline.core.record import to_json
from pipeline.extract import Extraction, extract
from pipeline.forms.profile import load_profile
from pipeline.source.document import Acquired
from pipeline.source.media_type import media_type
from tests.typeset.make_demo import SOURCE
from tests.typeset.source import load
from tests.typeset.transcript import transcribe


@cache
def printed() -> str:
    """The transcription of a demonstration edition, with line ends of Unix."""
    return transcribe(load(SOURCE))


def read(content: str, folder: Path) -> Extraction:
    path = folder / "booklet.txt"
    path.write_bytes(content.encode())
    acquired = Acquired(path, media_type(path), "0" * 64)
    return extract(acquired, "made", None, load_profile("support-measures"))


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_gives_the_same_record(end: str, tmp_path: Path) -> None:
    usual = read(printed(), tmp_path)
    assert len(usual.booklet.programmes) > 5
    assert to_json(read(printed().replace("\n", end), tmp_path).booklet) == to_json(usual.booklet)


def test_page_breaks_between_paragraphs_change_nothing(tmp_path: Path) -> None:
    usual = to_json(read(printed(), tmp_path).booklet)
    assert to_json(read(printed().replace("\n\n", "\n\x0c\n"), tmp_path).booklet) == usual


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\x7f", "\x9b", "\ufdd0", "\uffff", "\U0001fffe"])
def test_what_is_no_text_is_left_out_and_a_finding_counts_it(sign: str, tmp_path: Path) -> None:
    usual = read(printed(), tmp_path)
    count = printed().count("申請")
    done = read(printed().replace("申請", f"申{sign}請"), tmp_path)
    (found,) = (found for found in done.booklet.findings if found.code == "character-control")
    assert found.data == {"count": count, "characters": {f"U+{ord(sign):04X}": count}}
    assert done.booklet.edition.source.folded["control"] == count
    assert (done.owned, done.glyphs) == (usual.owned, usual.glyphs)
    done.booklet.findings.remove(found)
    del done.booklet.edition.source.folded["control"]
    assert to_json(done.booklet) == to_json(usual.booklet)


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "\u202e"])
def test_what_has_no_ink_is_no_lost_text(sign: str, tmp_path: Path) -> None:
    usual = read(printed(), tmp_path)
    done = read(printed().replace("申請", f"申{sign}請"), tmp_path)
    assert (done.owned, done.glyphs) == (usual.owned, usual.glyphs)
    assert Counter(found.code for found in done.booklet.findings) == Counter(
        found.code for found in usual.booklet.findings
    )
