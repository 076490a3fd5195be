"""What the record of a source should hold, worked out without the extractor.

Comes in: a source.  Goes out: plain dictionaries with the record's field names; of a phone only ``e164``
and ``extension`` are given, and facts, keys, pages and provenance are left out.  Every node of an
outline begins a line, and so does every paragraph.
"""

from __future__ import annotations

import re
from typing import Any

from tests.typeset.source import ContactRow, Item, Meant, Node, Programme, Service, Source, meant


def expected_record(source: Source) -> dict[str, Any]:
    """Return the edition, the front matter and the programmes that a reader should find."""
    intro = source.introduction
    team = _contact("service_team", intro.organization, intro.contact)
    del team["note"]  # its address: left to the reader
    introduction = text_of("", intro.nodes)
    team["phones"] += [
        {"e164": f"+886{digits}", "extension": None, "kind": "fax"} for digits in _faxes(introduction)
    ]
    return {
        "edition": {
            "roc_year": source.roc_year,
            "year": source.roc_year + 1911,
            "publishers": list(source.publishers),
            "issued": source.issued,
        },
        "front": {
            "introduction": introduction,
            "contacts": [team],
            "contents": contents(source),
        },
        "programmes": [
            {
                "id": identity,
                "area": {"number": int(identity.split(".")[0]), "name": meant(area.name)},
                "measure": {"number": int(identity.split(".")[1]), "name": meant(measure.name)},
                "number": int(identity.split(".")[2]),
                **_programme(programme),
            }
            for identity, area, measure, programme in source.programmes()
        ],
    }


def _faxes(text: str) -> list[str]:
    """Return the digits of the fax numbers that a text prints, without the 0 before the area code."""
    return ["".join(number) for number in re.findall(r"傳真：\(0(\d)\)(\d{4})-(\d{4})", text)]


def contents(source: Source) -> list[dict[str, Any]]:
    """Return the lines of the contents page, without page numbers."""
    rows: list[dict[str, Any]] = [{"level": 0, "number": None, "title": meant(source.introduction.title)}]
    for a, area in enumerate(source.areas, 1):
        rows.append({"level": 1, "number": a, "title": meant(area.name)})
        for m, measure in enumerate(area.measures, 1):
            rows.append({"level": 2, "number": m, "title": meant(measure.name)})
            for p, programme in enumerate(measure.programmes, 1):
                title = _name(programme.printing.contents_name or programme.name)
                rows.append({"level": 3, "number": p, "title": title})
    return rows


def text_of(text: str, nodes: tuple[Node, ...]) -> str:
    """Return a text with its outline: a line break where a node begins and where a paragraph ends."""
    lines = [meant(text), *(node.marker + meant(node.text) for node in _flat(nodes))]
    return "\n".join(line for line in lines if line)


def outline_of(text: str, nodes: tuple[Node, ...]) -> list[dict[str, Any]]:
    """Return an outline as the record holds it: a text before the first marker is a node without one."""
    lead: list[dict[str, Any]] = (
        [{"marker": None, "text": meant(text), "children": []}] if text and nodes else []
    )
    return lead + [
        {"marker": node.marker, "text": meant(node.text), "children": outline_of("", node.children)}
        for node in nodes
    ]


def _flat(nodes: tuple[Node, ...]) -> list[Node]:
    return [each for node in nodes for each in (node, *_flat(node.children))]


def _programme(programme: Programme) -> dict[str, Any]:
    missing = programme.printing.missing
    empty: dict[str, Any] = {"summary": {"text": "", "outline": []}} | {
        key: [] for key in ("services", "benefits", "contacts", "websites")
    }
    found: dict[str, Any] = {
        "summary": {
            "text": text_of(programme.summary, programme.summary_outline),
            "outline": outline_of(programme.summary, programme.summary_outline),
        },
        "services": [_service(service) for service in programme.services],
        "benefits": [
            {"kind": meant(benefit.kind), "text": text_of(benefit.text, benefit.outline)}
            for benefit in programme.benefits
        ],
        "contacts": contacts_of(programme.contacts),
        "websites": [{"name": name and meant(name), "url": url} for name, url in programme.websites],
    }
    return {
        "name": _name(programme.name),
        "acronym": programme.acronym,
        **{key: empty[key] if key in missing else value for key, value in found.items()},
    }


def _service(service: Service) -> dict[str, Any]:
    return {
        "kind": meant(service.kind),
        "title": service.title and meant(service.title),
        "text": service.text and meant(service.text),
        "items": [_item(item) for item in service.items],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "label": item.label and meant(item.label),
        "text": text_of(item.text, item.outline),
        "outline": outline_of(item.text, item.outline),
    }


def contacts_of(rows: tuple[ContactRow, ...]) -> list[dict[str, Any]]:
    """Return the contacts of a form, in the order of its rows."""
    found: list[dict[str, Any]] = []
    organization = ""
    for row in rows:
        if not row.same_organization:
            organization = "".join(meant(line) for line in row.organization).replace(" ", "")
        found += [_contact(row.role, organization, each) for each in row.means]
    return found


def _contact(role: str, organization: str, value: Meant) -> dict[str, Any]:
    return {
        "role": role,
        "organization": organization,
        "person": value.person,
        "note": value.note,
        "phones": [_phone(phone) for phone in value.phones],
        "emails": list(value.emails),
    }


def _phone(phone: str) -> dict[str, str | None]:
    number, _, extension = phone.partition("#")
    return {"e164": number, "extension": extension or None}


def _name(name: str) -> str:
    """Return a name as stored: the space before an acronym in brackets stands beside Chinese and goes."""
    return meant(name).replace(" (", "(")


def differences(expected: Any, found: Any, path: str = "", *, full_lines: bool = False) -> list[str]:
    """Return where a record (as ``model_dump`` gives it) differs; keys that are not expected are not compared.

    ``full_lines``: a paragraph may have ended with a full line, so that nobody saw it end.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for key, value in expected.items()
            for line in differences(
                value, found.get(key), f"{path}.{key}" if path else key, full_lines=full_lines
            )
        ]
    if isinstance(expected, list) and isinstance(found, list):
        lines = (
            [f"{path}: {len(expected)} expected, {len(found)} found"] if len(expected) != len(found) else []
        )
        for index, (one, other) in enumerate(zip(expected, found, strict=False)):
            lines += differences(one, other, f"{path}[{index}]", full_lines=full_lines)
        return lines
    same = expected == found or (full_lines and _lacks_breaks(expected, found))
    return [] if same else [f"{path}: expected {expected!r}, found {found!r}"]


def _lacks_breaks(expected: Any, found: Any) -> bool:
    """Tell whether a text lacks line breaks and nothing else."""
    if not isinstance(expected, str) or not isinstance(found, str):
        return False
    at = 0
    for sign in expected:
        if found[at : at + 1] == sign:
            at += 1
        elif sign != "\n":
            return False
    return at == len(found)
