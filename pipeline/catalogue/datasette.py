"""The tables -> ``datasette.json``: titles, meanings and ready questions for who opens the database in Datasette.

Comes in: a catalogue.  Goes out: the metadata file that ``datasette catalogue.sqlite --metadata datasette.json`` reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.catalogue.linked import write_json
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.schema import TABLES

FILE = "datasette.json"

FACETS = {
    "programmes": ["edition", "area", "agency"],
    "services": ["edition", "kind"],
    "facts": ["edition", "type", "role"],
    "conditions": ["edition", "kind"],
    "changes": ["edition", "class", "kind"],
}
"""Columns by whose values a table is narrowed."""

MAY_APPLY = """\
SELECT name, kind, open, gives, pays, conditions FROM offers AS o WHERE edition = :edition AND NOT EXISTS (
 SELECT 1 FROM limits WHERE programme = o.programme AND coalesce(service, o.service) = o.service
 GROUP BY need HAVING NOT max(CASE what WHEN 'staff' THEN CAST(:staff AS INTEGER) BETWEEN least AND most
 WHEN 'capital' THEN CAST(:capital AS INTEGER) BETWEEN least AND most ELSE 1 END))"""
"""Which programmes a firm may apply to; what it does not tell of itself (turnover, age) shuts nothing out."""

QUERIES: dict[str, dict[str, str]] = {
    "may_apply": {
        "title": "一家公司可申請哪些計畫：至何時、可得多少、須自付多少",
        "description": "員工人數（staff）、資本額（capital，新臺幣元）、版次（edition，如 demo-113）。",
        "sql": MAY_APPLY,
    },
    "closing_soon": {
        "title": "三十天內截止的受理期間",
        "description": "自指定日（day，如 2024-02-01）起三十天內。",
        "sql": "SELECT closes, name, subject, printed, agency, edition FROM closing"
        " WHERE closes BETWEEN :day AND date(:day, '+30 days')",
    },
    "subsidies_from": {
        "title": "補助金額達一定數額的計畫",
        "description": "最低金額（amount）以新臺幣元計，如 10000000。",
        "sql": "SELECT max(amount_twd) AS amount_twd, name, agency, edition, printed FROM subsidies"
        " WHERE amount_twd >= CAST(:amount AS INTEGER) GROUP BY programme ORDER BY amount_twd DESC",
    },
    "contacts_of": {
        "title": "一個機關的所有聯絡窗口",
        "description": "機關名稱的一部分（agency）。",
        "sql": "SELECT organization, person, phones, emails, name, edition FROM directory"
        " WHERE organization LIKE '%' || :agency || '%'",
    },
    "changes_of": {
        "title": "一項計畫與前一年的差異",
        "description": "計畫名稱的一部分（name）。",
        "sql": "SELECT name, edition_from, edition, class, kind, before, after FROM history"
        " WHERE name LIKE '%' || :name || '%'",
    },
    "words": {
        "title": "全文檢索",
        "description": "任何字詞（words），繁體或簡體。",
        "sql": "SELECT t.edition, p.name, t.field, t.text FROM texts AS t"
        " LEFT JOIN programmes AS p ON p.id = t.programme WHERE CASE WHEN length(:words) > 2"
        """ THEN t.rowid IN (SELECT rowid FROM search WHERE search MATCH '"' || replace(:words, '"', '""') || '"')"""
        " ELSE t.text LIKE '%' || :words || '%' OR t.simplified LIKE '%' || :words || '%' END",
    },
}


def write_datasette(catalogue: Catalogue, out: Path) -> None:
    """Write the metadata into the catalogue folder ``out``."""
    write_json(out / FILE, metadata(catalogue))


def metadata(catalogue: Catalogue) -> dict[str, Any]:
    """Return the metadata."""
    titles = "、".join(dict.fromkeys(booklet.edition.series for booklet in catalogue.booklets))
    facets = FACETS
    if any(programme.kind for booklet in catalogue.booklets for programme in booklet.programmes):
        facets = FACETS | {"programmes": [*FACETS["programmes"], "kind"]}
    described = {
        table.name: {
            "title": table.title,
            "description": table.told,
            **({"facets": facets[table.name]} if table.name in facets else {}),
            "columns": {column.name: f"{column.title}　{column.told}".strip() for column in table.columns},
        }
        for table in TABLES
    }
    described["texts"] = {"title": "全文", "fts_table": "search", "fts_pk": "rowid"}
    return {"title": titles, "databases": {"catalogue": {"tables": described, "queries": QUERIES}}}
