"""The Atom feed: RFC 4287's required parts, each change that matters once, the same bytes for the same editions."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree as ET

from pipeline.catalogue.feed import FILE, feed, write_feed
from pipeline.catalogue.history import steps
from pipeline.catalogue.model import Catalogue
from pipeline.diff.booklets import diff
from tests.catalogue.records import BASE, demos, written
from tests.demonstrations import demo_read

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def entries(content: bytes) -> list[ET.Element]:
    return ET.fromstring(content).findall("a:entry", NAMES)


def test_has_what_the_standard_requires(tmp_path):
    out = written(tmp_path, write_feed, catalogue=demos())
    root = ET.fromstring((out / FILE).read_bytes())
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    found = root.findall("a:entry", NAMES)
    assert found
    for part in (root, *found):
        for name in ("id", "title", "updated"):
            (child,) = part.findall(f"a:{name}", NAMES)
            assert child.text
        moment = datetime.datetime.fromisoformat(part.findtext("a:updated", namespaces=NAMES))
        assert moment.utcoffset() is not None
        assert part.findall("a:author/a:name", NAMES)
        assert part.find("a:link[@rel='alternate']", NAMES).get("href").startswith(BASE)
    ids = [each.findtext("a:id", namespaces=NAMES) for each in (root, *found)]
    assert len(ids) == len(set(ids))
    assert root.find("a:link[@rel='self']", NAMES).get("href") == BASE + FILE


def test_says_each_change_that_matters_and_no_other():
    (step,) = steps(demos())
    content = [entry.findtext("a:content", namespaces=NAMES) for entry in entries(feed(demos()))]
    lines = sum(len(text.split("\n")) - 1 for text in content)
    changes = diff(step.before, step.after).changes
    told = [change for change in changes if change.class_ in ("loss", "substantive", "staff")]
    assert lines == sum(len(change.members) or 1 for change in told)
    assert len(told) < len(changes)
    terms = {
        each.get("term") for entry in entries(feed(demos())) for each in entry.findall("a:category", NAMES)
    }
    assert terms == {"loss", "staff", "substantive"}


def test_reads_no_clock_and_keeps_its_ids_under_another_title():
    booklet = demo_read(113).model_copy(deep=True)
    booklet.edition.title += "（修訂）"
    other = Catalogue((demo_read(112), booklet), BASE, {})
    assert feed(demos()) == feed(demos())
    assert [e.findtext("a:id", namespaces=NAMES) for e in entries(feed(other))] == [
        e.findtext("a:id", namespaces=NAMES) for e in entries(feed(demos()))
    ]


def test_one_edition_alone_has_nothing_to_tell():
    assert entries(feed(Catalogue((demo_read(113),), BASE, {}))) == []
