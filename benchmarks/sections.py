"""Sections of docs/benchmark.md, each of which a command of its own writes."""

from __future__ import annotations

from pathlib import Path

DOCUMENT = Path("docs/benchmark.md")
CATALOGUE, REVIEW = "## A catalogue of many years", "## A review of 200 programmes"
"""Headings of what ``benchmarks.catalogue`` and ``benchmarks.review`` write; all else is ``benchmarks.pipeline``'s."""
_BELOW = "\n## "


def section_of(page: str, heading: str) -> str:
    """Return the section under a heading of the second level, with its heading; empty where there is none."""
    _, found, rest = f"\n{page}".partition(f"\n{heading}\n")
    own, _, _ = rest.partition(_BELOW)
    return f"{heading}\n{own.rstrip()}\n" if found else ""


def with_section(page: str, section: str) -> str:
    """Return a page with a section in the place of the one that has its heading, else at the end."""
    heading = section.partition("\n")[0]
    former = section_of(page, heading)
    return page.replace(former, section) if former else f"{page.rstrip()}\n\n{section}"
