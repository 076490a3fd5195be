"""The year of an edition: from what a person wrote, else from what is printed, else from its name.

Comes in: what each place says.  Goes out: the year, and the place that gave it; neither where none does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from pipeline.core.expressions import expression
from pipeline.core.record import YearSource
from pipeline.core.text import fold
from pipeline.facts import cover_year as cover

LONGEST = 40
"""A line with more characters is no heading."""
_HEADING = expression(r"(?<!\d)(?:民國)?(?:\d{2,4}|[〇零○一二三四五六七八九十百]{2,7})年(?:度|版)")
_SENTENCE = expression(r"[。；，]")
_IN_NAME = expression(r"(?<!\d)(?:(?P<gregorian>20\d\d)|(?P<roc>8\d|9\d|1\d\d))(?!\d)")


@dataclass(frozen=True, slots=True)
class EditionYear:
    """A ROC year and the place that gave it."""

    roc_year: int | None = None
    source: YearSource | None = None


def edition_year(
    origin: int | None, printed: int | None, title: str, headings: Iterable[str], edition: str, file: str
) -> EditionYear:
    """Return the year of an edition from the first place that names one.

    Args:
        origin: what ``origin.toml`` says.
        printed: the year of the cover.
        title: of a page of the web.
        headings: lines of the first pages, those that run at their heads, too.
        edition: the name of the edition.
        file: the name of its file.
    """
    if origin is not None:
        return EditionYear(origin, "origin")
    heads = (line for line in headings if len(line) <= LONGEST and not _SENTENCE.search(line))
    found: tuple[tuple[YearSource, int | None], ...] = (
        ("cover", printed),
        ("title", cover.roc_year(title)),
        ("heading", next((cover.roc_year(line) for line in heads if _HEADING.search(fold(line))), None)),
        ("edition", year_in_name(edition)),
        ("file", year_in_name(PurePath(file).stem)),
    )
    return next((EditionYear(year, source) for source, year in found if year is not None), EditionYear())


def year_in_name(name: str) -> int | None:
    """Return the year in a name such as 112, demo-112 or handbook-2023; None where it names none, or two."""
    years = {
        int(match["roc"]) if match["roc"] else int(match["gregorian"]) - cover.ROC_OFFSET
        for match in _IN_NAME.finditer(name)
    }
    return years.pop() if len(years) == 1 else None
