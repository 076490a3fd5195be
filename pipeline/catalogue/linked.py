"""What the JSON-LD documents share: prefixes, context, nodes by URI, and the nodes that all of them speak of."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import regex

from pipeline.catalogue.folder import write
from pipeline.catalogue.identifiers import concept_uri, organization_uri
from pipeline.core.expressions import expression

FOLDER = "linked-data"
LANGUAGE = "zh-Hant"
CHINESE = "http://publications.europa.eu/resource/authority/language/ZHO"
TAIWAN = "http://publications.europa.eu/resource/authority/country/TWN"
ROLES = {"competent_authority": "主辦機關", "executing_agency": "執行單位", "service_team": "服務團"}

Node = dict[str, Any]
Nodes = dict[str, Node]
"""Nodes of a graph by their URI, in the order in which they were first spoken of."""

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def text_terms(*terms: str) -> Node:
    """Return the part of a context that tags the values of terms as Traditional Chinese."""
    return {term: {"@id": term, "@language": LANGUAGE} for term in terms}


def link_terms(*terms: str) -> Node:
    """Return the part of a context that reads the values of terms as URIs."""
    return {term: {"@id": term, "@type": "@id"} for term in terms}


def write_json(target: Path, value: Any) -> None:
    """Write JSON as UTF-8, whole or not at all."""
    write(target, json_bytes(value))


def json_bytes(value: Any) -> bytes:
    """Return JSON as UTF-8, each value on a line of its own; Python's encoder takes ten times as long to indent."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def add(nodes: Nodes, uri: str, kind: str | list[str], **told: Any) -> str:
    """Add a node unless its URI is known, and return the URI; ``dct_title`` stands for ``dct:title``."""
    nodes.setdefault(
        uri, {"@id": uri, "@type": kind} | {name.replace("_", ":", 1): value for name, value in told.items()}
    )
    return uri


def language(nodes: Nodes) -> str:
    """Return the URI of the language of all texts."""
    return add(nodes, CHINESE, "dct:LinguisticSystem")


def place(nodes: Nodes) -> str:
    """Return the URI of the country whose offices print the booklet."""
    return add(nodes, TAIWAN, "dct:Location")


def concept(nodes: Nodes, base: str, scheme: str, name: str) -> str:
    """Return the URI of a term of the booklet."""
    return add(nodes, concept_uri(base, scheme, name), "skos:Concept", skos_prefLabel=name)


def agent(nodes: Nodes, base: str, name: str) -> str:
    """Return the URI of an organisation; one that some programme is under is a public one throughout."""
    uri = organization_uri(base, name)
    return add(
        nodes,
        uri,
        ["foaf:Agent", "org:Organization"],
        dct_identifier=uri.rpartition("/")[2],
        dct_title=name,
        foaf_name=name,
    )


def web_address(url: str) -> str:
    """Return a printed web address as an IRI (RFC 3987): with a scheme, and encoded what may not stand in one."""
    whole = url if _SCHEME.match(url) else f"http://{url}"
    scheme, authority, path, query, fragment = _PARTS.fullmatch(whole).groups("")  # type: ignore[union-attr]
    user, at, host, port = _AUTHORITY.fullmatch(authority).groups("")  # type: ignore[union-attr]
    parts = [scheme, _encoded(user, ":"), at, host if _IP.fullmatch(host) else _encoded(host, ""), port]
    parts += [_encoded(path, "@:/"), query[:1], _encoded(query[1:], "@:/?")]
    return "".join([*parts, fragment[:1], _encoded(fragment[1:], "@:/?")])


_SCHEME = expression(r"[A-Za-z][A-Za-z0-9+.\-]*://")
_PARTS = expression(r"([^:]*://)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", regex.S)
_AUTHORITY = expression(r"(?:(.*)(@))?(.*?)(:[0-9]*)?", regex.S)
_IP = expression(r"\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]*\]")
_CHARACTER = expression(
    r"(?P<stands>%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~!$&'()*+,;=]|[[^\x00-\xa0]--[\p{C}\p{Z}]])|.",
    regex.S | regex.V1,
)
"""``stands``, of RFC 3987: pct-encoded, iunreserved, sub-delims."""


def _encoded(part: str, signs: str) -> str:
    """Return a part of an IRI with every character encoded that may not stand there; ``signs`` may."""
    return _CHARACTER.sub(
        lambda found: found[0] if found["stands"] or found[0] in signs else quote(found[0], safe=""), part
    )
