"""Formats of catalogues that nobody has seen: random booklets, and booklets in which much is missing."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from frictionless import Package
from icalendar import Calendar
from rdflib import Graph

from pipeline.catalogue.calendar import FILE
from pipeline.catalogue.model import Catalogue
from pipeline.core.record import Booklet, Facts, Website
from tests.catalogue.records import BASE, written
from tests.catalogue.test_linked_data import OFFICIAL, SHAPES, said_of
from tests.catalogue.test_privacy import WRITERS, bare, leaks, private_values
from tests.demonstrations import demo_read, record_of
from tests.typeset.random_booklet import random_booklet

pytestmark = pytest.mark.long


def random_catalogue(seed: int) -> Catalogue:
    sources = (random_booklet(Random(2 * seed)), random_booklet(Random(2 * seed + 1)))
    return Catalogue(
        tuple(record_of(each, f"random-{number}") for number, each in enumerate(sources)), BASE, {}
    )


def conforms(catalogue: Catalogue, tmp_path, standards=None) -> None:
    """Write all formats and hold each to its shapes, its descriptor or its parser."""
    out = written(tmp_path, *WRITERS, catalogue=catalogue)
    for file in out.rglob("*.jsonld"):
        name = {"dcat": "dcat-ap.ttl", "schema-org": "schema-org.ttl"}.get(file.stem, "cpsv-ap.ttl")
        graph = Graph().parse(file)
        assert said_of(graph, SHAPES / name) == "", file
        if standards and name in OFFICIAL:
            assert said_of(graph, standards / OFFICIAL[name]) == "", file
    report = Package(str(out / "hsds" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])
    assert Calendar.from_ical((out / FILE).read_bytes())["version"] == "2.0"


def seeds(count: int) -> Any:
    """Numbers of random catalogues: the trials take two, ``make soak`` those beyond."""
    return [seed if seed < 2 else pytest.param(seed, marks=pytest.mark.soak) for seed in range(count)]


@pytest.mark.parametrize("seed", seeds(20))
def test_random_booklets_conform(seed, tmp_path, shared):
    conforms(random_catalogue(seed), tmp_path, shared / "standards")


@pytest.mark.parametrize("seed", seeds(20))
def test_random_booklets_lose_their_people(seed, tmp_path):
    catalogue = random_catalogue(seed)
    values = set().union(*map(private_values, catalogue.booklets))
    assert values
    assert leaks(written(tmp_path, *WRITERS, catalogue=bare(catalogue)), values) == []


def no_contacts(booklet: Booklet) -> None:
    for programme in booklet.programmes:
        programme.contacts = []


def no_texts(booklet: Booklet) -> None:
    for programme in booklet.programmes:
        programme.summary.text = ""
        programme.services = []
        programme.benefits = []
        programme.facts = Facts()


def no_headings(booklet: Booklet) -> None:
    for programme in booklet.programmes:
        programme.area = programme.measure = programme.number = None


def no_cover(booklet: Booklet) -> None:
    booklet.edition.issued = booklet.edition.year = booklet.edition.roc_year = None


def address_without_scheme(booklet: Booklet) -> None:
    booklet.programmes[0].websites = [Website(name=None, url="www.center.example.tw/a?b=1#c")]


def numbers_that_cannot_be_dialled(booklet: Booklet) -> None:
    for programme in booklet.programmes:
        for contact in programme.contacts:
            for phone in contact.phones:
                phone.e164 = None


@pytest.mark.parametrize(
    "change",
    [no_contacts, no_texts, no_headings, no_cover, address_without_scheme, numbers_that_cannot_be_dialled],
)
def test_what_is_missing_breaks_no_format(change, tmp_path, shared):
    booklet = demo_read(113).model_copy(deep=True)
    del booklet.programmes[4:]
    change(booklet)
    conforms(Catalogue((booklet,), BASE, {}), tmp_path, shared / "standards")


def test_an_edition_without_publishers_is_told_without_one(tmp_path):
    """The profiles want a publisher; the closed shapes, which are ours, do not."""
    booklet = demo_read(113).model_copy(deep=True)
    booklet.edition.publishers = []
    conforms(Catalogue((booklet,), BASE, {}), tmp_path)
