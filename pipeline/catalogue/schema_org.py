"""Programmes -> schema.org GovernmentService, for search engines and for the pages of the catalogue.

Comes in: a programme and the edition that prints it.  Goes out: a JSON-LD object to embed, and, for all programmes,
``linked-data/schema-org.jsonld``, whose own context a reader needs no network for.

- Offices are the provider (主辦機關) and the service operators, each with its ContactPoints.
- Money is a FinancialIncentive, and a MonetaryGrant too where it need not be paid back (補助, 獎勵).  Only amounts
  count whose label (補助經費, 貸款額度) or sentence says that money is given: capital that an applicant must have is
  none.
- Application windows are the hours in which the service is available; an approximate date is told in words only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import regex

from pipeline.catalogue.identifiers import Printing, edition_uri, newest, organization_uri, programme_uri
from pipeline.catalogue.linked import FOLDER, LANGUAGE, ROLES, web_address, write_json
from pipeline.catalogue.model import Catalogue
from pipeline.core.record import Amount, Contact, Period, Phone, Programme

FILE = f"{FOLDER}/schema-org.jsonld"

_PLAIN = (
    "@id",
    "email",
    "telephone",
    "currency",
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
_MONEY = regex.compile(r"補助|獎[助勵金]|補貼|津貼|貸款|融資|加碼|額度")
_SUM = regex.compile(r"經費|費用|金額|額度|補助款|獎金")
_NOT_MONEY = regex.compile(r"對象|資格|條件|期限|期間|方式|文件")
_GRANT = regex.compile(r"補助|獎[助勵]|補貼|津貼")
_LOAN = regex.compile(r"貸|融資")
_PATH = regex.compile(r"(services|benefits)\[(\d+)\](?:\.items\[(\d+)\]|\.text)?")
_WHOLE_DATE = regex.compile(r"\d{4}(?:-\d\d){0,2}(?:T\d\d:\d\d:\d\d)?")
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
        "category": [each.name for each in (programme.area, programme.measure) if each],
        "serviceType": list(dict.fromkeys(each.kind for each in programme.services)),
        "provider": _organizations(programme.contacts, base, authority=True),
        "serviceOperator": _organizations(programme.contacts, base, authority=False),
        "availableChannel": [
            _bare({"@type": "ServiceChannel", "name": site.name, "serviceUrl": web_address(site.url)})
            for site in programme.websites
        ],
        "hoursAvailable": [
            _window(each) for each in programme.facts.periods if each.purpose == "application"
        ],
        "serviceOutput": list(_money(programme, base)),
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


def _organizations(contacts: Iterable[Contact], base: str, *, authority: bool) -> list[dict[str, Any]]:
    """Return the offices of one side, each once, with all its contact points."""
    offices: dict[str, dict[str, Any]] = {}
    for contact in contacts:
        if (contact.role == "competent_authority") != authority:
            continue
        office = offices.setdefault(
            organization_uri(base, contact.organization),
            {
                "@type": "GovernmentOrganization" if authority else "Organization",
                "name": contact.organization,
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
                    "telephone": [_telephone(phone) for phone in contact.phones],
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
            "@type": "OpeningHoursSpecification",
            "description": subject + period.printed,
            "validFrom": _date(period.start),
            "validThrough": _date(period.end),
        }
    )


def _date(edtf: str | None) -> str | None:
    return edtf if edtf and _WHOLE_DATE.fullmatch(edtf) else None


def _money(programme: Programme, base: str) -> Iterable[dict[str, Any]]:
    authorities = [each for each in programme.contacts if each.role == "competent_authority"]
    offices = dict.fromkeys(organization_uri(base, each.organization) for each in authorities)
    providers = [{"@id": uri} for uri in offices]
    for amount in programme.facts.amounts:
        name = offered(programme, amount)
        if name is None:
            continue
        given = support(name)
        grant = given == "subsidy"
        kind = {"subsidy": "RebateOrSubsidy", "loan": "Loan", None: None}[given]
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


def offered(programme: Programme, amount: Amount) -> str | None:
    """Return what an amount is given as; None where neither its label nor its sentence says that it is given."""
    found = _PATH.fullmatch(amount.path)
    if found is None:
        return None
    if found[1] == "benefits":
        benefit = programme.benefits[int(found[2])]
        name, label, text = benefit.kind, benefit.kind, benefit.text
    else:
        service = programme.services[int(found[2])]
        item = service.items[int(found[3])] if found[3] else None
        label = (item.label if item else None) or service.kind
        text = item.text if item else service.text or ""
        name = service.kind if label == service.kind else f"{service.kind}／{label}"
    if _SUM.search(label):
        return name
    if _NOT_MONEY.search(label):
        return None
    sentence = regex.split(r"[。；\n]", text[: amount.span[0]])[-1]
    return name if _MONEY.search(label + sentence) else None


def support(name: str) -> Literal["subsidy", "loan"] | None:
    """Return whether what is ``offered`` under a name need not be paid back, or must be; None where neither is said."""
    return "subsidy" if _GRANT.search(name) else "loan" if _LOAN.search(name) else None
