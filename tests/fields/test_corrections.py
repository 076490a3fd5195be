"""What a person put right stands in the record, says so, and what follows from it follows; else it is a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.record import Programme, to_json
from pipeline.fields.corrections import Corrections
from pipeline.source.corrections import (
    CORRECTIONS,
    Placed,
    add_correction,
    read_corrections,
    remove_correction,
)
from pipeline.source.made_by import told
from tests.demonstrations import demo, demo_read


def put(path: str, read: str, printed: str, programme: str = "1.1.2") -> Placed:
    return Placed(programme=programme, path=path, read=read, printed=printed, page=7, reason="r", who="w")


def mended(made: Placed) -> tuple[Programme, list[str]]:
    (programme,) = (each for each in demo(112).programmes if each.id == "1.1.2")
    corrections = Corrections([made])
    changed = corrections.applied(programme)
    assert programme.corrections == []  # the one given is left alone
    return changed, [found.code for found in corrections.unused()]


def test_a_value_is_put_right_and_says_so() -> None:
    (programme,) = (each for each in demo(112).programmes if each.id == "1.1.2")
    person = programme.contacts[0].person or ""
    changed, unused = mended(put("contacts[0].person", person, "祁研究員"))
    assert (changed.contacts[0].person, unused) == ("祁研究員", [])
    (made,) = changed.corrections
    assert (made.read, made.printed, made.page, made.who) == (person, "祁研究員", 7, "w")
    others = changed.model_dump(exclude={"contacts", "corrections"})
    assert others == programme.model_dump(exclude={"contacts", "corrections"})


def test_a_programme_is_meant_by_its_name_too() -> None:
    changed, unused = mended(put("acronym", "", "OJT", programme="在職進修補助計畫"))
    assert (changed.acronym, unused) == ("OJT", [])


def test_key_follows_the_name_and_the_number_what_is_printed() -> None:
    changed, _ = mended(put("name", "在職進修補助計畫", "在職進修計畫"))
    (programme,) = (each for each in demo(112).programmes if each.id == "1.1.2")
    assert changed.key != programme.key
    (place,) = [i for i, c in enumerate(programme.contacts) if c.phones][:1]
    printed = programme.contacts[place].phones[0].printed
    changed, _ = mended(put(f"contacts[{place}].phones[0].printed", printed, "(02)2754-1255#7"))
    phone = changed.contacts[place].phones[0]
    assert (phone.printed, phone.e164, phone.extension) == ("(02)2754-1255#7", "+886227541255", "7")


def test_words_of_a_text_are_put_right_in_the_outline_too() -> None:
    (programme,) = (each for each in demo(112).programmes if each.id == "1.1.2")
    found = [
        (f"services[{i}].items[{j}]", node.text)
        for i, service in enumerate(programme.services)
        for j, item in enumerate(service.items)
        for node in item.outline
        if item.text.count(node.text) == 1 and len(node.text) > 8
    ]
    path, words = found[0]
    changed, unused = mended(put(path, words, "改正"))
    assert unused == []
    text = str(changed.model_dump()["services"])
    assert "改正" in text
    assert words not in text


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("contacts[0].person", "某人"),
        ("contacts[99].person", "祁"),
        ("nothing", "x"),
        ("summary", "，"),  # more than once
        ("facts.amounts[0].printed", "3萬5千元"),
        ("key", ""),
        ("provenance", ""),
        ("", "x"),
    ],
)
def test_what_fits_nothing_is_a_finding_and_changes_nothing(path: str, read: str) -> None:
    changed, unused = mended(put(path, read, "改正"))
    (programme,) = (each for each in demo(112).programmes if each.id == "1.1.2")
    assert (changed, unused) == (programme, ["correction-unused"])


def test_one_of_a_programme_that_is_gone_is_a_finding() -> None:
    assert mended(put("name", "a", "b", programme="9.9.9"))[1] == ["correction-unused"]


def test_of_the_front_matter() -> None:
    front = demo_read(112).front
    corrections = Corrections([put("introduction", front.introduction[:9], "改正", programme="")])
    changed = corrections.applied(front)
    assert changed.introduction == "改正" + front.introduction[9:]
    assert list(corrections.unused()) == []


def test_a_record_without_corrections_says_nothing_of_them() -> None:
    assert b"corrections" not in to_json(demo(112))


def test_the_file_keeps_order_replaces_and_forgets(tmp_path: Path) -> None:
    assert read_corrections(tmp_path) == ()
    one, other = put("name", "甲", "乙"), put("acronym", "", 'A"\\')
    for each in (one, other, one.model_copy(update={"printed": "丙"})):
        add_correction(tmp_path, each)
    assert [each.printed for each in read_corrections(tmp_path)] == ['A"\\', "丙"]
    assert told(read_corrections(tmp_path)) != told([one, other])
    for each in read_corrections(tmp_path):
        remove_correction(tmp_path, each)
    assert not (tmp_path / CORRECTIONS).exists()


@pytest.mark.parametrize("text", ["x", "[[correction]]\npath = 3\n", "other = 1\n"])
def test_what_is_no_corrections_file_is_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / CORRECTIONS).write_text(text)
    with pytest.raises(UserError, match=r"corrections.toml"):
        read_corrections(tmp_path)
