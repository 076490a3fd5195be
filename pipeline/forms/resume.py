"""Whether a form goes on behind what is none of it: an attached table, a map on a page of its own.

Comes in: the parts of a form so far, and a table on a later page.  Goes out: yes, perhaps, or no.  Sides and columns
must be the form's and the label cell empty; a sentence that was cut makes it certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipeline.core.expressions import expression
from pipeline.core.page import Table
from pipeline.forms.columns import stands_below, stands_in_place

Answer = Literal["yes", "perhaps", "no"]

_ENDED = expression(r"[。；：！？」』）)】\d%]$|^(?:無|同上|暫無)$")
"""How a text ends that may be whole; a number may be a telephone or a date."""
_SENTENCE = expression(r"[，。；、]|.{12}")
"""What a text has that is prose, and no name or label."""


def resumes(parts: Sequence[Table], table: Table) -> Answer:
    """Tell whether a table on a later page goes on a form after something foreign."""
    last = parts[-1]
    if not table.drawn or table.columns < 2 or table.row(0)[0].lines:
        return "no"
    if not stands_in_place(table, last) or not stands_below(table, parts, within=True):
        return "no"
    return "yes" if _is_open(last) else "perhaps"


def _is_open(part: Table) -> bool:
    """Tell whether the last row of a part ends within a sentence."""
    texts = [cell.text.text for cell in part.row(part.rows - 1)[1:] if cell.lines]
    return any(_SENTENCE.search(text) and not _ENDED.search(text) for text in texts)
