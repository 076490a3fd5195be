"""The catalogue folder -> DCAT-AP 3: a series with a dataset per edition, and what can be downloaded.

Comes in: a catalogue and the folder that the other formats have been written to; this one comes last.  Goes out:
``dcat.jsonld``.  A file that bears the id of an edition in its name is a distribution of that edition; what
holds all editions is one of a dataset of its own, ``<base>dataset/all``.  Pages for people are no distributions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import regex

from pipeline.catalogue.identifiers import edition_uri, file_uri, series_uri
from pipeline.catalogue.linked import (
    PREFIXES,
    Node,
    Nodes,
    add,
    agent,
    language,
    link_terms,
    place,
    text_terms,
    write_json,
)
from pipeline.catalogue.manifest import MADE_OF
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.offices import names_of
from pipeline.core.files import file_sha256
from pipeline.core.record import Booklet
from pipeline.report.values import day

FILE = "dcat.jsonld"

CONTEXT = (
    PREFIXES
    | text_terms("dct:title", "dct:description", "foaf:name")
    | link_terms("dcat:dataset", "dcat:inSeries", "dcat:prev", "dcat:distribution", "dcat:accessURL")
    | link_terms("dcat:downloadURL", "dcat:mediaType", "dcat:landingPage", "dct:publisher", "dct:creator")
    | link_terms("dct:language", "dct:spatial", "dct:temporal", "dct:accrualPeriodicity", "dct:source")
    | link_terms("spdx:checksum", "spdx:algorithm")
    | {
        "dcat:startDate": {"@id": "dcat:startDate", "@type": "xsd:date"},
        "dcat:endDate": {"@id": "dcat:endDate", "@type": "xsd:date"},
        "dcat:byteSize": {"@id": "dcat:byteSize", "@type": "xsd:nonNegativeInteger"},
        "spdx:checksumValue": {"@id": "spdx:checksumValue", "@type": "xsd:hexBinary"},
    }
)
_ANNUAL = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
_IANA = "https://www.iana.org/assignments/media-types/"
_DATES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".db": "application/vnd.sqlite3",
    ".xml": "application/xml",
    ".atom": "application/atom+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What counts as a file of data, by its ending."""


_ONE_EACH = ("programme/", "follow/", "api/v1/programmes/")
"""Folders with a file for each programme or filter, whose content stands in the files for all, too."""


def write_dcat(catalogue: Catalogue, out: Path) -> None:
    """Describe the files of the catalogue folder ``out`` in ``dcat.jsonld`` in it."""
    write_json(out / FILE, dcat(catalogue, out))


def dcat(catalogue: Catalogue, out: Path) -> Node:
    """Return the JSON-LD document of the catalogue, its series, datasets and distributions."""
    nodes: Nodes = {}
    datasets = [edition_uri(catalogue.base, booklet.edition.id) for booklet in catalogue.booklets]
    names = " / ".join(dict.fromkeys(booklet.edition.series for booklet in catalogue.booklets))
    publishers = catalogue.booklets[-1].edition.publishers if catalogue.booklets else []
    whole = f"{catalogue.base}dataset/all"
    files = list(_files(out))
    nodes[catalogue.base] = {
        "@id": catalogue.base,
        "@type": "dcat:Catalog",
        "dct:title": f"{names}：目錄",
        "dct:description": f"{names}各年度之結構化資料。",
        "dct:publisher": _publisher(nodes, catalogue, publishers[0]) if publishers else None,
        "dct:language": language(nodes),
        "dct:spatial": place(nodes),
        "dcat:dataset": [*datasets, whole],
    }
    for number, booklet in enumerate(catalogue.booklets):
        own = [each for each in files if _edition(each, catalogue) is booklet]
        made = [_distribution(nodes, catalogue.base, out, each) for each in own]
        _dataset(nodes, catalogue, number, made)
    nodes[whole] = {
        "@id": whole,
        "@type": "dcat:Dataset",
        "dct:title": f"{names}：各年度合輯",
        "dct:description": "各年度之計畫、服務、聯絡資訊及受理期間，同一表內以年度區分。",
        "dct:publisher": _publisher(nodes, catalogue, publishers[0]) if publishers else None,
        "dct:language": language(nodes),
        "dct:source": datasets,
        "dcat:distribution": [
            _distribution(nodes, catalogue.base, out, each)
            for each in files
            if _edition(each, catalogue) is None
        ],
    }
    kept = [
        {name: value for name, value in node.items() if value not in (None, [])} for node in nodes.values()
    ]
    return {"@context": CONTEXT, "@graph": kept}


def _files(out: Path) -> Iterator[str]:
    """Yield the files of data by their path in the folder, in its order; hidden ones are still being written."""
    for path in sorted(out.rglob("*")):
        relative = path.relative_to(out)
        hidden = any(part.startswith(".") for part in relative.parts)
        if relative.as_posix().startswith(_ONE_EACH) or relative.name == MADE_OF:
            continue
        if path.is_file() and path.suffix in MEDIA_TYPES and not hidden and relative != Path(FILE):
            yield relative.as_posix()


def _edition(path: str, catalogue: Catalogue) -> Booklet | None:
    """Return the edition whose id the name of a file bears as a word; the longest, of several."""
    for booklet in sorted(catalogue.booklets, key=lambda each: -len(each.edition.id)):
        if regex.search(rf"(?<![\w.]){regex.escape(booklet.edition.id)}\.[a-z]+$", path):
            return booklet
    return None


def _distribution(nodes: Nodes, base: str, out: Path, path: str) -> str:
    file = out / path
    uri = file_uri(base, path)
    checksum = add(
        nodes,
        f"{uri}#checksum",
        "spdx:Checksum",
        spdx_algorithm=add(nodes, f"{PREFIXES['spdx']}checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm"),
        spdx_checksumValue=file_sha256(file),
    )
    return add(
        nodes,
        f"{uri}#distribution",
        "dcat:Distribution",
        dct_title=path,
        dcat_accessURL=uri,
        dcat_downloadURL=uri,
        dcat_mediaType=add(nodes, _IANA + MEDIA_TYPES[file.suffix], "dct:MediaType"),
        dcat_byteSize=str(file.stat().st_size),
        spdx_checksum=checksum,
    )


def _dataset(nodes: Nodes, catalogue: Catalogue, number: int, distributions: Sequence[str]) -> None:
    base, booklet = catalogue.base, catalogue.booklets[number]
    edition = booklet.edition
    uri = edition_uri(base, edition.id)
    series = _series(nodes, catalogue, booklet)
    publishers = [_publisher(nodes, catalogue, name) for name in edition.publishers]
    former = [each for each in catalogue.booklets[:number] if each.edition.series == edition.series]
    temporal = None
    if edition.year is not None:
        year = {"dcat:startDate": f"{edition.year}-01-01", "dcat:endDate": f"{edition.year}-12-31"}
        temporal = {"@id": f"{uri}#year", "@type": "dct:PeriodOfTime"} | year
        nodes[f"{uri}#year"] = temporal
    nodes[uri] = {
        "@id": uri,
        "@type": "dcat:Dataset",
        "dct:identifier": edition.id,
        "dct:title": edition.title,
        "dct:description": f"{edition.title}之結構化資料：{len(booklet.programmes)} 項計畫。",
        "dct:issued": _issued(edition.issued),
        "dct:publisher": publishers[0] if publishers else None,
        "dct:creator": publishers,
        "dct:language": language(nodes),
        "dct:spatial": place(nodes),
        "dct:temporal": f"{uri}#year" if temporal else None,
        "dcat:inSeries": series,
        "dcat:prev": edition_uri(base, former[-1].edition.id) if former else None,
        "dcat:distribution": list(distributions),
    }


def _series(nodes: Nodes, catalogue: Catalogue, booklet: Booklet) -> str:
    edition = booklet.edition
    return add(
        nodes,
        series_uri(catalogue.base, edition.series),
        "dcat:DatasetSeries",
        dct_title=edition.series,
        dct_description=f"{edition.series}，每年一版。",
        dct_publisher=_publisher(nodes, catalogue, edition.publishers[0]) if edition.publishers else None,
        dct_accrualPeriodicity=add(nodes, _ANNUAL, "dct:Frequency"),
        dct_spatial=place(nodes),
    )


def _publisher(nodes: Nodes, catalogue: Catalogue, name: str) -> str:
    return agent(nodes, catalogue.base, names_of(catalogue).get(name, name))


def _issued(edtf: str | None) -> dict[str, Any] | None:
    """Return the date on the cover, as precise as it is printed."""
    kind = _DATES.get(len(edtf)) if edtf and day(edtf, last=False) else None
    return {"@type": kind, "@value": edtf} if kind else None
