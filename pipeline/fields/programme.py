"""One segment -> one programme of the record, with its findings; every part of it gets its owner here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pipeline.core.expressions import expression
from pipeline.core.findings import finding
from pipeline.core.page import Line, lines_of, union
from pipeline.core.paragraphs import ends_in
from pipeline.core.record import (
    Benefit,
    Contact,
    Finding,
    Heading,
    Item,
    PlainField,
    Programme,
    Prose,
    Service,
    Website,
)
from pipeline.core.text import digest, join, says_none
from pipeline.core.traced import EMPTY, Traced, concatenate
from pipeline.fields.concerns import concerned
from pipeline.fields.contacts import ContactDraft, read_contacts
from pipeline.fields.dedupe import dedupe
from pipeline.fields.grid import grid_of, recorded
from pipeline.fields.ledger import SET_ASIDE, Ledger
from pipeline.fields.levels import levels_of
from pipeline.fields.outline import Ends, prose, with_breaks
from pipeline.fields.services import KindDraft, read_benefits, read_services, stored
from pipeline.fields.websites import read_websites
from pipeline.forms.document import Segment
from pipeline.forms.entries import Entry
from pipeline.forms.footnotes import are_notes
from pipeline.forms.headings import Title
from pipeline.forms.labels import label_text
from pipeline.forms.profile import ABSENT, ROLES, Profile

LINES = 3
"""So many lines where a form goes on are no caption of it."""
_ACRONYM = expression(r"[(（](?P<acronym>[A-Za-z][A-Za-z0-9&+./ -]{1,23})[)）]$")


class Builder:
    """Builds the record of one segment; holds its scope, its findings and the ledger while it does."""

    def __init__(self, segment: Segment, scope: str, profile: Profile, ledger: Ledger) -> None:
        self.segment = segment
        self.scope = scope
        self.profile = profile
        self.ledger = ledger
        self.findings: list[Finding] = []
        self.ends = ends_in(cell for entry in segment.entries for cell in entry.cells)

    def report(
        self, code: str, message: str, *, path: str | None = None, block: Traced | None = None, **data: Any
    ) -> None:
        """Note a finding; a block that it sets aside is owned by it and placed on its page."""
        page, box = None, None
        if block:
            self.ledger.own(SET_ASIDE, f"{self.scope}:{path}", block)
            if boxes := self.ledger.boxes(block.ids):
                page = boxes[0][0]
                box = union((x0, top, x1, bottom) for on, x0, top, x1, bottom in boxes if on == page)
        self.findings.append(
            finding(code, message, programme=self.scope, path=path, page=page, box=box, **data)
        )

    def own(self, path: str, text: Traced | None) -> None:
        """Give glyphs to a field of this programme."""
        if text:
            self.ledger.own(self.scope, path, text)

    def build(self) -> Programme:
        """Return the programme."""
        title = self.segment.title
        if title:
            self.own("name", title.printed)
        elif self.profile.headings.programme != ABSENT:
            self.report("heading-missing", "no numbered heading stands above this form")
        for heading in self.segment.new_headings:
            self.own("area" if heading is self.segment.area else "measure", heading.printed)
        for line in self.segment.repeated:
            self.own("repeated", line.text)
        self._report_stray()
        values, other = self._fields()
        name = title.name.text if title else ""
        if not name and self.profile.named_by_first_field:
            name = self._named_by_field()
        acronym = _ACRONYM.search(name)
        return Programme(
            id=self.scope,
            kind=self.segment.kind,
            key=digest(name),
            name=name,
            acronym=acronym["acronym"] if acronym else None,
            area=_heading(self.segment.area),
            measure=_heading(self.segment.measure),
            number=(title.number if title else 0) or self._number_of_label(),
            pages=self.ledger.pages_of(self.scope),
            printed_page=None,
            summary=values.get("summary", Prose(text="")),
            services=values.get("services", []),
            benefits=values.get("benefits", []),
            contacts=concerned(values.get("contacts", []), values.get("services", [])),
            websites=values.get("websites", []),
            other=other,
            provenance=self.ledger.provenance(self.scope),
            confidence=self.ledger.confidence(self.scope),
        )

    def _report_stray(self) -> None:
        """Note what stands outside the form, page by page; many lines where it goes on are words that a field lacks."""
        for _, together in groupby(
            self.segment.stray, lambda line: self.ledger.page_of(line.text.ids[0]).first
        ):
            lines = list(together)
            texts = [line.text for line in lines]
            message = (
                f"text outside the form: {texts[0].text} … ({len(lines)} lines)"
                if len(lines) > 1
                else f"text outside the form: {texts[0].text}"
            )
            lost = (
                len(lines) >= LINES
                and self._goes_on(lines[0])
                and not are_notes(lines, self.segment.parts[0])
            )
            self.report(
                "text-unplaced" if lost else "stray-text",
                message,
                block=concatenate(texts),
                text="\n".join(text.text for text in texts),
            )

    def _goes_on(self, line: Line) -> bool:
        """Tell whether the form goes on below a line, or lacks its last field there."""
        first, last = self.segment.parts[0], self.segment.parts[-1]
        above, below = ([each.text.ids for each in lines_of(part) if each.text] for part in (first, last))
        if not above or not below or line.text.ids[0] < above[0][0]:
            return False
        names = {entry.name(self.profile) for entry in self.segment.entries}
        return line.text.ids[0] < below[-1][-1] or not {*self.profile.required[-1:]} <= names

    def _number_of_label(self) -> int | None:
        """Return the number in a label that counts the forms, where one does."""
        numbers = (self.profile.number_in(label_text(entry.label).text) for entry in self.segment.entries)
        return next((number for number in numbers if number), None)

    def _named_by_field(self) -> str:
        """Return the value of the first field: what names a form whose heading does not, or that has none."""
        known = (entry for entry in self.segment.entries if self.profile.field_of(entry.label.text))
        first = next((entry for entry in known if entry.text), None)
        if first is None:
            return ""
        self.ledger.cite(self.scope, "name", first.text)
        return first.text.text

    def _fields(self) -> tuple[dict[str, Any], dict[str, PlainField]]:
        values: dict[str, Any] = {}
        other: dict[str, PlainField] = {}
        held: Counter[str | None] = Counter()
        for entry in self.segment.entries:
            label, name = label_text(entry.label).text, entry.name(self.profile)
            if name is None and not entry.label and not entry.text:
                continue
            held[name] += name is not None
            if name in values or name in other:
                if held[name] > self.profile.often(name):
                    self.report("label-repeated", f"{label} stands twice in this form", label=label)
                name = None
            elif name is None and not self.profile.is_ignored(label):
                self.report(
                    "label-unknown", f"the profile does not know the label {label or '(empty)'}", label=label
                )
            name = name or _free_name(label, other)
            if not entry.text:
                self.report("field-empty", f"nothing stands beside {label}", path=name)
            if entry.doubtful:
                message = f"nothing printed tells whether a page end cut a row beside {label}"
                self.report("row-doubtful", message, path=name)
            value = self._read(name, entry)
            if value is None:
                kept = name if name not in ROLES else _free_name(label, other)
                other[kept] = self._plain(f"other.{kept}", entry)
            else:
                values[name] = value
            for printed in (entry.label, *entry.repeated_labels):
                self.own(f"{name}.label", printed)
        if self.segment.maybe and self.segment.entries:
            self._report_cut(self.segment.entries[-1])
        self._report_missing({*values, *other, *map(self.profile.field_of, other)})
        return values, other

    def _report_cut(self, last: Entry) -> None:
        """Note that the last field may go on in a table behind something foreign."""
        label = label_text(last.label).text
        lines = [line.text for table in self.segment.maybe for cell in table.cells for line in cell.lines]
        text = join(lines)
        pages = [self.ledger.page_of(text.ids[0]).number] if text else []
        self.report(
            "form-cut",
            f"{label or 'the last field'} may go on in a table on a later page, behind what is none of the form",
            path=self.profile.field_of(label) or f"other.{label}",
            text=text.text,
            pages=pages,
        )

    def _report_missing(self, held: Collection[str | None]) -> None:
        """Note which fields a form lacks, or that it is hardly a form where these are most."""
        required = self.profile.required
        missing = [name for name in required if name not in held]
        if self.profile.is_hardly_one(held):
            message = (
                f"this form has {len(required) - len(missing)} of the {len(required)} fields of the profile"
            )
            self.report("form-incomplete", message, missing=missing)
            return
        named = ((each.name(self.profile), each) for each in self.segment.entries)
        filled = {name for name, entry in named if entry.text}
        if self.profile.is_hardly_one(filled):
            count = sum(name in filled for name in required)
            message = f"words stand beside {count} of the {len(required)} labels of this form"
            self.report("form-incomplete", message, missing=[name for name in required if name not in filled])
        for name in missing:
            label = self.profile.words_for(name)
            self.report("label-missing", f"the form has no {label}", path=name, label=label)

    def _plain(self, path: str, entry: Entry) -> PlainField:
        """Return a field without a role; a grid beside its label is kept as one."""
        grid = grid_of(entry.rows)
        for place, row in enumerate(grid):
            for number, cell in enumerate(row):
                self.own(f"{path}.tables[0].rows[{place}][{number}]", cell.text)
        self.own(path, entry.text)
        if grid:
            lines = "\n".join(
                with_breaks(cell.text, self.ends).text for row in grid for cell in row if cell.text
            )
            return PlainField(text=lines, tables=[recorded(grid, self.ends)])
        return PlainField(**dict(prose(entry.text, self.ends)))

    def _read(self, name: str, entry: Entry) -> Any:
        """Return the value of a field by its role, or None where it has none or cannot be read."""
        if name in ("services", "benefits", "contacts") and says_none(entry.text.text):
            self.own(name, entry.text)
            return []
        if name == "summary":
            self.own("summary", entry.text)
            return prose(entry.text, self.ends)
        if name in ("services", "benefits"):
            read = read_services if name == "services" else read_benefits
            drafts = dedupe(read(entry.text, self.profile, self.report), name, self.report)
            made = [
                self._service(place, draft) if name == "services" else self._benefit(place, draft)
                for place, draft in enumerate(drafts)
            ]
            self._own_markers(name, entry.text)
            return made
        if name == "contacts":
            return self._contacts(entry)
        if name == "websites":
            return self._websites(entry)
        return None

    def _own_markers(self, name: str, text: Traced) -> None:
        """Own the markers, which stand outside the blocks that they begin."""
        levels = levels_of(text, self.profile.markers)
        self.own(name, concatenate(text[slice(*place)] for place in sorted([*levels.kinds, *levels.items])))

    def _service(self, place: int, draft: KindDraft) -> Service:
        path = f"services[{place}]"
        items = []
        for number, item in enumerate(draft.items):
            self.own(f"{path}.items[{number}]", item.block)
            items.append(
                Item(label=item.label.text if item.label else None, **_prose_of(item.body, self.ends))
            )
        self.own(f"{path}.title", draft.title)
        self.own(path, self._kept(draft.block))
        return Service(
            kind=draft.kind.text,
            title=draft.title.text if draft.title else None,
            text=stored(draft.text, self.ends),
            outline=prose(draft.text, self.ends).outline if draft.text else [],
            items=items,
        )

    def _kept(self, block: Traced) -> Traced:
        """Return a block without what a finding has set aside."""
        places = [place for place, glyph in enumerate(block.ids) if self.ledger.scope_of(glyph) != SET_ASIDE]
        return Traced(
            "".join(block.text[place] for place in places), tuple(block.ids[place] for place in places)
        )

    def _benefit(self, place: int, draft: KindDraft) -> Benefit:
        self.own(f"benefits[{place}].title", draft.title)
        self.own(f"benefits[{place}]", self._kept(draft.block))
        title = draft.title.text if draft.title else None
        return Benefit(kind=draft.kind.text, title=title, **_prose_of(draft.text or EMPTY, self.ends))

    def _contacts(self, entry: Entry) -> list[Contact] | None:
        drafts = read_contacts(entry.rows, self.profile, self.report)
        if drafts is None:
            if entry.text:
                self.report(
                    "contact-unread",
                    "the contact block has none of the labels that the profile knows",
                    path="contacts",
                )
                return None
            return []
        seen: set[int] = set()
        for place, draft in enumerate(drafts):
            self._own_contact(f"contacts[{place}]", draft, seen)
        self.own("contacts", entry.text)
        return [_contact(draft) for draft in drafts]

    def _own_contact(self, path: str, draft: ContactDraft, seen: set[int]) -> None:
        parts = [("organization", draft.organization), ("person", draft.person)]
        parts += [(f"phones[{number}]", phone.printed) for number, phone in enumerate(draft.phones)]
        parts += [(f"emails[{number}]", email) for number, email in enumerate(draft.emails)]
        for name, text in parts:
            if seen.isdisjoint(text.ids):
                self.own(f"{path}.{name}", text)
                seen.update(text.ids)
            else:
                self.ledger.cite(self.scope, f"{path}.{name}", text)
        for text in draft.cited:
            self.ledger.cite(self.scope, path, text)

    def _websites(self, entry: Entry) -> list[Website] | None:
        text = entry.text
        drafts = read_websites(text)
        if not drafts and not says_none(text.text):
            self.report(
                "url-missing", f"no address can be read from {text.text}", path="websites", text=text.text
            )
            return None
        for place, draft in enumerate(drafts):
            self.own(f"websites[{place}]", draft.name + draft.url)
        self.own("websites", text)
        return [Website(name=draft.name.text or None, url=draft.url.text) for draft in drafts]


def _heading(title: Title | None) -> Heading | None:
    return Heading(number=title.number, name=title.name.text) if title else None


def _free_name(label: str, other: dict[str, PlainField]) -> str:
    """Return a name for a field under ``other`` that is not taken."""
    label = name = label or "(unlabelled)"
    number = 2
    while name in other:
        name, number = f"{label} ({number})", number + 1
    return name


def _prose_of(text: Traced, ends: Ends) -> dict[str, Any]:
    return dict(prose(text, ends)) if text else {"text": "", "outline": []}


def _contact(draft: ContactDraft) -> Contact:
    return Contact(
        role=draft.role,
        organization=draft.organization.text,
        person=draft.person.text or None,
        note="；".join(draft.notes) or None,
        number=draft.number,
        phones=[phone.phone for phone in draft.phones],
        emails=[email.text for email in draft.emails],
    )


@dataclass(slots=True)
class Scopes:
    """Gives each segment an id: area, measure and programme number; a second one of the same takes ~2.

    Where a document has several kinds of forms, the name of the kind comes first.

    Forms that no heading numbers are numbered in their order.
    """

    counted: AbstractSet[str] = frozenset()
    """The kinds of form that are numbered in their order; "" is the only kind of a document."""
    _taken: Counter[str] = field(init=False, default_factory=Counter)
    _count: Counter[str] = field(init=False, default_factory=Counter)

    def of(self, segment: Segment) -> str:
        """Return the id of the next segment."""
        kind = segment.kind
        self._count[kind] += 1
        numbers = (*segment.numbers[:2], self._count[kind]) if kind in self.counted else segment.numbers
        base = ".".join([*([kind] if kind else []), *map(str, numbers)])
        self._taken[base] += 1
        return base if self._taken[base] == 1 else f"{base}~{self._taken[base]}"
