"""Cover, contents page and introduction: the lines before the first programme.

Comes in: those lines.  Goes out: title, publishers and date from the cover; the contents entries; the text of
the introduction and the contacts in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from pipeline.core.expressions import expression
from pipeline.core.page import Line
from pipeline.core.paragraphs import ends_between
from pipeline.core.record import Contact, ContentsEntry, Phone, Website
from pipeline.core.text import fold, join
from pipeline.core.traced import EMPTY, Traced, concatenate
from pipeline.facts import cover_year as cover
from pipeline.facts.emails_urls import find_emails, find_urls
from pipeline.facts.phone_lists import phone_of
from pipeline.facts.phones import find_phones
from pipeline.fields.contents_page import read_contents
from pipeline.fields.ledger import FRONT, Ledger
from pipeline.fields.outline import split_outline, with_breaks
from pipeline.forms.profile import Profile
from pipeline.forms.wording import matches

_NUMERAL = r"(?:\d{1,4}|[零○〇一二三四五六七八九十百]{1,5})"
_ROC_YEAR = expression(rf"(?:中華民國|民國)?(?P<year>{_NUMERAL})年度?")
_ISSUED = expression(
    rf"(?:中華民國|民國)?(?P<year>{_NUMERAL})年(?:(?P<month>{_NUMERAL})月)?(?:(?P<day>{_NUMERAL})日)?"
    r"(?:印製|出版|編印)?"
)
_CONTACT_LINE = expression(
    r"(?P<what>地址|電話|專線|傳真|e-?mail|電子(?:郵件|信箱)|網[站址]|聯絡人)[：:](?P<value>.+)",
    regex.I | regex.S,
)
_PUBLISHED = expression(r"(?P<who>.{2,30}?)(?:共同|聯合)?(?:編[印製著輯]|印[製行]|出版|發行)")
_BOOK = expression(r"(?:手冊|彙編|專[刊輯]|指南|簡介|一覽表?|總覽)$")
"""How a title ends."""
_OFFICE = expression(r"[\p{Han}A-Za-z()（）]{2,20}(?:[部署局處院府會司]|會報|中心|公司)")
_CAPTION = expression(r"[\p{Han}A-Za-z0-9]{1,14}圖|[圖表][ ]?[\d一二三四五六七八九十]{1,3}[：:、.\s].{1,30}")
"""What stands under a picture at the end: 位置示意圖."""
_PERSON_AFTER = expression(
    r"[，,、]\s*(?P<person>\p{Han}{1,3}(?:先生|小姐|女士|君|\p{Han}{1,6}[員長理任書師正士]))$"
)


@dataclass(slots=True)
class Front:
    """The front matter, traced."""

    title: Traced = EMPTY
    publishers: list[Traced] = field(default_factory=list)
    issued: str | None = None
    roc_year: int | None = None
    contents: list[ContentsEntry] = field(default_factory=list)
    introduction: Traced = EMPTY
    contacts: list[Contact] = field(default_factory=list)
    websites: list[Website] = field(default_factory=list)


def read_front(lines: Sequence[Line], profile: Profile, ledger: Ledger) -> Front:
    """Read the front matter; every line of it gets an owner."""
    front = Front()
    start = next(
        (
            number
            for number, line in enumerate(lines)
            if matches(profile.front.contents, fold(line.text.text))
        ),
        None,
    )
    cover_end = _cover_end(lines) if start is None else start
    _read_cover(lines[:cover_end], profile, front, ledger)
    end = cover_end
    if start is not None:
        ledger.own(FRONT, "contents", lines[start].text)
        front.contents, end = read_contents(lines, start + 1, profile, ledger)
    _read_introduction(lines[end:], front, ledger)
    return front


def _cover_end(lines: Sequence[Line]) -> int:
    """Return the number of cover lines where no contents page follows: up to the date."""
    for number, line in enumerate(lines[:20]):
        match = _ISSUED.fullmatch(line.text.text)
        if match and match["month"]:
            return number + 1
    return 0


def _read_cover(lines: Sequence[Line], profile: Profile, front: Front, ledger: Ledger) -> None:
    title: list[Traced] = []
    publishers: list[Traced] | None = None
    for line in lines:
        text = line.text
        head, colon, _ = text.text.partition("：" if "：" in text.text else ":")
        issued = _ISSUED.fullmatch(text.text)
        if issued and (issued["month"] or title):
            front.issued = _edtf(issued)
            ledger.own(FRONT, "issued", text)
            publishers = publishers if publishers is None else []
        elif colon and matches(profile.front.publishers, fold(head)):
            publishers = front.publishers
            publishers.append(text[len(head) + 1 :].strip())
            ledger.own(FRONT, "publishers", text)
        elif publishers is not None:
            publishers.append(text)
            ledger.own(FRONT, "publishers", text)
        elif title and (named := _publisher(text, title[-1])):
            front.publishers.append(named)
            ledger.own(FRONT, "publishers", text)
        else:
            title.append(text)
            ledger.own(FRONT, "title", text)
    front.publishers = [name for name in front.publishers if name]
    front.title = join(title)
    front.roc_year = cover.roc_year(front.title.text)
    if front.roc_year is None and front.issued:
        front.roc_year = int(front.issued[:4]) - 1911


def _publisher(text: Traced, title: Traced) -> Traced:
    """Return the publisher that a line below a title names, 某會編印, or nothing."""
    if published := _PUBLISHED.fullmatch(text.text):
        return text[: published.end("who")].strip()
    return text if _BOOK.search(title.text) and _OFFICE.fullmatch(text.text) else EMPTY


def series_of(title: str) -> str:
    """Return a title without its year: what the editions of one booklet have in common."""
    return _ROC_YEAR.sub("", title, count=1).strip()


def _edtf(match: regex.Match[str]) -> str:
    year = cover.number(match["year"])
    parts = [f"{year if year > 1911 else year + 1911:04d}"]
    parts += [f"{cover.number(match[name]):02d}" for name in ("month", "day") if match[name]]
    return "-".join(parts)


def _read_introduction(lines: Sequence[Line], front: Front, ledger: Ledger) -> None:
    """Read the introduction; its heading, where the contents page lists it, is not part of its text."""
    listed = {fold(entry.title) for entry in front.contents if entry.level == 0}
    body: list[Line] = []
    heading = EMPTY
    for line in lines:
        if not body and not heading and fold(line.text.text) in listed:
            heading = line.text
            ledger.own(FRONT, "introduction.heading", heading)
        else:
            body.append(line)
    caption = body.pop().text if len(body) > 1 and _CAPTION.fullmatch(body[-1].text.text) else EMPTY
    text = join(line.text for line in body)
    front.introduction = with_breaks(text, ends_between(body))
    if caption:
        gap = Traced("\n", (text.ids[-1] + 1,))
        front.introduction = concatenate([front.introduction, gap, caption])
        ledger.own(FRONT, "introduction", caption)
    _read_service_team(text, heading, front, ledger)
    ledger.own(FRONT, "introduction", text)


def _read_service_team(text: Traced, heading: Traced, front: Front, ledger: Ledger) -> None:
    """Read the contact block of the introduction: an outline whose lines are 地址, 電話, 傳真, E-mail, 網站."""
    _, parts = split_outline(text)
    found: list[tuple[str, Traced]] = []
    for _, _, body in parts:
        if match := _CONTACT_LINE.fullmatch(body.text):
            found.append((match["what"].lower(), body[match.start("value") : match.end("value")]))
    phones: list[Phone] = []
    emails: list[str] = []
    notes: list[str] = []
    person = None
    cited: list[Traced] = []
    for what, value in found:
        if what in ("電話", "專線"):
            named = _PERSON_AFTER.search(value.text)
            person = named["person"] if named else person
            phones += map(phone_of, find_phones(value.text))
        elif what == "傳真" and (faxes := find_phones(value.text)):
            phones += [phone_of(fax).model_copy(update={"kind": "fax"}) for fax in faxes]
        elif "mail" in what or what.startswith("電子"):
            emails += [email.printed for email in find_emails(value.text)]
        elif what == "聯絡人":
            person = value.text
        elif what in ("地址", "傳真"):
            notes.append(f"{what}：{value.text}")
        elif what.startswith("網"):
            for found_url in find_urls(value.text):
                place = slice(*found_url.span)
                ledger.cite(FRONT, f"websites[{len(front.websites)}]", value[place])
                front.websites.append(Website(name=None, url=value.text[place]))
        cited.append(value)
    if not phones and not emails:
        return
    organization = regex.sub(r"(簡介|介紹|說明)$", "", heading.text) or series_of(front.title.text)
    front.contacts.append(
        Contact(
            role="service_team",
            organization=organization,
            person=person,
            note="；".join(notes) or None,
            phones=phones,
            emails=emails,
        )
    )
    ledger.cite(FRONT, "contacts[0]", concatenate(cited))
