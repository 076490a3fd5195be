"""The cards -> ``search.js``: what the page's script needs to search, sort and judge programmes.

Comes in: cards and terms.  Goes out: one script that names plain values, for a page opened from disk may load a script
but fetch nothing.  Texts are told once, as printed; ``fold`` maps each sign that occurs to the one by which search
compares it (width, case, Simplified), so that a page folds a text without knowing Chinese.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.catalogue.cards import Card
from pipeline.catalogue.eligibility import (
    IS,
    MAY_BE,
    MAY_REGISTER,
    NUMBERS,
    REGISTERED,
    REMINDERS,
    conditions_of,
    service_of,
)
from pipeline.catalogue.glance import condition_label
from pipeline.catalogue.model import Catalogue, all_series
from pipeline.catalogue.shelf import Shelf
from pipeline.catalogue.sqlite import simplified
from pipeline.catalogue.terms import Term
from pipeline.core.record import Programme
from pipeline.report import labels


def search_script(catalogue: Catalogue, shelf: Shelf, follows: Mapping[str, Any]) -> bytes:
    """Return the script that names ``catalogueData``; ``follows`` has the paths of feeds and calendars."""
    told = {**search_data(shelf.cards, shelf.terms, all_series(catalogue)), "follow": follows}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"const catalogueData = {text};\n".encode("utf-8", "replace")


def search_data(listed: Sequence[Card], terms: Sequence[Term], series: Sequence[str]) -> dict[str, Any]:
    """Return what the list's script needs, as plain values for JSON."""
    texts = [list(card_texts(card)) for card in listed]
    signs = {sign for found in texts for _, text in found for sign in text}
    signs.update(sign for term in terms for word in term.words for sign in word)  # what is asked, too
    return {
        "cards": [_told(card, found, series) for card, found in zip(listed, texts, strict=True)],
        "fields": labels.labels_of("fields"),
        "terms": [_meaning(term) for term in terms],
        "names": {
            term.name: [term.name, (term.english or (term.name,))[0]] for term in terms if term.purpose
        },
        "fold": _fold_table(signs),
        "rules": {
            "numbers": NUMBERS,
            "businesses": IS["enterprise"],
            "is": IS,
            "mayBe": MAY_BE,
            "registered": REGISTERED,
            "mayRegister": MAY_REGISTER,
            "reminders": sorted(REMINDERS),
        },
    }


def _told(card: Card, texts: list[tuple[str, str]], series: Sequence[str]) -> dict[str, Any]:
    return {
        "key": card.key,
        "name": card.name,
        "form": card.form,
        "area": card.area,
        "kinds": [kind.zh for kind in card.kinds],
        "for": card.purposes,
        "agencies": card.agencies,
        "series": series.index(card.edition.series),
        "year": card.edition.year,
        "current": card.current,
        "grant": card.glance.grant_twd,
        "windows": card.windows,
        "services": max(1, len(card.programme.services)),
        "conditions": list(_conditions(card.programme)),
        "texts": texts,
    }


def _conditions(programme: Programme) -> Iterator[dict[str, Any]]:
    for _, condition in conditions_of(programme):
        told = {
            "kind": condition.kind,
            "comparison": condition.comparison,
            "value": condition.value,
            "values": condition.values,
            "some": bool(condition.subject),
            "any": condition.any_of,
            "service": service_of(condition),
            "said": condition_label(condition),
        }
        # 0 is a service and a value, and no absence.
        yield {
            name: value
            for name, value in told.items()
            if value is not None and value is not False and value != []
        }


def card_texts(card: Card) -> Iterator[tuple[str, str]]:
    """Yield every text of a programme that a reader may search for, and the field it stands in."""
    programme = card.programme
    yield "name", " ".join(filter(None, (programme.name, programme.acronym)))
    yield "kind", " ".join(dict.fromkeys(kind.zh for kind in card.kinds))
    for heading in (programme.area, programme.measure):
        if heading:
            yield "area", heading.name
    yield "summary", programme.summary.text
    for service in programme.services:
        if head := " ".join(filter(None, (service.title, service.text))):
            yield "services", head
        yield from (("services", "：".join(filter(None, (item.label, item.text)))) for item in service.items)
    yield from (("benefits", " ".join(filter(None, (each.title, each.text)))) for each in programme.benefits)
    for contact in programme.contacts:
        numbers = [phone.printed for phone in contact.phones] + contact.emails
        said = (contact.organization, contact.person, contact.note, *numbers)
        yield "contacts", " ".join(filter(None, said))
    yield from (("websites", " ".join(filter(None, (each.name, each.url)))) for each in programme.websites)
    yield from (("other", f"{label} {prose.text}") for label, prose in programme.other.items())


def _meaning(term: Term) -> tuple[list[str], list[str]]:
    """Return the words of a term as search compares them, Chinese ones whole and English ones one by one."""
    return [folded(word) for word in term.words], sorted(
        {word for name in term.english for word in english_words(name)}
    )


def english_words(name: str) -> list[str]:
    """Return the words of an English name by which it is found."""
    return [
        word
        for word in folded(name).replace("/", " ").split()
        if word not in ("and", "of", "for", "to", "the")
    ]


def folded(text: str) -> str:
    """Return a text as search compares it, sign for sign."""
    table = _fold_table(set(text))
    return text.translate(str.maketrans(table["from"], table["to"]))


def _fold_table(signs: Iterable[str]) -> dict[str, str]:
    """Return each sign whose folded form is another one, and that form; both are one UTF-16 unit, so places stay."""
    pairs = [(sign, form) for sign in sorted(signs) if (form := _fold_sign(sign)) != sign]
    return {"from": "".join(sign for sign, _ in pairs), "to": "".join(form for _, form in pairs)}


def _fold_sign(sign: str) -> str:
    """Return the Simplified, narrow, small form of a sign where that is one sign too."""
    plain = unicodedata.normalize("NFKC", sign).lower()
    form = simplified(plain) if len(plain) == 1 else sign
    return form if len(form) == 1 and max(sign, form) <= "\uffff" else sign
