"""A scanned page is made level, by its rules or its rows; seals are taken off it; neither touches what is not theirs."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

cv2 = pytest.importorskip("cv2", reason="the extra ocr is not installed (make ocr)")

from pipeline.pages.scan.pixels import DPI  # noqa: E402
from pipeline.pages.scan.stamps import without_stamps  # noqa: E402
from pipeline.pages.scan.strokes import strokes_of  # noqa: E402
from pipeline.pages.scan.upright import _by_rows, _by_rules, tilt  # noqa: E402

RULED, COVER = 4, 0


def picture(pdf: Path, page: int) -> np.ndarray:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=DPI / 72).to_numpy().copy()


def grey(pdf: Path, page: int) -> np.ndarray:
    return cv2.cvtColor(picture(pdf, page), cv2.COLOR_BGR2GRAY)


def turned(page: np.ndarray, degrees: float) -> np.ndarray:
    """Return a page that falls to the right, with noise."""
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    crooked = cv2.warpAffine(page, matrix, (width, height), borderValue=(255,))
    noise = np.random.default_rng(112).normal(0, 12, crooked.shape)
    return np.clip(crooked + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("degrees", [-12, -3.2, 0, 0.5, 1, 12])
def test_rules_tell_how_far_a_page_is_turned(degrees: float, demo_pdf: Path) -> None:
    assert _by_rules(turned(grey(demo_pdf, RULED), degrees)) == pytest.approx(degrees, abs=0.03)


@pytest.mark.parametrize("degrees", [-5, -1, 0, 1, 12])
def test_rows_tell_it_where_there_are_no_rules(degrees: float, demo_pdf: Path) -> None:
    page = turned(_contents(grey(demo_pdf, 1)), degrees)
    assert _by_rules(page) is None
    assert _by_rows(page) == pytest.approx(degrees, abs=0.15)


def _contents(page: np.ndarray) -> np.ndarray:
    """Return a page without strokes that are longer than those of a character."""
    ink = cv2.morphologyEx(255 - page, cv2.MORPH_OPEN, np.ones((1, 60), np.uint8))
    return np.maximum(page, cv2.dilate(ink, np.ones((5, 5), np.uint8)))


def test_a_level_cover_and_an_empty_page_stay(demo_pdf: Path) -> None:
    cover = turned(grey(demo_pdf, COVER), 0)
    assert tilt(cover) == 0
    empty = np.full((800, 600), 255, np.uint8)
    assert tilt(empty) == 0


def test_it_costs_less_than_a_second(demo_pdf: Path) -> None:
    """The transform of Hough took nine."""
    page = turned(grey(demo_pdf, RULED), 1)
    started = time.process_time()
    _by_rules(page)
    assert time.process_time() - started < 1


def stamped(page: np.ndarray) -> np.ndarray:
    """Return a coloured page with a square seal of an inch, its ink over the text as ink is."""
    ink = np.full_like(page, 255)
    cv2.rectangle(ink, (400, 400), (600, 600), (60, 60, 220), 8)
    for step in range(3):
        cv2.putText(ink, "SEAL", (420, 460 + 50 * step), cv2.FONT_HERSHEY_DUPLEX, 1.6, (60, 60, 220), 5)
    return np.minimum(page, ink)


def test_a_seal_is_taken_off_and_what_is_under_it_stays(demo_pdf: Path) -> None:
    page = picture(demo_pdf, RULED)
    clean = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    found, touched = without_stamps(stamped(page), DPI)
    assert cv2.boundingRect(touched) == pytest.approx((392, 392, 216, 216), abs=6)
    inked, before = found < 128, clean < 128
    assert (inked & ~before).sum() <= 0.001 * before.sum()
    assert (before & ~inked).sum() <= 0.005 * before.sum()  # the edges of strokes beside red ink


def test_a_rule_goes_on_under_a_seal_whose_sides_are_no_rules() -> None:
    page = np.full((800, 800, 3), 255, np.uint8)
    cv2.rectangle(page, (100, 100), (700, 700), (0, 0, 0), 2)
    cv2.line(page, (100, 470), (700, 470), (0, 0, 0), 2)
    clean = strokes_of(255 - page[:, :, 0], np.zeros((800, 800), np.uint8))
    grey, touched = without_stamps(stamped(page), DPI)
    _, ink = cv2.threshold(grey, 128, 255, cv2.THRESH_BINARY_INV)
    found = strokes_of(ink, touched)
    for rule in {each.rule for each in clean} | {each.rule for each in found}:
        for strokes in (clean, found):
            assert any(
                (each.rule.at, each.rule.start, each.rule.end)
                == pytest.approx((rule.at, rule.start, rule.end), abs=1)
                for each in strokes
            ), rule


def test_red_words_and_red_rules_stay() -> None:
    page = np.full((1200, 900, 3), 255, np.uint8)
    cv2.putText(page, "RED WORDS", (100, 100), cv2.FONT_HERSHEY_DUPLEX, 1.2, (0, 0, 200), 3)
    cv2.rectangle(page, (50, 200), (850, 1100), (0, 0, 200), 3)
    found, touched = without_stamps(page, DPI)
    assert not touched.any()
    assert (found == cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)).all()
