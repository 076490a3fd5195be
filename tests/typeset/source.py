"""The source of a booklet: what is meant, and how it is printed where an oddity is wanted.

Comes in: a TOML file.  Goes out: a ``Source``.  An outline node is ``[marker, text, [children]]``, with a
marker that begins with ``+`` when the node is printed on the line of the node before.  In every string
``{printed|meant}`` holds two readings (``{⽤|用}``, ``{１１２|112}``, ``{ |}`` for a stray space).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

TWO_READINGS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
LABELS = {
    "summary": "輔導措施簡介",
    "services": "提供服務項目",
    "benefits": "中堅企業優惠方式",
    "contacts": "聯絡方式",
    "websites": "相關網站",
}
ROLE_LABELS = {"competent_authority": "主辦機關", "executing_agency": "執行單位"}
PERSON_LABELS = {"competent_authority": "承辦人", "executing_agency": "聯絡人"}
CHINESE_NUMERALS = "零一二三四五六七八九十"


def printed(text: str) -> str:
    """Return the reading that stands on the page."""
    return TWO_READINGS.sub(r"\1", text)


def meant(text: str) -> str:
    """Return the reading that the record should hold."""
    return TWO_READINGS.sub(r"\2", text)


@dataclass(frozen=True, slots=True)
class Node:
    """One node of an outline."""

    marker: str
    text: str
    children: tuple[Node, ...] = ()
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One ● of a service; ``twice`` prints it a second time."""

    label: str | None
    text: str = ""
    outline: tuple[Node, ...] = ()
    bullet: str = "●"
    colon: str = "："
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """One ■ of the services; an empty ``mark`` prints the kind without ■."""

    kind: str
    title: str | None = None
    text: str | None = None
    items: tuple[Item, ...] = ()
    mark: str = "■"
    colon: str = "："


@dataclass(frozen=True, slots=True)
class Benefit:
    """One ■ of the benefits."""

    kind: str
    text: str = ""
    outline: tuple[Node, ...] = ()
    mark: str = "■"
    colon: str = "："


@dataclass(frozen=True, slots=True)
class Meant:
    """One contact as the record should hold it; a phone is ``+886...`` with ``#extension``."""

    person: str | None
    phones: tuple[str, ...] = ()
    note: str | None = None
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One printed row of the contact table, and the contacts that it means."""

    role: str
    organization: tuple[str, ...]
    person: tuple[str, ...]
    phone: tuple[str, ...]
    means: tuple[Meant, ...]
    email: tuple[str, ...] = ()
    label: str = ""
    person_label: str = ""
    phone_label: str = "聯絡電話"
    email_label: str = "E-mail"
    """What stands before the second number or address."""
    merged: bool = False
    """The labels 聯絡人 and 聯絡電話 span this row and the row above."""
    apart: bool = False
    """The role label is printed again, though the row above has the same."""
    same_organization: bool = False
    """The cell of the organization spans this row and the row above."""
    cut_after: int = 0
    """The page ends after this many lines of the row."""


@dataclass(frozen=True, slots=True)
class Printing:
    """How one programme is printed where it differs from the rest."""

    same_page: bool = False
    labels: dict[str, str] = field(default_factory=dict)
    cut_after: dict[str, int] = field(default_factory=dict)
    """Row -> the page ends after this many of its lines."""
    label_cut: tuple[str, ...] = ()
    """Rows whose label stands half on the page before and half on the page after."""
    transcript: str = "paragraphs"
    """paragraphs | plain | quoted | entities: how the transcription wrote its cells."""
    transcript_cut: tuple[str, ...] = ()
    """Rows that the transcription has in two parts, cut within a sentence."""
    contents_name: str = ""
    missing: tuple[str, ...] = ()
    """Rows that the form does not have."""


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme: its form and what the form means."""

    name: str
    acronym: str | None
    summary: str
    summary_outline: tuple[Node, ...]
    services: tuple[Service, ...]
    benefits: tuple[Benefit, ...]
    contacts: tuple[ContactRow, ...]
    websites: tuple[tuple[str | None, str], ...]
    websites_printed: tuple[str, ...]
    printing: Printing = field(default_factory=Printing)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure (一) and its programmes."""

    name: str
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """An area 一、 and its measures."""

    name: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Introduction:
    """The pages before the first area: paragraphs (nodes without a marker) and ◆ lists."""

    title: str
    nodes: tuple[Node, ...]
    organization: str
    contact: Meant


@dataclass(frozen=True, slots=True)
class Source:
    """A whole booklet."""

    roc_year: int
    title: str
    title_lines: tuple[str, ...]
    publishers: tuple[str, ...]
    issued: str
    issued_printed: str
    introduction: Introduction
    areas: tuple[Area, ...]
    labels: dict[str, str] = field(default_factory=lambda: dict(LABELS))
    added: tuple[tuple[str, str], ...] = ()
    """Rows that every form has below the benefits: label and text."""
    pictured: bool = False
    """Whether a picture that telephones read stands below the addresses of each form."""

    def uncut(self) -> Source:
        """Return the same booklet, in which no page end cuts a label or a row on purpose."""
        return self.changed(
            lambda each: replace(each, printing=replace(each.printing, label_cut=(), cut_after={}))
        )

    def changed(self, change: Callable[[Programme], Programme]) -> Source:
        """Return the same booklet with each programme changed, in their order."""
        areas = []
        for area in self.areas:
            measures = [
                replace(measure, programmes=tuple(map(change, measure.programmes)))
                for measure in area.measures
            ]
            areas.append(replace(area, measures=tuple(measures)))
        return replace(self, areas=tuple(areas))

    def programmes(self) -> list[tuple[str, Area, Measure, Programme]]:
        """Return every programme with its id ("2.1.3") and the headings above it."""
        return [
            (f"{a}.{m}.{p}", area, measure, programme)
            for a, area in enumerate(self.areas, 1)
            for m, measure in enumerate(area.measures, 1)
            for p, programme in enumerate(measure.programmes, 1)
        ]


def load(path: Path) -> Source:
    """Read a source from a TOML file; a key that is not known raises ``TypeError``."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    intro = data["introduction"]
    return Source(
        roc_year=data["roc_year"],
        title=data["title"],
        title_lines=tuple(data["title_lines"]),
        publishers=tuple(data["publishers"]),
        issued=data["issued"],
        issued_printed=data["issued_printed"],
        introduction=Introduction(
            intro["title"], _nodes(intro["nodes"]), intro["organization"], _meant(intro["contact"])
        ),
        areas=tuple(
            Area(
                area["name"],
                tuple(
                    Measure(measure["name"], tuple(_programme(p) for p in measure["programme"]))
                    for measure in area["measure"]
                ),
            )
            for area in data["area"]
        ),
        labels=LABELS | data.get("labels", {}),
    )


def _nodes(rows: list[list[Any]]) -> tuple[Node, ...]:
    return tuple(
        Node(marker.lstrip("+"), text, _nodes(rest[0]) if rest else (), marker.startswith("+"))
        for marker, text, *rest in rows
    )


def _meant(row: dict[str, Any]) -> Meant:
    return Meant(
        row.get("person"), tuple(row.get("phones", [])), row.get("note"), tuple(row.get("emails", []))
    )


def _programme(data: dict[str, Any]) -> Programme:
    printing = dict(data.get("print", {}))
    for key in ("label_cut", "transcript_cut", "missing"):
        printing[key] = tuple(printing.get(key, []))
    return Programme(
        name=data["name"],
        acronym=data.get("acronym"),
        summary=data.get("summary", ""),
        summary_outline=_nodes(data.get("summary_outline", [])),
        services=tuple(
            Service(
                **{k: v for k, v in s.items() if k != "item"},
                items=tuple(
                    Item(**(i | {"outline": _nodes(i.get("outline", []))})) for i in s.get("item", [])
                ),
            )
            for s in data["service"]
        ),
        benefits=tuple(Benefit(**(b | {"outline": _nodes(b.get("outline", []))})) for b in data["benefit"]),
        contacts=tuple(_contact_row(row) for row in data["contact"]),
        websites=tuple((name or None, url) for name, url in data.get("websites", [])),
        websites_printed=tuple(data.get("websites_printed", [])),
        printing=Printing(**printing),
    )


def _contact_row(row: dict[str, Any]) -> ContactRow:
    lists = {key: tuple(row.get(key, [])) for key in ("organization", "person", "phone", "email")}
    return ContactRow(**(row | lists | {"means": tuple(_meant(m) for m in row.get("means", []))}))
