"""The fonts that the typesetters embed: where they stand, and which one draws a character.

``apt-get install`` of ``APT_PACKAGES`` brings all of them (Arphic Public License, SIL Open Font License,
Bitstream Vera licence, HANAZONO licence); a PDF holds a subset of each.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont

APT_PACKAGES = (
    "fonts-arphic-ukai fonts-arphic-uming fonts-hanazono fonts-liberation fonts-dejavu-core fonts-noto-cjk"
)
FOLDER = Path("/usr/share/fonts/truetype")
FILES = {  # name -> (file, index in a collection)
    "kai": ("arphic/ukai.ttc", 3),
    "ming": ("arphic/uming.ttc", 3),
    "serif": ("liberation/LiberationSerif-Regular.ttf", 0),
    "sans": ("liberation/LiberationSans-Regular.ttf", 0),
    "rare": ("hanazono/HanaMinA.ttf", 0),
    "rarest": ("hanazono/HanaMinB.ttf", 0),  # Unicode extension B
    "rest": ("dejavu/DejaVuSerif.ttf", 0),  # the only one of them with U+207A
}
OTHERS = ("rest", "rare", "rarest")
"""Draw what neither the Chinese nor the Latin font has."""


def missing() -> list[str]:
    """Return the font files that are not installed."""
    return [name for name, _ in FILES.values() if not (FOLDER / name).exists()]


def _to_unicode(name: str, subset: list[int]) -> str:
    """Return the Unicode map of a font; ReportLab writes characters beyond U+FFFF in a way no reader knows."""
    written = _of_reportlab(name, subset)
    return re.sub("<([0-9A-F]{5,6})>", lambda m: f"<{chr(int(m[1], 16)).encode('utf-16-be').hex()}>", written)


_of_reportlab = ttfonts.makeToUnicodeCMap
ttfonts.makeToUnicodeCMap = _to_unicode


@cache
def font(name: str) -> TTFont:
    """Return a font, registered with ReportLab."""
    file, index = FILES[name]
    made = TTFont(name, str(FOLDER / file), subfontIndex=index, asciiReadable=False)
    pdfmetrics.registerFont(made)
    return made


@cache
def font_for(character: str, han: str, latin: str) -> str:
    """Return the name of the font that draws a character; one that none of them has is an error."""
    order = (latin, han, *OTHERS) if character.isascii() else (han, latin, *OTHERS)
    for name in order:
        if ord(character) in font(name).face.charToGlyph:
            return name
    raise ValueError(f"no font has U+{ord(character):04X}")


def runs(text: str, han: str, latin: str) -> list[tuple[str, str]]:
    """Cut a text into runs of one font each, as (font, text)."""
    found: list[tuple[str, str]] = []
    for character in text:
        name = font_for(character, han, latin)
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + character)
        else:
            found.append((name, character))
    return found


@cache
def advance(character: str, han: str, latin: str) -> float:
    """Return the width of a character at size 1."""
    name = font_for(character, han, latin)
    font(name)
    return float(pdfmetrics.stringWidth(character, name, 1))


def width(text: str, han: str, latin: str) -> float:
    """Return the width of a text at size 1."""
    return sum(advance(character, han, latin) for character in text)
