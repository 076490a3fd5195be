"""Contacts whose rows stand among the fields of a form, each with a label of its own -> one entry.

Comes in: the entries of a form.  Goes out: the same, such rows as the field of contacts, where the form has no label
for it:

    主辦機關  某部  承辦人  王小姐
    聯絡電話  02-2345-6789
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.traced import EMPTY
from pipeline.forms.entries import Entry
from pipeline.forms.profile import Profile

CONTACTS = "contacts"
SEVERAL = 2
"""One row that begins with the label of a contact may be any."""


def with_contacts(entries: Sequence[Entry], profile: Profile) -> list[Entry]:
    """Return the entries of a form, the first of several rows of contacts with all of them, where it has no others."""
    names = [entry.name(profile) for entry in entries]
    own = [
        entry
        for name, entry in zip(names, entries, strict=True)
        if name is None and profile.is_contact_label(entry.label.text)
    ]
    if len(own) < SEVERAL or CONTACTS in names or CONTACTS not in profile.labels:
        return list(entries)
    contacts = Entry(
        EMPTY,
        tuple((entry.head, *row) for entry in own for row in entry.rows if entry.head),
        tuple(label for entry in own for label in entry.repeated_labels),
        any(entry.doubtful for entry in own),
        field=CONTACTS,
    )
    others = set(map(id, own[1:]))
    return [contacts if entry is own[0] else entry for entry in entries if id(entry) not in others]
