"""What fonts of signs draw: a Wingdings n is ■, whether the file says n, or a code of the area for private use.

Comes in: glyphs with the names of their fonts.  Goes out: the same glyphs, signs by their Unicode characters.  A code
that is not in the table stays as the file has it, and is reported as a glyph without a character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.core.expressions import expression
from pipeline.pages.glyph import Glyph

_PRIVATE = 0xF000
"""Where the codes of such a font stand in Unicode."""
_WINGDINGS = {ord(code): sign for code, sign in zip("lmnopqrstuvwx", "●❍■□□❑❒⬧⧫◆❖⬥⌧", strict=True)} | {
    0x46: "☞",
    0x9E: "·",
    0x9F: "•",
    0xA1: "○",
    0xA4: "◉",
    0xA5: "◎",
    0xA7: "▪",
    0xA8: "◻",
    0xAB: "★",
    0xD8: "➢",
    0xE0: "→",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
    **{0x80 + number: sign for number, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
}
"""What office documents begin lines with, as Unicode 7.0 maps it (L2/12-368)."""
_SYMBOL = {0xB7: "•", 0xA8: "♦", 0xA7: "♣", 0xA9: "♥", 0xAA: "♠", 0xB0: "°", 0xB4: "×", 0xAE: "→", 0xD7: "⋅"}
_PRIVATE_SIGNS = {
    chr(_PRIVATE + code): sign for table in (_SYMBOL, _WINGDINGS) for code, sign in table.items()
}
"""Of a font in the place of either: OpenSymbol keeps the codes."""
_TABLES = (
    (
        expression(r"(?i)wingdings(?![ -]?[23])"),
        _PRIVATE_SIGNS | {chr(code): sign for code, sign in _WINGDINGS.items()},
    ),
    (
        expression(r"(?i)^(?:[A-Z]{6}\+)?symbol"),
        {chr(_PRIVATE + code): sign for code, sign in _SYMBOL.items()},
    ),
    (expression(r"(?i)opensymbol|starsymbol"), _PRIVATE_SIGNS),
)


@cache
def _signs_of(font: str) -> dict[str, str]:
    return next((signs for name, signs in _TABLES if name.search(font)), {})


def with_signs(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """Return glyphs of which those in a font of signs have the characters that it draws."""
    if not any(_signs_of(font) for font in {glyph.font for glyph in glyphs}):
        return glyphs
    return [
        replace(glyph, text=sign) if (sign := _signs_of(glyph.font).get(glyph.text)) else glyph
        for glyph in glyphs
    ]
