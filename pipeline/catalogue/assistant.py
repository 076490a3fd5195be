"""``booklet mcp``: the catalogue as tools that assistants may call, by the Model Context Protocol.

Comes in: a catalogue.  Goes out: a server with four tools: search, does it fit an applicant, windows, the whole text.
Every answer names its edition and says where that is of an earlier year than the day asked for; every value stands with
its printed words, its page and its address, so that an assistant can quote and a person can check.  No clock is read:
whoever asks says for which day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipeline.catalogue.cards import Card
from pipeline.catalogue.eligibility import APPLICANTS, ORDER, Applicant, verdict
from pipeline.catalogue.glance import Said, anchor, condition_label
from pipeline.catalogue.identifiers import file_uri
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.plain_text import programme_text
from pipeline.catalogue.search import search
from pipeline.catalogue.shelf import shelf_of
from pipeline.catalogue.standing import Standing, best_standing
from pipeline.report.labels import code
from pipeline.report.places import boxes_at

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

MOST = 10
_INSTRUCTIONS = (
    "補助與輔導計畫手冊。每筆答案都有版次、頁次、印載原文及網址，引用時請一併說明。"
    "往年版次（former）只說明當年情形，今年是否受理須請使用者洽承辦單位。"
    "符合與否（fits、ask、not）只依可判讀的條件；ask 表示須洽詢，不可當作符合。"
)


def server(catalogue: Catalogue) -> MCPServer:
    """Return the server; ``run()`` serves it."""
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    def day_of(iso: str) -> datetime.date:
        try:
            return datetime.date.fromisoformat(iso)
        except ValueError as error:
            raise ToolError(f"{iso} is no day: write YYYY-MM-DD") from error

    made: MCPServer = MCPServer(
        "booklet", title="補助計畫手冊", instructions=_INSTRUCTIONS, log_level="WARNING"
    )

    @made.tool(title="找計畫")
    def search_programmes(words: str, day: str, most: int = MOST) -> list[dict[str, Any]]:
        """Find programmes by words, in Chinese or English, the best first, at most so many.

        day is YYYY-MM-DD, for which windows are judged.
        """
        on = day_of(day)
        hits = search(shelf_of(catalogue), words)[:most]
        return [{**_told(hit.card, on, catalogue), "found_in": hit.text} for hit in hits]

    @made.tool(title="符合嗎")
    def fits_applicant(
        day: str,
        staff: int | None = None,
        capital_twd: int | None = None,
        turnover_twd: int | None = None,
        age: int | None = None,
        kind: str | None = None,
        region: str | None = None,
        words: str = "",
        most: int = MOST,
    ) -> list[dict[str, Any]]:
        """Tell which programmes fit an applicant and by which condition: those that fit first, at most so many.

        kind: company, sole_proprietorship, partnership, limited_partnership, university, school,
        research_institution, foundation, association, hospital, government, natural_person, farmer.
        region: ISO 3166-2, such as TW-TPE.
        """
        if kind is not None and kind not in APPLICANTS:
            raise ToolError(f"kind must be one of {', '.join(APPLICANTS)}")
        who = Applicant(staff, capital_twd, turnover_twd, age, kind, region)
        return fitting(catalogue, who, day_of(day), words)[:most]

    @made.tool(title="受理期間")
    def windows_between(first_day: str, last_day: str) -> list[dict[str, Any]]:
        """List programmes that can be applied for on some day between two days (YYYY-MM-DD), closing first."""
        found = open_between(catalogue, day_of(first_day), day_of(last_day))
        newest = max((booklet.edition.year or 0 for booklet in catalogue.booklets), default=0)
        if not found and day_of(first_day).year > newest:
            raise ToolError(
                f"the newest booklet is of {newest or 'no year'}, so that nothing is known of {first_day}: "
                f"ask how it stood on a day of that year, and have the user ask the office"
            )
        return found

    @made.tool(title="計畫全文")
    def whole_programme(key: str) -> str:
        """Return all that the newest edition prints of a programme; key is that of another answer."""
        for card in shelf_of(catalogue).cards:
            if key in card.keys:
                return "\n".join(programme_text(card, catalogue))
        raise ToolError(f"no programme has the key {key}")

    return made


def fitting(catalogue: Catalogue, who: Applicant, on: datetime.date, words: str = "") -> list[dict[str, Any]]:
    """Return the programmes in which all words are found, those that fit first, each with what decides it."""
    answers = []
    for hit in search(shelf_of(catalogue), words):
        card = hit.card
        said = verdict(card.programme, who)
        told = {
            **_told(card, on, catalogue),
            "answer": said.answer,
            "because": [_condition(card, place, catalogue) for place in said.because],
            "must_also": [_condition(card, place, catalogue) for place in said.also],
        }
        answers.append((ORDER.index(said.answer), told["window"]["state"] == "closed", told))
    return [told for _, _, told in sorted(answers, key=lambda each: each[:2])]


def open_between(catalogue: Catalogue, first: datetime.date, last: datetime.date) -> list[dict[str, Any]]:
    """Return the programmes that are open at the begin of a span of days, or open within it; closing first."""
    found = []
    for card in shelf_of(catalogue).cards:
        standing = best_standing(card.windows, card.edition.year, first)
        soon = standing.state == "upcoming" and standing.opens is not None and standing.opens <= last
        if standing.state in ("open", "always") or soon:
            found.append((standing.closes or datetime.date.max, _told(card, first, catalogue)))
    return [told for _, told in sorted(found, key=lambda each: each[0])]


def _told(card: Card, on: datetime.date, catalogue: Catalogue) -> dict[str, Any]:
    standing = best_standing(card.windows, card.edition.year, on)
    contact, phone = card.glance.call or (None, None)
    return {
        "key": card.key,
        "name": card.name,
        "edition": card.edition.title,
        "edition_year": card.edition.year,
        "of_an_earlier_year": card.edition.year is None or on.year > card.edition.year,
        "in_newest_edition": card.current,
        "pages": list(card.programme.pages) if card.programme.pages else None,
        "page_of_catalogue": file_uri(catalogue.base, f"programme/{card.key}.html"),
        "window": _window(standing),
        "windows_printed": _windows(card, catalogue),
        "at_most": _said(card, [card.glance.grant] if card.glance.grant else [], catalogue),
        "loan_of_at_most": _said(card, [card.glance.loan] if card.glance.loan else [], catalogue),
        "applicant_pays": _said(card, card.glance.pays, catalogue),
        "for_whom": _said(card, card.glance.who, catalogue),
        "call": f"{contact.organization} {phone.printed}" if contact and phone else None,
    }


def _window(standing: Standing) -> dict[str, Any]:
    return {
        "state": standing.state,
        "days": standing.days,
        "opens": standing.opens and standing.opens.isoformat(),
        "closes": standing.closes and standing.closes.isoformat(),
        "approximate": standing.approximate,
    }


def _said(card: Card, found: Iterable[Said], catalogue: Catalogue) -> list[dict[str, Any]]:
    return [{"said": each.text.zh, **_place(card, each.kind, each.place, catalogue)} for each in found]


def _windows(card: Card, catalogue: Catalogue) -> list[dict[str, Any]]:
    periods = enumerate(card.programme.facts.periods)
    return [_place(card, "periods", n, catalogue) for n, period in periods if period.purpose == "application"]


def _condition(card: Card, place: int, catalogue: Catalogue) -> dict[str, Any]:
    condition = card.programme.facts.conditions[place]
    about = {"about": code(condition.kind).zh, "said": condition_label(condition).zh}
    return {**about, **_place(card, "conditions", place, catalogue)}


def _place(card: Card, kind: str, place: int, catalogue: Catalogue) -> dict[str, Any]:
    """Return the printed words of a fact, its page and the address that shows it."""
    fact = getattr(card.programme.facts, kind)[place]
    boxes = boxes_at(card.programme, fact.path)
    address = file_uri(catalogue.base, f"programme/{card.key}.html") + f"#{anchor(kind, place)}"
    return {"printed": fact.printed, "page": boxes[0][0] if boxes else None, "address": address}
