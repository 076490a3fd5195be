"""The closed list of findings: what may be wrong with a booklet or with our reading of it.

A finding is about data and goes into the record; a fault of a file is a ``UserError``; a fault of the program is
any other exception.  An error means that the record cannot be trusted until a person has looked.
"""

from __future__ import annotations

from typing import Any

from pipeline.core.record import Finding, Severity, Where

CODES: dict[str, tuple[Severity, str, str]] = {
    "text-lost": (
        "error",
        "Printed text that no field, heading or finding owns.",
        "Look at the page: a reader or a rule misses this text; mend it, with a test, and run again.",
    ),
    "text-twice": (
        "error",
        "Printed text that two unrelated fields claim.",
        "Look at the page and at both fields: one of them takes what is not its own; mend the rule.",
    ),
    "glyph-unmapped": (
        "error",
        "A glyph whose font does not say which character it is.",
        "Get the file again from its publisher, or transcribe the page; the text of the record has a gap there.",
    ),
    "character-absent": (
        "error",
        "A character that every Chinese text has never occurs in this one: the file may name another in its place.",
        "Look at a page for words with it: if the file says another character there, get the file again or scan it.",
    ),
    "text-hidden": (
        "warning",
        "Words that the file holds and the page does not show: cut off, covered, too small, or on a layer that is off.",
        "Look at the page: the record has what is seen there. Where words are missing in it, tell the publisher.",
    ),
    "text-overprinted": (
        "error",
        "Characters that are printed over others: nobody can read there what the file says.",
        "Look at the page: where it shows other words than the record, correct the record, and tell the publisher.",
    ),
    "text-struck": (
        "warning",
        "Words that a line strikes through; they were read as though it did not.",
        "Look at the page: if the words are no longer valid, take them out by a correction.",
    ),
    "text-unprinted": (
        "error",
        "Words of an office document that are not on the pages that LibreOffice made of it, nor in the record.",
        "Look at the document: save it as PDF yourself, or read it by its own tables (extract --reader document).",
    ),
    "text-renamed": (
        "warning",
        "Words that the file gives to programs in the place of others that the page shows; the latter are read.",
        "Look at the page: the record has what is seen there. Tell the publisher where the two mean different things.",
    ),
    "character-control": (
        "warning",
        "Control characters, or codes that are no characters, in a text; they were left out.",
        "Open the file in an editor that shows them: a program put them there, or the file is damaged.",
    ),
    "no-programme": (
        "error",
        "No form that the profile knows stands in the document.",
        "Name the right profile in origin.toml, or write one for this layout.",
    ),
    "page-without-text": (
        "error",
        "A page that holds no text: an image, perhaps.",
        "Look at the page: if it is a scan, have it recognised (make ocr) or transcribe it; if it is blank, accept it.",
    ),
    "page-bent": (
        "error",
        "A page that is a photograph of bent paper; it was not read.",
        "Scan the page, or press it flat and take the photograph again, with the whole table on it.",
    ),
    "page-pictured": (
        "note",
        "A page with text has large pictures, too; words in a picture are not read where a page has text.",
        "Look at the page: if the picture holds words of a form, transcribe it.",
    ),
    "page-recognised": (
        "note",
        "A page is a picture; its words were recognised in it, and are as certain as the message says.",
        "Read the page beside the record.",
    ),
    "page-reread": (
        "note",
        "A page on which one engine finds no Chinese and PDFium does; PDFium's text is used.",
        "None is needed; other programs may find nothing on this page.",
    ),
    "page-order": (
        "error",
        "The numbers printed on the pages go back and forth, and no order of sheets explains it.",
        "Look at the file: get one whose pages stand in their order, or put them in order.",
    ),
    "character-doubtful": (
        "warning",
        "A number or a character that was recognised in a picture and is not certain.",
        "Look at the page: where it was misread, get the text version or transcribe the page.",
    ),
    "contents-missing": (
        "warning",
        "The document has no contents page to check against.",
        "Look at the front matter: if there is a contents page, add its heading to the profile; if none, accept it.",
    ),
    "contents-extra": (
        "error",
        "The contents page lists something that the body does not have.",
        "Look for the heading in the body: it is missing in print, or its form was not told apart.",
    ),
    "contents-table": (
        "warning",
        "The list of tables names one that was not read as a form.",
        "Look at the table: if it is a form, its labels belong in the profile; if not, accept it.",
    ),
    "contents-absent": (
        "error",
        "The body has something that the contents page does not list.",
        "Look at the contents page: the line is missing in print, or was not read.",
    ),
    "contents-name": (
        "warning",
        "Contents page and body name the same thing differently.",
        "Compare the two; the record keeps the name of the body. Tell the publisher of a slip.",
    ),
    "contents-order": (
        "warning",
        "Contents page and body differ in order.",
        "Compare the two; the record keeps the order of the body.",
    ),
    "contents-page": (
        "warning",
        "The contents page gives another page than the one printed.",
        "Look at the page; the record keeps what the contents page prints. Tell the publisher.",
    ),
    "numbering-gap": (
        "warning",
        "Numbers of areas, measures or programmes that do not run on.",
        "Look at the page: a number is skipped in print, or a programme was not found.",
    ),
    "heading-missing": (
        "error",
        "A form without a numbered heading above it.",
        "Look above the form: its heading is set in another way, or a form was cut in two.",
    ),
    "label-missing": (
        "warning",
        "A form without one of the fields that every form has.",
        "Look at the form: the row is absent in print, or its label is not in the profile.",
    ),
    "label-absent": (
        "error",
        "A field that every form should have, and that most forms of this edition lack.",
        "Look at a form: its label has new words that tell nothing of it; add them to the profile and run again.",
    ),
    "form-incomplete": (
        "error",
        "A form that lacks most of the fields that every form has: perhaps it is none, or one of another layout.",
        "Look at the page: if it is a form, add its labels to the profile, or name the profile of its layout.",
    ),
    "form-cut": (
        "error",
        "The last field of a form may go on in a later table, behind a table or lines that are none of the form.",
        "Look at both pages: if it goes on, transcribe the form in one piece; if not, accept it.",
    ),
    "row-doubtful": (
        "warning",
        "Nothing printed tells which row goes on at a page end: the first one overleaf may be the rest of the one "
        "above, or the last lines above be of the label overleaf.",
        "Look at both pages: if the text is in the wrong row, put it right by a correction; if not, accept it.",
    ),
    "label-unknown": (
        "warning",
        "A label that the profile does not know; its field is kept under other.",
        "Add the label to the profile, as a role, as a field of other, or by name to those ignored.",
    ),
    "label-renamed": (
        "warning",
        "A label in words that the profile does not know, which all forms together tell; its field is filled.",
        "Compare a form: if the reading is right, run booklet adopt EDITION, which adds the words to the profile.",
    ),
    "heading-renumbered": (
        "warning",
        "Headings numbered in another way than the profile says, as those above all forms tell; they are read.",
        "Compare a page: if the reading is right, run booklet adopt EDITION, which writes it into the profile.",
    ),
    "label-repeated": (
        "warning",
        "A label that stands twice in one form; the second is kept under other.",
        "Look at the form: a slip in print, or two forms that were not told apart.",
    ),
    "field-empty": (
        "note",
        "A label with nothing beside it.",
        "Look at the form; if the cell is empty in print, accept it.",
    ),
    "stray-text": (
        "warning",
        "Text outside every form that is no heading.",
        "Look at the page: a note, or a heading in a style that the profile does not know.",
    ),
    "text-unplaced": (
        "error",
        "Lines outside a form where it goes on, or that lacks its last field: a field may lack these words.",
        "Look at the page: if they are of a field, transcribe the form in one piece; if not, accept it.",
    ),
    "table-unknown": (
        "warning",
        "A table that has no labels of the profile, or one among others that it does not know.",
        "Look at the table: its labels belong in the profile, or it is no form and may be accepted.",
    ),
    "kind-unmarked": (
        "note",
        "A kind of help without the marker that the others have.",
        "Look at the cell; the kind is read all the same. Accept it if it is right.",
    ),
    "kind-missing": (
        "warning",
        "A benefit or service that names no kind.",
        "Look at the cell: the text stands under an empty kind. Accept it if none is printed.",
    ),
    "item-unmarked": (
        "note",
        "A labelled item without the marker that the others have.",
        "Look at the cell; the item is read all the same. Accept it if it is right.",
    ),
    "block-repeated": (
        "warning",
        "A block printed twice; the second was left out and is kept in the finding.",
        "Compare the two on the page; if they are one, accept it.",
    ),
    "block-similar": (
        "warning",
        "Two blocks that are nearly the same; both are kept.",
        "Compare the two: one may hold a slip or the text of last year. Tell the publisher.",
    ),
    "contact-unread": (
        "error",
        "A contact block without the labels of the profile; its text is kept under other.",
        "Add the labels of the block to the profile.",
    ),
    "contact-pairing": (
        "warning",
        "People and numbers in one cell whose counts differ; each person has all numbers.",
        "Look at the cell and see whose number is whose.",
    ),
    "contact-mixed": (
        "warning",
        "A person or an office with a number, an address or perhaps a name among its words: nothing told them apart.",
        "Look at the contact block; put the contact right in corrections.toml.",
    ),
    "role-absent": (
        "note",
        "Contacts beside which no role is printed: 主辦機關, 執行單位; they are taken for the executing agency.",
        "If the print says otherwise elsewhere, put the role right in corrections.toml.",
    ),
    "contact-incomplete": (
        "note",
        "A contact without any number or address.",
        "Look at the cell; if no number is printed, accept it.",
    ),
    "same-as-nothing": (
        "warning",
        "同上 with nothing above it.",
        "Look at the row above: it was not read, or the page prints nothing there.",
    ),
    "phone-invalid": (
        "warning",
        "A telephone number that cannot be dialled as printed.",
        "Look at the number; it is kept as printed and cannot be dialled. Tell the publisher of a slip.",
    ),
    "email-invalid": (
        "warning",
        "An e-mail cell without a valid address.",
        "Look at the cell; its text is kept as a note. Tell the publisher of a slip.",
    ),
    "url-missing": (
        "warning",
        "A website without an address; its text is kept under other.",
        "Look at the cell; if it names no address, accept it.",
    ),
    "website-shared-name": (
        "note",
        "One website name printed with different addresses.",
        "Try both addresses; one may be out of date.",
    ),
    "website-of-other": (
        "note",
        "A website named after another programme.",
        "Look at the cell: an address of another programme may have been left in it.",
    ),
    "phone-shared": (
        "note",
        "One number and extension printed for different people.",
        "Compare the two places; one may hold the person of last year.",
    ),
    "organization-similar": (
        "warning",
        "Two organisations whose names differ by one added character: a slip, perhaps.",
        "Compare the two names and tell the publisher which is wrong; both are kept as printed.",
    ),
    "punctuation-doubled": (
        "note",
        "A full stop or comma printed twice.",
        "None is needed; the text is kept as printed.",
    ),
    "sentence-cut": (
        "note",
        "A text that breaks off in the middle of a sentence.",
        "Look at the page: text is missing in print, or a page end was not rejoined.",
    ),
    "year-unknown": (
        "error",
        "No year in origin.toml, on the cover, in a heading or a name: dates without a year are not read.",
        "Write roc_year into origin.toml, or name the edition after its year: --edition 112.",
    ),
    "year-differs": (
        "warning",
        "The cover gives another year than origin.toml.",
        "Look at the cover and mend origin.toml; dates without a year depend on it.",
    ),
    "unparsed-amount": (
        "warning",
        "Looks like money and was not understood.",
        "Read the words: if they are money, add the form to the table of tests and to the grammar.",
    ),
    "unparsed-date": (
        "warning",
        "Looks like a date and was not understood.",
        "Read the words: if they are a date, add the form to the tests; one that does not exist is a slip in print.",
    ),
    "unparsed-ratio": (
        "warning",
        "Looks like a share and was not understood.",
        "Read the words: if they are a share, add the form to the table of tests and to the grammar.",
    ),
    "unparsed-duration": (
        "warning",
        "Looks like a length of time and was not understood.",
        "Read the words: if they are a length of time, add the form to the tests and to the grammar.",
    ),
    "role-unclear": (
        "note",
        "A value that its clause says to be given and to be paid, or that only 費用 or 經費 announces.",
        "Read the clause: if one reading is plain, add its words to the cues of the role; else the role stays empty.",
    ),
    "unparsed-phone": (
        "warning",
        "Looks like a telephone number and was not understood.",
        "Read the words: if they are a number, add the form to the table of tests and to the grammar.",
    ),
    "cell-differs": (
        "error",
        "Another engine reads other words in a cell of the page (extract --verify).",
        "Look at the page: if the record is wrong, mend the reader; if the other engine is, note why.",
    ),
    "picture-differs": (
        "error",
        "The picture of the page shows another number than the file says (extract --verify).",
        "Look at the page: where the record is wrong, the font of the file lies; transcribe the page.",
    ),
    "correction-unused": (
        "error",
        "A correction that fits nothing: other words than those that it corrects are read there now.",
        "Look at the page: where the record is right now, remove the correction; else make it again (booklet review).",
    ),
    "decision-unused": (
        "warning",
        "A decision about matching two editions that names no programme of theirs.",
        "Mend or remove the decision: a programme of it was renamed or has gone.",
    ),
}
"""Of each code: its severity, what it means, and what the person who reads it does."""


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
    severity, _, _ = CODES[code]
    rounded = (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)) if box else None
    where = Where(programme=programme, path=path, page=page, box=rounded)
    return Finding(code=code, severity=severity, message=message, where=where, data=data)
