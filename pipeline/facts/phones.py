"""Telephone numbers: text -> one match per number and extension, dialled form checked by ``phonenumbers``.

    number     := (area | "(" area ")" | "+886") digits       as many digits as the area code asks for
    also       := number "~" digits                           several in a row, of which the first is to be called
    extension  := ("#" | "*" | 分機 | 轉 | 內線 | ext.) digits
    match      := number [extension] { [note] extension | ("、" | "/" | "或" | ...) digits }
    next       := number ("、" | ...) (number without its area | the last group of digits alone: 8590-2567、2568)

A cell of a PDF may come with its spaces and line breaks gone, so a number ends where its area code says that
it ends, and a list number glued to an extension is cut off where the next number proves it.  What looks like
a number and is not a valid one is returned with ``e164`` None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import phonenumbers
import regex

from pipeline.core.expressions import expression

SHORT_CODE = "short-code"
"""Rule of the three and four digit service numbers, which have no E.164 form."""

_FOLD = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in "０１２３４５６７８９（）＃－＋．／；：＊"}
_FOLD |= {ord(dash): "-" for dash in "‐‑‒–—―−"} | {ord("～"): "~", ord("\u3000"): " ", ord("\xa0"): " "}

_START = expression(
    r"""(?: (?<![\d#@/_=&+.A-Za-z-]) | (?<=(?<![\d.])\d{1,2}\.[ ]?) | (?<=(?i:tel|fax|phone|[tf])[.]?[ ]?) )
        (?: (?P<intl>\(?(?:\+\ ?[1-9]\d{0,2}|886(?=\)?[ -]?[2-9]))\)?)
          | (?P<area>\(\s*0\d{1,3}\s*\)) | (?P<bare>0(?=[1-9])) )""",
    regex.VERBOSE,
)
_LOCAL = expression(
    r"(?<![\d#@/_=&+.A-Za-z-])(?P<number>[2-9]\d{2,3}-\d{4}|[2-9]\d{6,7})(?![\d-])(?=\s*(?P<ext>[#]|分機|轉)?)"
)
_DIGIT = expression(r"[-\s]{0,2}\(?(\d)\)?")
_MARK = r"(?:[#*]|(?:轉接?)?(?:分機|內線)(?:號碼?)?|轉接?|(?i:ext(?:ension)?)\.?)"
_EXTENSION = expression(
    rf"\s*(?P<open>[(])?\s*(?P<mark>{_MARK})\s*[:：]?\s*\#?(?P<digits>\d{{1,20}})"
    r"(?P<upto>~\#?\d{1,6}(?![\d.])|[至到-]\#?(?P<last>\d{2,5})(?![\d-]))?(?(open)\s*[)])?"
)
_NOTE = expression(r"\s*(?:[(][^()#\d]{1,16}[)]|[\p{Han}]{1,8})?\s*(?=[#]|分機)")
_AND = r"\s*(?:[、,，;；/]|或|及|和|與)\s*"
_MORE = expression(
    rf"\s*(?:(?:[(][^()#\d]{{1,16}}[)]\s*)?[、,，;；/])?\s*(?=(?:[(][^()#\d]{{1,16}}[)]|\p{{Han}}{{1,8}})?\s*{_MARK}\s*[:：]?\s*\d)"
)
_LISTS = expression(_AND)
_BARE_MORE = expression(rf"{_AND}(?P<digits>[1-9]\d{{1,5}})(?![\d-]|\s*[.]\s*\S|\s*\()")
_NEXT_LOCAL = expression(rf"{_AND}(?P<number>[2-9]\d{{2,3}}-?\d{{4}}|[2-9]\d{{2}}-?\d{{3}})(?![\d-])")
_NEXT_TAIL = expression(rf"(?<=(?P<kept>\d\d)\d\d){_AND}(?P<number>(?P=kept)\d\d)(?![\d-]|\s\d)")
"""The last group of the next number, where it begins like the one before: any other digits may be an extension."""
_LINES = expression(r"~(?P<last>\d{1,4})(?![\d.-]|\s?[年月日時點樓號])")
"""The last of several numbers in a row: 2391-1234~6."""
_LIST_BEFORE = expression(r"(?:^|\D)(\d{1,2})[.、)]\s*$")
_NUMBER_NEXT = expression(r"[.]\s*[(]?\s*(?:0\d|\+)")
_GLUED_LIST_NUMBER = expression(r"\s*\d{1,2}[.]\s*(?=[(]?\s*(?:0\d|\+))")
_NEXT_LISTED = expression(r"\s+\d{1,2}[.、)]\s*\(?[0+]")
_MORE_DIGITS = expression(r"\d|-\d")
_GLUED_BEFORE = expression(r"\d*?(\d{1,2})\.\s*$")
_GLUED_AREA = expression(r"0(?:2|3|37|4|49|5|6|7|8|89|82|826|836|800|9\d\d)$")
_FAX_BEFORE = expression(r"(?i:傳真|fax|(?<![A-Za-z])f)(?:電話|號碼|機)?[)]?\s*[:：.]?\s*$")
_FAX_AFTER = expression(r"\s*[(](?i:傳真|fax)")
_CALL = expression(r"(?:電話|專線|熱線|撥打?|手機|電洽|(?i:tel|fax)|傳真)(?:號碼|至)?\s*[:：.]?\s*$")
_NO_PHONE = expression(r"(?:編號|統編|帳號|字號|案號|文號|字第|證號|代碼)\s*[:：]?\s*$")
_OPENING = expression(
    r"\(?(?P<intl>\+\ ?[1-9]\d{0,2}|886(?=\)?[ -]?[2-9]))\)?(?:[-\s]?\(0\))?"
    r"|\(\s*(?P<area>0\d{1,3})\s*\)|(?P<bare>0[1-9])"
)
_SHORT = expression(r"(?<![\d#.-])(1[1-9]\d{1,2})(?![\d年月日.,~-]|\s*(?:[年月日元萬億個人名小家案件]))")
_SERVICES = frozenset(["110", "112", "113", "117", "118", "119", "165", "166", "167", "168"])


class PhoneMatch(NamedTuple):
    """A number with one extension; further extensions of the number are matches of their own."""

    span: tuple[int, int]
    printed: str
    e164: str | None
    extension: str | None
    rule: str
    assumptions: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether the number can be dialled as it stands; false asks for a finding."""
        return self.e164 is not None or self.rule == SHORT_CODE


@dataclass(slots=True)
class _Base:
    start: int
    end: int
    digits: str
    e164: str | None
    rule: str
    assumptions: tuple[str, ...] = ()


def find_phones(text: str) -> list[PhoneMatch]:
    """Return every telephone number of ``text`` in its order; spans never overlap."""
    folded = text.translate(_FOLD)
    found: list[PhoneMatch] = []
    position = 0
    glued = False
    while position < len(folded):
        base = _base_at(folded, position) if glued else None
        base = base or _next_base(folded, position)
        if base is None:
            break
        if base.e164 is None and len(base.digits) < 8 and base.rule != "local":
            position, glued = base.end, False
            continue
        position = _read_extensions(text, folded, base, found)
        number = _GLUED_LIST_NUMBER.match(folded, position)
        position = number.end() if number else position
        glued = folded[position : position + 1] in set("(+0")
    codes = [code for code in _short_codes(text, folded) if not any(_overlap(code, match) for match in found)]
    return sorted(found + codes, key=lambda match: match.span)


def _overlap(one: PhoneMatch, other: PhoneMatch) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def to_e164(number_text: str) -> str | None:
    """Return the E.164 form of a number that starts with 0 (Taiwan) or +, or None if it is not valid."""
    try:
        number = phonenumbers.parse(number_text, "TW")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _next_base(folded: str, position: int) -> _Base | None:
    start = _START.search(folded, position)
    while start is not None:
        base = (
            None
            if _NO_PHONE.search(folded[max(0, start.start() - 8) : start.start()])
            else _base_at(folded, start.start())
        )
        if base is not None:
            break
        start = _START.search(folded, start.end())
    for local in _LOCAL.finditer(folded, position, start.start() if start is not None else len(folded)):
        begin, end = local.span("number")
        if local["ext"] or _is_labelled(folded, begin, end):
            return _Base(begin, end, local["number"].replace("-", ""), None, "local")
    return base if start is not None else None


def _is_labelled(folded: str, start: int, end: int) -> bool:
    return bool(_CALL.search(folded[max(0, start - 8) : start])) or folded.strip() == folded[start:end]


def _base_at(folded: str, position: int) -> _Base | None:
    """Read the number that begins at ``position``; as many digits as its area code asks for."""
    opened = _OPENING.match(folded, position)
    if opened is None:
        return None
    country = opened["intl"] and opened["intl"].replace(" ", "").removeprefix("+")
    if country and not country.startswith("886"):
        return _foreign(folded, position)
    digits = "0" if country else opened["area"] or opened["bare"]
    end = opened.end()
    if country and country != "886":
        return None
    ends = [end]
    all_digits = digits
    while (step := _DIGIT.match(folded, end)) and len(all_digits) < 16:
        if step.group().startswith("(") or (opened["intl"] and all_digits == "0" and step[1] == "0"):
            break
        if folded[end : end + 1].isspace() and _NEXT_LISTED.match(folded, end):
            break
        all_digits, end = all_digits + step[1], step.end()
        ends.append(end)
    needed = _needed(all_digits)
    have = len(all_digits)
    if have < needed:
        if not (opened["area"] or opened["intl"] or "-" in folded[position:end]) and have < 8:
            return None
        return _Base(position, end, all_digits, None, "invalid")
    cut = ends[needed - len(digits)]
    rest = folded[cut : cut + 14]
    number = all_digits[:needed]
    clean = not _MORE_DIGITS.match(rest) or (
        regex.match(r"\d{1,2}[.]\s*[(]?\s*[0+]|0\d{1,3}-\d", rest) is not None
    )
    e164 = to_e164(number) if clean else None
    if e164 is None:
        return _Base(position, end if not clean else cut, all_digits, None, "invalid")
    fax = _FAX_BEFORE.search(folded[max(0, position - 10) : position]) or _FAX_AFTER.match(folded, cut)
    return _Base(position, cut, number, e164, _kind(number) + ("-fax" if fax else ""))


def _foreign(folded: str, position: int) -> _Base | None:
    run = regex.match(r"\(?\+[\d\s()-]{7,20}\d", folded, pos=position)
    if run is None:
        return None
    digits = "+" + regex.sub(r"\D", "", run.group())
    e164 = to_e164(digits)
    return _Base(position, run.end(), digits, e164, "international" if e164 else "invalid")


def _needed(digits: str) -> int:
    """How many digits, with the leading 0, a number of this area has."""
    if digits.startswith("070"):
        return 11
    if digits.startswith(("02", "042", "043", "049", "050", "0800", "0809", "09")):
        return 10
    return 9


def _kind(digits: str) -> str:
    if digits.startswith(("0800", "0809")):
        return "toll-free"
    if digits.startswith("09"):
        return "mobile"
    return "voip" if digits.startswith("070") else "landline"


def _read_extensions(text: str, folded: str, base: _Base, found: list[PhoneMatch]) -> int:
    """Append the matches of one base number; return where reading goes on."""
    base = _with_lines(folded, base)
    expected = _expected_list_number(folded, base.start)
    position, rule, start = base.end, base.rule, base.start
    while hit := _extension_at(folded, position, first=position == base.end):
        marked = "mark" in hit.groupdict()
        end, assumptions = _cut_glue(folded, hit.start("digits"), hit.end("digits"), expected)
        extension = folded[hit.start("digits") : end]
        if marked and end == hit.end("digits"):
            end, extension = _up_to(hit)
        if position != base.end:
            start, rule = hit.start("mark" if marked else "digits"), f"{base.rule}-shared"
        assumed = base.assumptions + assumptions
        found.append(PhoneMatch((start, end), text[start:end], base.e164, extension, rule, assumed))
        position = end
    if position == base.end:
        printed = text[start : base.end]
        found.append(PhoneMatch((start, base.end), printed, base.e164, None, rule, base.assumptions))
    shared = _next_of_same_area(folded, position, base)
    return _read_extensions(text, folded, shared, found) if shared else position


def _with_lines(folded: str, base: _Base) -> _Base:
    """Return a number with the last of those in a row after it, of which it is the one to call: 2391-1234~6."""
    lines = _LINES.match(folded, base.end)
    if lines is None or base.e164 is None or lines["last"] <= base.digits[-len(lines["last"]) :]:
        return base
    return replace(base, end=lines.end(), assumptions=(*base.assumptions, "first-of-range"))


def _up_to(hit: regex.Match[str]) -> tuple[int, str]:
    """Return where an extension ends, with the last of a range of them: 4102~4109, 101-105."""
    first, last = hit["digits"], hit["last"]
    if last and (len(first) != len(last) or first >= last):
        return hit.end("digits"), first
    return hit.end(), f"{first}~{last}" if last else first + (hit["upto"] or "").replace("#", "")


def _extension_at(folded: str, position: int, *, first: bool) -> regex.Match[str] | None:
    more = None if first else _MORE.match(folded, position)
    for begin in (position, more.end() if more else position):
        note = _NOTE.match(folded, begin)
        marked = _EXTENSION.match(folded, begin) or (_EXTENSION.match(folded, note.end()) if note else None)
        if marked:
            return marked
    return None if first else _BARE_MORE.match(folded, position)


def _next_of_same_area(folded: str, position: int, base: _Base) -> _Base | None:
    """Return the number that stands after "、" without an area code, and has that of the number before."""
    following = _NEXT_LOCAL.match(folded, position)
    if following is None and position == base.end:
        following = _NEXT_TAIL.match(folded, position)
    if following is None or base.e164 is None or not base.rule.startswith("landline"):
        return None
    digits = following["number"].replace("-", "")
    number = base.digits[: len(base.digits) - len(digits)] + digits
    e164 = to_e164(number) if len(number) > len(digits) + 1 else None
    if e164 is None:
        return None
    begin, end = following.span("number")
    return _Base(begin, end, number, e164, base.rule, ("area-code-of-number-before",))


def _expected_list_number(folded: str, start: int) -> int | None:
    before = _LIST_BEFORE.search(folded[max(0, start - 5) : start])
    if before is None:
        glued = _GLUED_BEFORE.search(folded[max(0, start - 10) : start])
        return int(glued[1][-1]) + 1 if glued else None
    return int(before[1]) + 1


def _cut_glue(folded: str, start: int, end: int, expected: int | None) -> tuple[int, tuple[str, ...]]:
    """Return where an extension ends when a list number or the next area code is glued to it."""
    digits = folded[start:end]
    if _NUMBER_NEXT.match(folded, end):
        number = str(expected) if expected is not None and digits.endswith(str(expected)) else digits[-1:]
        if len(digits) > len(number):
            return end - len(number), ("list-number-cut-from-extension",)
    glued = _GLUED_AREA.search(digits)
    if glued and glued.start() and regex.match(r"-\d{3,4}-?\d{3,4}", folded, pos=end):
        return start + glued.start(), ("next-number-cut-from-extension",)
    return end, ()


def _short_codes(text: str, folded: str) -> Iterator[PhoneMatch]:
    """Yield the service numbers that a word announces, and those in a list after one of them: 專線：1950、1999."""
    last = 0
    for m in _SHORT.finditer(folded):
        is_code = m[1] in _SERVICES or m[1].startswith("19")
        listed = last and _LISTS.fullmatch(folded, last, m.start(1))
        if is_code and (listed or _is_labelled(folded, *m.span(1))):
            last = m.end(1)
            yield PhoneMatch(m.span(1), text[slice(*m.span(1))], None, None, SHORT_CODE)
