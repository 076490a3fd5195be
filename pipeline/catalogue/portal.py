"""The tables of the catalogue -> dataset metadata for data.gov.tw, to be completed and sent by its agency.

Comes in: a catalogue and the folder that its CSV tables have been written to.  Goes out: ``portal/data-gov-tw.json``,
with the field names of the platform's metadata API, version 2.  ``resourceField`` is read from each CSV file, so it
is equal to its header.  What no booklet says stays empty, for the agency to fill in: categories, its OID, contact,
licence and cost.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.catalogue.hsds import FOLDER as HSDS
from pipeline.catalogue.identifiers import file_uri
from pipeline.catalogue.linked import write_json
from pipeline.catalogue.model import Catalogue
from pipeline.report.values import day

FILE = "portal/data-gov-tw.json"
_DESCRIPTOR = "datapackage.json"
_LONGEST = (1 << 31) - 1
"""Characters of a cell."""


def write_portal(catalogue: Catalogue, out: Path) -> None:
    """Write the metadata of the CSV tables that stand in the catalogue folder ``out``."""
    write_json(out / FILE, portal(catalogue, out))


def portal(catalogue: Catalogue, out: Path) -> dict[str, Any]:
    """Return the metadata of one dataset with a resource per table."""
    editions = [booklet.edition for booklet in catalogue.booklets]
    series = "、".join(dict.fromkeys(edition.series for edition in editions))
    years = sorted(edition.year for edition in editions if edition.year)
    publishers = "、".join(dict.fromkeys(name for edition in editions for name in edition.publishers))
    issued = sorted(date.isoformat() for edition in editions if (date := day(edition.issued, last=False)))
    programmes = sum(len(booklet.programmes) for booklet in catalogue.booklets)
    return {
        "categoryService": "",
        "categoryDataset": "",
        "title": series,
        "description": f"{series}各年度之結構化資料，共 {len(editions)} 版、{programmes} 項計畫："
        "服務項目、補助金額、受理期間、聯絡資訊及網站。",
        "type": "rawData",
        "license": "",
        "cost": "",
        "publisherOID": "",
        "publisherContactName": "",
        "publisherContactPhone": "",
        "publisherContactEmail": "",
        "updateFrequency": {"regularupdate": "1", "Frequency": "1", "unittime": "年"},
        "coverageStartedDate": f"{years[0]}-01-01" if years else "",
        "coverageEndedDate": f"{years[-1]}-12-31" if years else "",
        "publishedDate": issued[0] if issued else "",
        "modifiedDate": issued[-1] if issued else "",
        "spatialCoverage": "臺灣",
        "language": "zh",
        "relatedUrl": catalogue.base,
        "notes": f"編印機關：{publishers}" if publishers else "",
        "distribution": list(_resources(catalogue, out)),
    }


def _resources(catalogue: Catalogue, out: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(out.rglob("*.csv")):
        relative = path.relative_to(out)
        if relative.parts[0] == HSDS or any(part.startswith(".") for part in relative.parts):
            continue
        title, told = _told(path, out)
        csv.field_size_limit(_LONGEST)  # a text of a booklet may be longer than Python expects
        # A byte order mark, which Excel asks for, is no part of the first name.
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream)
            header = next(rows, [])
            count = sum(1 for _ in rows)
        yield {
            "resourceDescription": title or path.stem,
            "resourceField": [{"name": name, "description": told.get(name, "")} for name in header],
            "resourceFormat": "CSV",
            "resourceCharacterEncoding": "UTF-8",
            "resourceDownloadUrl": file_uri(catalogue.base, relative.as_posix()),
            "resourceAmount": str(count),
            "resourceNotes": "",
        }


def _told(path: Path, out: Path) -> tuple[str, dict[str, str]]:
    """Return the title of a table and what its fields mean, from the data package beside it, if there is one."""
    folders = [folder for folder in path.parents if folder.is_relative_to(out)]
    descriptor = next((each for folder in folders if (each := folder / _DESCRIPTOR).is_file()), None)
    if descriptor is None:
        return "", {}
    package = json.loads(descriptor.read_bytes())
    for resource in package.get("resources", []):
        if descriptor.parent / str(resource.get("path")) == path:
            fields = resource.get("schema", {}).get("fields", [])
            told = {each["name"]: each.get("description") or each.get("title") or "" for each in fields}
            return resource.get("title") or resource.get("description") or "", told
    return "", {}
