"""The words of dates: one clause -> its tokens, cut once, in time that grows with its length.

Comes in: folded text and the place of a clause in it.  Goes out: the numbers, units, marks and words that dates and
windows are made of, each with the space before it; everything else is a gap between tokens.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.core.expressions import expression
from pipeline.facts.match import Span
from pipeline.facts.numerals import parse_integer

APART = -1
"""The gap of a token that words part from the one before it."""
_WIDEST_GAP = 2
_WORDS = {
    "number": r"\d+|[〇○零一二三四五六七八九十百廿卅壹貳參肆伍陸柒捌玖拾佰]+"
    r"|(?<![\d十百千萬億美日歐,.])元(?=\s?[年月])",
    "comma": r"[，,]",
    "and": r"[、及和與或]",
    "year": r"年(?:\s?度)?",
    "month": r"月(?:\s?份)?",
    "day": r"[日號]",
    "mark": r"[/.]",
    "dash": r"[-~]",
    "colon": r"[:：]",
    "weekday": r"\(\s?(?:星期|週|周)?\s?[一二三四五六日]\s?\)|(?:星期|週|周)[一二三四五六日](?!起)",
    "counted": r"\(\s?不?含(?:當日|本日|當天)?\s?\)",
    "open": r"[自從於]?(?:即日|公告[之當]?日|[公發]布日|開放日|核定日|公告)(?:起|開始)",
    "era": r"(?:中華)?民國(?:\s?紀元)?|[西公]元",
    "yearly": r"每一?年度?[的之於約自]?",
    "next": r"[翌次隔]年度?",
    "last": r"(?<![以之])前[一1]?年度?|(?<![以之])上一?年度|去年度?",
    "same": r"同年度?",
    "half_year": r"[上下]半年度?",
    "quarter": r"季",
    "ordinal": r"第",
    "half_day": r"[上中下]午|晚[上間]|凌晨|早上|午夜|夜間",
    "part": r"初|[上中下]旬|[底末中]",
    "hour": r"[時點](?!間)",
    "minute": r"分",
    "second": r"秒",
    "thirty": r"半",
    "whole": r"整",
    "to": r"截至|延長?至|截止(?:日期|日|時間)[為：:]?|截止[為：:]|[最至]遲[應須需]?[於在]?|[至到迄]",
    "until": r"[以之]?前(?![瞻往來述項置揭端])(?:截止|為止|止)?|(?:當[日天])?(?:截止|為止|止(?![血步]))|終了",
    "since": r"起(?!飛)|開始|[以之]後|生效|[施實]行|實施|啟用",
    "receive": r"受理(?:申請|報名)?",
    "lead": r"[自從由於在]",
}
"""The commonest first: that is the order in which they are tried."""
_TOKEN = expression("|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items()))


class Token(NamedTuple):
    """One word of a date."""

    kind: str
    text: str
    start: int
    end: int
    gap: int
    """How many spaces part it from the token before it; ``APART`` where words do."""


class Clause(NamedTuple):
    """A stretch of folded text as tokens, the last of which is an end that joins nothing."""

    folded: str
    tokens: tuple[Token, ...]

    def joins(self, at: int, *kinds: str) -> bool:
        """Tell whether a token of one of the kinds goes on what stands before it."""
        token = self.tokens[at]
        return token.gap >= 0 and token.kind in kinds

    def right_before(self, at: int) -> str:
        """Return the character right before a token, a space too; nothing where the text begins with it."""
        start = self.tokens[at].start
        return self.folded[start - 1 : start]

    def before(self, at: int) -> str:
        """Return the character before a token, the space between left out."""
        start = self.tokens[at].start
        return self.folded[max(0, start - 1 - _WIDEST_GAP) : start].rstrip()[-1:]

    def end(self, at: int) -> int:
        """Return where the token before ``at`` ends."""
        return self.tokens[at - 1].end

    def number(self, at: int, digits: tuple[int, int] = (1, 2), characters: int = 3) -> int | None:
        """Return the value of a number of so many digits or Chinese characters, None where there is none."""
        token = self.tokens[at]
        if token.kind != "number":
            return None
        low, high = digits if token.text.isdecimal() else (1, characters)
        return _value(token.text) if low <= len(token.text) <= high else None


def cut(folded: str, span: Span) -> Clause:
    """Return the tokens of a stretch of folded text."""
    tokens: list[Token] = []
    last = span[0]
    for match in _TOKEN.finditer(folded, *span):
        start, end = match.span()
        gap = start - last
        if gap and (gap > _WIDEST_GAP or not folded[last:start].isspace()):
            gap = APART
        tokens.append(Token(match.lastgroup or "", folded[start:end], start, end, gap))
        last = end
    tokens += [Token("end", "", span[1], span[1], APART)] * _LONGEST_LOOK
    return Clause(folded, tuple(tokens))


_LONGEST_LOOK = 8
"""How many tokens a rule looks ahead at most."""


def _value(printed: str) -> int | None:
    return 1 if printed == "元" else parse_integer(printed)
