"""Random contact tables: every way in which the rows, people and telephones of a form hang together."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import phonenumbers

from tests.typeset.source import ContactRow, Meant

AUTHORITY, AGENCY = "competent_authority", "executing_agency"
SURNAMES = "𠮷喆溫裴岳易闕尤祁卓費盛童駱冉戚汪蒲甘鄔嵇闞柯賴聶"
TITLES = ("先生", "小姐", "科員", "技正", "專員", "研究員", "副理", "業務督導員")
AUTHORITIES = ("經濟發展部產業推動署", "教育創新部", "勞動發展部技能發展署", "經濟發展部 貿易推廣署")
AGENCIES = (
    "財團法人虹橋產業研究院",
    "財團法人青川管理服務中心",
    "社團法人海灣貿易推廣協會",
    "海岳顧問股份有限公司",
)
BRANCHES = ("北區分署", "桃竹區分署", "中區分署", "雲嘉南區分署", "高屏東區分署")
AREAS = ((2, "22dddddd"), (2, "87dddddd"), (3, "5dddddd"), (4, "23dddddd"), (6, "2dddddd"), (7, "3dddddd"))


def random_phone(rng: Random, *, extension: bool | None = None) -> tuple[str, str]:
    """Return a valid number as printed, and as ``+886...`` with ``#extension``."""
    area, shape = rng.choice(AREAS)
    while True:
        digits = "".join(rng.choice("0123456789") if d == "d" else d for d in shape)
        if phonenumbers.is_valid_number(phonenumbers.parse(f"+886{area}{digits}")):
            break
    head, tail = digits[:-4], digits[-4:]
    printed = rng.choice((f"(0{area}){head}-{tail}", f"0{area}-{head}-{tail}", f"(0{area}){digits}"))
    if extension is False or (extension is None and rng.random() < 0.4):
        return printed, f"+886{area}{digits}"
    number = str(rng.randint(11, 9999))
    return printed + rng.choice(("#", "#", " #", "分機", "轉")) + number, f"+886{area}{digits}#{number}"


def random_contacts(rng: Random) -> tuple[ContactRow, ...]:
    """Return the rows of a contact table: authorities first, then agencies."""
    people = [surname + title for surname in SURNAMES for title in TITLES]
    rng.shuffle(people)
    authority = _simple(rng, AUTHORITY, rng.choice(AUTHORITIES), people.pop())
    shape = rng.choice(
        ("simple", "same", "paired", "grouped", "branches", "several", "shared", "mail", "empty")
    )
    if shape == "same":
        same = ContactRow(AGENCY, (rng.choice(AGENCIES),), ("同上",), ("同上",), authority.means)
        return (authority, same)
    if shape == "branches":
        rows = [_simple(rng, AGENCY, name, people.pop()) for name in BRANCHES]
        merged = [replace(row, merged=index > 0) for index, row in enumerate(rows)]
        return (authority, *merged)
    if shape == "several":
        more = [_simple(rng, AUTHORITY, name, people.pop()) for name in rng.sample(AUTHORITIES, 2)]
        return (*more, *[_simple(rng, AGENCY, name, people.pop()) for name in rng.sample(AGENCIES, 3)])
    if shape == "shared":
        first = _simple(rng, AGENCY, rng.choice(AGENCIES), people.pop())
        second = _simple(rng, AGENCY, "", people.pop())
        return (authority, first, replace(second, organization=(), same_organization=True))
    if shape == "mail":
        return (_mail(rng, authority), _mail(rng, _simple(rng, AGENCY, rng.choice(AGENCIES), people.pop())))
    if shape == "paired":
        return (authority, _paired(rng, [people.pop() for _ in range(rng.randint(2, 3))]))
    if shape == "grouped":
        return (authority, _grouped(rng, people))
    if shape == "empty":
        row = _simple(rng, AGENCY, rng.choice(AGENCIES), people.pop())
        (value,) = row.means
        if rng.random() < 0.5:
            return (authority, replace(row, person=(), means=(replace(value, person=None),)))
        return (authority, replace(row, phone=(), means=(replace(value, phones=()),)))
    return (authority, _simple(rng, AGENCY, rng.choice(AGENCIES), people.pop()))


def _simple(rng: Random, role: str, organization: str, person: str) -> ContactRow:
    phone, number = random_phone(rng)
    label = {AUTHORITY: "主辦機關", AGENCY: "執行單位"}[role]
    if rng.random() < 0.2:
        label = f"{label[:2]} {label[2:]}"
    return ContactRow(role, (organization,), (person,), (phone,), (Meant(person, (number,)),), label=label)


def _mail(rng: Random, row: ContactRow) -> ContactRow:
    address = "".join(rng.choice("abcdefgh") for _ in range(5)) + "@office.example.tw"
    (value,) = row.means
    return replace(row, email=(address,), means=(Meant(value.person, value.phones, None, (address,)),))


def _paired(rng: Random, people: list[str]) -> ContactRow:
    phones = [random_phone(rng) for _ in people]
    means = tuple(Meant(person, (number,)) for person, (_, number) in zip(people, phones, strict=True))
    printed = tuple(phone for phone, _ in phones)
    return ContactRow(AGENCY, (rng.choice(AGENCIES),), tuple(people), printed, means)


def _grouped(rng: Random, people: list[str]) -> ContactRow:
    """Numbered groups: the people of a group share a number and have an extension each."""
    names: list[str] = []
    phones: list[str] = []
    means: list[Meant] = []
    for group in range(1, rng.randint(2, 4) + 1):
        printed, number = random_phone(rng, extension=False)
        for index in range(rng.randint(1, 3)):
            person, extension = people.pop(), str(rng.randint(100, 9999))
            note = "服務業" if index and rng.random() < 0.2 else None
            names.append((f"{group}." if index == 0 else "") + person)
            head = f"{group}.{printed}" if index == 0 else f"({note})" if note else ""
            phones.append(f"{head}#{extension}")
            means.append(Meant(person, (f"{number}#{extension}",), note))
    return ContactRow(AGENCY, (rng.choice(AGENCIES),), tuple(names), tuple(phones), tuple(means))
