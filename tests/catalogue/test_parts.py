"""What is taken over from the catalogue before: the folder is the same, to the byte, as one made of nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from sqlite3 import IntegrityError

import pytest

from pipeline.catalogue import api, csv_files, history, jsonld, parquet, parts, site, sqlite
from pipeline.catalogue.api import write_api
from pipeline.catalogue.csv_files import write_csv
from pipeline.catalogue.folder import write
from pipeline.catalogue.jsonld import write_cpsv
from pipeline.catalogue.linked import write_json
from pipeline.catalogue.manifest import MADE_OF, write_manifest
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.parquet import write_parquet
from pipeline.catalogue.parts import Parts, read_parts
from pipeline.catalogue.privacy import without_people
from pipeline.catalogue.shelf import of_programmes, shelf_of
from pipeline.catalogue.site import write_site
from pipeline.catalogue.sqlite import write_sqlite
from pipeline.catalogue.tables import tables
from pipeline.core.record import Booklet, Contact, Website
from tests.catalogue.records import contents, demos
from tests.demonstrations import demo_read

SOME = 6
"""Programmes of each edition: a catalogue is made sixty times."""
Change = Callable[[Catalogue, random.Random], Catalogue]


def made(catalogue: Catalogue, out: Path, parts: Parts | None = None) -> dict[str, bytes]:
    """Write what can be taken over, with its manifests; return all but those."""
    parts = parts or Parts()
    rows = tables(catalogue, keep=True)
    write_csv(rows, out, parts)
    write_parquet(rows, out, parts)
    write_sqlite(rows, out)
    write_site(catalogue, out, parts)
    write_api(catalogue, out, parts)
    write_cpsv(catalogue, out, parts)
    found = contents(out)
    write_json(out / MADE_OF, {"parts": parts.made})
    write_manifest(out)
    return found


def some_of(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue of the first programmes of each edition."""
    few = (each.model_copy(update={"programmes": each.programmes[:SOME]}) for each in catalogue.booklets)
    return replace(catalogue, booklets=tuple(few))


def _with(catalogue: Catalogue, luck: random.Random, change: Callable[[Booklet], None]) -> Catalogue:
    at = luck.randrange(len(catalogue.booklets))
    booklets = [each.model_copy(deep=True) for each in catalogue.booklets]
    change(booklets[at])
    return replace(catalogue, booklets=tuple(booklets))


def _amount(catalogue: Catalogue, luck: random.Random) -> Catalogue:
    def change(booklet: Booklet) -> None:
        fact = luck.choice([each for p in booklet.programmes for each in p.facts.amounts])
        fact.value += 10_000

    return _with(catalogue, luck, change)


def _text(catalogue: Catalogue, luck: random.Random) -> Catalogue:
    def change(booklet: Booklet) -> None:
        luck.choice(booklet.programmes).summary.text += "另行公告。"

    return _with(catalogue, luck, change)


def _office(catalogue: Catalogue, luck: random.Random) -> Catalogue:
    """A full name that completes a short one in other programmes, which are then told otherwise, too."""

    def change(booklet: Booklet) -> None:
        name = luck.choice([each.organization for p in booklet.programmes for each in p.contacts])
        contact = Contact(role="executing_agency", organization=f"經濟部{name}")
        luck.choice(booklet.programmes).contacts.append(contact)

    return _with(catalogue, luck, change)


def _website(catalogue: Catalogue, luck: random.Random) -> Catalogue:
    def change(booklet: Booklet) -> None:
        luck.choice(booklet.programmes).websites.append(
            Website(name="新站", url="https://new.example.gov.tw/")
        )

    return _with(catalogue, luck, change)


def _gone(catalogue: Catalogue, luck: random.Random) -> Catalogue:
    def change(booklet: Booklet) -> None:
        booklet.programmes.pop(luck.randrange(len(booklet.programmes)))

    return _with(catalogue, luck, change)


def _edition(catalogue: Catalogue, luck: random.Random) -> Catalogue:
    def change(booklet: Booklet) -> None:
        booklet.edition.title += "（修訂）"

    return _with(catalogue, luck, change)


def _fewer(catalogue: Catalogue, luck: random.Random) -> Catalogue:
    return replace(catalogue, booklets=(luck.choice(catalogue.booklets),))


def _all_again(catalogue: Catalogue, luck: random.Random) -> Catalogue:
    return replace(catalogue, booklets=some_of(demos()).booklets)


def _base(catalogue: Catalogue, luck: random.Random) -> Catalogue:
    return replace(catalogue, base=luck.choice(["https://a.example.tw/", "https://b.example.tw/x/"]))


def _nobody(catalogue: Catalogue, luck: random.Random) -> Catalogue:
    return replace(catalogue, booklets=tuple(map(without_people, catalogue.booklets)), people=False)


CHANGES: tuple[Change, ...] = (
    _amount,
    _text,
    _office,
    _website,
    _gone,
    _edition,
    _fewer,
    _all_again,
    _base,
    _nobody,
)


@pytest.mark.long
@pytest.mark.parametrize(
    "seed", [seed if seed < 3 else pytest.param(seed, marks=pytest.mark.soak) for seed in range(6)]
)
def test_after_any_changes_the_folder_is_as_one_made_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    luck = random.Random(seed)
    catalogue = some_of(demos())
    before = tmp_path / "0"
    made(catalogue, before)
    for step in range(1, 6):
        for change in luck.sample(CHANGES, 2):
            catalogue = change(catalogue, luck)
        now = tmp_path / str(step)
        taken_over = made(catalogue, now, read_parts(before))
        with monkeypatch.context() as patch:
            patch.setenv("BOOKLET_CACHE", str(tmp_path / f"cache-{step}"))
            anew = made(replace(catalogue), tmp_path / f"{step}-anew")
        assert taken_over == anew
        before = now


def test_only_what_a_change_concerns_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = demos()
    made(catalogue, tmp_path / "before")
    newest = demo_read(113).model_copy(deep=True)
    newest.programmes[0].websites.append(Website(name="新站", url="https://new.example.gov.tw/"))
    drawn: list[str] = []

    def watched(place: object, name: str) -> None:
        real = getattr(place, name)

        def called(*words: object, **more: object) -> object:
            drawn.append(name)
            return real(*words, **more)

        monkeypatch.setattr(place, name, called)

    watched(site, "programme_page")
    watched(api, "_whole_bytes")
    watched(jsonld, "_graph")
    watched(csv_files, "table_csv")
    watched(parquet, "typed_table")
    watched(history, "diff")
    changed = replace(catalogue, booklets=(catalogue.booklets[0], newest))
    made(changed, tmp_path / "after", read_parts(tmp_path / "before"))
    one_each = ["_graph", "_whole_bytes", "diff", "programme_page"]
    of_tables = ["table_csv", "table_csv", "typed_table", "typed_table"]  # websites, changes
    assert sorted(drawn) == [*one_each, *of_tables]


def test_texts_are_made_ready_to_search_again_only_where_one_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = tables(demos())
    write_sqlite(rows, tmp_path)
    made: list[object] = []
    real = sqlite.searched
    monkeypatch.setattr(sqlite, "searched", lambda rows: made.append(rows) or real(rows))
    rows["facts"][0]["rule"] = "another"
    write_sqlite(rows, tmp_path)
    assert not made
    rows["items"][0]["text"] = "另行公告"
    write_sqlite(rows, tmp_path)
    assert len(made) == 1


@pytest.mark.parametrize(("table", "column"), [("facts", "type"), ("items", "service")])
def test_a_value_that_the_schema_does_not_know_is_no_database(
    tmp_path: Path, table: str, column: str
) -> None:
    rows = tables(demos())
    rows[table][0][column] = "nothing of the kind"
    with pytest.raises(IntegrityError, match=table):
        write_sqlite(rows, tmp_path)


def test_a_file_that_somebody_changed_is_made_anew(tmp_path: Path) -> None:
    catalogue = demos()
    before = tmp_path / "before"
    real = made(catalogue, before)
    page = next(name for name in real if name.startswith("programme/") and name.endswith(".html"))
    for spoil in (b"", real[page] + b"<!-- -->", None):
        if spoil is None:
            (before / page).unlink()
        else:
            write(before / page, spoil)
        again = made(
            replace(catalogue), tmp_path / f"after-{spoil is None}-{len(spoil or b'')}", read_parts(before)
        )
        assert again == real


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"parts": 3}', '{"parts": {"index.html": 3}}', "\x00"])
def test_what_tells_nothing_of_what_stands_there_is_not_believed(tmp_path: Path, told: str) -> None:
    (tmp_path / MADE_OF).write_text(told, "utf-8")
    parts = read_parts(tmp_path)
    parts.write(tmp_path / "out", "index.html", "3", lambda: b"made")
    assert (tmp_path / "out" / "index.html").read_bytes() == b"made"


def test_a_page_is_made_of_the_year_up_to_which_windows_come_back() -> None:
    catalogue = demos()
    lineages = shelf_of(catalogue).lineages[:1]
    made = {
        tuple(of_programmes(catalogue, lineages, dict.fromkeys(("demo-112", "demo-113"), until), ()))
        for until in (None, 2024, 2025)
    }
    assert len(made) == 3


def test_another_program_makes_all_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template or a query that changed is another program, whatever the records."""
    before = parts.tools.__wrapped__()
    monkeypatch.setattr(parts, "code_version", lambda: "another")
    assert parts.tools.__wrapped__() != before
