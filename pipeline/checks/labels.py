"""Labels in words and headings in numbers that the profile does not know, and forms that lack most of its labels.

Comes in: programmes with their forms, as they go by.  Goes out: findings: of each new label one, with all its places.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.findings import finding
from pipeline.core.record import Finding
from pipeline.core.text import fold
from pipeline.forms.drift.renamed import Renaming
from pipeline.forms.entries import Entry
from pipeline.forms.labels import label_text

FEW = 3
"""Fewer forms may lack a field by chance."""


@dataclass(slots=True)
class Renamed:
    """The labels of an edition in new words, and where they stand."""

    labels: Sequence[Renaming] = ()
    places: dict[Renaming, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """Of each the programmes and paths."""

    @property
    def paths(self) -> set[str]:
        """The fields that are announced in new words."""
        return {each.field if each.table == "labels" else "contacts" for each in self.labels}

    def see(self, entries: Sequence[Entry], programme: str, kind: str = "") -> None:
        """Note the new labels of a form of this kind."""
        if not self.labels:
            return
        own = {fold(label_text(entry.label).text) for entry in entries}
        small = {fold(cell.text.text) for entry in entries for row in entry.rows for cell in row}
        for each in self.labels:
            if each.form != kind:
                continue
            if each.table == "labels" and each.label in own:
                self.places[each].append((programme, each.field))
            elif each.table != "labels" and each.label in small:
                self.places[each].append((programme, "contacts"))

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each new label, at the first of its places."""
        for each in self.labels:
            if not (places := self.places[each]):
                continue
            programme, path = places[0]
            if each.added:
                yield _added(each, places)
                continue
            name = each.known or each.field
            message = (
                f"{each.printed} is read as {name} in {len(places)} forms; the profile does not know the words"
                if len(places) > 1
                else f"{each.printed} is read as {name} in one form; the profile does not know the words"
            )
            found = finding(
                "label-renamed",
                message,
                programme=programme,
                path=path,
                label=each.printed,
                table=each.table,
                field=each.field,
                count=len(places),
                places=[":".join(place) for place in places],
            )
            if each.form:
                found.data["kind"] = each.form
            yield found


def heading_renumbered(level: Renaming) -> Finding:
    """Return the finding that headings of a level are numbered in another way than the profile says."""
    return finding(
        "heading-renumbered",
        f"{level.printed} is read as a heading of the level {level.field}; the profile numbers these otherwise",
        heading=level.printed,
        level=level.field,
        pattern=level.label,
        count=level.count,
    )


def _added(each: Renaming, places: Sequence[tuple[str, str]]) -> Finding:
    return finding(
        "label-unknown",
        f"the profile does not know the label {each.printed}, which {len(places)} forms have",
        programme=places[0][0],
        path=f"other.{each.printed}",
        label=each.printed,
        count=len(places),
        places=[programme for programme, _ in places],
    )


def missing_throughout(findings: Sequence[Finding], kinds: Mapping[str, str]) -> list[Finding]:
    """Return findings with an error in the place of those that say of most forms of a kind that they lack a field.

    Args:
        findings: in the order of the record.
        kinds: of each programme the kind of its form.
    """

    def told(each: Finding) -> tuple[str, str | None]:
        return (kinds.get(each.where.programme or "", ""), each.where.path)

    missing: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for each in findings:
        if each.code == "label-missing":
            missing[told(each)].append(each)
    forms = Counter(kinds.values())
    absent = {
        place: members
        for place, members in missing.items()
        if len(members) >= FEW and 2 * len(members) > forms[place[0]]
    }
    made: list[Finding] = []
    for each in findings:
        members = absent.get(told(each), []) if each.code == "label-missing" else []
        if not members:
            made.append(each)
        elif each is members[0]:
            made.append(_absent(members, forms[told(each)[0]]))
    return made


def _absent(members: Sequence[Finding], programmes: int) -> Finding:
    where = members[0].where
    return finding(
        "label-absent",
        f"{len(members)} of {programmes} forms have no {members[0].data.get('label', where.path)}",
        programme=where.programme,
        path=where.path,
        page=where.page,
        box=where.box,
        count=len(members),
        places=[each.where.programme for each in members],
    )
