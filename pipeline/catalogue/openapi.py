"""What the static API answers, as OpenAPI 3.1 says it."""

from __future__ import annotations

from typing import Any

from pipeline.catalogue.model import Catalogue, all_series

_TOLD = " ".join(
    (
        "Static files: no key, no limit, no server. A client reads programmes.json once, filters there, and asks",
        "for the detail of what it shows. Files change when an edition is published: ask with If-None-Match.",
        "For use from other sites the host must send `Access-Control-Allow-Origin: *`; docs/catalogue.md says how.",
        "Money is in whole TWD, days are ISO 8601, dates of values EDTF; null is what the booklet does not print.",
        "Fields are added to v1, never renamed or removed.",
    )
)


def _text(**more: Any) -> dict[str, Any]:
    return {"type": "string", **more}


def _or_null(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": [kind, "null"], **more}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties, **more}


WINDOW = _object(
    {
        "opens": _or_null("string", format="date"),
        "closes": _or_null("string", format="date", description="The last day, inclusive."),
        "approximate": {"type": "boolean", "description": "A month, or 月底: the whole span counts."},
        "comes_back_until": _or_null(
            "integer", description="The last year in which it comes back; 9999: no later edition says."
        ),
        "always": {
            "type": "boolean",
            "description": "隨到隨審, 全年受理: open on every day of the edition's year.",
        },
    }
)
SUMMARY = _object(
    {
        "key": _text(pattern=r"^[0-9a-f]{12}(-\d+)?$", description="The same in all years."),
        "uri": _text(format="uri"),
        "page": _text(format="uri"),
        "detail": _text(format="uri"),
        "name": _text(),
        "acronym": _or_null("string"),
        "edition": _text(description="The edition that says all this."),
        "year": _or_null(
            "integer", description="Of that edition; on a day of a later year nothing here is sure."
        ),
        "series": _text(),
        "current": {"type": "boolean", "description": "Whether the newest edition of its series has it."},
        "form": _or_null("string", description="The kind of form, where a booklet has several."),
        "area": _or_null("string"),
        "kinds": _list(_text()),
        "purposes": _list(_text()),
        "agencies": _list(_text()),
        "summary": _text(),
        "grant_twd": _or_null("integer", description="The largest sum that is given and not paid back."),
        "loan_twd": _or_null("integer"),
        "pays": _list(_text(description="What an applicant pays; an empty list says nothing.")),
        "who": _list(_text(description="A condition as printed; all must be met.")),
        "call": {
            "oneOf": [{"type": "null"}, _object({"organization": _text(), "phone": _text(), "e164": _text()})]
        },
        "windows": _list({"$ref": "#/components/schemas/Window"}),
    }
)
VALUE = _object(
    {
        "id": _text(description="facts.amounts[2]: its path in the record."),
        "type": _text(enum=["periods", "amounts", "ratios", "discounts", "durations", "conditions"]),
        "printed": _text(description="The printed words that it was read from."),
        "path": _text(description="Of the text that holds them."),
        "span": {
            "type": "array",
            "prefixItems": [{"type": "integer"}, {"type": "integer"}],
            "minItems": 2,
            "maxItems": 2,
        },
        "assumptions": _list(_text()),
        "corrected": {"type": "boolean", "description": "whether a person put it, or its words, right"},
        "boxes": _list(_list({"type": "number", "description": "page, x0, top, x1, bottom in points"})),
    },
    description="The fields of its kind of fact stand in record.schema.json.",
)
DETAIL = {
    "allOf": [
        {"$ref": "#/components/schemas/Programme"},
        _object(
            {
                "editions": _list(
                    _object(
                        {
                            "edition": _text(),
                            "year": _or_null("integer"),
                            "programme": {
                                "type": "object",
                                "description": "As in record.schema.json, Programme.",
                            },
                            "values": _list({"$ref": "#/components/schemas/Value"}),
                        }
                    )
                )
            }
        ),
    ]
}
EDITION = _object(
    {
        "id": _text(),
        "roc_year": _or_null("integer"),
        "year": _or_null("integer"),
        "title": _text(),
        "publishers": _list(_text()),
        "issued": _or_null("string"),
        "series": _text(),
        "programmes": {"type": "integer"},
        "record": _text(format="uri"),
    }
)


def openapi(catalogue: Catalogue) -> dict[str, Any]:
    """Return the description of the API."""
    key = {"name": "key", "in": "path", "required": True, "schema": _text()}

    def get(told: str, of: dict[str, Any], *parameters: dict[str, Any]) -> dict[str, Any]:
        answer = {"description": told, "content": {"application/json": {"schema": of}}}
        return {"get": {"summary": told, "parameters": list(parameters), "responses": {"200": answer}}}

    return {
        "openapi": "3.1.0",
        "info": {"title": " / ".join(all_series(catalogue)), "version": "1", "description": _TOLD},
        "servers": [{"url": f"{catalogue.base}api/v1" if catalogue.placed else "."}],
        "paths": {
            "/programmes.json": get(
                "Every programme, as its newest edition prints it.",
                _object({"programmes": _list({"$ref": "#/components/schemas/Programme"})}),
            ),
            "/programmes/{key}.json": get(
                "One programme: every value in every edition.", {"$ref": "#/components/schemas/Detail"}, key
            ),
            "/editions.json": get(
                "The editions.", _object({"editions": _list({"$ref": "#/components/schemas/Edition"})})
            ),
            "/record.schema.json": get("The JSON Schema of records/*.json.", {"type": "object"}),
        },
        "components": {
            "schemas": {
                "Window": WINDOW,
                "Programme": SUMMARY,
                "Value": VALUE,
                "Detail": DETAIL,
                "Edition": EDITION,
            }
        },
    }
