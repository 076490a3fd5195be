"""The closed list of findings: what may be wrong with a booklet or with our reading of it.

A finding is about data and goes into the record; a fault of a file is a ``UserError``; a fault of the program is
any other exception.  An error means that the record cannot be trusted until a person has looked.
"""

from __future__ import annotations

from typing import Any

from pipeline.record import Finding, Severity, Where

CODES: dict[str, tuple[Severity, str]] = {
    "text-lost": ("error", "Printed text that no field, heading or finding owns."),
    "text-twice": ("error", "Printed text that two unrelated fields claim."),
    "glyph-unmapped": ("error", "A glyph whose font does not say which character it is."),
    "no-programme": ("error", "No form that the profile knows stands in the document."),
    "page-without-text": ("error", "A page that holds no text: an image, perhaps."),
    "contents-missing": ("warning", "The document has no contents page to check against."),
    "contents-extra": ("error", "The contents page lists something that the body does not have."),
    "contents-absent": ("error", "The body has something that the contents page does not list."),
    "contents-name": ("warning", "Contents page and body name the same thing differently."),
    "contents-order": ("warning", "Contents page and body differ in order."),
    "contents-page": ("warning", "The contents page gives another page than the one printed."),
    "numbering-gap": ("warning", "Numbers of areas, measures or programmes that do not run on."),
    "heading-missing": ("error", "A form without a numbered heading above it."),
    "label-missing": ("warning", "A form without one of the fields that every form has."),
    "label-unknown": ("warning", "A label that the profile does not know; its field is kept under other."),
    "label-repeated": ("warning", "A label that stands twice in one form; the second is kept under other."),
    "field-empty": ("note", "A label with nothing beside it."),
    "stray-text": ("warning", "Text outside every form that is no heading."),
    "table-unknown": ("warning", "A table in which no label of the profile stands."),
    "kind-unmarked": ("note", "A kind of help without the marker that the others have."),
    "kind-missing": ("warning", "A benefit or service that names no kind."),
    "item-unmarked": ("note", "A labelled item without the marker that the others have."),
    "block-repeated": (
        "warning",
        "A block printed twice; the second was left out and is kept in the finding.",
    ),
    "block-similar": ("warning", "Two blocks that are nearly the same; both are kept."),
    "contact-unread": (
        "warning",
        "A contact block without the labels of the profile; its text is kept under other.",
    ),
    "contact-pairing": (
        "warning",
        "People and numbers in one cell whose counts differ; each person has all numbers.",
    ),
    "contact-incomplete": ("note", "A contact without any number or address."),
    "same-as-nothing": ("warning", "同上 with nothing above it."),
    "phone-invalid": ("warning", "A telephone number that cannot be dialled as printed."),
    "email-invalid": ("warning", "An e-mail cell without a valid address."),
    "url-missing": ("warning", "A website without an address; its text is kept under other."),
    "website-shared-name": ("note", "One website name printed with different addresses."),
    "website-of-other": ("note", "A website named after another programme."),
    "phone-shared": ("note", "One number and extension printed for different people."),
    "organization-similar": (
        "warning",
        "Two organisations whose names differ by one added character: a slip, perhaps.",
    ),
    "punctuation-doubled": ("note", "A full stop or comma printed twice."),
    "sentence-cut": ("note", "A text that breaks off in the middle of a sentence."),
    "year-unknown": ("warning", "No year on the cover and none in origin.toml."),
    "year-differs": ("warning", "The cover gives another year than origin.toml."),
    "unparsed-amount": ("warning", "Looks like money and was not understood."),
    "unparsed-date": ("warning", "Looks like a date and was not understood."),
    "unparsed-ratio": ("warning", "Looks like a share and was not understood."),
    "unparsed-duration": ("warning", "Looks like a length of time and was not understood."),
    "unparsed-phone": ("warning", "Looks like a telephone number and was not understood."),
    "decision-unused": ("warning", "A decision about matching two editions that names no programme of theirs."),
}


def finding(
    code: str,
    message: str,
    *,
    programme: str | None = None,
    path: str | None = None,
    page: int | None = None,
    box: tuple[float, float, float, float] | None = None,
    **data: Any,
) -> Finding:
    """Return a finding with the severity of its code."""
    severity, _ = CODES[code]
    rounded = (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)) if box else None
    where = Where(programme=programme, path=path, page=page, box=rounded)
    return Finding(code=code, severity=severity, message=message, where=where, data=data)
