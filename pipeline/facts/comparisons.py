"""Words before a number that compare with it, one table for the bounds of facts and for conditions.

Nothing comes in.  What goes out are patterns, one for each way in which a number can be meant.
"""

from __future__ import annotations

from pipeline.core.record import Comparison

_NOT = r"不(?:得|可|能|應)?"
_PAST = "逾(?![期時越齡])"
BEFORE: dict[Comparison, str] = {
    "at_most": rf"最[高多長]|上限|至多|限額|{_NOT}(?:超[過出]|{_PAST}|[大高多]於)|未(?:超過|{_PAST})",
    "less_than": rf"未[達滿]|不[滿到]|(?<!{_NOT})[低少小]於",
    "at_least": rf"最低(?!生活費|工資|薪資|投保)|最[少短]|下限|至少|{_NOT}[低少小短]於",
    "more_than": rf"(?<!{_NOT}|未)(?:超[過出]|{_PAST}|[高大多]於)",
}
COMPARES = "|".join(BEFORE.values()) + "|達|不足"
"""Any of them, and two that compare only right before their number."""
