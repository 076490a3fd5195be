"""The contents page: its lines -> entries with level, number, title and page.

Comes in: the lines of the front matter after the words 目錄.  Goes out: the entries, and where they end.  A heading
without a page number is an entry where others that have one follow, or where none has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from pipeline.core.expressions import expression
from pipeline.core.page import Line
from pipeline.core.record import ContentsEntry
from pipeline.core.text import fold, join
from pipeline.core.traced import Traced
from pipeline.fields.ledger import FRONT, Ledger
from pipeline.forms.headings import LEVELS, is_numbered, title_of
from pipeline.forms.profile import Profile

PENDING = 4
"""So many lines may stand before one with a page number: headings without, and the first lines of a long title."""
UNNUMBERED = 2
"""So many of them may be no numbered headings."""
LONGEST = 60
"""A line with more characters than this is no title."""
NEAR = 3.0
"""A line that ends within this many characters of the longest goes on in the next."""
_LEADERS = "….·‧⋯․。-_﹒•．⋅∙─━┄┅┈┉—–﹍﹎﹏＿～~"
_LISTED = expression(rf"(?P<title>.*?)(?P<leaders>[{regex.escape(_LEADERS)}\s]*)(?P<page>\d{{1,4}})")
_SENTENCE = expression("[。；]")
_COLUMN_HEADS = expression(r".{0,8}頁[碼次數]")
_LIST_HEAD = expression(r"附?[圖表]{1,2}(?:目[錄次]|次)")


def heads_list(title: str) -> bool:
    """Tell whether a title heads a list of all tables or pictures (表目錄), few of which need be forms."""
    return _LIST_HEAD.fullmatch(fold(title)) is not None


def read_contents(
    lines: Sequence[Line], start: int, profile: Profile, ledger: Ledger
) -> tuple[list[ContentsEntry], int]:
    """Return the entries from ``start``, and the line after the last; their lines are owned."""
    if not any(_listed(line.text) for line in lines[start:]):
        return _without_pages(lines, start, profile, ledger)
    titles: list[tuple[Traced, int | None]] = []
    pending: list[Line] = []
    end = start
    for number in range(start, len(lines)):
        line = lines[number]
        listed = _listed(line.text)
        if listed is None:
            known = {fold(_entry(*entry, profile).title) for entry in titles}
            unnumbered = [other for other in pending if not _begins_entry(other.text, profile)]
            if fold(line.text.text) in known or len(pending) == PENDING or len(unnumbered) == UNNUMBERED:
                break
            pending.append(line)
            continue
        title, page = listed
        new = list(_titles(pending, title, page, profile))
        if titles and len(new) > 1 and not _begins_entry(new[0][0], profile):
            rest, _ = new.pop(0)  # of a title whose page number stands beside its first line
            titles[-1] = (join([titles[-1][0], rest]), titles[-1][1])
        titles += new
        for other in (*pending, line):
            ledger.own(FRONT, "contents", other.text)
        pending = []
        end = number + 1
    return [_entry(*entry, profile) for entry in titles], end


def _listed(text: Traced) -> tuple[Traced, int] | None:
    """Return title and page of a contents line: a number after leaders, or split from the title."""
    match = _LISTED.fullmatch(text.text)
    if match is None:
        return None
    split = text.broken_before(match.start("page")) or match["leaders"].endswith(" ")
    if len(match["leaders"].strip()) < 2 and not split:
        return None
    return text[: match.end("title")].strip(), int(match["page"])


def _begins_entry(text: Traced, profile: Profile) -> bool:
    return is_numbered(text, profile) or heads_list(text.text)


def _titles(
    pending: Sequence[Line], title: Traced, page: int | None, profile: Profile
) -> Iterator[tuple[Traced, int | None]]:
    """Yield the headings without a page among the lines before a title, and the one that it ends, with its page."""
    groups: list[list[Traced]] = []
    for text in (*(line.text for line in pending), title):
        if _COLUMN_HEADS.fullmatch(fold(text.text)):
            continue
        if not groups or _begins_entry(text, profile) or heads_list(groups[-1][-1].text):
            groups.append([text])
        else:
            groups[-1].append(text)
    for number, group in enumerate(groups):
        yield join(group), page if number == len(groups) - 1 else None


def _entry(title: Traced, page: int | None, profile: Profile) -> ContentsEntry:
    for level, name in enumerate(LEVELS, start=1):
        found = title_of(getattr(profile.headings, name), title)
        if found and found.number:
            return ContentsEntry(level=level, number=found.number, title=found.name.text, page=page)
    return ContentsEntry(level=0, number=None, title=title.text, page=page)


def _without_pages(
    lines: Sequence[Line], start: int, profile: Profile, ledger: Ledger
) -> tuple[list[ContentsEntry], int]:
    """Read contents none of whose lines has a page number: titles up to the first that comes again, or a sentence."""
    groups: list[list[Line]] = []
    right = max((line.box[2] for line in lines[start:]), default=0.0)
    end = start
    for line in lines[start:]:
        text = fold(line.text.text)
        seen = {fold(join(other.text for other in group).text) for group in groups}
        if text in seen or len(text) > LONGEST or _SENTENCE.search(text):
            break
        above = groups[-1][-1] if groups else None
        if (
            above
            and line.size
            and above.box[2] > right - NEAR * line.size
            and not is_numbered(line.text, profile)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
        end += 1
    titles = [join(line.text for line in group) for group in groups]
    if sum(is_numbered(title, profile) for title in titles) < UNNUMBERED:
        return [], start
    while not is_numbered(titles[-1], profile):  # the heading of what follows
        end -= len(groups.pop())
        titles.pop()
    for line in lines[start:end]:
        ledger.own(FRONT, "contents", line.text)
    return [_entry(title, None, profile) for title in titles], end
