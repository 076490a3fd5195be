"""One review, from its first card to the signature: what the page asks for and what it has done.

Comes in: the name of an edition, and what extracts it again after a correction.  Goes out: plain values for the page,
files beside the edition, golden and its log.  What cannot be done is one sentence in a ``UserError``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.checks.golden import differences, has_golden, read_golden
from pipeline.core.errors import UserError
from pipeline.core.record import Booklet
from pipeline.core.texts import LANGUAGES, texts
from pipeline.diff.matching import Decision
from pipeline.report.labels import labels_of
from pipeline.review import acceptance
from pipeline.review.cards import TOGETHER, WORRIES, Card
from pipeline.review.desk import Desk, open_desk
from pipeline.review.person import person
from pipeline.review.reports import write_reports
from pipeline.review.served.sheets import Sheets
from pipeline.review.served.views import Views, corrected, listed
from pipeline.review.verdicts import Verdict, decide, say
from pipeline.source.corrections import Placed, add_correction, read_corrections, remove_correction
from pipeline.source.workspace import GOLDEN

_LONGEST = 2000
"""Letters of a note or a value that the page may send."""
_NOT_FITTING = {
    "printed": "this cannot be put right here: change words within one paragraph.",
    "typed": "this is no such value, or it is there already: a number in figures, a date as 2025-03-31, a window as "
    "2025-01-01/2025-03-31, a length of time as P6M, a condition with its number or its words.",
}


class Session:
    """A review that is going on."""

    def __init__(self, edition: str, before: str | None, extract: Callable[[], None]) -> None:
        self.edition = edition
        self.who = person()
        self._before = before
        self._extract = extract
        self.desk: Desk = open_desk(edition, before)
        self._sheets: dict[str, Sheets] = {}
        self.views = self._views()
        self.signed: str | None = None
        self._reported = True

    def _views(self) -> Views:
        """Return the views of the desk; pages that were measured stay so while their file does."""
        before = self._pages_of(self.desk.before) if self.desk.before else None
        return Views(self.desk, (before, self._pages_of(self.desk.booklet)))

    def _pages_of(self, booklet: Booklet) -> Sheets:
        known = self._sheets.get(booklet.edition.source.sha256) or Sheets(booklet)
        known.booklet = booklet
        return self._sheets.setdefault(booklet.edition.source.sha256, known)

    def _again(self) -> None:
        self.desk = open_desk(self.edition, self._before)
        self.views = self._views()

    def _renew(self) -> None:
        """Extract again, and lay out what came of it."""
        self._reported = False
        self._extract()
        self._again()

    def warm(self) -> None:
        """Load what shows pages and look for the places of the first card, while the browser still begins."""
        with suppress(UserError):  # the page will say it
            for card in self.desk.left()[:1]:
                self.views.card(card)

    def state(self) -> dict[str, Any]:
        """Return the whole list and how far it has come."""
        desk, verdicts = self.desk, self.desk.review.verdicts()
        return {
            "edition": {"id": desk.booklet.edition.id, "title": desk.booklet.edition.title},
            "before": desk.before and {"id": desk.before.edition.id, "title": desk.before.edition.title},
            "who": self.who,
            "cards": [listed(card, verdicts.get(card.key)) for card in desk.cards],
            "corrections": [corrected(each, desk) for each in read_corrections(desk.folder)],
            "programmes": [{"number": each.id, "name": each.name} for each in desk.booklet.programmes],
            "together": sorted(TOGETHER),
            "worries": list(WORRIES),
            "signed": self.signed,
        }

    def words(self) -> dict[str, Any]:
        """Return the texts of the page in both languages."""
        told: dict[str, Any] = {language: dict(texts(language)["review"]) for language in LANGUAGES}
        for worry, label in labels_of("classes").items():
            told["zh_TW"][f"worry_{worry}"], told["en"][f"worry_{worry}"] = label
            told["zh_TW"][f"about_{worry}"], told["en"][f"about_{worry}"] = labels_of("class_hints")[worry]
        return told

    def card(self, key: str, *, placed: bool = True) -> dict[str, Any]:
        """Return what is shown of a card; its words alone are there at once, its places take a look at the file."""
        return self.views.card(self._card(key), placed=placed)

    def _card(self, key: str) -> Card:
        found = next((card for card in self.desk.cards if card.key == key), None)
        if found is None:
            raise UserError("this card is no more: the record was extracted again.")
        return found

    def picture(self, which: str, page: int) -> bytes | None:
        """Return a page as PNG."""
        sheets = self.views.sheets[0 if which == "before" else 1]
        return sheets.picture(page) if sheets else None

    # what a person decides

    def verdict(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Keep verdicts on cards, or take them back: all of them or none."""
        given = told.get("verdicts")
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            raise UserError("no verdict was sent.")
        said: dict[str, Verdict | None] = {}
        for each in given:
            said |= self._verdicts(each)
        review = say(
            self.desk.folder,
            [each for each in said.values() if each],
            [key for key, each in said.items() if each is None],
        )
        self.desk = self.views.desk = replace(self.desk, review=review)
        return {"saved": len(said)}

    def _verdicts(self, told: Mapping[str, Any]) -> dict[str, Verdict | None]:
        """Return a verdict for each card that it is on; None where it is taken back."""
        keys = told.get("keys")
        if not isinstance(keys, list):
            raise UserError("no card is named.")
        chosen = [self._card(str(key)) for key in keys]
        verdict, note = told.get("verdict"), _text(told, "note")
        if verdict is None:
            return {card.key: None for card in chosen}
        if verdict not in ("right", "record", "booklet"):
            raise UserError(f"{verdict} is no verdict.")
        if verdict != "right" and not note:
            raise UserError("say in the note what is wrong.")
        if len(chosen) > 1 and (verdict != "right" or any(card.worry not in TOGETHER for card in chosen)):
            raise UserError("losses, substantive changes and findings are decided one by one.")
        return {
            card.key: Verdict(key=card.key, verdict=verdict, note=note, who=self.who, about=card.about)
            for card in chosen
        }

    def correct(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Put a value right and extract again; what does not fit is not kept."""
        number, path = _text(told, "programme"), _text(told, "path")
        value = next((each for each in self.views.values(number) if each["path"] == path), None)
        if value is None:
            raise UserError("this value is no more: the record was extracted again.")
        printed = _text(told, "printed")
        if printed == value["value"]:
            raise UserError("the value reads so already: write what is printed.")
        of = value.get("of", {"path": path})
        if value.get("unread"):
            of = self.views.unread(number, path, _text(told, "words"))
        read, printed = smallest(value["value"], printed) if value["prose"] else (value["value"], printed)
        names = {programme.id: programme.name for programme in self.desk.booklet.programmes}
        same = [each.name for each in self.desk.booklet.programmes].count(names.get(number, "")) == 1
        page = told.get("page")
        made = Placed(
            programme=names[number] if same and names.get(number) else number if number in names else "",
            read=read,
            printed=printed,
            page=page if isinstance(page, int) else value["page"],
            reason=acceptance.said(_text(told, "reason")),
            who=self.who,
            **of,
        )
        kept = read_corrections(self.desk.folder)
        add_correction(self.desk.folder, made)
        try:
            self._renew()
            if any(
                found.code == "correction-unused"
                and found.data["correction"] == made.model_dump(exclude_none=True)
                for found in self.desk.booklet.findings
            ):
                raise UserError(_NOT_FITTING["typed" if made.fact else "printed"])
        except UserError:
            remove_correction(self.desk.folder, made)
            for each in kept:
                add_correction(self.desk.folder, each)
            self._renew()
            raise
        return self.state()

    def withdraw(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Take a correction back and extract again."""
        asked = told.get("correction")
        plain = (
            {key: each for key, each in asked.items() if key != "said"} if isinstance(asked, dict) else None
        )
        known = [each for each in read_corrections(self.desk.folder) if each.model_dump() == plain]
        for each in known:
            remove_correction(self.desk.folder, each)
        self._renew()
        return self.state()

    def match(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Force a match, or forbid one, and compare again."""
        kind = told.get("kind")
        reason = acceptance.said(_text(told, "reason"))
        decision = Decision(from_=_text(told, "from"), to=_text(told, "to"), reason=reason)
        if kind == "force":
            decide(self.desk.folder, "force", decision)
        elif kind == "forbid":
            decide(self.desk.folder, "forbid", decision)
        else:
            raise UserError("a match is forced or forbidden.")
        self._again()
        return self.state()

    # the signature

    def summary(self) -> dict[str, Any]:
        """Return what would be signed: what is open, lost, wrong, corrected; and how much of each was decided."""
        desk, verdicts = self.desk, self.desk.review.verdicts()
        decided = [(card, verdicts[card.key]) for card in desk.cards if card.key in verdicts]

        def told(card: Card) -> dict[str, Any]:
            return listed(card, verdicts.get(card.key))

        golden = GOLDEN / f"{self.edition}.json"
        differing = len(differences(read_golden(golden), desk.booklet)) if has_golden(golden) else None
        return {
            "open": [told(card) for card in desk.left()],
            "lost": [told(card) for card in desk.cards if card.worry == "loss"],
            "booklet": [told(card) for card, said in decided if said.verdict == "booklet"],
            "record": [told(card) for card, said in decided if said.verdict == "record"],
            "counts": dict(Counter(card.worry for card, _ in decided)),
            "who": dict(Counter(said.who for _, said in decided)),
            "corrections": [corrected(each, desk) for each in read_corrections(desk.folder)],
            "matches": [
                {"kind": kind, **each.model_dump(by_alias=True)}
                for kind, made in desk.matches().items()
                for each in made
            ],
            "differing": differing,
            "signed": self.signed,
            "program": __version__,
            "sha256": desk.booklet.edition.source.sha256,
        }

    def sign(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Accept the record: golden and its log, in one step.

        Raises:
            UserError: something is open, or golden cannot be written; nothing was accepted then.
        """
        acceptance.refuse_without_person(os.environ)
        reason = acceptance.said(_text(told, "reason"))
        self._again()
        if left := self.desk.left():
            raise UserError(f"{len(left)} of {len(self.desk.cards)} are not decided.")
        chosen = acceptance.chosen(self.edition)
        booklet = acceptance.current(chosen)
        verdicts = self.desk.review.verdicts()
        acceptance.refuse_errors(booklet, acceptance.excused(self.desk.cards, verdicts))
        acceptance.refuse_unseen(self.desk.cards, verdicts)
        path = GOLDEN / f"{self.edition}.json"
        acceptance.accept(
            booklet,
            path,
            digest=not chosen.redistributable,
            who=self.who,
            when=date.today(),
            reason=reason,
            verdicts=self.desk.decided(),
            matches=self.desk.matches(),
        )
        self.signed = str(Path(path))
        return self.summary()

    def report(self) -> None:
        """Write the pages of the record again, where corrections have changed it since they were written."""
        if not self._reported:
            write_reports(self.edition, self._before)
            self._reported = True


def _text(told: Mapping[str, Any], name: str) -> str:
    """Return a text that the page sent.

    Raises:
        UserError: it is none, or too long, or cannot be written down.
    """
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST * (10 if name == "printed" else 1):
        raise UserError(f"the {name} is no text of at most {_LONGEST} letters.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise UserError(f"the {name} holds halves of characters: type it anew.") from error
    return value.strip()


def smallest(before: str, after: str) -> tuple[str, str]:
    """Return the words of a value that a person changed, with as many around them as tell them from all others."""
    if not before:
        return "", after
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    while start or end:
        read = before[start : len(before) - end]
        if read and before.count(read) == 1:
            break
        start, end = max(0, start - 1), max(0, end - 1)
    return before[start : len(before) - end], after[start : len(after) - end]
