"""Fonts of signs: their codes are not the characters that they draw."""

import pytest

from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.symbol_fonts import with_signs


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("ABCDEF+Wingdings-Regular", "\uf06e", "■"),
        ("Wingdings", "l", "●"),
        ("Wingdings", "\uf0d8", "➢"),
        ("Wingdings", "\uf081", "①"),
        ("Wingdings2", "\uf06e", "\uf06e"),
        ("ABCDEF+SymbolMT", "\uf0b7", "•"),
        ("Symbol", "l", "l"),
        ("EAAAAA+OpenSymbol", "\uf06c", "●"),
        ("EAAAAA+OpenSymbol", "\uf0b7", "•"),
        ("NotoSansSymbols", "\uf06e", "\uf06e"),
        ("DFKai-SB", "\uf06e", "\uf06e"),
        ("DFKai-SB", "n", "n"),
        ("Wingdings", "\uf021", "\uf021"),
    ],
)
def test_what_a_font_of_signs_draws(font, code, sign):
    (glyph,) = with_signs([Glyph(code, (0, 0, 10, 10), 12, font)])
    assert (glyph.text, glyph.font) == (sign, font)
