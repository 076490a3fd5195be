"""Programmes -> plain text, for assistants and for whoever has no browser: ``llms.txt``, ``programme/<key>.txt``.

Comes in: cards.  Goes out: Markdown of the plainest kind.  Each text names its edition first, so that whoever quotes it
quotes the year too; each value stands with its printed words, its page and its address.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.catalogue.api import FOLDER as API
from pipeline.catalogue.cards import Card
from pipeline.catalogue.folder import write
from pipeline.catalogue.glance import all_facts, anchor, read_as
from pipeline.catalogue.identifiers import file_uri
from pipeline.catalogue.model import Catalogue, all_series, edition_label
from pipeline.catalogue.shelf import shelf_of
from pipeline.core.record import Programme
from pipeline.report.corrected import correction_view
from pipeline.report.labels import code, field
from pipeline.report.places import boxes_at

FILE = "llms.txt"


def write_plain_text(catalogue: Catalogue, out: Path) -> None:
    """Write the texts into the catalogue folder ``out``."""
    listed = shelf_of(catalogue).cards
    write(out / FILE, _bytes(_index(catalogue, listed)))
    for card in listed:
        write(out / "programme" / f"{card.key}.txt", _bytes(programme_text(card, catalogue)))


def _bytes(lines: Iterator[str]) -> bytes:
    return ("\n".join(lines).rstrip("\n") + "\n").encode("utf-8", "replace")


def _index(catalogue: Catalogue, listed: Sequence[Card]) -> Iterator[str]:
    yield f"# {' / '.join(all_series(catalogue))}"
    yield ""
    yield "> 補助與輔導計畫手冊的結構化資料。每筆資料註明版次；往年版次只說明當年情形，是否仍受理請洽承辦單位。"
    yield ""
    yield f"- [API]({_address(catalogue, f'{API}/openapi.json')}): 靜態 JSON"
    yield f"- [資料表]({_address(catalogue, 'tables/datapackage.json')}): CSV"
    yield ""
    yield "## 計畫"
    yield ""
    for card in listed:
        brief = card.summary.replace("\n", " ")
        brief = brief if len(brief) <= 80 else f"{brief[:79]}…"
        address = _address(catalogue, f"programme/{card.key}.txt")
        yield f"- [{card.name}]({address}): {edition_label(card.edition).zh}。{brief}"


def _address(catalogue: Catalogue, path: str) -> str:
    return file_uri(catalogue.base, path) if catalogue.placed else path


def programme_text(card: Card, catalogue: Catalogue) -> Iterator[str]:
    """Yield the lines of a programme: what is asked first, all texts, all values with their places."""
    programme, said = card.programme, card.glance
    page = _address(catalogue, f"programme/{card.key}.html")
    yield f"# {card.name}"
    yield ""
    yield f"版次：{card.edition.title}（{edition_label(card.edition).zh}），編號 {programme.id}。"
    if not card.current:
        yield "最新一版未載此計畫。"
    yield f"網頁：{page}"
    yield ""
    if card.form:
        yield f"- 表單種類：{card.form}"
    yield f"- 受理：{'、'.join(each.zh for each in card.dates) or '未印'}"
    yield f"- 最高補助：{said.grant.text.zh if said.grant else '未印'}"
    if said.loan:
        yield f"- 貸款：{said.loan.text.zh}"
    yield f"- 自付：{'；'.join(each.text.zh for each in said.pays) or '未印'}"
    yield f"- 對象：{'；'.join(each.text.zh for each in said.who) or '見原文'}"
    if said.call:
        yield f"- 電話：{said.call[0].organization} {said.call[1].printed}"
    yield from _texts(card)
    yield from _values(card, page)
    yield from _section("人工更正", list(_corrections(programme)))


def _texts(card: Card) -> Iterator[str]:
    programme = card.programme
    yield from _section(field("summary").zh, [programme.summary.text])
    for service in programme.services:
        head = "　".join(filter(None, (service.kind, service.title)))
        items = ["：".join(filter(None, (item.label, item.text))) for item in service.items]
        yield from _section(f"{field('services').zh}：{head}", [service.text or "", *items])
    for benefit in programme.benefits:
        head = "　".join(filter(None, (benefit.kind, benefit.title)))
        yield from _section(f"{field('benefits').zh}：{head}", [benefit.text])
    for label, prose in programme.other.items():
        yield from _section(label, [prose.text])
    contacts = []
    for each in programme.contacts:
        numbers = [*(phone.printed for phone in each.phones), *each.emails]
        told = (code(each.role).zh, each.organization, each.person, each.note, *numbers)
        contacts.append("- " + " ".join(filter(None, told)))
    yield from _section(field("contacts").zh, contacts)
    yield from _section(
        field("websites").zh, [f"- {each.name or ''} {each.url}" for each in programme.websites]
    )


def _section(title: str, texts: Sequence[str]) -> Iterator[str]:
    if any(texts):
        yield from ("", f"## {title}", "", *filter(None, texts))


def _values(card: Card, page: str) -> Iterator[str]:
    lines = []
    for kind, place, fact in all_facts(card.programme):
        boxes = boxes_at(card.programme, fact.path)
        where = f"第 {boxes[0][0]} 頁，" if boxes else ""
        value, more = read_as(fact)
        told = "，".join(each.zh for each in (value, *more))
        lines.append(f"- {field(kind).zh}：{told}（「{fact.printed}」，{where}{page}#{anchor(kind, place)}）")
    yield from _section("數值與條件", lines)


def _corrections(programme: Programme) -> Iterator[str]:
    """Yield what a person put right: where, what was read, what is printed."""
    for made in programme.corrections:
        told = correction_view(made, programme)
        where = "、".join(each.zh for each in told.crumbs)
        yield f"- {where}：機器讀作「{told.read.zh}」，應為「{told.printed.zh}」"
