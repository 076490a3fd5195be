"""A catalogue -> the rows of the HSDS tables; what goes where is told in ``pipeline.catalogue.hsds``."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.catalogue.identifiers import (
    Printing,
    concept_uri,
    newest,
    organization_uri,
    programme_uri,
    uuid,
)
from pipeline.catalogue.linked import ROLES, web_address
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.offers import costs
from pipeline.core.expressions import expression
from pipeline.core.record import Booklet, Contact, Phone, Programme

Row = dict[str, str | int | None]
Tables = dict[str, dict[str, Row]]
"""Rows of each table by their id."""

TABLES = (
    *("organizations", "services", "contacts", "phones", "cost_options", "required_documents"),
    *("attributes", "taxonomies", "taxonomy_terms"),
)
_SCHEMES = {"area": "面向", "measure": "措施", "kind": "服務項目", "form": "表單種類"}
_ELIGIBILITY = expression(r"對象|資格|條件")
_DOCUMENT = expression(r"文件|表件|證明")
_APPLICATION = expression(r"受理|申請|申辦|報名|審查|期程|時程")
_BOUNDS = {"max": "上限", "min": "下限", "exact": "定額"}
_PHONE_TYPES = {"voice": "voice", "toll_free": "voice", "fax": "fax", "mobile": "cell"}


def hsds(catalogue: Catalogue) -> Tables:
    """Return the rows of each table, those of one programme together and in the order of the record."""
    tables: Tables = {name: {} for name in TABLES}
    current = _current(catalogue.booklets)
    for printing in newest(catalogue.booklets):
        _service(tables, printing, catalogue.base, active=(printing.edition.id, printing.key) in current)
    return tables


def _current(booklets: Iterable[Booklet]) -> set[tuple[str, str]]:
    """Return edition and key of the programmes that the newest edition of each series has."""
    latest = {booklet.edition.series: booklet for booklet in booklets}
    return {(each.edition.id, each.key) for booklet in latest.values() for each in newest([booklet])}


def _add(tables: Tables, table: str, thing: str, /, **told: str | int | None) -> str:
    """Add the row of a thing unless its URI has one, and return its UUID."""
    identifier = str(uuid(thing))
    tables[table].setdefault(identifier, {"id": identifier, **told})
    return identifier


def _service(tables: Tables, printing: Printing, base: str, *, active: bool) -> None:
    programme, uri = printing.programme, programme_uri(base, printing.key)
    offices = [
        _named(tables, base, printing.office(each.organization), ROLES[each.role])
        for each in programme.contacts
    ]
    if not offices:
        # HSDS wants an organisation; the one that is sure is who prints the programme.
        name = (printing.edition.publishers or [printing.edition.title])[0]
        offices = [_named(tables, base, name, "編印機關")]
    roles = [contact.role for contact in programme.contacts]
    first = roles.index("competent_authority") if "competent_authority" in roles else 0
    texts = _texts(programme)
    service = _add(
        tables,
        "services",
        uri,
        organization_id=offices[first],
        name=programme.name,
        alternate_name=programme.acronym,
        description="\n".join(text for text in [programme.summary.text, *texts["description"]] if text),
        url=web_address(programme.websites[0].url) if programme.websites else None,
        status="active" if active else "inactive",
        application_process="\n".join(texts["application"]) or None,
        eligibility_description="\n".join(texts["eligibility"]) or None,
        fees_description="\n".join(_fees(programme)) or None,
        minimum_age=_age(programme, "at_least"),
        maximum_age=_age(programme, "at_most"),
    )
    for number, document in enumerate(texts["document"]):
        _add(tables, "required_documents", f"{uri}#document-{number}", service_id=service, document=document)
    for number, contact in enumerate(programme.contacts):
        _contact(tables, f"{uri}#contact-{number}", contact, service, offices[number])
    _cost_options(tables, uri, programme, service)
    _attributes(tables, base, uri, programme, service)


def _named(tables: Tables, base: str, name: str, role: str) -> str:
    uri = organization_uri(base, name)
    identifier = _add(tables, "organizations", uri, name=name, description=role, uri=uri)
    row = tables["organizations"][identifier]
    if role not in str(row["description"]).split("、"):
        row["description"] = f"{row['description']}、{role}"
    return identifier


def _texts(programme: Programme) -> dict[str, list[str]]:
    """Return the texts of a programme by the column that holds them, each under its labels."""
    texts: dict[str, list[str]] = {"description": [], "application": [], "eligibility": [], "document": []}
    for service in programme.services:
        head = f"■{service.kind}" + (f" {service.title}" if service.title else "")
        body = [head] + ([service.text] if service.text else [])
        for item in service.items:
            line = f"●{item.label}：{item.text}" if item.label else item.text
            column = _column(item.label or "")
            if column == "description":
                body.append(line)
            else:
                texts[column].append(f"{head} {line}" if len(programme.services) > 1 else line)
        texts["description"] += body
    texts["description"] += [
        f"■{benefit.kind}：" + "\n".join(filter(None, (benefit.title, benefit.text)))
        for benefit in programme.benefits
    ]
    texts["description"] += [f"■{label}：{prose.text}" for label, prose in programme.other.items()]
    return texts


def _column(label: str) -> str:
    if _ELIGIBILITY.search(label):
        return "eligibility"
    if _DOCUMENT.search(label):
        return "document"
    return "application" if _APPLICATION.search(label) else "description"


def _contact(tables: Tables, uri: str, contact: Contact, service: str, organization: str) -> None:
    """Add a contact; HSDS gives a contact one address, so each further one is a contact of the same name."""
    told = {"organization_id": organization, "service_id": service, "name": contact.person}
    identifier = _add(tables, "contacts", uri, **told, email=contact.emails[0] if contact.emails else None)
    for number, email in enumerate(contact.emails[1:], 1):
        _add(tables, "contacts", f"{uri}-email-{number}", **told, email=email)
    for number, phone in enumerate(contact.phones):
        _add(
            tables,
            "phones",
            f"{uri}-phone-{number}",
            service_id=service,
            contact_id=identifier,
            number=phone.e164 or phone.printed,
            extension=_extension(phone),
            type=_PHONE_TYPES[phone.kind],
            description=phone.printed,
        )


def _extension(phone: Phone) -> int | None:
    """Return an extension as the number that HSDS wants; 007 is none, and stands in the description only."""
    if phone.extension and phone.extension.isascii() and phone.extension.isdigit():
        return int(phone.extension) if str(int(phone.extension)) == phone.extension else None
    return None


def _fees(programme: Programme) -> Iterable[str]:
    """Return what an applicant pays as printed, once each, under the name of its text."""
    return dict.fromkeys(f"{cost.name}：{cost.fact.printed.rstrip('。')}" for cost in costs(programme))


def _age(programme: Programme, comparison: str) -> int | None:
    """Return the age that all must have; None where there is none, or more than one."""
    ages = {
        each.value
        for each in programme.facts.conditions
        if each.kind == "age" and each.comparison == comparison and each.any_of is None
    }
    return ages.pop() if len(ages) == 1 else None


def _cost_options(tables: Tables, uri: str, programme: Programme, service: str) -> None:
    """Add what an applicant pays; a share of the whole has no amount."""
    for cost in costs(programme):
        bound = getattr(cost.fact, "bound", None)
        _add(
            tables,
            "cost_options",
            f"{uri}#{cost.path}",
            service_id=service,
            option=cost.name,
            currency="TWD" if cost.amount is not None else None,
            amount=cost.amount,
            amount_description=cost.fact.printed + (f"（{_BOUNDS[bound]}）" if bound else ""),
        )


def _attributes(tables: Tables, base: str, uri: str, programme: Programme, service: str) -> None:
    terms = [
        (scheme, heading.name)
        for scheme, heading in (("area", programme.area), ("measure", programme.measure))
        if heading
    ]
    terms += [("kind", each.kind) for each in programme.services]
    terms += [("form", programme.kind)] if programme.kind else []
    parent = None
    for scheme, name in dict.fromkeys(terms):
        taxonomy_uri = f"{base}concept/{scheme}"
        label = _SCHEMES[scheme]
        taxonomy = _add(
            tables, "taxonomies", taxonomy_uri, name=label, description=f"手冊所印之{label}", uri=taxonomy_uri
        )
        term_uri = concept_uri(base, scheme, name)
        term = _add(
            tables,
            "taxonomy_terms",
            term_uri,
            code=term_uri.removeprefix(f"{base}concept/"),
            name=name,
            description=name,
            parent_id=parent if scheme == "measure" else None,
            taxonomy=label,
            taxonomy_id=taxonomy,
            term_uri=term_uri,
        )
        parent = term if scheme == "area" else parent
        _add(
            tables,
            "attributes",
            f"{uri}#{scheme}-{term}",
            link_id=service,
            taxonomy_term_id=term,
            link_type=scheme,
            link_entity="service",
        )
