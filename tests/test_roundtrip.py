"""Booklets made from a source, printed or transcribed, and read back: equal to what the source means.

The trials take eight random booklets; ``SOAK_BOOKLETS=500 pytest -m soak`` takes as many as it says.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipeline.extract import Extraction, extract
from pipeline.forms.profile import load_profile
from pipeline.pages.reading import ENGINES
from pipeline.source.document import Acquired, identify
from tests.typeset import fonts
from tests.typeset.expected import differences, expected_record
from tests.typeset.make_demo import SOURCE
from tests.typeset.random_booklet import random_booklet
from tests.typeset.random_style import random_style
from tests.typeset.reportlab_pdf import Typeset, typeset
from tests.typeset.source import Source, load
from tests.typeset.transcript import transcribe

pytestmark = pytest.mark.long

LARGE = (4, 6, 9, 11)
"""Of the first dozen booklets those that take as long as twice the others together; ``make soak`` takes them, too."""
SHORT_RUN = [pytest.param(seed, marks=[pytest.mark.soak] if seed in LARGE else []) for seed in range(12)]
SOAK = range(1000, 1000 + int(os.environ.get("SOAK_BOOKLETS", "0")))
OF_READER = {"source", "pages", "provenance", "confidence"}
"""What a record says of the file that it was read from."""

needs_fonts = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)


def read(path: Path, engine: str = ENGINES[0]) -> Extraction:
    media_type, sha256 = identify(path)
    profile = load_profile("support-measures")
    return extract(Acquired(path, media_type, sha256), "made", None, profile, engine=engine)


def readable(value: Any, place: str = "") -> Any:
    """Return a record without what depends on the reader."""
    if isinstance(value, dict):
        kept = {key: readable(each, key) for key, each in value.items() if key not in OF_READER}
        return {key: each for key, each in kept.items() if place != "where" or key not in ("page", "box")}
    return [readable(each) for each in value] if isinstance(value, list) else value


def assert_means(source: Source, read_back: Extraction) -> None:
    assert differences(expected_record(source), read_back.booklet.model_dump(mode="json")) == []
    assert read_back.owned == read_back.glyphs


def _printings(source: Source, seed: int) -> Iterator[Typeset]:
    """Yield a booklet in one look after another: in some a paragraph ends with a full line, and nobody sees it end."""
    return (typeset(source, random_style(Random(seed + 1_000_000 * again))) for again in range(1, 100))


def assert_round_trip(seed: int, folder: Path) -> None:
    """Print and transcribe a random booklet, read both back, and find what was meant, and the same twice."""
    source = random_booklet(Random(seed))
    made = next(made for made in _printings(source, seed) if not made.full)
    printed, transcribed = folder / "booklet.pdf", folder / "transcript.txt"
    printed.write_bytes(made.pdf)
    transcribed.write_text(transcribe(source, made.printed_pages), encoding="utf-8")
    from_pdf, from_text = read(printed, ENGINES[seed % len(ENGINES)]), read(transcribed)
    for read_back in (from_pdf, from_text):
        assert_means(source, read_back)
    for programme in from_pdf.booklet.programmes:
        assert programme.pages == made.pages[programme.id]
        assert programme.printed_page == made.printed_pages[programme.id]
    assert readable(from_text.booklet.model_dump()["programmes"]) == readable(
        from_pdf.booklet.model_dump()["programmes"]
    )


@pytest.fixture(scope="module")
def demo() -> Source:
    return load(SOURCE)


def test_demonstration_booklet_reads_back(demo: Source, demo_pdf: Path) -> None:
    assert_means(demo, read(demo_pdf))


def test_demonstration_transcript_is_the_same_record(demo: Source, demo_pdf: Path, tmp_path: Path) -> None:
    printed = read(demo_pdf)
    pages = {
        programme.id: programme.printed_page
        for programme in printed.booklet.programmes
        if programme.printed_page is not None
    }
    path = tmp_path / "transcript.txt"
    path.write_text(transcribe(demo, pages), encoding="utf-8")
    transcribed = read(path)
    assert_means(demo, transcribed)
    assert readable(transcribed.booklet.model_dump()) == readable(printed.booklet.model_dump())


@needs_fonts
@pytest.mark.parametrize("seed", SHORT_RUN)
def test_random_booklet_reads_back(seed: int, tmp_path: Path) -> None:
    assert_round_trip(seed, tmp_path)


@needs_fonts
@pytest.mark.soak
@pytest.mark.skipif(not SOAK, reason="a long run: SOAK_BOOKLETS=500 pytest -m soak")
@pytest.mark.parametrize("seed", SOAK)
def test_many_random_booklets_read_back(seed: int, tmp_path: Path) -> None:
    assert_round_trip(seed, tmp_path)
