"""A page number as it is printed alone: 12, - 12 -, 第12頁, 12/40.

Comes in: the words of a line.  Goes out: the number, or none.
"""

from __future__ import annotations

from pipeline.core.expressions import expression
from pipeline.core.text import fold

_PAGE_NUMBER = expression(
    r"[-–—~·\[(]*(?:第|p\.?|page)?(?P<number>\d{1,4})(?:頁|[/／]\d{1,4}|of\d{1,4})?(?:[,，/]?共\d{1,4}頁)?[-–—~·\])]*"
)


def page_number(words: str) -> int | None:
    """Return the number of a page where some words are nothing else."""
    found = _PAGE_NUMBER.fullmatch(fold(words))
    return int(found["number"]) if found else None
