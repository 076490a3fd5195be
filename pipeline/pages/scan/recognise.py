"""Pictures of lines of text -> characters, each with its place and the confidence of the model.

Needs the extra ``ocr``: rapidocr, whose models are in the package, so that nothing is fetched.  A character that
Taiwan's character set lacks, which a model for several countries takes for its Taiwanese form, becomes that form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.extras import missing

WIDEST = 0.75
"""Share of the height of a line that a character fills to either side of its middle; beyond is a gap."""
UNREAD = 0.9
"""Times the height of a line: ink that is farther from the middle of any character is part of none; of those that are
read it is at most 0.7."""
DOUBTED = 0.5
"""What stands beside ink that was not read is no more certain than this."""
DARK = 150
"""Of 255; ink is darker."""
PADDING = 6
"""Pixels of white around the ink of a line."""
HEIGHT = 48
"""Pixels; the height of the lines that the model was taught, and the least width that it is given."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The grey picture of a line, and where its ink begins on the page, in pixels."""

    picture: NDArray[np.uint8]
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A character, its place in pixels, and how sure the model is, from 0 to 1."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float


def installed() -> bool:
    """Tell whether the extra ``ocr`` is here."""
    return not missing("ocr")


def recognise(strips: Sequence[Strip]) -> Iterator[Seen]:
    """Yield the characters of each line, from left to right."""
    if not strips:
        return
    pictures = [np.repeat(strip.picture[:, :, None], 3, axis=2) for strip in strips]
    read = _model().recognize_txt(pictures)
    for strip, text, word in zip(strips, read.txts or (), read.word_results, strict=True):
        if text.strip():
            yield from _placed(strip, text, word)


@cache
def _model() -> Any:
    """Return the recogniser of text lines, loaded once.

    Each line is looked at alone and in its own width: what it reads does not depend on what else is on the page, and
    nothing is spent on the white that would make short lines as long as others.  A second thread costs more than it
    brings where lines are small.
    """
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.return_word_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "Rec.rec_batch_num": 1,
            "Rec.rec_img_shape": [3, HEIGHT, HEIGHT],
        }
    )


def _placed(strip: Strip, text: str, word: Any) -> Iterator[Seen]:
    """Give each character its share of the line: from the middle between its neighbours on either side."""
    height, width = strip.picture.shape
    columns = [column for columns in word.word_cols for column in columns]
    solid = [
        (character, sure) for character, sure in zip(text, word.confs, strict=True) if not character.isspace()
    ]
    middles = [(column + 0.5) / word.line_txt_len * width for column in columns]
    beside = _beside_unread(strip, middles)
    edges = [
        0.0,
        *((one + other) / 2 for one, other in pairwise(middles)),
        float(width),
    ]
    spaces = _spaces(text)
    for at, ((character, sure), middle) in enumerate(zip(solid, middles, strict=True)):
        left = strip.left + max(edges[at], middle - WIDEST * height)
        right = strip.left + min(edges[at + 1], middle + WIDEST * height)
        box = (left, float(strip.top), right, float(strip.top + height))
        if at in spaces:
            yield Seen(" ", (left, box[1], left, box[3]), 1.0)
        yield Seen(_taiwanese(character), box, min(float(sure), DOUBTED) if at in beside else float(sure))


def _beside_unread(strip: Strip, middles: Sequence[float]) -> set[int]:
    """Return which characters stand beside ink that is part of none: models leave out a comma, or a mark."""
    height = strip.picture.shape[0] - 2 * PADDING
    inked = np.flatnonzero((strip.picture < DARK).sum(axis=0) > 1)
    if not len(inked) or not middles:
        return set()
    places = np.asarray(middles)
    far = np.abs(inked[:, None] - places).min(axis=1) > UNREAD * height
    after = np.searchsorted(places, inked[far])
    return {int(at) for each in after for at in (each - 1, each) if 0 <= at < len(places)}


def _spaces(text: str) -> set[int]:
    """Return before which characters, spaces not counted, a space was seen."""
    found, solid = set(), 0
    for character in text:
        if character.isspace():
            found.add(solid)
        else:
            solid += 1
    return found


@cache
def _taiwanese(character: str) -> str:
    """Return the form of a character that Taiwan's character set has, where only that form is one of it."""
    if not "\u4e00" <= character <= "\u9fff" or _in_taiwan(character):
        return character
    from opencc import OpenCC

    form = OpenCC("s2t").convert(character)
    return form if len(form) == 1 and _in_taiwan(form) else character


def _in_taiwan(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def read_strips(pictures: Sequence[NDArray[np.uint8]]) -> list[str]:
    """Return what each of some grey pictures says, each of a few characters in one line."""
    if not pictures:
        return []
    read = _model().recognize_txt([np.repeat(picture[:, :, None], 3, axis=2) for picture in pictures])
    return list(read.txts or ())
