"""The picture beside an address that telephones read: black and white squares, which say nothing here.

Comes in: nothing.  Goes out: a picture, the same each time.
"""

from __future__ import annotations

import io
from functools import cache
from random import Random

from PIL import Image

MODULES, EACH = 25, 6
"""Squares on a side, and dots on the side of a square."""
WIDTH = 14.0
"""Millimetres on paper."""


@cache
def png() -> bytes:
    """Return the picture."""
    rng = Random(25)
    squares = Image.new("1", (MODULES, MODULES), 1)
    squares.putdata([rng.random() < 0.5 for _ in range(MODULES * MODULES)])
    stream = io.BytesIO()
    squares.resize((MODULES * EACH, MODULES * EACH)).save(stream, "PNG")
    return stream.getvalue()
