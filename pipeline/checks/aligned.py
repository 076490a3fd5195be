"""Which letters of some texts does a print of them lack?

Comes in: texts in their order, and the letters of a print of them, which breaks them at page ends, sets other words
between, and moves some of them to another place.  Goes out: the gaps.

Each printed letter answers for one letter of the texts: 無 in one form does not hide that another form has lost it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

SEED = 8
"""Letters by which a text is known where they stand only once."""
PIECE = 4
"""Letters of a text that page ends leave together; fewer prove nothing."""
NEAR = 4000
"""Letters, those of some two pages, within which the pieces of a text stand."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Letters of a text, from ``start`` to before ``end``, which would stand after ``after`` letters of the print."""

    text: int
    start: int
    end: int
    after: int


def gaps(texts: Sequence[str], printed: str) -> list[Gap]:
    """Return what of each text is not printed, in the order of the texts; no text is empty."""
    search = _Search(texts, printed, bytearray(len(printed)), _anchors(texts, printed))
    # The longest first: a short text stands within many others.
    longest = sorted(set(range(len(texts))) - search.places.keys(), key=lambda at: (-len(texts[at]), at))
    rest = [at for at in longest if not search.whole(at)]
    return sorted((gap for at in rest for gap in search.in_pieces(at)), key=lambda gap: (gap.text, gap.start))


def _anchors(texts: Sequence[str], printed: str) -> dict[int, int]:
    """Return where texts stand that begin like no other, as many of them as keep their order."""
    begin = Counter(text[:SEED] for text in texts if len(text) >= SEED)
    known = {text[:SEED]: at for at, text in enumerate(texts) if begin[text[:SEED]] == 1}
    places: dict[int, int] = {}
    for place in range(len(printed) - SEED + 1):
        if (at := known.get(printed[place : place + SEED])) is not None:
            places[at] = -1 if at in places else place
    pairs = sorted((at, place) for at, place in places.items() if place >= 0)
    return dict(_rising([(at, place) for at, place in pairs if printed.startswith(texts[at], place)]))


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest sequence of pairs in which the second halves rise, too."""
    ends: list[int] = []
    """Of the sequences of each length the lowest last place."""
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    made, number = [], last[-1] if last else -1
    while number >= 0:
        made.append(pairs[number])
        number = before[number]
    return made[::-1]


@dataclass(slots=True)
class _Search:
    texts: Sequence[str]
    printed: str
    used: bytearray
    """Of each printed letter whether it answers for one already."""
    places: dict[int, int]
    """Where texts stand that are found whole and in their order."""
    order: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.order = sorted(self.places)
        for at, place in self.places.items():
            self._use(place, len(self.texts[at]))

    def whole(self, at: int) -> bool:
        """Find a text between its neighbours; tell whether it stands there whole."""
        place = self.printed.find(self.texts[at], *self._between(at))
        if place < 0:
            return False
        self.places[at] = place
        insort(self.order, at)
        self._use(place, len(self.texts[at]))
        return True

    def in_pieces(self, at: int) -> Iterator[Gap]:
        """Find the pieces of a text near its neighbours, or all of it anywhere, and yield what is not printed."""
        text = self.texts[at]
        low, high = self._between(at)
        place = self._free(text, low - NEAR, high + NEAR)
        if place is None and len(text) > 1:
            place = self._free(text, 0, len(self.printed))
        if place is not None:
            self._use(place, len(text))
            return
        after, start, done = low, 0, 0
        while done < len(text):
            found = self._piece(text, done, low - NEAR, high + NEAR)
            if found is None:
                done += 1
                continue
            place, length = found
            self._use(place, length)
            yield from self._gap(at, start, done, after)
            start = done = done + length
            after = place + length
        yield from self._gap(at, start, done, after)

    def _gap(self, at: int, start: int, end: int, after: int) -> Iterator[Gap]:
        """Yield a gap, unless its letters are few and stand near, one by one."""
        letters = self.texts[at][start:end]
        if 0 < len(letters) < PIECE and len(letters) < len(self.texts[at]):
            for letter in letters:
                place = self._free(letter, after - NEAR, after + NEAR)
                if place is None:
                    break
                self._use(place, 1)
            else:
                return
        if letters:
            yield Gap(at, start, end, after)

    def _piece(self, text: str, done: int, low: int, high: int) -> tuple[int, int] | None:
        """Return where the longest piece of a text stands that begins at ``done``, and its length."""
        longest = len(text) - done
        length = min(PIECE, longest)
        place = self._free(text[done : done + length], low, high)
        if place is None:
            return None
        beyond = longest + 1
        while beyond - length > 1:  # a piece stands wherever a longer one does
            tried = min(2 * length, (length + beyond) // 2)
            longer = self._free(text[done : done + tried], low, high)
            if longer is None:
                beyond = tried
            else:
                place, length = longer, tried
        return place, length

    def _between(self, at: int) -> tuple[int, int]:
        """Return where the text before ends and the one after begins."""
        place = bisect_left(self.order, at)
        before = self.order[place - 1] if place else None
        after = self.order[place] if place < len(self.order) else None
        low = self.places[before] + len(self.texts[before]) if before is not None else 0
        return low, self.places[after] if after is not None else len(self.printed)

    def _free(self, letters: str, low: int, high: int) -> int | None:
        """Return where letters stand that answer for none yet."""
        place = self.printed.find(letters, max(low, 0), max(high, 0))
        while place >= 0:
            taken = self.used.rfind(1, place, place + len(letters))
            if taken < 0:
                return place
            place = self.printed.find(letters, taken + 1, max(high, 0))
        return None

    def _use(self, place: int, length: int) -> None:
        self.used[place : place + length] = b"\1" * length
