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
from dataclasses import dataclass, replace
from typing import Literal

import regex

from pipeline.facts.dates import ROC_OFFSET, PrintedDate, date_pattern, gregorian_year, read_date
from pipeline.facts.kinds import LOOSE, STRICT, Kind, kind_of
from pipeline.facts.match import Span, Unparsed, overlaps
from pipeline.facts.numerals import fold, parse_integer

Words = Literal["none", "strict", "loose"]
"""Which words without a date make a window: those that can mean nothing else, or (in an item about windows) all."""

_LINK = r"\s?(?:起|開始)?\s?(?:受理(?:申請|報名)?)?[，,]?\s?(?:起?[至到迄]|~|-)\s?"
_UNTIL = r"(?:\s?(?:[以之]?前(?![瞻往來述項置揭端])(?:截止|為止|止)?|(?:當日|當天)?(?:截止|為止|止(?!血|步))|終了))"
_OPEN = r"(?P<open>(?:自|從|於)?(?:即日|公告(?:之|當)?日|公布日|發布日|開放日|核定日|公告)(?:起|開始))"
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_PART = r"\s?(?:\d|初|底|中|上旬|下旬|[以之]?前)"
_YEAR_A = r"(?:(?<![\d第])(?P<year_a>\d{2,4}|[〇○零一二三四五六七八九十百]{2,6})\s?年(?:\s?度)?\s?)?"
_A, _B = date_pattern("_a"), date_pattern("_b")
_WINDOW = regex.compile(
    rf"""(?P<lead>(?:自|從|由|於|在)\s?)?(?:
      (?P<yearly>每(?:一)?年度?(?:的|之|於|約|自)?\s?)
        (?:(?P<from>{_N}){_LINK}(?P<upto>{_N})\s?月(?:間|份)?(?!{_PART})
          |{_A}{_LINK}{_B}{_UNTIL}?
          |(?P<months>{_N}\s?月(?:份)?(?:\s?[、,及和與或]\s?{_N}\s?月(?:份)?)*)(?!{_PART})
          |{_A}(?P<until>{_UNTIL})?)
    | (?P<range>{_A}{_LINK}{_B}{_UNTIL}?)
    | (?P<day_range>{_YEAR_A}(?<![\d個第.])(?P<month_a>{_N})\s?月
        \s?(?P<day_a>{_N})\s?[至到~-]\s?(?P<day_b>{_N})\s?[日號]{_UNTIL}?)
    | (?P<day_range>{_A}{_LINK}(?P<day_b>{_N})\s?[日號]{_UNTIL}?)
    | (?P<slash_range>{_A}\s?[-~至]\s?(?P<day_b>\d{{1,2}})(?![\d/月年]))
    | (?P<month_range>{_YEAR_A}(?<!每年度?)(?<![\d./第個])(?P<month_a>{_N})\s?[至到~-]
        \s?(?P<month_b>{_N})\s?月(?:份|間|(?P<part_b>底))?{_UNTIL}?(?!\s?\d))
    | {_OPEN}(?P<gap>[^。；;\n\d]{{0,14}}?){_LINK}{_B}{_UNTIL}?
    | (?P<to>(?:截至|延至|延長至|截止(?:日期|日|時間)?(?:為|：|:)?|至|迄|到)\s?)?
        {_A}(?P<until>{_UNTIL}|\s?(?:截止|為止))?(?P<since>\s?(?:起|開始|以後|之後)(?![至到訖]))?
    )""",
    regex.VERBOSE,
)
_SEGMENT_END = regex.compile(
    r"[。；;\n]|(?<![\d.,/年月])(?=\d{1,2}[.、](?!\d))|(?=第[一二三四五六七八九十\d]+(?:梯次|期|階段|次|批|波)[^，。；\n]{0,40}[:：])"
)
_LIST_NUMBER = regex.compile(
    r"\s*(?:\(?\d{1,2}[).、．]|[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|[●■◆])\s*"
)
_SUBJECTS = (
    regex.compile(r"^(?P<subject>[^，。；;:：\n]{2,60})[：:]\s?$"),
    regex.compile(r"(?:除)?「(?P<subject>[^「」]{2,40})」[^，。；「」\d]{0,8}$"),
    regex.compile(r"(?P<subject>(?:其餘|其他|其它)[^，。；「」\d]{0,16}?)(?:(?:應|須|需|請)?於|[，,])?\s?$"),
    regex.compile(
        r"^(?P<subject>(?:(?![人者]|廠商|企業|單位|學校|機構|公司|業者)\p{Han}){2,16}?)(?:應|須|需)於?\s?$"
    ),
    regex.compile(r"【(?P<subject>[^【】]{2,40})】[^，。；\d]{0,8}$"),
    regex.compile(r"(?P<subject>第[一二三四五六七八九十\d]+(?:梯次|期|階段|次|批|波))(?:為|於|自)?\s?$"),
)
_NO_SUCH_YEAR = regex.compile(r"(?:[當該次翌隔同]年度?|例如|舉例|範例|每月)[^。；\n]*$")
_YEAR_ALONE = regex.compile(r"\s*(?P<printed>(?P<year>\d{2,4})\s?年度?)\s*")
_TENTATIVE = regex.compile(r"(?:預[定計]|暫[定訂]|原則)(?:於|自|為)?\s?$")
_LABELS = regex.compile(
    r"(?:申請|受理|報名|收件|活動|輔導|補助|服務|執行|計畫|起訖|訓練)?(?:期間|期限|時間|日期|期程)$|^其他$"
)
_LOOK_ALIKES = regex.compile(
    r"(?<!\d)\d{2,4}\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?|(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|(?<![\d./#-]|\d:)\d{2,4}/\d{1,2}/\d{1,2}(?![\d/])"
)


@dataclass(frozen=True, slots=True)
class PeriodMatch:
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


@dataclass(frozen=True, slots=True)
class _RefusedError(Exception):
    reason: str


def find_periods(
    text: str, roc_year: int, *, words: Words = "strict"
) -> tuple[list[PeriodMatch], list[Unparsed]]:
    """Return the windows of ``text`` in order, and what looks like a date and was not understood."""
    folded = fold(text)
    found: list[PeriodMatch] = []
    unparsed: list[Unparsed] = []
    for segment in _segments(folded):
        dated, refused = _dated(text, folded, segment, roc_year, loose=words == "loose")
        unparsed += refused
        if words == "loose" and not dated:
            dated = _whole_year(text, folded, segment, roc_year)
        if words == "none":
            found += dated
            continue
        _add_words(text, folded, segment, dated, found, LOOSE if words == "loose" else STRICT)
    taken = [match.span for match in found] + [item.span for item in unparsed]
    for alike in _LOOK_ALIKES.finditer(folded):
        sentence = folded[max(0, alike.start() - 40) : alike.start()]
        if not overlaps(alike.span(), taken) and not _NO_SUCH_YEAR.search(sentence):
            unparsed.append(Unparsed("date", alike.span(), text[slice(*alike.span())], "not-a-known-form"))
    return found, sorted(unparsed, key=lambda item: item.span)


def date_spans(text: str, roc_year: int) -> list[Span]:
    """Return where dates stand, for the parsers of other values to keep off."""
    folded = fold(text)
    return [
        match.span() for match in _WINDOW.finditer(folded) if _is_date(folded, match, roc_year, loose=False)
    ]


def _segments(folded: str) -> Iterator[Span]:
    start = 0
    for end in _SEGMENT_END.finditer(folded):
        if folded[start : end.start()].strip():
            yield start, end.start()
        start = end.end()
    if folded[start:].strip():
        yield start, len(folded)


def _span(match: regex.Match[str]) -> Span:
    """Return the place of a window without the preposition that only says "on"."""
    lead = match["lead"]
    return match.start() + (len(lead) if lead and lead[0] in "於在由" else 0), match.end()


def _whole_year(text: str, folded: str, segment: Span, roc_year: int) -> list[PeriodMatch]:
    """Return the window of a segment that says no more than the year: 109年度."""
    match = _YEAR_ALONE.fullmatch(folded, *segment)
    year = gregorian_year(match["year"], roc_year) if match else None
    if match is None or year is None:
        return []
    begin, end = match.start("printed"), match.end("printed")
    return [PeriodMatch((begin, end), text[begin:end], "fixed", str(year), str(year), None, None, "year")]


def _is_date(folded: str, match: regex.Match[str], roc_year: int, *, loose: bool) -> bool:
    """Tell whether a match that names no year or day is a date after all."""
    groups = match.groupdict()
    before, after = folded[match.start() - 1 : match.start()], folded[match.end() : match.end() + 1]
    if groups["month_a"] and "/" in match.group() and not groups["year_a"]:
        enclosed = before in tuple("(（") and after in tuple(")）、,，(（")
        alone = not before.isalnum() and not after.isalnum()
        directed = groups["to"] or groups["until"] or groups["since"] or groups["open"]
        return enclosed or groups["slash_range"] is not None or (loose and (alone or directed is not None))
    bare_year = groups["year_a"] and not any(
        groups[key + "_a"] for key in ("month", "quarter", "half_year", "year_part")
    )
    if bare_year and gregorian_year(groups["year_a"], roc_year, groups["era_a"]) is None:
        return False
    sentence = folded[max(0, match.start() - 40) : match.start()]
    if not groups["year_a"] and not loose and _NO_SUCH_YEAR.search(sentence):
        return False
    if groups["yearly"] or groups["range"] or groups["day_range"] or groups["open"] or groups["until"]:
        return True
    if groups["slash_range"]:
        return False
    if groups["year_a"] or groups["day_a"] or groups["month_range"] or groups["to"] or groups["since"]:
        return True
    return loose or bool(groups["part_a"]) or (groups["lead"] is not None and not after.isdigit())


def _dated(
    text: str, folded: str, segment: Span, roc_year: int, *, loose: bool
) -> tuple[list[PeriodMatch], list[Unparsed]]:
    found: list[PeriodMatch] = []
    refused: list[Unparsed] = []
    for match in _WINDOW.finditer(folded, *segment):
        if not _is_date(folded, match, roc_year, loose=loose):
            continue
        printed = text[slice(*_span(match))]
        floor = found[-1].span[1] if found else segment[0]
        try:
            found.append(_read(folded, match, printed, roc_year, segment[0], floor))
        except _RefusedError as refusal:
            refused.append(Unparsed("date", _span(match), printed, refusal.reason))
    return found, refused


def _read(
    folded: str, match: regex.Match[str], printed: str, roc_year: int, segment_start: int, floor: int
) -> PeriodMatch:
    """Return the window of one match; raise ``_RefusedError`` where the calendar has no such window."""
    subject = _subject(folded[floor : match.start()])
    assumed = (
        ("tentative",)
        if _TENTATIVE.search(folded[max(segment_start, match.start() - 12) : match.start()])
        else ()
    )
    if match["yearly"] and (match["from"] or match["months"]):
        recurrence = f"FREQ=YEARLY;BYMONTH={','.join(map(str, _months(match)))}"
        return PeriodMatch(
            _span(match), printed, "fixed", None, None, recurrence, subject, "yearly-months", assumed
        )
    start, end, rule = _ends(match, roc_year)
    if match["yearly"] and start is end and start is not None and start.last_month and start.year is None:
        months = ",".join(str(month) for month in range(start.month or 1, start.last_month + 1))
        recurrence = f"FREQ=YEARLY;BYMONTH={months}"
        return PeriodMatch(
            _span(match), printed, "fixed", None, None, recurrence, subject, "yearly-months", assumed
        )
    for date in (start, end):
        if date is not None and not date.exists():
            raise _RefusedError("no-such-date")
    context = _year_before(folded[segment_start : match.start()], roc_year)
    start, end, years = _give_years(start, end, context, roc_year)
    return PeriodMatch(
        _span(match),
        printed,
        "fixed",
        start.edtf_start() if start else None,
        end.edtf_end() if end else None,
        "FREQ=YEARLY" if match["yearly"] else None,
        subject,
        rule,
        assumed + years,
    )


def _months(match: regex.Match[str]) -> list[int]:
    if match["from"]:
        first, last = parse_integer(match["from"]) or 0, parse_integer(match["upto"]) or 0
        months = list(range(first, last + 1)) if first <= last else [*range(first, 13), *range(1, last + 1)]
    else:
        months = [parse_integer(number) or 0 for number in regex.findall(rf"({_N})\s?月", match["months"])]
    if not months or not all(1 <= month <= 12 for month in months):
        raise _RefusedError("no-such-date")
    return months


def _ends(match: regex.Match[str], roc_year: int) -> tuple[PrintedDate | None, PrintedDate | None, str]:
    """Return start, end and the rule that read them; the years may still be missing."""
    if match["month_range"]:
        year = gregorian_year(match["year_a"], roc_year) if match["year_a"] else None
        if match["year_a"] and year is None:
            raise _RefusedError("year-far-from-edition")
        first, last = parse_integer(match["month_a"]), parse_integer(match["month_b"])
        if first is None or last is None:
            raise _RefusedError("no-single-reading")
        return (
            PrintedDate(year, first),
            PrintedDate(None, last, part="end" if match["part_b"] else None),
            "month-range",
        )
    one = read_date(match, "_a", roc_year) if _has(match, "_a") else None
    two = read_date(match, "_b", roc_year) if _has(match, "_b") else None
    if _has(match, "_a") and one is None or _has(match, "_b") and two is None and not match["day_b"]:
        raise _RefusedError("year-far-from-edition")
    if match["open"]:
        return None, two, "open-start"
    if match["day_range"] or match["slash_range"]:
        day = parse_integer(match["day_b"])
        assert one is not None
        if day is None or one.day is None:
            raise _RefusedError("no-single-reading")
        return one, replace(one, year=None, day=day, clock=None), "day-range"
    if two is not None:
        return one, two, "range"
    if match["until"] or match["to"]:
        return None, one, "end"
    if match["since"]:
        return one, None, "start"
    return one, one, "date"


def _has(match: regex.Match[str], name: str) -> bool:
    return any(match[key + name] for key in ("year", "month", "quarter", "half_year"))


def _give_years(
    start: PrintedDate | None, end: PrintedDate | None, context: int | None, roc_year: int
) -> tuple[PrintedDate | None, PrintedDate | None, tuple[str, ...]]:
    """Fill in the years that are not printed and name each assumption."""
    year, source = (
        (context, "year-from-sentence") if context else (roc_year + ROC_OFFSET, "year-from-edition")
    )
    assumed: list[str] = []
    if start is not None and start.year is None:
        if end is not None and end.year is not None and start is not end:
            start = start.with_year(end.year)
            if start.order(last=False) > end.order(last=True):
                start = start.with_year(end.year - 1 if end.year else 0)
            assumed.append("year-from-end")
        else:
            same = start is end
            start = start.with_year(year)
            end = start if same else end
            assumed.append(source)
    if end is not None and end.year is None:
        if start is None or start.year is None:
            end = end.with_year(year)
            assumed.append(source)
        else:
            end = end.with_year(start.year)
            if start.order(last=False) > end.order(last=True):
                end = end.with_year(start.year + 1)
                assumed.append("end-next-year")
    for date in (start, end):
        if date is not None and not date.exists():
            raise _RefusedError("no-such-date")
    if start is not None and end is not None and start.order(last=False) > end.order(last=True):
        raise _RefusedError("end-before-start")
    return start, end, tuple(assumed)


def _year_before(sentence: str, roc_year: int) -> int | None:
    for found in reversed(regex.findall(r"(?<![\d第])(\d{2,4})\s?年", sentence)):
        year = gregorian_year(found, roc_year)
        if year is not None:
            return year
    return None


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
    if dated:
        yearly = dated[-1].recurrence is not None and dated[-1].start is None and dated[-1].end is None
        first = next((hit for hit, kind in hits if kind == "announced"), None)
        if full is not None:
            dated[-1] = _widen(text, folded, dated[-1], full.span(), "until_full")
        elif yearly and first is not None:
            dated[-1] = _widen(text, folded, dated[-1], first.span(), "announced")
        found += dated
        return
    if full is not None and found and not _subject_of_segment(folded, segment):
        found[-1] = _widen(text, folded, found[-1], full.span(), "until_full")
        return
    chosen = full or (hits[0][0] if hits else None)
    if chosen is None or (found and not _subject_of_segment(folded, segment)):
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


def _subject_of_segment(folded: str, segment: Span) -> str | None:
    body = folded[slice(*segment)]
    colon = regex.search("[：:]", body)
    return _subject(body[: colon.end()]) if colon else None


def _widen(text: str, folded: str, period: PeriodMatch, span: Span, kind: Kind) -> PeriodMatch:
    begin, end = _close(folded, min(period.span[0], span[0]), max(period.span[1], span[1]))
    return replace(period, span=(begin, end), printed=text[begin:end], kind=kind)


def _close(folded: str, begin: int, end: int) -> Span:
    """Take in the closing bracket of one that stands open in the span."""
    inside = folded[begin:end]
    for opening, closing in ("()", "「」"):
        if inside.count(opening) > inside.count(closing):
            found = regex.match(rf"[^。；\n]{{0,30}}?{regex.escape(closing)}", folded, pos=end)
            end = found.end() if found else end
    return begin, end
