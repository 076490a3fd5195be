"""Linked data, read back by rdflib and held to the shapes of the profiles and to the closed ones of the project."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF

from pipeline.catalogue import linked
from pipeline.catalogue.calendar import write_calendar
from pipeline.catalogue.dcat import write_dcat
from pipeline.catalogue.hsds import write_hsds
from pipeline.catalogue.identifiers import newest, printings, programme_uri
from pipeline.catalogue.jsonld import cpsv, write_cpsv
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.schema_org import embedded, programme_as_schema_org, write_schema_org
from pipeline.core.record import Amount, Booklet, Contact, Item, Phone
from tests.catalogue.records import BASE, CATALOGUES, changed, contents, demos, with_facts, written
from tests.demonstrations import ROOT, demo_read

pytestmark = pytest.mark.long

DCAT = Namespace("http://www.w3.org/ns/dcat#")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SCHEMA = Namespace("https://schema.org/")
SHAPES = ROOT / "pipeline" / "catalogue" / "shapes"
OFFICIAL = {"cpsv-ap.ttl": "cpsv-ap-3.2.0-SHACL.ttl", "dcat-ap.ttl": "dcat-ap-3.0.1-SHACL.ttl"}


@cache
def shapes(path: Path) -> Graph:
    return Graph().parse(path)


def said_of(graph: Graph, path: Path) -> str:
    """Return what is wrong with a graph; nothing where it conforms."""
    conforms, _, text = validate(graph, shacl_graph=shapes(path), inference="none")
    return "" if conforms else text


def graph_of(document: object) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


@CATALOGUES
def test_every_cpsv_document_conforms_to_the_closed_shapes(catalogue, tmp_path):
    out = written(tmp_path, write_cpsv, catalogue=catalogue())
    files = sorted(out.rglob("*.jsonld"))
    assert len(files) == 1 + len(catalogue().booklets)
    for file in files:
        assert said_of(Graph().parse(file), SHAPES / "cpsv-ap.ttl") == ""


@CATALOGUES
def test_every_cpsv_document_conforms_to_the_profile(catalogue, tmp_path, shared):
    out = written(tmp_path, write_cpsv, catalogue=catalogue())
    for file in out.rglob("*.jsonld"):
        assert said_of(Graph().parse(file), shared / "standards" / OFFICIAL["cpsv-ap.ttl"]) == ""


def misspelt(node):
    if node.get("@type") == "cpsv:PublicService":
        node["dct:relashun"] = node["dct:title"]


def untagged(node):
    if node.get("@type") == "cpsv:Rule":
        node["dct:description"] = {"@value": "計畫說明"}


def in_english(node):
    if node.get("@type") == "cv:Output":
        node["dct:title"] = {"@value": "grant", "@language": "en"}


def unclassed(node):
    if node.get("@type") == "skos:Concept":
        del node["@type"]


def unknown_class(node):
    if node.get("@type") == "cv:Channel":
        node["@type"] = ["cv:Channel", "cv:Chanel"]


@pytest.mark.parametrize("change", [misspelt, untagged, in_english, unclassed, unknown_class])
def test_the_closed_shapes_refuse_what_the_open_ones_may_let_pass(change):
    document = json.loads(json.dumps(cpsv(printings(demo_read(113)), BASE)))
    assert said_of(graph_of(changed(document, change)), SHAPES / "cpsv-ap.ttl") != ""


def test_the_open_shapes_let_a_misspelt_property_pass(shared):
    document = json.loads(json.dumps(cpsv(printings(demo_read(113)), BASE)))
    graph = graph_of(changed(document, misspelt))
    assert said_of(graph, shared / "standards" / OFFICIAL["cpsv-ap.ttl"]) == ""


def contacts_said(graph: Graph, service: URIRef) -> Counter:
    found: Counter = Counter()
    for point in graph.objects(service, CV.contactPoint):
        organization = str(graph.value(point, VCARD["organization-name"]))
        name = str(graph.value(point, VCARD.fn))
        numbers = frozenset(map(str, graph.objects(point, CV.telephone)))
        found[organization, name, numbers, frozenset(map(str, graph.objects(point, CV.email)))] += 1
    return found


def dial(phone: Phone) -> str:
    return f"tel:{phone.e164}" + (f";ext={phone.extension}" if phone.extension else "")


def contacts_of(contacts: list[Contact]) -> Counter:
    return Counter(
        (
            each.organization,
            each.person or each.organization,
            frozenset(map(dial, each.phones)),
            frozenset(each.emails),
        )
        for each in contacts
    )


@CATALOGUES
def test_the_record_is_read_back_from_cpsv(catalogue, tmp_path):
    """Names, summaries, services, items, benefits, websites and contacts, each programme of each edition."""
    out = written(tmp_path, write_cpsv, catalogue=catalogue())
    for booklet in catalogue().booklets:
        graph = Graph().parse(out / linked.FOLDER / f"cpsv-ap-{booklet.edition.id}.jsonld")
        services = set(graph.subjects(RDF.type, CPSV.PublicService))
        assert services == {URIRef(programme_uri(BASE, each.key)) for each in booklet.programmes}
        for programme in booklet.programmes:
            service = URIRef(programme_uri(BASE, programme.key))
            assert str(graph.value(service, DCTERMS.title)) == programme.name
            assert str(graph.value(service, DCTERMS.description)) == programme.summary.text
            assert contacts_said(graph, service) == contacts_of(programme.contacts)
            pages = [graph.value(channel, FOAF.page) for channel in graph.objects(service, CV.hasChannel)]
            assert Counter(map(str, pages)) == Counter(linked.web_address(s.url) for s in programme.websites)
            rules = {
                str(graph.value(rule, DCTERMS.identifier)): str(graph.value(rule, DCTERMS.description))
                for rule in graph.objects(service, CPSV.follows)
            }
            assert rules == {
                f"services[{number}].items[{place}]": item.text
                for number, each in enumerate(programme.services)
                for place, item in enumerate(each.items)
                if item.text
            } | {f"other.{label}": prose.text for label, prose in programme.other.items() if prose.text}
            outputs = [
                str(graph.value(each, DCTERMS.identifier)) for each in graph.objects(service, CPSV.produces)
            ]
            assert len(outputs) == len(set(outputs)) == len(programme.services) + len(programme.benefits)


def test_a_duplicate_name_loses_no_programme():
    booklet = demo_read(113).model_copy(deep=True)
    twin = booklet.programmes[0].model_copy(deep=True)
    booklet.programmes.append(twin)
    document = cpsv(printings(booklet), BASE)
    services = [node["@id"] for node in document["@graph"] if node["@type"] == "cpsv:PublicService"]
    assert len(set(services)) == len(booklet.programmes)
    assert services[-1] == f"{services[0]}-2"
    assert len(newest([booklet])) == len(booklet.programmes)


@CATALOGUES
def test_every_text_is_tagged_as_traditional_chinese(catalogue, tmp_path):
    """What bears no language tag has no Chinese in it, save the paths of fields that bear their labels."""
    out = written(tmp_path, write_cpsv, write_schema_org, write_calendar, write_dcat, catalogue=catalogue())
    texts = 0
    for file in out.rglob("*.jsonld"):
        for _, said, value in Graph().parse(file):
            if not isinstance(value, Literal):
                continue
            if value.language:
                texts += 1
                assert value.language == "zh-Hant", (file.name, said, value)
            elif said != DCTERMS.identifier:
                assert not any("\u4e00" <= each <= "\u9fff" for each in value), (file.name, said, value)
    assert texts > 500


def test_a_programme_keeps_its_uri_over_the_years():
    one, other = (graph_of(cpsv(printings(demo_read(year)), BASE)) for year in (112, 113))
    services = [set(graph.subjects(RDF.type, CPSV.PublicService)) for graph in (one, other)]
    kept = services[0] & services[1]
    assert len(kept) > 5
    for service in kept:
        assert one.value(service, DCTERMS.title) is not None
        assert one.value(service, DCTERMS.isPartOf) != other.value(service, DCTERMS.isPartOf)


def test_the_base_is_the_only_thing_that_a_base_changes(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    for name, base in (("one", BASE), ("other", "https://other.example.org/c/")):
        for write in (write_cpsv, write_schema_org):
            write(demos(base), tmp_path / name)
    other = contents(tmp_path / "other")
    assert other
    back = {
        path: data.replace(b"https://other.example.org/c/", BASE.encode()) for path, data in other.items()
    }
    assert back == contents(tmp_path / "one")


def test_the_newest_printing_speaks_for_a_programme():
    booklets = [demo_read(112), demo_read(113)]
    found = newest(booklets)
    latest = {programme.key: programme for booklet in booklets for programme in booklet.programmes}
    assert {each.key: each.programme for each in found} == latest
    assert [each.key for each in found][: len(booklets[1].programmes)] == [
        p.key for p in booklets[1].programmes
    ]


@CATALOGUES
def test_schema_org_conforms_to_the_closed_shapes_and_is_read_back(catalogue, tmp_path):
    out = written(tmp_path, write_schema_org, catalogue=catalogue())
    graph = Graph().parse(out / "linked-data" / "schema-org.jsonld")
    assert said_of(graph, SHAPES / "schema-org.ttl") == ""
    expected = newest(catalogue().booklets)
    assert len(set(graph.subjects(RDF.type, SCHEMA.GovernmentService))) == len(expected)
    for printing in expected:
        service = URIRef(programme_uri(BASE, printing.key))
        assert str(graph.value(service, SCHEMA.name)) == printing.programme.name
        offices = {*graph.objects(service, SCHEMA.provider), *graph.objects(service, SCHEMA.serviceOperator)}
        named = {str(name) for office in offices for name in graph.objects(office, SCHEMA.name)}
        assert named >= {printing.office(contact.organization) for contact in printing.programme.contacts}
    points = len(set(graph.subjects(RDF.type, SCHEMA.ContactPoint)))
    assert points == sum(len(each.programme.contacts) for each in expected)


@pytest.mark.parametrize(
    "change",
    [
        lambda node: node.update(naem="計畫") if node.get("@type") == "GovernmentService" else None,
        lambda node: node.update(value=1, maxValue=2) if node.get("@type") == "MonetaryAmount" else None,
        lambda node: node.update({"@type": "ContactPiont"}) if node.get("@type") == "ContactPoint" else None,
    ],
)
def test_the_closed_schema_org_shapes_refuse_a_slip(change, tmp_path):
    out = written(tmp_path, write_schema_org, catalogue=Catalogue((with_facts(),), BASE, {}))
    document = json.loads((out / "linked-data" / "schema-org.jsonld").read_text("utf-8"))
    assert said_of(graph_of(changed(document, change)), SHAPES / "schema-org.ttl") != ""


def one_programme(text: str, label: str, kind: str, role: str | None) -> Booklet:
    """Return demo-113 with one programme whose one item says something, and an amount of 50 million in it."""
    booklet = demo_read(113).model_copy(deep=True)
    del booklet.programmes[1:]
    programme = booklet.programmes[0]
    programme.services = programme.services[:1]
    programme.services[0].kind = kind
    programme.services[0].items = programme.services[0].items[:1]
    item = programme.services[0].items[0]
    item.label, item.text, item.outline = label, text, []
    start = text.index("5,000萬元")
    programme.facts.amounts = [
        Amount(
            role=role,
            printed="5,000萬元",
            path="services[0].items[0]",
            span=(start, start + 7),
            rule="yuan",
            value=50_000_000,
            bound="max",
        )
    ]
    return booklet


@pytest.mark.parametrize(
    ("text", "label", "kind", "role", "types"),
    [
        ("每案上限5,000萬元。", "補助經費", "經費補助", "grant", ["FinancialIncentive", "MonetaryGrant"]),
        ("每案最高5,000萬元。", "申貸額度", "融資貸款", "loan", "FinancialIncentive"),
        ("保證上限5,000萬元。", "保證額度", "信用保證", "guarantee", "FinancialIncentive"),
        ("每案廠商自籌款5,000萬元。", "輔導經費", "輔導", "self_funding", None),
        ("實收資本額未達5,000萬元之企業。", "補助對象", "經費補助", "threshold", None),
        ("去年受惠企業增加投資5,000萬元。", "服務內容", "輔導", "statistic", None),
        ("每案上限5,000萬元。", "補助經費", "經費補助", None, None),
    ],
)
def test_only_money_that_is_given_is_an_incentive(text, label, kind, role, types):
    booklet = one_programme(text, label, kind, role)
    told = programme_as_schema_org(printings(booklet)[0], BASE)
    incentives = told.get("serviceOutput", [])
    if types is None:
        assert incentives == []
        return
    (incentive,) = incentives
    assert incentive["@type"] == types
    assert incentive["name"] == f"{kind}／{label}"
    told_amount = {"@type": "QuantitativeValue", "unitCode": "TWD", "maxValue": 50_000_000}
    assert incentive["incentiveAmount"] == told_amount
    assert ("amount" in incentive) == isinstance(types, list)
    assert incentive.get("incentiveType", {}).get("@id", "").endswith("Loan") == ("貸款" in kind)


def test_what_an_applicant_pays_is_a_cost_and_who_may_apply_a_requirement(shared):
    booklet = with_facts()
    graph = graph_of(cpsv(printings(booklet), BASE))
    assert said_of(graph, SHAPES / "cpsv-ap.ttl") == ""
    assert said_of(graph, shared / "standards" / OFFICIAL["cpsv-ap.ttl"]) == ""
    costs = {
        (str(graph.value(cost, DCTERMS.description)), graph.value(cost, CV.hasValue))
        for cost in graph.objects(None, CV.hasCost)
    }
    assert {(said, None if value is None else float(value)) for said, value in costs} == {
        ("經費補助／補助經費：20萬元", 200_000), ("經費補助／補助經費：2.5萬元", 25_000),
        ("經費補助／補助經費：30%", None), ("訪視診斷／服務費用：免費。", 0),
    }  # fmt: skip
    asked = {
        str(graph.value(each, DCTERMS.title)): sorted(
            str(graph.value(part, CV.expressionOfExpectedValue))
            for part in graph.objects(each, CV.hasConcept)
        )
        for each in graph.objects(None, CV.holdsRequirement)
    }
    assert asked["實收資本額8,000萬元以下，或員工未滿200人"] == ["< 200", "<= 80000000 TWD"]
    assert asked["員工未滿50人"] == ["< 50"]
    assert len(list(graph.objects(None, CV.holdsRequirement))) == 4
    constraints = {
        str(graph.value(each, DCTERMS.description)): str(graph.value(each, DCTERMS.source)).rpartition("/")[2]
        for each in graph.objects(None, CV.hasRequirement)
    }
    key = booklet.programmes[0].key
    assert constraints["員工未滿50人"] == f"{key}.html#conditions-5"
    assert len(constraints) == 4  # 18歲以上45歲以下 is two with the same words
    assert all(graph.value(each, CV.constrains) for each in graph.objects(None, CV.hasRequirement))
    for each in graph.objects(None, CV.holdsRequirement):
        assert graph.value(graph.value(each, CV.fulfils), RDF.type) == CPSV.Rule


def test_a_text_on_who_may_apply_is_a_criterion_and_what_is_handed_in_is_evidence(shared):
    booklet = with_facts()
    booklet.programmes[0].services[1].items += [
        Item(label="申請資格", text="由主管機關推薦者。"),
        Item(label="應備文件", text="申請書一式三份。"),
    ]
    graph = graph_of(cpsv(printings(booklet), BASE))
    assert said_of(graph, SHAPES / "cpsv-ap.ttl") == ""
    assert said_of(graph, shared / "standards" / OFFICIAL["cpsv-ap.ttl"]) == ""
    prose = [
        each
        for each in graph.objects(None, CV.holdsRequirement)
        if not list(graph.objects(each, CV.hasRequirement))
    ]
    assert [str(graph.value(each, DCTERMS.description)) for each in prose] == ["由主管機關推薦者。"]
    (handed,) = graph.objects(None, CPSV.hasInput)
    assert graph.value(handed, RDF.type) == CV.Evidence
    assert str(graph.value(handed, DCTERMS.title)) == "應備文件"


def test_the_closed_shapes_refuse_a_cost_without_its_currency():
    def change(node):
        if node.get("@type") == "cv:Cost":
            node.pop("cv:currency", None)

    document = changed(cpsv(printings(with_facts()), BASE), change)
    assert said_of(graph_of(document), SHAPES / "cpsv-ap.ttl") != ""


def test_a_fee_is_the_price_of_an_offer_and_a_window_is_an_offer_for_a_time(tmp_path):
    booklet = with_facts()
    out = written(tmp_path, write_schema_org, catalogue=Catalogue((booklet,), BASE, {}))
    assert said_of(Graph().parse(out / "linked-data" / "schema-org.jsonld"), SHAPES / "schema-org.ttl") == ""
    told = programme_as_schema_org(printings(booklet)[0], BASE)
    assert "hoursAvailable" not in told
    prices = [each["priceSpecification"] for each in told["offers"] if "priceSpecification" in each]
    assert [price["price"] for price in prices] == [25_000, 0]
    assert [each["name"] for each in told["serviceOutput"]] == ["經費補助／補助經費"]


def test_a_fax_is_no_telephone():
    booklet = with_facts()
    contact = booklet.programmes[0].contacts[0]
    contact.phones = [Phone(printed="(02)2555-0127", e164="+886225550127", kind="fax")]
    graph = graph_of(cpsv(printings(booklet), BASE))
    assert said_of(graph, SHAPES / "cpsv-ap.ttl") == ""
    assert not any("25550127" in str(number) for number in graph.objects(None, CV.telephone))
    assert any("傳真：tel:+886225550127" in str(note) for note in graph.objects(None, VCARD.note))
    told = programme_as_schema_org(printings(booklet)[0], BASE)
    points = [point for office in told["provider"] for point in office["contactPoint"]]
    assert ["+886225550127"] in [point.get("faxNumber") for point in points]


def test_what_a_page_embeds_is_what_the_file_says(tmp_path):
    out = written(tmp_path, write_schema_org, catalogue=demos())
    listed = json.loads((out / "linked-data" / "schema-org.jsonld").read_text("utf-8"))["@graph"]
    for said, printing in zip(listed, newest(demos().booklets), strict=True):
        told = programme_as_schema_org(printing, BASE)
        assert told.pop("@context")[0] == "https://schema.org"
        assert told == said


def test_no_text_ends_the_script_that_embeds_it():
    booklet = demo_read(113).model_copy(deep=True)
    booklet.programmes[0].summary.text = "說明</script><script>alert(1)</script><!--"
    told = programme_as_schema_org(printings(booklet)[0], BASE)
    assert "<" not in embedded(told)
    assert json.loads(embedded(told)) == told


def test_approximate_dates_are_told_in_words_only():
    booklet = demo_read(113)
    vague = 0
    for printing in printings(booklet):
        programme = printing.programme
        told = programme_as_schema_org(printing, BASE)
        for window in programme.facts.periods:
            if window.purpose == "application" and "~" in (window.end or ""):
                vague += 1
                (said,) = [each for each in told["offers"] if window.printed in each["description"]]
                assert "validThrough" not in said
    assert vague


def dcat_folder(catalogue: Catalogue, tmp_path: Path) -> Path:
    return written(
        tmp_path, write_cpsv, write_schema_org, write_calendar, write_hsds, write_dcat, catalogue=catalogue
    )


@CATALOGUES
def test_the_dataset_description_conforms(catalogue, tmp_path):
    graph = Graph().parse(dcat_folder(catalogue(), tmp_path) / "dcat.jsonld")
    assert said_of(graph, SHAPES / "dcat-ap.ttl") == ""


@CATALOGUES
def test_the_dataset_description_conforms_to_the_profile(catalogue, tmp_path, shared):
    graph = Graph().parse(dcat_folder(catalogue(), tmp_path) / "dcat.jsonld")
    assert said_of(graph, shared / "standards" / OFFICIAL["dcat-ap.ttl"]) == ""


@CATALOGUES
def test_each_edition_is_a_dataset_of_its_series(catalogue, tmp_path):
    graph = Graph().parse(dcat_folder(catalogue(), tmp_path) / "dcat.jsonld")
    told = {
        (str(graph.value(dataset, DCTERMS.identifier)), str(graph.value(series, DCTERMS.title)))
        for dataset, series in graph.subject_objects(DCAT.inSeries)
    }
    editions = [booklet.edition for booklet in catalogue().booklets]
    assert told == {(edition.id, edition.series) for edition in editions}
    assert len(set(graph.subjects(RDF.type, DCAT.DatasetSeries))) == len(
        {edition.series for edition in editions}
    )
    former = {
        (str(one).rpartition("/")[2], str(other).rpartition("/")[2]) for one, other in graph[: DCAT.prev :]
    }
    assert former == {("demo-113", "demo-112")}


def test_editions_of_two_booklets_follow_their_own(tmp_path):
    other = demo_read(113).model_copy(deep=True)
    other.edition.id, other.edition.series = "other-113", "另一本手冊"
    catalogue = Catalogue((demo_read(112), other, demo_read(113)), BASE, {})
    graph = Graph().parse(dcat_folder(catalogue, tmp_path) / "dcat.jsonld")
    former = [
        (str(one).rpartition("/")[2], str(prev).rpartition("/")[2]) for one, prev in graph[: DCAT.prev :]
    ]
    assert former == [("demo-113", "demo-112")]
    assert len(set(graph.subjects(RDF.type, DCAT.DatasetSeries))) == 2


def test_every_file_of_data_is_one_distribution_with_its_size_and_hash(tmp_path):
    out = dcat_folder(demos(), tmp_path)
    graph = Graph().parse(out / "dcat.jsonld")
    expected = contents(out)
    del expected["dcat.jsonld"]
    spdx = Namespace("http://spdx.org/rdf/terms#")
    told = {}
    for distribution in graph.subjects(RDF.type, DCAT.Distribution):
        path = str(graph.value(distribution, DCAT.downloadURL)).removeprefix(BASE)
        checksum = graph.value(distribution, spdx.checksum)
        assert len(list(graph.subjects(DCAT.distribution, distribution))) == 1
        told[path] = (
            int(graph.value(distribution, DCAT.byteSize)),
            str(graph.value(checksum, spdx.checksumValue)).lower(),
        )
    assert told == {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in expected.items()}
    of_edition = {
        str(graph.value(dataset, DCTERMS.identifier)): {
            str(graph.value(each, DCTERMS.title)) for each in graph.objects(dataset, DCAT.distribution)
        }
        for dataset, _ in graph.subject_objects(DCAT.inSeries)
    }
    assert of_edition == {f"demo-{year}": {f"linked-data/cpsv-ap-demo-{year}.jsonld"} for year in (112, 113)}


def test_a_misspelt_property_of_a_dataset_is_refused(tmp_path):
    document = json.loads((dcat_folder(demos(), tmp_path) / "dcat.jsonld").read_text("utf-8"))

    def change(node):
        if node.get("@type") == "dcat:Distribution":
            node["dcat:downloadUrl"] = node["dcat:downloadURL"]

    assert said_of(graph_of(changed(document, change)), SHAPES / "dcat-ap.ttl") != ""


def test_the_same_catalogue_gives_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        dcat_folder(demos(), tmp_path / name)
    one, other = (contents(tmp_path / name) for name in ("one", "other"))
    assert one == other
    assert len(one) > 10


def test_states_of_two_years_live_side_by_side_as_named_graphs(tmp_path):
    """One URI, two states: the amount of one year is not said of the other."""
    out = written(tmp_path, write_cpsv, catalogue=demos())
    store = Dataset()
    for year in (112, 113):
        store.graph(URIRef(f"{BASE}edition/demo-{year}")).parse(
            out / linked.FOLDER / f"cpsv-ap-demo-{year}.jsonld", format="json-ld"
        )
    asked = """
        SELECT ?service (COUNT(DISTINCT ?edition) AS ?editions) WHERE {
            GRAPH ?edition { ?service a <http://purl.org/vocab/cpsv#PublicService> } } GROUP BY ?service"""
    counted = {str(row.service): int(row.editions) for row in store.query(asked)}
    years = Counter(programme.key for year in (112, 113) for programme in demo_read(year).programmes)
    assert counted == {programme_uri(BASE, key): count for key, count in years.items()}
