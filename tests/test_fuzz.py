"""What ``make fuzz`` searches with holds of the demonstration texts and of damaged ones, and can fail."""

from __future__ import annotations

from random import Random

import pytest

from fuzz import properties
from fuzz.properties import PROPERTIES
from fuzz.seeds import WORDS, dictionary, seeds

ROUNDS = {"facts": 400, "transcript": 150}


@pytest.fixture(scope="module", params=PROPERTIES)
def search(request: pytest.FixtureRequest) -> tuple[str, list[bytes]]:
    return request.param, list(seeds(request.param))


def test_the_property_holds_of_seeds_and_of_damaged_ones(search: tuple[str, list[bytes]]) -> None:
    name, texts = search
    assert len(texts) > 4
    random = Random(name)
    for text in texts:
        PROPERTIES[name](text)
    for _ in range(ROUNDS[name]):
        text = bytearray(random.choice(texts)[:4096])
        for _ in range(random.choice((1, 4, 30))):
            at = random.randrange(len(text) + 1)
            text[at : at + random.choice((0, 0, 1, 9))] = random.choice(WORDS).encode()
        PROPERTIES[name](bytes(text))


def test_the_dictionary_is_as_libfuzzer_reads_it() -> None:
    lines = dictionary().splitlines()
    assert len(lines) == len(WORDS)
    assert [bytes.fromhex(line.strip('"').replace("\\x", "")).decode() for line in lines] == WORDS


def test_a_fact_that_stands_elsewhere_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "每案最高補助5萬元"
    properties.facts(text.encode())
    real = properties.facts_as_json

    def moved(text: str, year: int) -> dict:
        found = real(text, year)
        found["amounts"][0]["span"][0] -= 1
        return found

    monkeypatch.setattr(properties, "facts_as_json", moved)
    with pytest.raises(AssertionError):
        properties.facts(text.encode())


def test_an_exception_of_a_reader_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments, **more):
        raise KeyError("年")

    monkeypatch.setattr(properties, "extract", broken)
    with pytest.raises(KeyError):
        properties.transcript("年度".encode())
