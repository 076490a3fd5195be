"""The notes at the foot of a page, over which a form goes on overleaf.

Comes in: the lines between a form and the table after it, and the part of the form above them.  Goes out: whether they
are notes: smaller than the text of the form, the first with the mark of a note.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from pipeline.core.expressions import expression
from pipeline.core.page import Line, Table

SMALLER = 0.9
"""Notes are set in type smaller than this share of that of the form."""
_MARK = expression(r"[(（\[［]?(?:[註注备備]|\d{1,2}(?!\d)|[⁰¹²³⁴-⁹①-⑳*＊※†‡])")


def are_notes(lines: Sequence[Line], part: Table) -> bool:
    """Tell whether lines below a part of a form are notes; none are where sizes are not known."""
    sizes = [line.size for cell in part.cells for line in cell.lines]
    if not lines or not sizes or not _MARK.match(lines[0].text.text):
        return False
    return all(0 < line.size < SMALLER * median_low(sizes) for line in lines)
