"""Headings that an edition numbers in another way than its profile says: 壹、 一、 (一) in the place of 一、 (一) 1、.

Comes in: pages, one after the other.  Goes out: of each level the way in which it is numbered now, where the headings
above all forms tell; those of programmes may have no numbers.  A profile in which a programme's heading may be any
line, or of several kinds of form, says too little to be compared with.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.core.expressions import expression
from pipeline.core.ordinals import FORMAL, STEMS
from pipeline.core.page import Line, Page, Table
from pipeline.core.traced import Traced
from pipeline.forms.drift.renamed import Renaming
from pipeline.forms.furniture import Furniture
from pipeline.forms.headings import BETWEEN, HEADING_LINES, LEVELS, Title, headings_tell, title_of
from pipeline.forms.profile import ABSENT, Profile
from pipeline.forms.segment import blocks, is_form

_HAN = "[一二三四五六七八九十]{1,3}"
_ANY = rf"(?P<number>{_HAN}|\d{{1,2}})"
_NAME = r"(?: |(?=[^\d.．-]))(?P<name>.+)"
STYLES = (
    *(rf"第{_ANY}{word}[:：、]?(?P<name>.+)" for word in ("[編篇部]", "章", "節", "[項案]")),
    rf"(?:措施|計[畫劃]|方案|項目|專案){_ANY}[:：、 ](?P<name>.+)",
    rf"\d{{1,2}}[.．-]\d{{1,2}}[.．-](?P<number>\d{{1,3}})[.．、]?{_NAME}",
    rf"\d{{1,2}}[.．-](?P<number>\d{{1,3}})[.．、]?{_NAME}",
    rf"(?P<number>[{FORMAL}]{{1,3}})[、.．:：](?P<name>.+)",
    rf"(?P<number>{_HAN})[、.．](?P<name>.+)",
    rf"[(（〔](?P<number>{_HAN})[)）〕](?P<name>.+)",
    r"(?P<number>\d{1,3})(?:、|[.．](?!\d))(?P<name>.+)",
    r"[(（〔](?P<number>\d{1,3})[)）〕](?P<name>.+)",
    rf"(?P<number>[{STEMS}])[、.．](?P<name>.+)",
    r"(?P<number>[A-Z])[、.．](?P<name>.+)",
    r"(?P<number>[①-⑳])(?P<name>.+)",
    r"(?P<number>\d{1,2}) ?(?P<name>(?![年月日項種個件次])\p{Han}.+)",
)
"""Patterns of the ways in which headings are numbered; what several match is numbered in the first."""
BARE = r"(?P<name>[^。：:]{2,40})"
"""The pattern of a heading without a number: the line above a form."""
_BEGINS = expression(rf"[第措計方項專(（〔\dA-Z①-⑳一二三四五六七八九十{FORMAL}{STEMS}]")
SEVERAL = 2
"""One form alone tells nothing of headings without numbers."""
LONGEST = 40
"""A heading has no more characters than this."""
REACH = BETWEEN + len(LEVELS) * HEADING_LINES
"""So many lines above a form may be its headings."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that may be a heading, and the pattern of the way in which it is numbered."""

    pattern: str
    title: Title


@dataclass(slots=True)
class NumberingLook:
    """Whether forms stand below numbered lines that are no headings of their profile, or most of them below none."""

    profile: Profile
    recent: deque[Traced] = field(default_factory=lambda: deque(maxlen=REACH))
    strange: bool = False
    forms: int = 0
    headed: int = 0

    def see_line(self, line: Line) -> None:
        """Look at a line outside tables."""
        self.recent.append(line.text)

    def see(self, table: Table, fields: Collection[str]) -> None:
        """Look at a table with labels of these fields in its first column: one with the first label begins a form."""
        if len(table.row(0)) == 1:
            self.recent.append(table.row(0)[0].text)  # a title over the columns
        if self.recent and next(iter(self.profile.each[0].labels)) in fields:
            self.forms += 1
            self.headed += any(title_of(self.profile.headings.programme, text) for text in self.recent)
        if not self.strange:
            found = map(numbered, self.recent)
            self.strange = any(each and not _level(each, self.profile) for each in found)
        self.recent.clear()

    @property
    def is_new(self) -> bool:
        """Whether the document may have headings that are numbered otherwise."""
        return self.strange or 2 * self.headed < self.forms


def numbered(text: Traced) -> Numbered | None:
    """Return a short text that begins with a number, and how; None where it has none."""
    if not 1 < len(text) <= LONGEST or not _BEGINS.match(text.text) or text.text.endswith("。"):
        return None
    found = ((pattern, title_of(pattern, text)) for pattern in STYLES)
    return next((Numbered(pattern, title) for pattern, title in found if title), None)


def renumbered(pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile) -> list[Renaming]:
    """Return the levels that a document numbers in another way than its profile says, each with its pattern."""
    if profile.kinds or not headings_tell(profile):
        return []
    runs = [run for run in _runs(pages, margins, profile) if run]
    stacks = [_stack(run) for run in runs]
    patterns = _levels(stacks, profile)
    heads = {
        level: [each for stack in stacks for each in stack if each.pattern == pattern]
        for level, pattern in patterns.items()
    }
    known = {level for level, found in heads.items() if any(_level(each, profile) == level for each in found)}
    own = sum(any(_is_heading(line.text, "programme", profile) for line in run[-REACH:]) for run in runs)
    if "programme" not in known and 2 * own > len(runs):
        return []  # most forms have the heading that they should have, above what is numbered here
    new = [level for level in LEVELS if level in heads and level not in known]
    return [
        Renaming("headings", level, patterns[level], heads[level][0].title.printed.text, len(heads[level]))
        for level in new
        if getattr(profile.headings, level) != ABSENT
    ]


def _runs(pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile) -> Iterator[list[Line]]:
    """Yield the lines above each form."""
    run: list[Line] = []
    for _, kind, block in blocks(pages, margins, profile):
        if isinstance(block, Table):
            if is_form(block, run, kind):
                yield run
            run = []
        else:
            run.append(block)


def _stack(run: Sequence[Line]) -> list[Numbered]:
    """Return the headings that end a run of lines, from the lowest up: no other line stands between two of them.

    The last line may be one without a number.
    """
    bare = title_of(BARE, run[-1].text) if not numbered(run[-1].text) else None
    stack: list[Numbered] = []
    for missed, line in enumerate(reversed(run)):
        found = numbered(line.text)
        if found and all(found.pattern != below.pattern for below in stack):
            stack.append(found)
        elif stack or found or missed >= BETWEEN:
            break
    return [Numbered(BARE, bare), *stack] if bare else stack


def _levels(stacks: Sequence[Sequence[Numbered]], profile: Profile) -> dict[str, str]:
    """Return the pattern of each level: that of most forms is the lowest, those above it begin with 1.

    What the profile knows as a higher level stands above the lines without numbers that most forms have.
    """
    bare = sum(bool(stack) and stack[0].pattern == BARE for stack in stacks)
    counted = [[each for each in stack if each.pattern != BARE] for stack in stacks]
    lowest = Counter(stack[0].pattern for stack in counted if stack)
    programme = max(lowest, key=lambda pattern: lowest[pattern], default=BARE)
    higher = any(
        _level(stack[0], profile) in LEVELS[:-1]
        for stack in counted
        if stack and stack[0].pattern == programme
    )
    if 2 * lowest[programme] <= len(stacks) or (higher and 2 * bare > len(stacks)):
        if bare < SEVERAL or 2 * bare <= len(stacks):
            return {}
        programme, counted = BARE, [list(stack) for stack in stacks]
    above = [stack[1:] for stack in counted if stack and stack[0].pattern == programme]
    order: list[str] = []
    for stack in above:
        for at, each in enumerate(stack):
            if each.pattern in order:
                continue
            if each.title.number != 1:
                break  # the last item of a list that ends there
            known = (order.index(other.pattern) for other in stack[at + 1 :] if other.pattern in order)
            order.insert(next(known, len(order)), each.pattern)
    names = ["measure", "area"]
    if len(order) == 1:  # it is what it was; of a new one nobody knows more than that it stands above
        alone = next(each for stack in above for each in stack if each.pattern == order[0])
        names = [level if (level := _level(alone, profile)) in names else "area"]
    return {"programme": programme, **dict(zip(names, order, strict=False))}


def _level(found: Numbered, profile: Profile) -> str | None:
    """Return the level of which a numbered line is a heading as the profile has it."""
    return next((level for level in LEVELS if _is_heading(found.title.printed, level, profile)), None)


def _is_heading(text: Traced, level: str, profile: Profile) -> bool:
    """Tell whether the profile has a text as a heading of a level, and no other name in it: of 1.2甲 it is 甲."""
    title = title_of(getattr(profile.headings, level), text)
    if not title or not title.name:
        return title is not None
    found = numbered(text)
    return not found or title.name.text == found.title.name.text
