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

HEIGHT = 48
"""Pixels to which the model wants each picture drawn."""
LINE = 320
"""Pixels, at that height, of the narrowest picture of a line."""
WORD = HEIGHT
"""The same for a few characters: paper up to the width of a line would cost more than they do."""
WIDEST = 0.75
"""Share of the height of a line that a character fills to either side of its middle; beyond is a gap."""


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
    read = _model(LINE).recognize_txt(pictures)
    for strip, text, word in zip(strips, read.txts or (), read.word_results, strict=True):
        if text.strip():
            yield from _placed(strip, text, word)


@cache
def _model(narrowest: int) -> Any:
    """Return the recogniser of pictures of text, loaded once; narrower ones get paper beside them."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.return_word_box": True,
            "Rec.rec_img_shape": [3, HEIGHT, narrowest],
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
        yield Seen(_taiwanese(character), box, float(sure))


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
    read = _model(WORD).recognize_txt([np.repeat(picture[:, :, None], 3, axis=2) for picture in pictures])
    return list(read.txts or ())
