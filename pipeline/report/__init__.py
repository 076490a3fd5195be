"""A record or a diff -> one HTML page for a person: every value beside the crop of the page it came from.

Comes in: a ``Booklet``, or a ``Diff`` and its two booklets, and the PDFs where there are any.  Goes out: the bytes
of a page that needs no other file and asks for none; the same input gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.report.edition import edition_report
    from pipeline.report.pair import pair_report

__all__ = ["edition_report", "pair_report"]


def __getattr__(name: str) -> Any:
    """Return one of the two reports, read when it is asked for: most who come here want a label only."""
    from importlib import import_module

    module = {"edition_report": "edition", "pair_report": "pair"}.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
