"""Lines above a form -> its numbered headings.

Comes in: a run of lines that ends where a form begins.  Goes out: the heading of a level, in its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.expressions import expression
from pipeline.core.ordinals import ordinal_of
from pipeline.core.page import Line
from pipeline.core.text import fold, join
from pipeline.core.traced import EMPTY, Traced, concatenate
from pipeline.forms.profile import Profile
from pipeline.forms.wording import compiled

HEADING_LINES = 3
"""A heading may take this many printed lines."""
BETWEEN = 4
"""So many other lines may stand between the heading and a form that shows its first labels: 單位：千元."""
ALIKE = 0.05
"""Lines are set alike where their sizes differ by no more than this share."""
_APART = expression(r"。$|^[表圖]\s*[\d一二三四五六七八九十]|^[(（]?單位[:：]")
"""A sentence, or the caption of a table, goes on no heading, however it is set."""
LEVELS = ("area", "measure", "programme")
_ANY = Traced("〇〇", (0, 1))


@dataclass(frozen=True, slots=True)
class Title:
    """A numbered heading as printed and in its parts; the number of one without is 0."""

    printed: Traced
    number: int
    name: Traced
    area: int | None = None
    """The number of the area, where the heading of a programme gives it, too: 2-1."""


def heading(run: Sequence[Line], end: int, level: str, profile: Profile) -> tuple[int, Title] | None:
    """Return the heading of a level that ends a run of lines before ``end``, and where it starts.

    The lines after its first are its continuation: they must be set like it and be no heading themselves.
    """
    pattern = getattr(profile.headings, level)
    for start in range(end - 1, max(-1, end - 1 - HEADING_LINES), -1):
        line = run[start]
        if title_of(pattern, line.text):
            below = run[start + 1 : end]
            if not all(_alike(line, other) and not _APART.search(other.text.text) for other in below):
                return None
            title = title_of(pattern, join(other.text for other in run[start:end]))
            return (start, title) if title else None
        if any(title_of(getattr(profile.headings, other), line.text) for other in LEVELS):
            return None
    return None


def heading_above(run: Sequence[Line], profile: Profile) -> tuple[int, int, Title] | None:
    """Return the programme's heading, its start and end, where a few other lines stand between it and the form."""
    for end in range(len(run), max(0, len(run) - BETWEEN - 1), -1):
        if found := heading(run, end, "programme", profile):
            start, title = found
            return start, end, title
    return None


def headings_tell(profile: Profile) -> bool:
    """Tell whether the heading of a programme is not one that any line may be."""
    return title_of(profile.headings.programme, _ANY) is None


def is_numbered_heading(line: Line, profile: Profile) -> bool:
    """Tell whether a line is a heading of any level, with a number."""
    return is_numbered(line.text, profile)


def is_numbered(text: Traced, profile: Profile) -> bool:
    """Tell whether a text is a heading of any level, with a number."""
    found = (title_of(getattr(profile.headings, level), text) for level in LEVELS)
    return any(title and title.number for title in found)


def title_of(pattern: str, text: Traced) -> Title | None:
    """Return the parts of a heading whose pattern matches the whole text, as printed or folded."""
    whole = compiled(pattern)
    match, printed = whole.fullmatch(text.text), text
    if match is None:
        if whole.fullmatch(fold(text.text)) is None:
            return None
        folded = concatenate(_folded(text[at : at + 1]) for at in range(len(text)))
        if (match := whole.fullmatch(folded.text)) is None:
            return None
        printed = folded
    groups = match.groupdict()
    name = EMPTY
    if groups.get("name"):
        span = printed[match.start("name") : match.end("name")].ids
        inside = [at for at, glyph in enumerate(text.ids) if span[0] <= glyph <= span[-1]]
        name = text[inside[0] : inside[-1] + 1].strip()
    area = groups.get("area")
    return Title(text, ordinal_of(groups.get("number") or ""), name, ordinal_of(area) if area else None)


def _folded(character: Traced) -> Traced:
    text = fold(character.text)
    return Traced(text, character.ids * len(text))


def _alike(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) <= ALIKE * line.size and line.font == other.font
