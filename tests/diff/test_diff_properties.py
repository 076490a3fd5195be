"""What holds of every diff: nothing against itself, all of it when applied, the same in every order."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.record import (
    Benefit,
    Booklet,
    Contact,
    Heading,
    Item,
    Phone,
    Programme,
    Prose,
    Service,
    Website,
)
from pipeline.diff.apply import apply, holdings
from pipeline.diff.booklets import diff, to_json
from pipeline.diff.matching import match_programmes
from pipeline.facts.programme_facts import programme_facts
from tests.demonstrations import demo, key_of

SEEDS = st.integers(0, 2**32)
PHRASES = (
    "每案上限300萬元。",
    "補助比率為全案經費40%以上，最高不超過50%。",
    "113年2月1日起至3月15日止。",
    "每年最高補助2萬元；",
    "以6個月為限，",
    "臺灣（北部）",
    "\n1.由專家到廠提出改善建議。",
    "享7折優惠",
    "並於結案時提供測試報告",
    "112年度",
)
NAMES = ("經濟發展部", "財團法人虹橋產業研究院", "社團法人海灣貿易推廣協會", "新的辦公室")


def random_contact(random: Random) -> Contact:
    number = f"+8862{random.randint(20000000, 29999999)}"
    return Contact(
        role=random.choice(("competent_authority", "executing_agency")),
        organization=random.choice(NAMES),
        person=random.choice((None, "王小姐", "李先生")),
        phones=[Phone(printed=number, e164=number, extension=random.choice((None, "12", "345")))],
        emails=random.choice(([], ["a@example.org"])),
    )


def prose_of(programme: Programme) -> list[Any]:
    items = [item for service in programme.services for item in service.items]
    return [programme.summary, *items, *programme.benefits, *programme.other.values()]


def change_text(programme: Programme, random: Random) -> None:
    holder = random.choice(prose_of(programme))
    text = holder.text
    at = random.randrange(len(text) + 1)
    match random.randrange(5):
        case 0:  # other digits
            holder.text = re.sub(
                r"\d", lambda found: str(random.randint(1, 9)) if random.random() < 0.3 else found[0], text
            )
        case 1:
            holder.text = text[:at] + random.choice(PHRASES) + text[at:]
        case 2:
            sentences = re.split(r"(?<=[。；\n])", text)
            sentences.pop(random.randrange(len(sentences)))
            holder.text = "".join(sentences)
        case 3:
            sentences = re.split(r"(?<=[。；\n])", text)
            random.shuffle(sentences)
            holder.text = "".join(sentences)
        case _:
            holder.text = text.translate(str.maketrans("臺(，", "台（、"))


def change_blocks(programme: Programme, random: Random) -> None:
    item = Item(label=random.choice((None, "補助經費", "說明")), text=random.choice(PHRASES))
    service = Service(kind="經費補助", title=random.choice((None, "第二期")), items=[item])
    holders: list[list[Any]] = [
        programme.services,
        programme.benefits,
        programme.contacts,
        programme.websites,
    ]
    holders += [each.items for each in programme.services]
    holder = random.choice(holders)
    match random.randrange(4):
        case 0:
            if holder:
                holder.pop(random.randrange(len(holder)))
        case 1:
            random.shuffle(holder)
        case 2:
            programme.services.insert(0, service)
            programme.benefits.append(Benefit(kind="其他", text=random.choice(PHRASES)))
            programme.other["備註"] = Prose(text=random.choice(PHRASES))
        case _:
            if programme.services and programme.services[0].items:
                programme.services[-1].items.append(programme.services[0].items.pop())
            programme.websites.append(Website(name=None, url=f"https://new{random.randrange(9)}.example.org"))


def change_contacts(programme: Programme, random: Random) -> None:
    match random.randrange(4):
        case 0:
            programme.contacts.insert(random.randrange(len(programme.contacts) + 1), random_contact(random))
        case 1:
            for contact in programme.contacts:
                contact.organization = contact.organization.replace("產業", "產業技術")
        case 2 if programme.contacts:
            random.choice(programme.contacts).person = random.choice(("王小姐", None))
        case _:
            for contact in programme.contacts:
                for phone in contact.phones:
                    phone.printed = phone.printed.replace("#", "分機")


def change_headings(programme: Programme, random: Random) -> None:
    programme.name = random.choice(("新", "", "全國")) + programme.name
    programme.key = key_of(programme.name)
    programme.area = random.choice((programme.area, None, Heading(number=9, name="其他面")))


def edited(booklet: Booklet, random: Random) -> Booklet:
    """Return a booklet with some random edits, of this year or the next."""
    copy = booklet.model_copy(deep=True)
    copy.edition.roc_year = random.choice((112, 113))
    changes = (change_text, change_text, change_blocks, change_contacts, change_headings)
    for _ in range(random.randint(1, 12)):
        random.choice(changes)(random.choice(copy.programmes), random)
    if random.random() < 0.5:
        copy.programmes.pop(random.randrange(len(copy.programmes)))
    if random.random() < 0.5:
        new = random.choice(copy.programmes).model_copy(deep=True)
        new.id, new.name = "9.9.9", f"全新{random.randrange(99)}計畫"
        new.key = key_of(new.name)
        copy.programmes.append(new)
    for programme in copy.programmes:
        programme.facts = programme_facts(programme, copy.edition.roc_year)[0]
    return copy


def shuffled(booklet: Booklet, random: Random) -> Booklet:
    copy = booklet.model_copy()
    copy.programmes = random.sample(copy.programmes, len(copy.programmes))
    return copy


@given(SEEDS)
@settings(max_examples=15)
def test_a_booklet_does_not_differ_from_itself(seed: int) -> None:
    booklet = edited(demo(112), Random(seed))
    assert diff(booklet, booklet.model_copy(deep=True)).changes == []


@given(SEEDS)
@settings(max_examples=50)
def test_a_diff_applied_gives_facts_and_contacts_back(seed: int) -> None:
    random = Random(seed)
    before, after = edited(demo(112), random), edited(demo(112), random)
    found = diff(before, after)
    assert apply(found, before) == holdings(after)
    ids = [change.id for change in found.changes]
    assert len(ids) == len(set(ids))


@given(SEEDS)
@settings(max_examples=20)
def test_a_diff_does_not_depend_on_the_order_of_programmes(seed: int) -> None:
    random = Random(seed)
    before, after = edited(demo(112), random), edited(demo(112), random)
    assert to_json(diff(before, after)) == to_json(diff(shuffled(before, random), shuffled(after, random)))


@given(SEEDS)
@settings(max_examples=20)
def test_every_programme_is_matched_removed_or_added(seed: int) -> None:
    random = Random(seed)
    before, after = edited(demo(112), random), edited(demo(112), random)
    matching = match_programmes(before, after)
    ours = [match.before.id for match in matching.matches] + [programme.id for programme in matching.removed]
    theirs = [match.after.id for match in matching.matches] + [programme.id for programme in matching.added]
    assert sorted(ours) == sorted(programme.id for programme in before.programmes)
    assert sorted(theirs) == sorted(programme.id for programme in after.programmes)


@given(SEEDS)
@settings(max_examples=20)
def test_what_vanishes_without_successor_is_a_loss(seed: int) -> None:
    """A programme, contact, website, service, benefit or fact that only FROM has is never said in another class."""
    random = Random(seed)
    before, after = edited(demo(112), random), edited(demo(112), random)
    for change in diff(before, after).changes:
        if change.kind == "label_changed":
            continue  # an item that lost its label is still there
        assert (change.class_ == "loss") == (change.before is not None and change.after is None)
