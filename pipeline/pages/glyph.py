"""What an engine finds on a page: one printed character in its place."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.page import Box

REPLACEMENT = "\ufffd"
"""Stands for a glyph whose font does not say which character it is."""


@dataclass(slots=True)
class Glyph:
    """One printed character; its box is in points from the top left corner of the page."""

    text: str
    box: Box
    size: float
    font: str
    confidence: float = 1.0
    """Of whoever recognised it in a picture; 1 where the file says which character it is."""
    rotated: bool = False
    """Whether it is written neither level nor upright."""
