"""How much of a booklet stands right in what a reader gives: programmes, text fields, contact cells.

Comes in: the accepted record, and another record or bare tables.  Goes out: a ``Score``.  Texts are compared by their
letters and digits only, so that nobody loses by a space, a bracket or a bullet.

- A *text field* (summary, services, benefits) is right where one cell has the whole of it: a form that a page end cut
  must have been made whole.
- A *contact cell* is right where one row has the person, or the office where no person is printed, and each number.
- A *programme* is right where all its text fields and contact cells are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

import regex

from pipeline.core.record import Booklet, Contact, Programme
from pipeline.core.text import fold

Tables = list[list[list[str]]]
_OTHER = regex.compile(r"[^\p{L}\p{N}]+")


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1."""

    programmes: float
    fields: float
    contacts: float


def bare(text: str) -> str:
    """Return the letters and digits of a text, folded."""
    return _OTHER.sub("", fold(text))


def fields_of(programme: Programme) -> list[str]:
    """Return the bare text of each text field that a programme fills."""
    services = [
        "".join(
            (each.kind, each.title or "", each.text or "", *(f"{i.label or ''}{i.text}" for i in each.items))
        )
        for each in programme.services
    ]
    benefits = [each.kind + each.text for each in programme.benefits]
    texts = (programme.summary.text, "".join(services), "".join(benefits))
    return [found for text in texts if (found := bare(text))]


def parts_of(contact: Contact) -> list[str]:
    """Return what a row must have to be right for a contact."""
    return [bare(contact.person or contact.organization), *(bare(phone.printed) for phone in contact.phones)]


def of_tables(truth: Booklet, tables: Tables) -> Score:
    """Return the score of a reader of tables."""
    cells = [bare(cell) for table in tables for row in table for cell in row]
    rows = [bare("".join(row)) for table in tables for row in table]
    return _score(
        truth,
        lambda _, field: any(field in cell for cell in cells),
        lambda _, contact: any(all(part in row for part in parts_of(contact)) for row in rows),
    )


def of_record(truth: Booklet, made: Booklet) -> Score:
    """Return the score of a record."""
    found = {programme.id: programme for programme in made.programmes}
    texts = {name: fields_of(programme) for name, programme in found.items()}
    return _score(
        truth,
        lambda programme, field: field in texts.get(programme.id, []),
        lambda programme, contact: programme.id in found and contact in found[programme.id].contacts,
    )


def _score(
    truth: Booklet,
    has_field: Callable[[Programme, str], bool],
    has_contact: Callable[[Programme, Contact], bool],
) -> Score:
    fields = [[has_field(each, field) for field in fields_of(each)] for each in truth.programmes]
    contacts = [[has_contact(each, contact) for contact in each.contacts] for each in truth.programmes]
    whole = [all(own) and all(called) for own, called in zip(fields, contacts, strict=True)]
    return Score(_share(whole), _share(chain(*fields)), _share(chain(*contacts)))


def _share(right: Iterable[bool]) -> float:
    right = list(right)
    return sum(right) / len(right) if right else 1.0
