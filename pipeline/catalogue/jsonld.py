"""Programmes -> JSON-LD in the Core Public Service Vocabulary Application Profile (CPSV-AP) 3.2.

Comes in: a catalogue.  Goes out: ``linked-data/cpsv-ap.jsonld``, each programme as its newest edition prints it,
and ``linked-data/cpsv-ap-<edition>.jsonld``, each edition as printed.  A programme has one URI in all of them; they
are states of one graph at different times, to be loaded one at a time or as named graphs.

How the record stands in the profile: a service and a benefit are an Output, an item a Rule (both identified by
their path in the record), a website a Channel, a contact a ContactPoint, an executing agency a Participation.  What
decides who may apply is a Criterion that fulfils its Rule, alternatives being one (資本額…或員工…), each typed
condition a Constraint with its printed words and the information that it asks for, as the Core Criterion and Core
Evidence Vocabulary has it; what must be handed in is Evidence.  What an applicant pays is a
Cost: fees, own shares, and 0 where it is free; what an applicant gets never is.  What the booklet does not print is
not said: no legal basis, no opening hours.  Two things the profile must have: where no 主辦機關 is printed the
publishers of the edition stand for it, where no summary is, the name.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from pipeline.catalogue.identifiers import Printing, edition_uri, newest, printings, programme_uri
from pipeline.catalogue.linked import (
    FOLDER,
    PREFIXES,
    ROLES,
    Node,
    Nodes,
    add,
    agent,
    concept,
    json_bytes,
    language,
    link_terms,
    place,
    text_terms,
    web_address,
    write_json,
)
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.offers import costs
from pipeline.catalogue.offices import Names, names_of
from pipeline.catalogue.parts import Parts, ingredients, of_editions, tools
from pipeline.catalogue.requirements import evidence, requirements
from pipeline.core.record import Booklet, Contact, Phone, Programme

TWD = "http://publications.europa.eu/resource/authority/currency/TWD"
CONTEXT = (
    PREFIXES
    | text_terms("dct:title", "dct:description", "skos:prefLabel", "dcat:keyword", "foaf:name")
    | text_terms("vcard:fn", "vcard:organization-name", "vcard:role", "vcard:note")
    | link_terms("cv:hasCompetentAuthority", "cv:contactPoint", "cv:hasChannel", "cv:hasParticipation")
    | link_terms("cv:hasParticipant", "cv:role", "cv:thematicArea", "cpsv:follows", "cpsv:produces")
    | link_terms("dct:type", "dct:language", "dct:spatial", "dct:isPartOf", "dct:publisher", "dct:creator")
    | link_terms("foaf:page", "cv:hasCost", "cv:currency", "cv:isDefinedBy", "cv:holdsRequirement")
    | link_terms("cv:fulfils", "cv:hasConcept", "cv:hasRequirement", "cv:constrains")
    | link_terms("cpsv:hasInput", "dct:source")
    | {"cv:hasValue": {"@id": "cv:hasValue", "@type": "xsd:double"}}
)


def write_cpsv(catalogue: Catalogue, out: Path, parts: Parts | None = None) -> None:
    """Write the graphs below the catalogue folder ``out``."""
    write_json(out / FOLDER / "cpsv-ap.jsonld", cpsv(newest(catalogue.booklets), catalogue.base))
    names = names_of(catalogue)
    for booklet in catalogue.booklets:
        name = booklet.edition.id
        of = ingredients(tools(), catalogue.base, of_editions(catalogue)[name], sorted(names.items()))
        make = partial(_graph, booklet, names, catalogue.base)
        (parts or Parts()).write(out, f"{FOLDER}/cpsv-ap-{name}.jsonld", of, make)


def _graph(booklet: Booklet, names: Names, base: str) -> bytes:
    return json_bytes(cpsv(printings(booklet, names), base))


def cpsv(programmes: Iterable[Printing], base: str) -> Node:
    """Return the JSON-LD document of programmes."""
    nodes: Nodes = {}
    for printing in programmes:
        _service(nodes, printing, base)
    return {"@context": CONTEXT, "@graph": [_bare(node) for node in nodes.values()]}


def _bare(node: Node) -> Node:
    """Leave out what the booklet leaves empty."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def _service(nodes: Nodes, printing: Printing, base: str) -> None:
    programme, uri = printing.programme, programme_uri(base, printing.key)
    authorities = [each.organization for each in programme.contacts if each.role == "competent_authority"]
    others = [each for each in programme.contacts if each.role != "competent_authority"]
    headings = {"area": programme.area, "measure": programme.measure}
    # First among its own nodes, although they are only known after it.
    nodes[uri] = {}
    nodes[uri] = {
        "@id": uri,
        "@type": "cpsv:PublicService",
        "dct:identifier": printing.key,
        "dct:title": programme.name,
        "dct:description": programme.summary.text or programme.name,
        "dct:language": language(nodes),
        "dct:isPartOf": _dataset(nodes, printing, base),
        "dcat:keyword": _once(
            [programme.kind, programme.acronym, *(each.kind for each in programme.services)]
        ),
        "cv:thematicArea": [
            concept(nodes, base, scheme, each.name) for scheme, each in headings.items() if each
        ],
        "cv:hasCompetentAuthority": _once(
            _authority(nodes, base, printing.office(name))
            for name in authorities or printing.edition.publishers
        ),
        "cv:hasParticipation": _once(_participation(nodes, base, uri, printing, each) for each in others),
        "cv:contactPoint": [
            _contact_point(nodes, uri, place, each) for place, each in enumerate(programme.contacts)
        ],
        "cv:hasChannel": _channels(nodes, base, uri, programme),
        "cpsv:produces": _outputs(nodes, base, uri, programme),
        "cpsv:follows": list((rules := _rules(nodes, uri, programme)).values()),
        "cv:holdsRequirement": requirements(nodes, base, uri, programme, rules),
        "cpsv:hasInput": evidence(nodes, uri, programme),
        "cv:hasCost": _costs(nodes, base, uri, printing),
    }


def _once(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _authority(nodes: Nodes, base: str, name: str) -> str:
    uri = agent(nodes, base, name)
    nodes[uri] |= {
        "@type": ["foaf:Agent", "org:Organization", "cv:PublicOrganisation"],
        "skos:prefLabel": nodes[uri]["dct:title"],
        "dct:spatial": place(nodes),
    }
    return uri


def _participation(nodes: Nodes, base: str, service: str, printing: Printing, contact: Contact) -> str:
    name = printing.office(contact.organization)
    organization = agent(nodes, base, name)
    code = f"{contact.role}-{organization.rpartition('/')[2]}"
    return add(
        nodes,
        f"{service}#{code}",
        "cv:Participation",
        dct_identifier=code,
        dct_description=f"{ROLES[contact.role]}：{name}",
        cv_role=concept(nodes, base, "role", ROLES[contact.role]),
        cv_hasParticipant=organization,
    )


def _contact_point(nodes: Nodes, service: str, number: int, contact: Contact) -> str:
    uri = add(
        nodes,
        f"{service}#contact-{number}",
        ["cv:ContactPoint", "vcard:Kind"],
        vcard_fn=contact.person or contact.organization,
        vcard_role=ROLES[contact.role],
        vcard_note="；".join(_once([contact.note, *(f"傳真：{dialled(phone)}" for phone in faxes(contact))])),
        cv_telephone=[dialled(phone) for phone in contact.phones if phone.kind != "fax"],
        cv_email=contact.emails,
    )
    nodes[uri]["vcard:organization-name"] = contact.organization
    return uri


def faxes(contact: Contact) -> list[Phone]:
    """Return the numbers that nobody answers: the profile has no place for them but the note."""
    return [phone for phone in contact.phones if phone.kind == "fax"]


def dialled(phone: Phone) -> str:
    """Return a number as a ``tel:`` URI with its extension (RFC 3966), or as printed where it cannot be dialled."""
    if phone.e164 is None:
        return phone.printed
    return f"tel:{phone.e164}" + (f";ext={phone.extension}" if phone.extension else "")


def _channels(nodes: Nodes, base: str, service: str, programme: Programme) -> list[str]:
    return [
        add(
            nodes,
            f"{service}#website-{number}",
            "cv:Channel",
            dct_identifier=f"websites[{number}]",
            dct_description=site.name,
            dct_type=concept(nodes, base, "channel", "網站"),
            foaf_page=add(nodes, web_address(site.url), "foaf:Document"),
        )
        for number, site in enumerate(programme.websites)
    ]


def _outputs(nodes: Nodes, base: str, service: str, programme: Programme) -> list[str]:
    made = []
    for number, each in enumerate(programme.services):
        made.append(
            add(
                nodes,
                f"{service}#service-{number}",
                "cv:Output",
                dct_identifier=f"services[{number}]",
                dct_title=" ".join(_once([each.kind, each.title])),
                dct_description=each.text,
                dct_type=concept(nodes, base, "kind", each.kind),
            )
        )
    for number, benefit in enumerate(programme.benefits):
        made.append(
            add(
                nodes,
                f"{service}#benefit-{number}",
                "cv:Output",
                dct_identifier=f"benefits[{number}]",
                dct_title=" ".join(_once([benefit.kind, benefit.title])),
                dct_description=benefit.text,
                dct_type=concept(nodes, base, "benefit", benefit.kind),
            )
        )
    return made


def _rules(nodes: Nodes, service: str, programme: Programme) -> dict[str, str]:
    """Return items and what stands under further labels of the form, by their paths; one without text is no rule."""
    texts = [
        (f"services[{number}].items[{place}]", item.label or each.kind, item.text)
        for number, each in enumerate(programme.services)
        for place, item in enumerate(each.items)
    ]
    texts += [(f"other.{label}", label, prose.text) for label, prose in programme.other.items()]
    return {
        path: add(
            nodes,
            f"{service}#rule-{number}",
            "cpsv:Rule",
            dct_identifier=path,
            dct_title=title,
            dct_description=text,
            dct_language=language(nodes),
        )
        for number, (path, title, text) in enumerate(texts)
        if text
    }


def _costs(nodes: Nodes, base: str, service: str, printing: Printing) -> list[str]:
    """Return what an applicant pays; a share of the whole has no value, and stands in words."""
    return [
        add(
            nodes,
            f"{service}#cost-{number}",
            "cv:Cost",
            dct_identifier=cost.path,
            dct_description=f"{cost.name}：{cost.fact.printed}",
            cv_hasValue=str(cost.amount) if cost.amount is not None else None,
            cv_currency=add(nodes, TWD, "skos:Concept", skos_prefLabel="新臺幣")
            if cost.amount is not None
            else None,
        )
        for number, cost in enumerate(costs(printing.programme))
    ]


def _dataset(nodes: Nodes, printing: Printing, base: str) -> str | None:
    """Return the URI of an edition; the profile wants one publisher, the first that the cover prints."""
    edition = printing.edition
    if not edition.publishers:
        return None
    return add(
        nodes,
        edition_uri(base, edition.id),
        "dcat:Dataset",
        dct_identifier=edition.id,
        dct_title=edition.title,
        dct_description=f"{edition.title}之結構化資料",
        dct_publisher=agent(nodes, base, printing.office(edition.publishers[0])),
    )
