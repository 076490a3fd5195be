"""Whatever stands in a record, it is refused in a sentence, or every export of it says the same to another reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from fuzz import exports
from fuzz.chain import chain, exported
from fuzz.records import HOSTILE, places, put
from fuzz.seeds import seeds
from pipeline.core import cells
from pipeline.core.record import Booklet, to_json
from tests.catalogue.records import with_facts

pytestmark = pytest.mark.long

Change = tuple[int, str, bool]
Write = Callable[[list[Change]], bool]


@cache
def plain() -> str:
    return to_json(with_facts()).decode()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a record with some texts changed, and every export of it; tells whether it was one."""
    numbers = count()

    def written(changes: list[Change]) -> bool:
        record = json.loads(plain())
        put(record, changes)
        path = tmp_path / f"{next(numbers)}.json"
        path.write_text(json.dumps(record))
        return exported(path, path.with_suffix(""))

    return written


def is_record(*changes: Change) -> bool:
    record: dict[str, Any] = json.loads(plain())
    put(record, changes)
    try:
        Booklet.model_validate_json(json.dumps(record))
    except ValidationError:
        return False
    return True


CLEAN = [text for text in HOSTILE if not exports.CONTROLS.search(text)]


def everywhere(first: int) -> Iterator[Change]:
    """Yield a hostile text for every place that takes it, another for each, and none that no record may hold."""
    for at in range(len(list(places(json.loads(plain()))))):
        change = (at, CLEAN[(first + at) % len(CLEAN)], bool(at % 3))
        if is_record(change):
            yield change


@pytest.mark.parametrize("first", [0, 17])
def test_hostile_texts_everywhere_at_once(first: int, write: Write) -> None:
    changes = list(everywhere(first))
    assert len(changes) > 100
    assert write(changes)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 1000), st.sampled_from(CLEAN) | st.text(max_size=40), st.booleans()),
        min_size=20,
        max_size=60,
    )
)
def test_any_texts_in_any_places(write: Write, changes: list[Change]) -> None:
    taken = [change for change in changes if is_record(change)]
    whole = not any(exports.CONTROLS.search(text) for _, text, _ in taken)
    assert write(taken) or not whole or not is_record(*taken)


@pytest.mark.parametrize("text", [text for text in HOSTILE if exports.CONTROLS.search(text)], ids=ascii)
def test_what_no_record_holds_is_refused(text: str, write: Write) -> None:
    assert not write([(place, text, True) for place in range(0, 100, 10)])


def test_a_transcription_is_taken_all_the_way() -> None:
    whole, *parts = seeds("chain")
    chain(whole)
    chain(parts[3] + "=1+1\x07\u202e".encode())
    chain(b"\xff\x00")


@pytest.mark.parametrize("broken", ["formula", "xml", "name"])
def test_an_export_that_says_something_else_is_a_fault(
    broken: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = json.loads(plain())["programmes"][0]["name"]
    at = [container[key] for container, key in places(json.loads(plain()))].index(name)
    if broken == "formula":
        monkeypatch.setattr(cells, "harmless", lambda text: text)
    elif broken == "xml":
        real = exports.write_feed
        monkeypatch.setattr(
            exports,
            "write_feed",
            lambda catalogue, out: (real(catalogue, out), (out / "feed.atom").write_bytes(b"<feed>\x07")),
        )
    else:
        monkeypatch.setattr(exports, "write_csv", lambda rows, out: None)
    with pytest.raises((AssertionError, SyntaxError, OSError)):
        write([(at, "=1+1", False)])
