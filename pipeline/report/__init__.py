"""A record or a diff -> one HTML page for a person: every value beside the crop of the page it came from.

Comes in: a ``Booklet``, or a ``Diff`` and its two booklets, and the PDFs where there are any.  Goes out: the bytes
of a page that needs no other file and asks for none; the same input gives the same bytes.
"""

from __future__ import annotations

from pipeline.report.edition import edition_report
from pipeline.report.pair import pair_report

__all__ = ["edition_report", "pair_report"]
