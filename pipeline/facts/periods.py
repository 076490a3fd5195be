"""Time windows: text -> periods with kind, EDTF start and end, recurrence, and whose window it is.

    window  := date (至 | 到 | "~" | "-") date [止]            also 1至2月, 1月5日至20日, 4/16-19, 109年第1季至第2季
             | (即日起 | 自公告日起) ... 至 date [止]             start unknown, not invented
             | [至] date (前 | 止 | 截止)  |  自 date 起         one end only
             | 每年 months                                      a recurrence, no year is invented
             | date
    kind    := 隨到隨審 | 全年受理 | 經常性業務 | 依公告 | 額滿為止 | ... 開訓日前為止         no dates are invented

A year that is not printed is that of the other end, else of the sentence, else of the edition; an end before
its start is next year's.  Each of these but the first is recorded as an assumption.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Literal, NamedTuple

import regex

from pipeline.core.expressions import expression
from pipeline.core.ordinals import BULLETS, LIST_NUMBER
from pipeline.facts.date_tokens import cut
from pipeline.facts.dates import gregorian_year
from pipeline.facts.kinds import STRICT, Kind, kind_of, loose_in
from pipeline.facts.match import Span, Taken, Unparsed, holds, tentative
from pipeline.facts.numerals import fold, parse_integer
from pipeline.facts.printed_windows import Printed
from pipeline.facts.quantities import Lexed
from pipeline.facts.window_grammar import windows_in
from pipeline.facts.windows import NO_SUCH_YEAR, RefusedError, is_window, read_windows, window_span

Words = Literal["none", "strict", "loose"]
"""Which words without a date make a window: those that can mean nothing else, or (in an item about windows) all."""

_SEGMENT_END = expression(
    r"[。；;\n]|(?<![\d.,/年月])(?=\d{1,2}[.、](?!\d))|(?=第[一二三四五六七八九十\d]+(?:梯次|期|階段|次|批|波)[^，。；\n]{0,40}[:：])"
)
_LIST_NUMBER = expression(rf"\s*(?:{LIST_NUMBER}|[{BULLETS}])\s*")
_SUBJECTS = (
    expression(r"^(?P<subject>[^，。；;:：\n]{2,60})[：:]\s?$"),
    expression(r"(?:除)?「(?P<subject>[^「」]{2,40})」[^，。；「」\d]{0,8}$"),
    expression(r"(?P<subject>(?:其餘|其他|其它)[^，。；「」\d]{0,16}?)(?:[應須需請]?於|[應須需請，,])?\s?$"),
    expression(
        r"^(?P<subject>(?:(?![人者]|廠商|企業|單位|學校|機構|公司|業者)\p{Han}){2,16}?)(?:應|須|需)於?\s?$"
    ),
    expression(r"【(?P<subject>[^【】]{2,40})】[^，。；\d]{0,8}$"),
    expression(r"(?P<subject>第[一二三四五六七八九十\d]+(?:梯次|期|階段|次|批|波))(?:為|於|自)?\s?$"),
)
_YEAR_ALONE = expression(r"\s*(?P<printed>(?P<year>\d{2,4})\s?年度?)\s*")
_PLANNED = expression(r"預[定計]|暫[定訂]")
_COLON = expression("[：:]")
_CLAUSE_END = expression(r"[，。；\n]")
_THINGS = (
    expression(r"(?P<thing>\d{4}年(?:(?!於|在)[\p{Han}A-Za-z0-9]){2,40})\s?$"),
    expression(
        r"(?:^|[、，,；;：:)）於在及和與])(?P<thing>(?![及和與]|\d{2,4}年度?\s?$)(?:(?!於|在)[\p{Han}A-Za-z0-9]){2,40})\s?$"
    ),
)
_DATED = expression(
    r"[半元\d〇○零一二三四五六七八九十百廿卅壹貳參肆伍陸柒捌玖拾佰]\s{0,2}[年月季]|\d\s?[/.-]\s?\d"
)
"""No date is written without one of these."""
_HARD_STOPS = frozenset("。；;\n")
_YEARLY_TOO = expression(r"(?:(?![今本當])[^。；\n\d]){0,12}")
"""What may stand between a window of each year and another of each year: 為第一期，."""
_GOES_ON = expression(r"(?:開始|開放|接受|受理|申請|報名|收件)*[，,]\s?(?:並|迄|預[定計])?於?\s?")
"""What stands between the day on which applications open and the day on which they close."""
_ROLLS_ON = expression(r"(?:方式|制)?(?:審查|受理|辦理)?[，,、]?\s?[均皆]?")
"""What stands between a window and the words that each application in it is decided at once: 隨到隨審，最遲10月31日."""
_AND = expression(r"\s?[、及和與]\s?")
_IS_DAY = expression(r"\d{4}-\d\d-\d\d")
_NAMES_NEXT = expression(r"度?(?:\s?[：:]|[應須需請]?[於自])\s?")
"""What makes a quarter, a half year or a year the name of the window after it: 第一季：1月1日至1月15日."""
_BRACKETS = (
    ("(", ")", expression(r"[^。；\n]{0,30}?\)")),
    ("「", "」", expression(r"[^。；\n]{0,30}?」")),
)
"""Signs of brackets, and the rest of one that stands open in a window."""
_FARTHEST = 400
"""How far back what belongs to a date is looked for."""
_LABELS = expression(
    r"(?:申請|受理|報名|收件|活動|輔導|補助|服務|執行|計畫|起訖|訓練)?(?:期間|期限|時間|日期|期程)$|^其他$|^申請(?:案件?|文件|資料)$"
)
_LOOK_ALIKES = expression(
    r"(?<!\d)\d{2,4}\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?|(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|(?<!\d)\d{1,2}月(?:[、及和與]\d{1,2}月)+(?!\d)|(?<![\d./#-]|\d:)\d{2,4}/\d{1,2}/\d{1,2}(?![\d/])"
)


class PeriodMatch(NamedTuple):
    """A time window; ``start`` and ``end`` are EDTF or None, ``recurrence`` is an RRULE (RFC 5545)."""

    span: Span
    printed: str
    kind: Kind
    start: str | None
    end: str | None
    recurrence: str | None
    subject: str | None
    rule: str
    assumptions: tuple[str, ...] = ()


def find_windows(
    text: str | Lexed, roc_year: int, *, words: Words = "strict"
) -> tuple[list[PeriodMatch], list[Unparsed], list[Span]]:
    """Return the windows of ``text`` in order, what was not understood, and where dates stand.

    The parsers of other values keep off the places of dates.
    """
    text, folded = (text.text, text.folded) if isinstance(text, Lexed) else (text, fold(text))
    found: list[PeriodMatch] = []
    unparsed: list[Unparsed] = []
    dates: list[Span] = []
    may_be_dated = holds(folded, "年月季/.-") and _DATED.search(folded) is not None
    if words == "none" and not may_be_dated:
        return found, unparsed, dates
    kinds = loose_in(folded) if words == "loose" else STRICT
    for segment in _segments(folded):
        is_whole = segment[1] == len(folded) or folded[segment[1]] in _HARD_STOPS
        dated: list[PeriodMatch] = []
        if may_be_dated and _DATED.search(folded, *segment):
            dated, refused = _dated(text, folded, segment, roc_year, loose=words == "loose")
            unparsed += refused
            dates += [match.span for match in dated] + [item.span for item in refused]
        if words == "loose" and not dated and is_whole:
            dated = _whole_year(text, folded, segment, roc_year)
        if words == "none":
            found += dated
            continue
        _add_words(text, folded, segment, dated, found, kinds)
    if may_be_dated:
        unparsed += list(_look_alikes(text, folded, found, unparsed))
    return found, sorted(unparsed, key=lambda item: item.span), dates


def _look_alikes(
    text: str, folded: str, found: list[PeriodMatch], unparsed: list[Unparsed]
) -> Iterator[Unparsed]:
    """Yield what is written like a date and was not read as one."""
    alikes = list(_LOOK_ALIKES.finditer(folded))
    taken = Taken([*(match.span for match in found), *(item.span for item in unparsed)] if alikes else ())
    for alike in alikes:
        sentence = folded[max(0, alike.start() - 40) : alike.start()]
        if not taken.touches(alike.span()) and not NO_SUCH_YEAR.search(sentence):
            yield Unparsed("date", alike.span(), text[slice(*alike.span())], "not-a-known-form")


def _segments(folded: str) -> Iterator[Span]:
    start = 0
    for end in _SEGMENT_END.finditer(folded):
        if folded[start : end.start()].strip():
            yield start, end.start()
        start = end.end()
    if folded[start:].strip():
        yield start, len(folded)


def _whole_year(text: str, folded: str, segment: Span, roc_year: int) -> list[PeriodMatch]:
    """Return the window of a segment that says no more than the year: 109年度."""
    match = _YEAR_ALONE.fullmatch(folded, *segment)
    year = gregorian_year(parse_integer(match["year"]), roc_year) if match else None
    if match is None or year is None:
        return []
    begin, end = match.start("printed"), match.end("printed")
    return [PeriodMatch((begin, end), text[begin:end], "fixed", str(year), str(year), None, None, "year")]


def _dated(
    text: str, folded: str, segment: Span, roc_year: int, *, loose: bool
) -> tuple[list[PeriodMatch], list[Unparsed]]:
    found: list[PeriodMatch] = []
    refused: list[Unparsed] = []
    windows = [
        printed
        for printed in windows_in(cut(folded, segment), roc_year)
        if is_window(folded, printed, loose=loose)
    ]
    for printed, after in zip_longest(windows, windows[1:]):
        if after is not None and _names_next(folded, printed, after):
            continue
        span, start = window_span(printed), printed.span[0]
        begin = max(found[-1].span[1] if found else segment[0], start - _FARTHEST)
        subject = _subject(folded[begin:start])
        sentence = folded[max(segment[0], start - _FARTHEST) : start]
        try:
            read_all = read_windows(folded, printed, sentence, roc_year)
        except RefusedError as refusal:
            refused.append(Unparsed("date", span, text[slice(*span)], refusal.reason))
            continue
        bracketed = folded[span[0] - 1 : span[0]] in ("(", "（")
        subject = subject or (_thing_before_bracket(folded[begin : span[0] - 1]) if bracketed else None)
        planned = tentative(folded, span) or (_planned(sentence) if bracketed else ())
        for place, read in read_all:
            recurrence = read.recurrence
            if (
                found
                and found[-1].recurrence == "FREQ=YEARLY"
                and _YEARLY_TOO.fullmatch(folded, found[-1].span[1], place[0])
                and "year-from-end" not in read.assumptions
                and not _says_year(printed)
            ):
                recurrence = found[-1].recurrence
            dates = (read.start, read.end, recurrence)
            assumed = planned + read.assumptions
            found.append(
                PeriodMatch(place, text[slice(*place)], "fixed", *dates, subject, read.rule, assumed)
            )
    return _paired(text, folded, found), refused


def _paired(text: str, folded: str, found: list[PeriodMatch]) -> list[PeriodMatch]:
    """Return windows that say together when one begins and ends, and days of a list that end as its last does."""
    for place in range(len(found) - 1, 0, -1):
        one, two = found[place - 1 : place + 1]
        if two.rule != "end" or one.recurrence != two.recurrence or two.subject:
            continue
        gap = (one.span[1], two.span[0])
        if one.rule == "start" and (one.start or "") <= (two.end or "") and _GOES_ON.fullmatch(folded, *gap):
            span = (one.span[0], two.span[1])
            assumptions = tuple(dict.fromkeys((*one.assumptions, *two.assumptions)))
            joined = one._replace(span=span, printed=text[slice(*span)], end=two.end, rule="range")
            found[place - 1 : place + 1] = [joined._replace(assumptions=assumptions)]
        elif one.rule == "date" and _IS_DAY.match(one.end or "") and _AND.fullmatch(folded, *gap):
            found[place - 1] = one._replace(start=None, rule="end")
    return found


def _says_year(printed: Printed) -> bool:
    return any(date is not None and date.year for date in (printed.one, printed.two))


def _names_next(folded: str, printed: Printed, after: Printed) -> bool:
    """Tell whether a quarter, a half year or a year is the name of the window after it, and none itself."""
    date = printed.one.date if printed.form == "lone" and printed.one else None
    if date is None or not (date.last_month or (printed.one and printed.one.bare)):
        return False
    return _NAMES_NEXT.fullmatch(folded, printed.span[1], after.body or after.span[0]) is not None


def _planned(sentence: str) -> tuple[str, ...]:
    """Return the assumption that dates in brackets are not final: 預計於新竹(4/16)、臺南(5/5)."""
    return ("tentative",) if _PLANNED.search(_CLAUSE_END.split(sentence)[-1]) else ()


def _thing_before_bracket(before: str) -> str | None:
    """Return what a date in brackets is the date of: 2020年照護展(4/16-19), 新竹(4/16)."""
    things = filter(None, (pattern.search(before) for pattern in _THINGS))
    return next((str(thing["thing"]) for thing in things), None)


def _subject(before: str) -> str | None:
    """Return whose window it is: the words before it in its segment, its list number left out."""
    number = _LIST_NUMBER.match(before)
    before = before[number.end() :] if number else before
    for pattern in _SUBJECTS:
        found = pattern.search(before)
        if found:
            subject = str(found["subject"]).strip()
            return None if _LABELS.search(subject) else subject
    return None


def _add_words(
    text: str,
    folded: str,
    segment: Span,
    dated: list[PeriodMatch],
    found: list[PeriodMatch],
    words: regex.Pattern[str],
) -> None:
    """Add the windows of one segment: the dated ones, or the kind that its words name."""
    hits = [(hit, kind_of(hit)) for hit in words.finditer(folded, *segment)]
    full = next((hit for hit, kind in hits if kind == "until_full"), None)
    rolling = next((hit.span() for hit, kind in hits if kind == "rolling"), None)
    if dated:
        yearly = dated[-1].recurrence is not None and dated[-1].start is None and dated[-1].end is None
        first = next((hit for hit, kind in hits if kind == "announced"), None)
        if full is not None:
            dated[-1] = _widen(text, folded, dated[-1], full.span(), "until_full")
        elif yearly and first is not None:
            dated[-1] = _widen(text, folded, dated[-1], first.span(), "announced")
        elif rolling is not None and len(dated) == 1 and _rolls_on(folded, dated[0].span, rolling):
            dated[0] = _widen(text, folded, dated[0], rolling, "rolling")
        found += dated
        return
    # What a paragraph of its own says is no part of the window above it.
    beside = (
        found
        and "\n" not in folded[max(found[-1].span[1], segment[0] - _FARTHEST) : segment[0]]
        and not _subject_of_segment(folded, segment)
    )
    if full is not None and beside:
        found[-1] = _widen(text, folded, found[-1], full.span(), "until_full")
        return
    chosen = full or (hits[0][0] if hits else None)
    if chosen is None or beside:
        return
    begin, end = chosen.span()
    now = folded.find("即日起", segment[0], begin)
    begin = now if now >= 0 and full is not None else begin
    begin, end = _close(folded, begin, end)
    subject = _subject_of_segment(folded, segment)
    if subject is not None and begin < segment[0] + folded[slice(*segment)].find(subject) + len(subject):
        subject = None
    found.append(
        PeriodMatch(
            (begin, end), text[begin:end], kind_of(chosen), None, None, None, subject, kind_of(chosen)
        )
    )


def _rolls_on(folded: str, window: Span, words: Span) -> bool:
    before, after = sorted((window, words))
    return _ROLLS_ON.fullmatch(folded, before[1], after[0]) is not None


def _subject_of_segment(folded: str, segment: Span) -> str | None:
    body = folded[slice(*segment)]
    colon = _COLON.search(body)
    return _subject(body[: colon.end()]) if colon else None


def _widen(text: str, folded: str, period: PeriodMatch, span: Span, kind: Kind) -> PeriodMatch:
    begin, end = _close(folded, min(period.span[0], span[0]), max(period.span[1], span[1]))
    return period._replace(span=(begin, end), printed=text[begin:end], kind=kind)


def _close(folded: str, begin: int, end: int) -> Span:
    """Take in the closing bracket of one that stands open in the span."""
    inside = folded[begin:end]
    for opening, closing, up_to in _BRACKETS:
        if inside.count(opening) > inside.count(closing):
            found = up_to.match(folded, end)
            end = found.end() if found else end
    return begin, end
