"""The captions of repeated forms -> the pattern of their heading.

Comes in: for each form the lines above it, the nearest first.  Goes out: a pattern for ``headings.programme``, and
one for ``headings.area`` above it, or nothing where the forms have no caption that repeats.  Works on folded text, as
the patterns will.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

import regex

from pipeline.core.expressions import expression
from pipeline.core.ordinals import COUNTING, FORMAL, STEMS, ordinal_of
from pipeline.core.text import fold

SHARE = 0.6
"""A shape is that of the headings if so many of the forms have it."""
LONGEST_PREFIX = 6
"""A longer text before the number changes from year to year: only its end is kept."""
LONGEST_CAPTION = 60

_NUMERAL = expression(
    rf"(?P<area>\d+)(?P<dash>[-.])(?P<below>\d+)|\d+|[{COUNTING}{FORMAL}]+|[{STEMS}](?=[、.案])"
)
_JOINED = expression(rf"(?<=第)(?P<first>\d+|[{COUNTING}]+)(?:[、及](?:\d+|[{COUNTING}]+))+(?=案)")
"""Two cases on one card: 第一、二案."""
_AFTER = expression(r"[案號條項則例件題卡表點章節類]?(?!\d)[、.:,)\-]*")
PAGE = expression(r"第?\d+[頁页]|\d+/\d+|page\d+|頁次|頁碼")
"""A line that says so counts pages, not forms."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A numeral in a caption, and the text around it."""

    form: int
    before: str
    area: str
    dash: str
    numeral: str
    after: str
    rest: str

    @property
    def shape(self) -> tuple[str, str, str]:
        return (self.before[-1:], self.dash, self.after)

    @property
    def value(self) -> tuple[int, int]:
        return (int(self.area or 0), ordinal_of(self.numeral))


def heading_pattern(captions: Sequence[Sequence[str]]) -> str | None:
    """Return the pattern that the captions of the forms have in common, or None."""
    lines = [[fold(line) for line in above if len(line) <= LONGEST_CAPTION] for above in captions]
    least = max(2, SHARE * len(lines))
    single = [[_JOINED.sub(r"\g<first>", line) for line in above] for above in lines]
    pattern = _numbered(single, least)
    if pattern and single != lines:
        pattern = regex.sub(r"(\(\?P<number>(.+?)\))", r"\1(?:[、及]\2)*", pattern)
    return pattern or _unnumbered(lines, least)


def area_pattern(captions: Sequence[Sequence[str]], programme: str) -> str | None:
    """Return the pattern of the headings above those of the forms, where these count from one again, or None."""
    compiled = regex.compile(programme)
    if "number" not in compiled.groupindex or "area" in compiled.groupindex:
        return None
    begun: list[list[str]] = []
    last = 0
    for above in captions:
        lines = [fold(line) for line in above]
        found = ((place, compiled.fullmatch(line)) for place, line in enumerate(lines))
        place, match = next(((place, match) for place, match in found if match), (0, None))
        if match:
            number = ordinal_of(match["number"])
            if number <= last or not last:
                begun.append([line for line in lines[place + 1 :] if len(line) <= LONGEST_CAPTION])
            last = number
    pattern = _numbered(begun, max(2, SHARE * len(begun)))
    if pattern is None or "<area>" in pattern:
        return None
    return pattern if "<name>" in pattern else f"{pattern}(?P<name>.*)"


def _numbered(lines: Sequence[Sequence[str]], least: float) -> str | None:
    """Return the pattern of captions that differ in a number: 第一案, 案由一、, (1), 1-1."""
    shapes: dict[tuple[str, str, str], list[_Number]] = {}
    for form, above in enumerate(lines):
        for line in above:
            for number in _numbers(form, line):
                of_shape = shapes.setdefault(number.shape, [])
                if not of_shape or of_shape[-1].form != form:
                    of_shape.append(number)
    rising = [
        numbers
        for numbers in shapes.values()
        if len(numbers) >= least and _rises([number.value for number in numbers])
    ]
    if not rising:
        return None
    return _pattern_of(max(rising, key=_likely))


def _likely(numbers: Sequence[_Number]) -> tuple[int, bool, int]:
    """Return how likely numbered captions are the headings: what names the forms, not 表1　審議內容 below it."""
    names = {number.rest for number in numbers}
    return (len(numbers), names == {""} or len(names) > 1, -len(numbers[0].before))


def _numbers(form: int, line: str) -> list[_Number]:
    found = []
    for match in _NUMERAL.finditer(line):
        after = _AFTER.match(line, match.end())
        end = after.end() if after else match.end()
        area, dash = match["area"] or "", match["dash"] or ""
        numeral = match["below"] or match.group()
        found.append(
            _Number(form, line[: match.start()], area, dash, numeral, line[match.end() : end], line[end:])
        )
    return found


def _rises(values: Sequence[tuple[int, int]]) -> bool:
    """Tell whether numbers grow from form to form or begin again with one, now and then an exception."""
    grown = sum(one < other or other[1] == 1 for one, other in pairwise(values))
    return len(set(values)) > 1 and all(value[1] for value in values) and grown >= 0.8 * (len(values) - 1)


def _pattern_of(numbers: Sequence[_Number]) -> str:
    befores = {number.before for number in numbers}
    tail = _common([before[::-1] for before in befores])[::-1]
    same = len(befores) == 1 and len(tail) <= LONGEST_PREFIX
    before = regex.escape(tail) if same else ".*" + regex.escape(tail[-4:])
    decimal = all(number.numeral.isdecimal() for number in numbers)
    signs = {sign for number in numbers for sign in number.numeral}
    kinds = "".join(kind for kind in (COUNTING, FORMAL, STEMS) if signs & set(kind))
    more = r"\d" if any(sign.isdecimal() for sign in signs) else ""
    numeral = r"\d+" if decimal else f"[{kinds}{more}]+"
    area = rf"(?P<area>\d+){regex.escape(numbers[0].dash)}" if numbers[0].dash else ""
    names = {number.rest for number in numbers}
    alike = len(names) == 1
    name = regex.escape(numbers[0].rest) if alike else "(?P<name>.*)" if "" in names else "(?P<name>.+)"
    return f"{before}{area}(?P<number>{numeral}){regex.escape(numbers[0].after)}{name}"


def _unnumbered(lines: Sequence[Sequence[str]], least: float) -> str | None:
    """Return the pattern of captions without numbers: the same words before a name, a bare name, the same words."""
    nearest = [above[0] for above in lines if above]
    if len(nearest) < max(2, least) or len(nearest) < len(lines) - 1:
        return None
    if len(set(nearest)) == 1:
        return f"{regex.escape(nearest[0])}(?P<name>)"
    before = _common(nearest)
    if regex.search(r"[:、)]$", before) and len(before) > 1 or regex.fullmatch(r"[^\w(]+", before):
        return f"{regex.escape(before)}(?P<name>.+)"
    if len(set(nearest)) < 0.8 * len(nearest) or any(line[-1] in "。;,:" for line in nearest):
        return None
    after = _common([line[::-1] for line in nearest])[::-1]
    return f"(?P<name>.{{1,40}}{regex.escape(after)})"


def _common(texts: Sequence[str]) -> str:
    """Return the characters with which all texts begin."""
    alike = takewhile(lambda signs: len(set(signs)) == 1, zip(*texts, strict=False))
    return "".join(signs[0] for signs in alike)
