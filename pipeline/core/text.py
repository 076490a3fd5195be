"""The text rules of the house, in one place: what is stored, how lines are joined, what compares equal.

Comes in: text as a reader found it.  Goes out: *canonical* text (stored) or *folded* text (compared, never
stored).  Nothing here can fail: what is not understood stays as printed.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from unicodedata import east_asian_width

import regex

from pipeline.core.expressions import expression
from pipeline.core.traced import EMPTY, Traced, concatenate

_FULL_WIDTH = {0xFF10 + n: chr(0x30 + n) for n in range(10)} | {
    start + n: chr(ascii_start + n)
    for start, ascii_start in ((0xFF21, 0x41), (0xFF41, 0x61))
    for n in range(26)
}
_FULL_WIDTH_SIGNS = {"％": "%", "＃": "#", "＋": "+", "－": "-"}
_BESIDE_DIGITS = _FULL_WIDTH_SIGNS | {"\u2012": "-", "\u2212": "-"}
_HYPHENS = frozenset("\u2010\u2011\ufe63")
"""What is a hyphen and nothing else, under another number."""
_DASHES = frozenset("\u2012\u2013\u2014\u2015\u2043\u207b\u2212\ufe58\uff0d")
"""What is a sign of its own in prose, and a hyphen in an address."""
_DIGITS = frozenset("0123456789")
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe") | frozenset(
    chr(code)
    for codes in (
        (0x034F, 0x061C, 0x115F, 0x1160, 0x200E, 0x200F, 0x3164, 0xFFA0),
        range(0x180B, 0x1810),
        range(0x202A, 0x202F),
        range(0x2061, 0x2070),
        range(0xFE00, 0xFE10),
        range(0xE0100, 0xE01F0),
    )
    for code in codes
)
"""Characters that nobody sees: zero-width signs, soft hyphens, direction marks, fillers, selectors of a variant."""
_NO_TEXT = r"\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\uffff" + "".join(
    rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17)
)
CONTROL = expression(f"[{_NO_TEXT}]")
"""What is no text: control characters, non-characters, halves of characters.  XML has no way to say most of them."""
_UNSEEN = expression(f"[{''.join(sorted(INVISIBLE))}{_NO_TEXT}]")

_NOTHING = dict.fromkeys(map(ord, INVISIBLE))
_CHANGING = expression(
    rf"[{_NO_TEXT}\s\x1c-\x1f\p{{Zs}}\p{{Cf}}\p{{Default_Ignorable_Code_Point}}\ufffe\u2010-\u2015\u2043\u207b\ufe58\u2212\ufe63\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f\ufb00-\ufb06\uff03\uff05\uff0b\uff0d\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
)
"""A text without such a character is stored as it stands."""
_SPACES = expression(r"[\s\p{Zs}]+")
_WESTERN = expression(r"[[\x21-\x7e\p{Latin}\p{Greek}\p{Cyrillic}]--[\uff00-\uffef]]", regex.V1)
_RESOURCE_TAIL = expression(r"(?:https?://|www\.|[\w.+-]+@)[\x21-\x7e]*$", regex.I)
_NAME = (
    r"(?:[A-Za-z0-9._+\-\u2012\u2013\u2212\uff0d]"
    r"|(?<=[A-Za-z0-9])[\u2014\u2015\u2043\u207b\ufe58](?=[A-Za-z0-9]))"
)
"""A long dash is part of an address only within a word of it."""
_ADDRESS = expression(
    rf"(?:https?://|www\.)(?:{_NAME}|[/?=&%#~:@!$'*,;])+|{_NAME}+@{_NAME}+",
    regex.I,
)
_EMAIL_START = expression(r"[\w.+-]+@")
_RESOURCE_START = expression(r"https?:|www\.|ftp:|mailto:", regex.I)
_NONE = frozenset(["", "無", "無。", "-", "--", "－", "—", "──", "n/a", "暫無", "(無)"])


@cache
def radicals() -> dict[int, str]:
    """Return Kangxi and CJK-supplement radicals and the unified ideographs that they equal.

    Source: Unicode ``EquivalentUnifiedIdeograph.txt`` (see ``tools/make_radicals.py``).
    """
    table = {}
    for line in (files("pipeline.core") / "radicals.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            radical, ideograph = line.split("\t")[:2]
            table[int(radical, 16)] = chr(int(ideograph, 16))
    return table


@cache
def _replacement(character: str) -> tuple[str, str | None]:
    """Return what one character is stored as, and the name of the rule that changed it."""
    code = ord(character)
    if code in _FULL_WIDTH:
        return _FULL_WIDTH[code], "full_width"
    if 0x2E80 <= code <= 0x2FDF and code in radicals():
        return radicals()[code], "radical"
    if 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
        unified = unicodedata.normalize("NFC", character)
        return unified, "compatibility" if unified != character else None
    if code in _LIGATURES:
        return _LIGATURES[code], "ligature"
    if character in _HYPHENS:
        return "-", "hyphen"
    if character in INVISIBLE:
        return "", "invisible"
    if CONTROL.match(character):
        return "", "control"
    if character.isspace():
        return " ", None
    return character, None


def blank_invisible(glyphs: str) -> str:
    """Return glyphs with a space for each that is invisible or is stored as nothing."""
    return _UNSEEN.sub(" ", glyphs) if _UNSEEN.search(glyphs) else glyphs


def is_western(character: str) -> bool:
    """Tell whether a character belongs to a non-Chinese word: ASCII, Latin, Greek, Cyrillic."""
    return _WESTERN.match(character) is not None


def canonical_traced(raw: Traced, counts: Counter[str] | None = None) -> Traced:
    """Return text as it is stored; each rule that changed a character is counted in ``counts``."""
    if not _CHANGING.search(raw.text):
        return raw
    characters: list[str] = []
    ids: list[int] = []
    for character, number in zip(raw.text, raw.ids, strict=True):
        stored, rule = _replacement(character)
        if rule and counts is not None:
            counts[rule] += 1
        for part in stored:
            if part == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(part)
            ids.append(number)
    _fold_signs(characters, counts)
    keep = [
        position
        for position, character in enumerate(characters)
        if character != " " or _between_words(characters, position)
    ]
    return Traced(
        "".join(characters[position] for position in keep), tuple(ids[position] for position in keep)
    )


def _between_words(characters: Sequence[str], space: int) -> bool:
    """Tell whether a space stands between two non-Chinese words, whatever ASCII signs they begin or end with."""
    before, after = characters[space - 1 :: -1] if space else (), characters[space + 1 :]
    return _western_word(before) and _western_word(after)


def _western_word(characters: Iterable[str]) -> bool:
    """Tell whether the first character that is no ASCII sign belongs to a non-Chinese word."""
    for character in characters:
        if character == " " or not (character.isascii() and not character.isalnum()):
            return character != " " and is_western(character)
    return False


def _fold_signs(characters: list[str], counts: Counter[str] | None) -> None:
    """Fold the signs that stand beside a digit, whether or not a space splits them, and the dashes of addresses."""
    for position, character in enumerate(characters):
        if character not in _BESIDE_DIGITS:
            continue
        near = (
            "".join(characters[max(0, position - 2) : position]),
            "".join(characters[position + 1 : position + 3]),
        )
        if near[0].rstrip(" ")[-1:] in _DIGITS or near[1].lstrip(" ")[:1] in _DIGITS:
            characters[position] = _BESIDE_DIGITS[character]
            if counts is not None:
                counts["full_width" if character in _FULL_WIDTH_SIGNS else "hyphen"] += 1
    if not _DASHES.isdisjoint(characters):
        _fold_dashes(characters, counts)


def _fold_dashes(characters: list[str], counts: Counter[str] | None) -> None:
    """Fold the dashes within addresses of the web and of e-mail, where none but the hyphen can stand."""
    for address in _ADDRESS.finditer("".join(characters)):
        for position in range(*address.span()):
            if characters[position] in _DASHES:
                characters[position] = "-"
                if counts is not None:
                    counts["hyphen"] += 1


def shown_width(text: str) -> int:
    """Return how many columns a text takes where all characters are equally wide: Chinese ones two (UAX #11)."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def visible(text: str, counts: Counter[str]) -> str:
    """Return text without the characters that are invisible; they are counted."""
    kept = text.translate(_NOTHING)
    if len(kept) < len(text):
        counts["invisible"] += len(text) - len(kept)
    return kept


def canonical(text: str) -> str:
    """Return text as it is stored."""
    return canonical_traced(Traced(text, tuple(range(len(text))))).text


def join(lines: Iterable[Traced]) -> Traced:
    """Return canonical lines as one text, as if they had been printed on one line.

    Nothing stands between Chinese; a space only between two non-Chinese words; an address, an e-mail or a
    number that was broken over lines is whole again.  A space that is made takes the number of the line end.
    """
    whole: list[Traced] = []
    tail = ""
    for line in lines:
        if not line:
            continue
        if whole and _needs_space(tail, line.text):
            whole.append(Traced(" ", (whole[-1].ids[-1] + 1,)))
        whole.append(line)
        tail = line.text if not tail or " " in line.text else tail + line.text
    if not whole:
        return EMPTY
    text = concatenate(whole)
    characters = list(text.text)
    _fold_signs(characters, None)  # 50 | ％: the digit stands on the line before
    return Traced("".join(characters), text.ids)


def _needs_space(left: str, right: str) -> bool:
    """Tell whether a space belongs between the end of one line and the start of the next."""
    last, first = left[-1], right[0]
    if not (_western_word(reversed(left)) and _western_word(right)):
        return False
    if _RESOURCE_START.match(right):
        return not left.endswith("://")
    if tail := _RESOURCE_TAIL.search(left):
        return "." in tail.group() and _EMAIL_START.match(right) is not None
    if first.isdigit():
        return last.isalpha()
    if first.isalpha():
        return last.isalnum() or last in ",.;:!?)]%&"
    return first in "([" and (last.isalnum() or last in ",;:)]%")


_FOLD_PAIRS = str.maketrans(
    {
        "臺": "台",
        "裡": "裏",
        "着": "著",
        "〔": "(",
        "〕": ")",
        "【": "(",
        "】": ")",
        "﹝": "(",
        "﹞": ")",
        "[": "(",
        "]": ")",
        "⁺": "+",
        "‧": "·",
        "•": "·",
        "．": ".",
        "～": "~",
        "‐": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "○": "●",
        "□": "■",
        "◇": "◆",
    }
)


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Return the form in which texts are compared: NFKC, one bracket shape, one variant, no case, no spaces."""
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", canonical(text))).casefold()
    return unicodedata.normalize("NFKC", plain).translate(_FOLD_PAIRS)


def digest(name: str) -> str:
    """Return 12 hexadecimal digits by which a name is known, however it is written."""
    return hashlib.sha256(fold(name).encode()).hexdigest()[:12]


def says_none(text: str) -> bool:
    """Tell whether a cell is empty, or says that there is nothing to say in it: 無."""
    return fold(text) in _NONE
