"""What stands beside a label: addresses, contacts, a list of items or of kinds, or prose.

Comes in: an entry of a form, or the text of a cell.  Goes out: one word.  What a row holds tells its field when its
label is a new one.
"""

from __future__ import annotations

from typing import Literal

import regex

from pipeline.core.expressions import expression
from pipeline.facts.emails_urls import find_emails, find_urls
from pipeline.facts.people import is_name
from pipeline.facts.phones import find_phones
from pipeline.forms.entries import Entry
from pipeline.forms.profile import Profile

Kind = Literal["addresses", "contacts", "items", "kinds", "prose", ""]
"""What an entry holds: kinds are marked, and so are their items; nothing where it is empty, or too short to tell."""
CellKind = Literal["email", "phone", "person", "organization", ""]

SHORTEST_PROSE = 5
"""Fewer characters (無, 同上, 略) tell nothing."""
LONGEST_NAME = 40
"""A web address may have a name of so many characters beside it."""
VALUE = expression(r"[\d@]|://")
"""What no label has in it: a number, or a part of an address."""
_SENTENCE = expression(r"[。；！？]|，.*，")
_CONTACT_WORD = expression(
    r"(?:姓名|單位|機關|職稱|承辦|聯[絡繫]|窗口|電話|手機|專線|傳真|分機|信箱|電郵|電子郵件|e-?mail|tel|fax).{0,4}|.{0,4}(?:姓名|電話|傳真|信箱|窗口)",
    regex.I,
)
_ORGANIZATION = expression(
    r".*(?:[部會署局處司組室科課所院館校園團社行庫府]|中心|公司|大學|基金|協會|學會|公會)"
)


def kind_of(entry: Entry, profile: Profile) -> Kind:
    """Tell what stands beside a label."""
    cells = {id(cell): cell.text for row in entry.rows for cell in row}
    texts = [text.text for text in cells.values() if text]
    if len([text for text in texts if _is_contact_label(text, profile)]) > 1:
        return "contacts"
    whole = entry.text.text
    if len(texts) > 1 and (find_phones(whole) or find_emails(whole)):
        return "contacts"
    if _only_addresses(whole):
        return "addresses"
    if len(whole) < SHORTEST_PROSE:
        return ""
    if profile.markers.item in whole:
        return "items"
    return "kinds" if whole.startswith(profile.markers.kind) else "prose"


def cell_kind(text: str) -> CellKind:
    """Tell what the value in a contact grid is; nothing where that is not plain."""
    if find_phones(text):
        return "phone"
    if find_emails(text):
        return "email"
    if is_name(text):
        return "person"
    return "organization" if _ORGANIZATION.fullmatch(text) else ""


def _is_contact_label(text: str, profile: Profile) -> bool:
    return profile.is_contact_label(text) or (len(text) < 9 and _CONTACT_WORD.fullmatch(text) is not None)


def _only_addresses(text: str) -> bool:
    """Tell whether a text is web addresses, each with no more than a name beside it."""
    found = find_urls(text)
    if not found or _SENTENCE.search("".join(_between(text, [match.span for match in found]))):
        return False
    return len(text) - sum(
        end - start for start, end in (match.span for match in found)
    ) <= LONGEST_NAME * len(found)


def _between(text: str, spans: list[tuple[int, int]]) -> list[str]:
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    return [text[edges[place] : edges[place + 1]] for place in range(0, len(edges), 2)]
