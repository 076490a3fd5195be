"""Programmes -> schema.org GovernmentService, for search engines and for the pages of the catalogue.

Comes in: a programme and the edition that prints it.  Goes out: a JSON-LD object to embed, and, for all programmes,
``linked-data/schema-org.jsonld``, whose own context a reader needs no network for.

- Offices are the provider (主辦機關) and the service operators, each with its ContactPoints.
- Money that is given, by its role, is a FinancialIncentive, and a MonetaryGrant too where it need not be paid back.
  Fees are the price of an offer, 0 where it is free; schema.org has no word for an own share.
- An application window is an Offer that is valid for a time; an approximate date is told in words only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.catalogue.identifiers import Printing, edition_uri, newest, organization_uri, programme_uri
from pipeline.catalogue.linked import FOLDER, LANGUAGE, ROLES, web_address, write_json
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.offers import Cost, costs, offered, support
from pipeline.core.expressions import expression
from pipeline.core.record import Condition, Period, Phone

FILE = f"{FOLDER}/schema-org.jsonld"

_PLAIN = (
    "@id",
    "email",
    "telephone",
    "currency",
    "faxNumber",
    "priceCurrency",
    "unitCode",
    "identifier",
    "datePublished",
    "validFrom",
    "validThrough",
)
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "@language": LANGUAGE,
    **{term: {"@language": None} for term in _PLAIN if term != "@id"},
    **{term: {"@type": "@id"} for term in ("url", "serviceUrl")},
}
_WHOLE_DATE = expression(r"\d{4}(?:-\d\d){0,2}(?:T\d\d:\d\d:\d\d)?")
_PRICES = {"max": "maxPrice", "min": "minPrice", "exact": "price"}
_BOUNDS = {"max": "maxValue", "min": "minValue"}


def write_schema_org(catalogue: Catalogue, out: Path) -> None:
    """Write each programme, as its newest edition prints it, below the catalogue folder ``out``."""
    services = [_described(printing, catalogue.base) for printing in newest(catalogue.booklets)]
    write_json(out / FILE, {"@context": CONTEXT, "@graph": services})


def programme_as_schema_org(printing: Printing, base: str) -> dict[str, Any]:
    """Return a programme as a JSON-LD object to embed in its page (see ``embedded``)."""
    context = ["https://schema.org", {"@language": LANGUAGE}]
    return {"@context": context, **_described(printing, base)}


def embedded(value: dict[str, Any]) -> str:
    """Return JSON that may stand in a ``script`` element: no text of it can end the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _described(printing: Printing, base: str) -> dict[str, Any]:
    programme = printing.programme
    uri = programme_uri(base, printing.key)
    told = {
        "@type": "GovernmentService",
        "@id": uri,
        "url": uri,
        "identifier": printing.key,
        "name": programme.name,
        "alternateName": programme.acronym,
        "description": programme.summary.text,
        "category": [
            *(each.name for each in (programme.area, programme.measure) if each),
            *filter(None, [programme.kind]),
        ],
        "serviceType": list(dict.fromkeys(each.kind for each in programme.services)),
        "provider": _organizations(printing, base, authority=True),
        "serviceOperator": _organizations(printing, base, authority=False),
        "availableChannel": [
            _bare({"@type": "ServiceChannel", "name": site.name, "serviceUrl": web_address(site.url)})
            for site in programme.websites
        ],
        "offers": [
            *(_window(each) for each in programme.facts.periods if each.purpose == "application"),
            *(_fee(each) for each in costs(programme) if _is_fee(each)),
        ],
        "serviceOutput": list(_money(printing, base)),
        "subjectOf": _bare(
            {
                "@type": "Report",
                "@id": edition_uri(base, printing.edition.id),
                "name": printing.edition.title,
                "datePublished": printing.edition.issued,
            }
        ),
    }
    return _bare(told)


def _bare(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _organizations(printing: Printing, base: str, *, authority: bool) -> list[dict[str, Any]]:
    """Return the offices of one side, each once, with all its contact points."""
    offices: dict[str, dict[str, Any]] = {}
    for contact in printing.programme.contacts:
        if (contact.role == "competent_authority") != authority:
            continue
        office = offices.setdefault(
            organization_uri(base, name := printing.office(contact.organization)),
            {
                "@type": "GovernmentOrganization" if authority else "Organization",
                "name": name,
                "contactPoint": [],
            },
        )
        office["contactPoint"].append(
            _bare(
                {
                    "@type": "ContactPoint",
                    "contactType": ROLES[contact.role],
                    "name": contact.person,
                    "description": contact.note,
                    "telephone": [_telephone(phone) for phone in contact.phones if phone.kind != "fax"],
                    "faxNumber": [_telephone(phone) for phone in contact.phones if phone.kind == "fax"],
                    "email": contact.emails,
                }
            )
        )
    return [{"@type": office["@type"], "@id": uri, **office} for uri, office in offices.items()]


def _telephone(phone: Phone) -> str:
    if phone.e164 is None:
        return phone.printed
    return phone.e164 + (f" ext. {phone.extension}" if phone.extension else "")


def _window(period: Period) -> dict[str, Any]:
    subject = f"{period.subject}：" if period.subject else ""
    return _bare(
        {
            "@type": "Offer",
            "description": subject + period.printed,
            "validFrom": _date(period.start),
            "validThrough": _date(period.end),
        }
    )


def _is_fee(cost: Cost) -> bool:
    return cost.amount is not None and (isinstance(cost.fact, Condition) or cost.fact.role == "fee")


def _fee(cost: Cost) -> dict[str, Any]:
    bound = _PRICES[getattr(cost.fact, "bound", None) or "exact"]
    price = {"@type": "PriceSpecification", "priceCurrency": "TWD", bound: cost.amount}
    return {
        "@type": "Offer",
        "name": cost.name,
        "description": cost.fact.printed,
        "priceSpecification": price,
    }


def _date(edtf: str | None) -> str | None:
    return edtf if edtf and _WHOLE_DATE.fullmatch(edtf) else None


def _money(printing: Printing, base: str) -> Iterable[dict[str, Any]]:
    programme = printing.programme
    authorities = [each for each in programme.contacts if each.role == "competent_authority"]
    offices = dict.fromkeys(
        organization_uri(base, printing.office(each.organization)) for each in authorities
    )
    providers = [{"@id": uri} for uri in offices]
    for amount in programme.facts.amounts:
        name = offered(programme, amount)
        if name is None:
            continue
        given = support(amount)
        grant = given == "subsidy"
        kind = {"subsidy": "RebateOrSubsidy", "loan": "Loan"}.get(given or "")
        value = {_BOUNDS.get(amount.bound or "", "value"): amount.value}
        told = {
            "@type": ["FinancialIncentive", "MonetaryGrant"] if grant else "FinancialIncentive",
            "name": name,
            "description": amount.printed,
            "incentiveType": {"@id": f"https://schema.org/IncentiveType{kind}"} if kind else None,
            "incentiveAmount": {"@type": "QuantitativeValue", "unitCode": "TWD", **value},
            "provider": providers,
        }
        if grant:
            told |= {"amount": {"@type": "MonetaryAmount", "currency": "TWD", **value}, "funder": providers}
        yield _bare(told)
