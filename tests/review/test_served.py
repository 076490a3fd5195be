"""The review answers one browser of this machine and nobody else, and keeps each verdict as it is given."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra review is not installed")

from starlette.testclient import TestClient

from pipeline.core.errors import UserError
from pipeline.core.record import Booklet, Correction, to_json
from pipeline.fields.corrections import Corrections
from pipeline.report.places import boxes_at, text_at
from pipeline.review.served.app import app
from pipeline.review.served.guard import Guard
from pipeline.review.served.session import Session, smallest
from pipeline.review.verdicts import read_review
from pipeline.source.corrections import read_corrections
from tests.demonstrations import demo_read

PORT = 4711
HOST = f"127.0.0.1:{PORT}"
OURS = {"host": HOST, "origin": f"http://{HOST}"}


def write(house: Path, booklet: Booklet) -> None:
    folder = house / "extracted" / booklet.edition.id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "booklet.json").write_bytes(to_json(booklet))


@pytest.fixture
def house(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for year in (112, 113):
        shutil.copytree(root / "raw" / f"demo-{year}", tmp_path / "raw" / f"demo-{year}")
        write(tmp_path, demo_read(year))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    return tmp_path


@pytest.fixture
def session(house: Path) -> Session:
    return Session("demo-113", None, lambda: None)


@pytest.fixture
def guard(session: Session) -> Guard:
    return Guard(app(session), PORT)


@pytest.fixture
def client(guard: Guard) -> TestClient:
    """A browser that was given the address."""
    client = TestClient(guard, base_url=f"http://{HOST}", follow_redirects=False)
    answer = client.get("/", params={"token": guard.token or ""})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    return client


def verdicts(*each: dict[str, object]) -> dict[str, object]:
    return {"verdicts": list(each)}


def keys(session: Session, worry: str) -> list[str]:
    return [card.key for card in session.desk.cards if card.worry == worry]


# who may ask


def test_the_token_opens_once_and_for_one_browser(client: TestClient, guard: Guard) -> None:
    assert client.get("/state").status_code == 200
    assert guard.token is None
    stranger = TestClient(guard, base_url=f"http://{HOST}")
    for address in ("/", "/state", "/words", "/page/after/1.png", "/review.js", "/?token=", "/?token=x"):
        assert stranger.get(address).status_code == 403
    stranger.cookies.set(f"booklet-{PORT}", "x")
    assert stranger.get("/state").status_code == 403


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", ""])
def test_another_name_is_refused_whatever_cookie_it_brings(client: TestClient, host: str) -> None:
    assert client.get("/state", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": ""},
        {},
        {"origin": f"http://{HOST}", "sec-fetch-site": "cross-site"},
        {"origin": f"http://{HOST}", "sec-fetch-site": "same-site"},
    ],
)
def test_another_page_posts_no_verdict(
    client: TestClient, session: Session, house: Path, headers: dict[str, str]
) -> None:
    told = {"verdicts": [{"keys": keys(session, "loss")[:1], "verdict": "right"}]}
    assert client.post("/verdict", json=told, headers=headers).status_code == 403
    assert not (house / "raw/demo-113/review.toml").exists()
    assert client.post("/verdict", json=told, headers=OURS).status_code == 200


def test_every_answer_forbids_what_the_page_does_not_need(client: TestClient) -> None:
    for address in ("/", "/state", "/review.js", "/nowhere"):
        answer = client.get(address)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_all_that_the_pages_load_is_there(client: TestClient) -> None:
    loaded = {
        name
        for address in ("/", "/sheet", "/review.js")
        for name in re.findall(
            r'(?:src|href|from)=? ?"(?:\./)?([\w.]+\.(?:css|js))"', client.get(address).text
        )
    }
    assert loaded >= {"colours.css", "review.css", "sheet.css", "review.js", "viewer.js"}
    assert {client.get(f"/{name}").status_code for name in loaded} == {200}
    defined = set(re.findall(r"(--[\w-]+):", "".join(client.get(f"/{name}").text for name in loaded)))
    assert set(re.findall(r"var\((--[\w-]+)\)", client.get("/review.css").text)) <= defined


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'"a"', b"[" * 100_000])
def test_what_is_no_object_is_one_sentence(client: TestClient, content: bytes) -> None:
    answer = client.post("/verdict", content=content, headers=OURS)
    assert answer.status_code == 400
    assert "no object" in answer.json()["error"]
    assert client.post("/verdict", content=b"{" + b" " * (2 << 20), headers=OURS).status_code == 413


# what is decided


def test_a_verdict_is_kept_at_once_with_the_name(client: TestClient, session: Session, house: Path) -> None:
    (key, other) = keys(session, "loss")[:2]
    client.post(
        "/verdict", json=verdicts({"keys": [key], "verdict": "booklet", "note": "漏印"}), headers=OURS
    )
    found = read_review(house / "raw/demo-113/review.toml").verdicts()
    assert (found[key].verdict, found[key].note, found[key].who) == ("booklet", "漏印", session.who)
    client.post("/verdict", json=verdicts({"keys": [other], "verdict": "right"}), headers=OURS)
    client.post("/verdict", json=verdicts({"keys": [key], "verdict": None}), headers=OURS)
    assert list(read_review(house / "raw/demo-113/review.toml").verdicts()) == [other]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"verdict": "right"}, "no card"),
        ({"keys": ["x"], "verdict": "right"}, "no more"),
        ({"keys": "loss", "verdict": "right"}, "one by one"),
        ({"keys": "staff", "verdict": "booklet", "note": "x"}, "one by one"),
        ({"keys": "one", "verdict": "booklet"}, "say in the note"),
        ({"keys": "one", "verdict": "fine", "note": "x"}, "no verdict"),
        ({"keys": "one", "verdict": "right", "note": "x" * 3000}, "at most"),
        ({"keys": "one", "verdict": "right", "note": 3}, "no text"),
        ({"keys": "one", "verdict": "right", "note": "甲\ud800"}, "halves of characters"),
    ],
)
def test_what_cannot_be_decided_so_is_one_sentence(
    client: TestClient, session: Session, house: Path, told: dict[str, object], words: str
) -> None:
    chosen = {
        "loss": keys(session, "loss"),
        "staff": keys(session, "staff"),
        "one": keys(session, "loss")[:1],
    }
    if isinstance(told.get("keys"), str):
        told = told | {"keys": chosen[str(told["keys"])]}
    answer = client.post("/verdict", content=json.dumps(verdicts(told)), headers=OURS)
    assert answer.status_code == 409
    assert words in answer.json()["error"]
    assert not (house / "raw/demo-113/review.toml").exists()


def test_staff_is_confirmed_together(client: TestClient, session: Session) -> None:
    client.post("/verdict", json=verdicts({"keys": keys(session, "staff"), "verdict": "right"}), headers=OURS)
    state = client.get("/state").json()
    assert {card["verdict"] for card in state["cards"] if card["worry"] == "staff"} == {"right"}


def test_every_card_can_be_shown_and_marks_lie_on_its_page(client: TestClient, session: Session) -> None:
    exact = 0
    for card in session.desk.cards:
        told = client.get(f"/card/{card.key}").json()
        for side in (told["before"], told["after"]):
            if side["page"]:
                exact += side["page"]["exact"]
                for x, y, width, height in side["page"]["marks"]:
                    assert 0 <= x <= x + width <= 1.001
                    assert 0 <= y <= y + height <= 1.001
    assert exact > 60
    answer = client.get("/page/after/3.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert client.get("/page/after/99.png").status_code == 404
    assert client.get("/card/none").status_code == 409


def test_a_match_is_forced_and_the_cards_follow(client: TestClient, session: Session, house: Path) -> None:
    (removed,) = (
        card for card in session.desk.cards if card.change and card.change.kind == "programme_removed"
    )
    told = client.get(f"/card/{removed.key}").json()["match"]
    assert told["choose"] == "to"
    added = next(each["name"] for each in told["options"] if each["alone"])
    answer = client.post(
        "/match",
        json={"kind": "force", "from": told["from"], "to": added, "reason": "同一計畫改名"},
        headers=OURS,
    )
    kinds = {card.change.kind for card in session.desk.cards if card.change}
    assert "programme_removed" not in kinds
    assert answer.status_code == 200
    assert [each.to for each in read_review(house / "raw/demo-113/review.toml").force] == [added]


def test_a_correction_names_the_words_and_extracts_again(session: Session, house: Path) -> None:
    calls: list[int] = []
    session._extract = lambda: calls.append(1)
    value = next(each for each in session.views.values("1.1.2") if each["path"] == "contacts[0].person")
    told = {"programme": "1.1.2", "path": value["path"], "printed": "某專員", "reason": "印的是某專員"}
    session.correct(told)
    (made,) = read_corrections(house / "raw/demo-113")
    assert (made.programme, made.read, made.printed) == ("在職進修補助計畫", value["value"], "某專員")
    assert made.page == value["page"]
    assert calls == [1]
    unread = [each for each in session.views.values("1.1.2") if each.get("unread")]
    assert {each["page"] for each in unread} == {boxes_at(session.views.after["1.1.2"], "")[0][0]}


def test_a_card_says_what_of_it_was_put_right(session: Session, house: Path) -> None:
    card = next(
        each
        for each in session.desk.cards
        if each.change and each.change.kind == "contact_changed" and each.change.before and each.change.after
    )
    assert session.views.card(card)["corrected"] == []
    programme = session.views.after[card.number]
    path = f"{card.change.path}.person"
    made = Correction(path=path, read="某甲", printed="某乙", reason="頁面所印", who="王小明")
    elsewhere = made.model_copy(update={"path": f"{card.change.path}0.person"})
    session.views.after[card.number] = programme.model_copy(update={"corrections": [elsewhere, made]})
    said = session.views.card(card)["corrected"]
    assert [(each["read"]["zh"], each["printed"]["zh"]) for each in said] == [("某甲", "某乙")]


def corrected(printed: str) -> dict[str, object]:
    return {"programme": "1.1.2", "path": "contacts[0].person", "printed": printed, "reason": "印的是某專員"}


def extract_facts(house: Path) -> None:
    """Write the record of the demonstration with the typed values that stand corrected."""
    booklet = demo_read(113).model_copy(deep=True)
    corrections = Corrections(read_corrections(house / "raw/demo-113"))
    for programme in booklet.programmes:
        programme.facts, _ = corrections.of_facts(programme, [])
    booklet.findings = [*booklet.findings, *corrections.unused()]
    write(house, booklet)


def test_a_whole_value_is_withdrawn_and_another_added(session: Session, house: Path) -> None:
    session._extract = lambda: extract_facts(house)
    number = next(each.id for each in session.desk.booklet.programmes if each.facts.amounts)
    fact = session.views.after[number].facts.amounts[0]
    before = len(session.views.after[number].facts.amounts)
    values = {each["path"]: each for each in session.views.values(number)}
    assert [each["value"] for each in values["facts.amounts[0]"]["choices"]] == [str(fact.value), ""]
    told = {"programme": number, "reason": "頁面沒有這個金額", "path": "facts.amounts[0]", "printed": ""}
    state = session.correct(told)
    amounts = session.views.after[number].facts.amounts
    assert len(amounts) == before - 1
    assert fact not in amounts
    assert state["corrections"][0]["said"]["printed"] == {"zh": "頁面未印此值", "en": "not printed"}
    assert state["corrections"][0]["said"]["crumbs"][-1]["zh"] == "整個值"

    text = text_at(session.views.after[number], fact.path) or ""
    words = text[max(0, fact.span[0] - 4) : fact.span[1]]
    told = {
        "programme": number,
        "reason": "頁面印有這個金額",
        "path": "amounts",
        "words": words,
        "printed": "7",
    }
    session.correct(told)
    assert 7 in [each.value for each in session.views.after[number].facts.amounts]
    for wrong, why in ((words + "謬", "stand in 0 places"), ("", "stand in 0 places"), ("，", "places")):
        with pytest.raises(UserError, match=why):
            session.correct(told | {"words": wrong, "path": "ratios"})
    with pytest.raises(UserError, match="no such value"):
        session.correct(told | {"path": "durations", "printed": "三年"})
    assert len(read_corrections(house / "raw/demo-113")) == 2


def test_a_condition_that_was_not_read_is_added_in_words_and_withdrawn(session: Session, house: Path) -> None:
    session._extract = lambda: extract_facts(house)
    number = next(each.id for each in session.desk.booklet.programmes if each.summary.text)
    before = session.views.after[number].facts.conditions
    (offered,) = (each for each in session.views.values(number) if each["path"] == "conditions")
    begins = {each["value"]: each for each in offered["forms"]}
    assert (begins["capital at_most"]["zh"], begins["capital at_most"]["number"]) == ("資本額 不超過", True)
    kinds = {each["value"]: each["zh"] for each in begins["applicant one_of"]["choices"]}
    assert kinds["partnership"] == "合夥"
    words = session.views.after[number].summary.text[:12]
    told = {
        "programme": number,
        "reason": "頁面寫明",
        "path": "conditions",
        "words": words,
        "printed": "applicant one_of company, partnership",
    }
    state = session.correct(told)
    (added,) = (each for each in session.views.after[number].facts.conditions if each not in before)
    assert (added.printed, added.values, added.rule) == (words, ["company", "partnership"], "corrected")
    (made,) = state["corrections"]
    assert made["said"]["printed"] == {
        "zh": "申請者 其中之一 公司、合夥",
        "en": "applicant one of company, partnership",
    }
    assert made["said"]["read"]["zh"] == "程式未讀到"
    session.correct(told | {"printed": "applicant one_of company"})  # she thinks again
    for printed in ("staff at_least 5", "staff at_most 200"):
        state = session.correct(told | {"printed": printed})
    facts = [each for each in session.views.after[number].facts.conditions if each not in before]
    assert [(each.kind, each.value, each.values) for each in facts] == [
        ("applicant", None, ["company"]),
        ("staff", 5, []),
        ("staff", 200, []),
    ]
    with pytest.raises(UserError, match="there already"):
        session.correct(told | {"printed": "staff at_most 50", "words": words[1:]})
    for made in state["corrections"]:
        session.withdraw({"correction": made})
    assert session.views.after[number].facts.conditions == before


def test_a_typed_value_is_put_right_though_its_words_are(session: Session, house: Path) -> None:
    """The page sends one of the words that it was given; what the file holds makes the record say it."""
    session._extract = lambda: extract_facts(house)
    number = next(each.id for each in session.desk.booklet.programmes if each.facts.amounts)
    values = {each["path"]: each for each in session.views.values(number)}
    bound = values["facts.amounts[0].bound"]
    assert {each["value"] for each in bound["choices"]} == {"", "max", "min", "exact"}
    new = next(each["value"] for each in bound["choices"] if each["value"] not in ("", bound["value"]))
    told = {"programme": number, "path": bound["path"], "printed": new, "reason": "表中寫明"}
    state = session.correct(told)
    (made,) = read_corrections(house / "raw/demo-113")
    assert (made.fact, made.read, made.printed) == ("amounts.bound", bound["value"], new)
    programme = next(each for each in session.desk.booklet.programmes if each.id == number)
    assert (programme.facts.amounts[0].bound, programme.facts.amounts[0].rule) == (new, "corrected")
    assert programme.corrections == [made.plain()]
    assert state["corrections"][0]["said"]["printed"]["zh"] in ("上限", "下限", "定額")
    wrong = {"programme": number, "path": "facts.amounts[0].value", "printed": "一百萬", "reason": "表中寫明"}
    with pytest.raises(UserError, match="a number in figures"):
        session.correct(wrong)
    assert read_corrections(house / "raw/demo-113") == (made,)
    session.withdraw({"correction": state["corrections"][0]})
    assert read_corrections(house / "raw/demo-113") == ()


def test_a_correction_of_which_nothing_comes_is_not_kept(session: Session, house: Path) -> None:
    session.correct(corrected("某專員"))
    (kept,) = read_corrections(house / "raw/demo-113")
    before = session.desk.booklet

    def fails() -> None:
        if len(calls) == 0:
            calls.append(1)
            raise UserError("no room")

    calls: list[int] = []
    session._extract = fails
    with pytest.raises(UserError, match="no room"):
        session.correct(corrected("某秘書"))
    assert read_corrections(house / "raw/demo-113") == (kept,)
    assert (calls, session.desk.booklet) == ([1], before)


def test_words_that_no_record_may_hold_are_not_kept(session: Session, house: Path) -> None:
    path = house / "extracted/demo-113/booklet.json"
    good = path.read_bytes()

    def extract() -> None:
        made = read_corrections(house / "raw/demo-113")
        path.write_bytes(good.replace(made[0].read.encode(), b"\\u0007") if made else good)

    session._extract = extract
    with pytest.raises(UserError, match="holds control characters"):
        session.correct(corrected("某\x07"))
    assert read_corrections(house / "raw/demo-113") == ()
    assert path.read_bytes() == good
    assert session.state()["corrections"] == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("甲乙丙丁", "甲乙戊丁", ("丙", "戊")),
        ("甲甲甲", "甲乙甲", ("甲甲甲", "甲乙甲")),
        ("", "甲", ("", "甲")),
        ("甲乙", "", ("甲乙", "")),
        ("甲乙甲乙", "甲乙丙甲乙", ("乙甲", "乙丙甲")),
    ],
)
def test_the_smallest_words_that_tell_a_correction(before: str, after: str, words: tuple[str, str]) -> None:
    assert smallest(before, after) == words
    assert before.replace(*words) == after if before else True


def test_the_words_of_a_card_open_no_file_and_are_those_of_the_whole(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {card.key: session.card(card.key) for card in session.desk.cards[:6]}
    fresh = Session("demo-113", None, lambda: None)

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("pipeline.report.drawing.measured", opened)
    monkeypatch.setattr("pipeline.report.drawing.pictures", opened)
    for key, told in whole.items():
        words = fresh.card(key, placed=False)
        for side in ("before", "after"):
            assert words[side].pop("page") is None
            assert words[side].pop("source") is None
            del told[side]["page"], told[side]["source"]
        assert words == told


def test_what_is_refused_is_said_in_both_languages(client: TestClient) -> None:
    told = client.post("/verdict", json={}, headers=OURS).json()
    assert told == {"error": "no verdict was sent.", "zh": "未送出判定。"}


# the signature


def test_nobody_signs_what_is_open_nor_here(client: TestClient, session: Session, house: Path) -> None:
    answer = client.post("/sign", json={"reason": "逐頁核對"}, headers=OURS)
    assert answer.status_code == 409
    assert "never in CI or in tests" in answer.json()["error"]
    told = client.get("/summary").json()
    assert len(told["open"]) == len(session.desk.cards)
    assert [each["key"] for each in told["lost"]] == keys(session, "loss")  # though none was looked at
    assert not (house / "golden").exists()


def test_the_sheet_holds_every_card_and_room_for_a_signature(client: TestClient, session: Session) -> None:
    for language, words in (("zh_TW", "簽章"), ("en", "Signature")):
        sheet = client.get("/sheet", params={"lang": language}).text
        assert words in sheet
        assert (
            '<main tabindex="0">' in sheet
        )  # on a phone it is wider than the screen, and scrolled by keys, too
        assert sheet.count('<tr><td class="n"') == len(session.desk.cards)
        assert "<details" not in sheet
    session.who = "王小明 <w@example.tw>"
    client.post("/verdict", json=verdicts({"keys": keys(session, "staff"), "verdict": "right"}), headers=OURS)
    sheet = client.get("/sheet").text
    assert sheet.count("<small>王小明</small>") == len(keys(session, "staff"))
    assert sheet.count("w@example.tw") == 1  # in full at the head
