"""Figures -> an SVG of bars that is readable on light and on dark ground, and by who hears it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1c1d21}.t{font-weight:700}.s{fill:#5c5d63}rect{fill:#a9a59b}"
    ".us{fill:#1f5fbf}@media(prefers-color-scheme:dark){text{fill:#eceae5}.s{fill:#a9abb2}rect{fill:#6f737c}"
    ".us{fill:#7fb0f5}}"
)
_ROW, _NAME, _BAR, _GAP = 22, 170, 140, 70
_HEADS = ("seconds", "CPU seconds", "memory, MB")


def chart(booklets: Mapping[str, Sequence[tuple[str, float, float, float]]]) -> str:
    """Return bars of seconds, CPU seconds and megabytes for each reader on each booklet.

    Args:
        booklets: by name, the readers as (name, seconds, CPU seconds, megabytes).
    """
    drawn: list[str] = []
    y = 8
    for name, readers in booklets.items():
        drawn.append(f'<text class="t" x="0" y="{y + 14}">{escape(name)}</text>')
        for column, head in enumerate(_HEADS):
            drawn.append(f'<text class="s" x="{_left(column)}" y="{y + 14}">{head}</text>')
        y += _ROW
        for who, *values in readers:
            drawn.append(f'<text x="0" y="{y + 14}">{escape(who)}</text>')
            for column, value in enumerate(values):
                most = max(reader[1 + column] for reader in readers)
                width = max(1.0, _BAR * value / most)
                mark = ' class="us"' if who.startswith("booklet") else ""
                x = _left(column)
                drawn.append(f'<rect{mark} x="{x}" y="{y + 3}" width="{width:.1f}" height="14" rx="2"/>')
                told = f"{value:.0f}" if column == len(_HEADS) - 1 else f"{value:.2f}"
                drawn.append(f'<text x="{x + width + 6:.1f}" y="{y + 14}">{told}</text>')
            y += _ROW
        y += 14
    width = _left(len(_HEADS))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}" height="{y}" role="img">'
        f"<title>Seconds, CPU seconds and memory of each reader</title><style>{_STYLE}</style>{''.join(drawn)}</svg>\n"
    )


def _left(column: int) -> int:
    return _NAME + column * (_BAR + _GAP)
