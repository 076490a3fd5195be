"""A programme -> what an applicant asks first: how much at most, what I pay, who may apply, whom to call.

Comes in: a programme.  Goes out: a ``Glance``: the largest grant (a loan apart, for it is paid back), costs, conditions
and the number to call first, each with the place of its fact.  What the booklet does not print is left empty: that
nothing is said of a cost does not make a thing free.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.catalogue.eligibility import conditions_of, needs
from pipeline.catalogue.offers import costs
from pipeline.core.expressions import expression
from pipeline.core.record import (
    Amount,
    Condition,
    Contact,
    Discount,
    Duration,
    Period,
    Phone,
    Programme,
    Ratio,
)
from pipeline.report.labels import Label, code, labels_of, same, worded
from pipeline.report.values import headline, qualities

AnyFact = Period | Amount | Ratio | Discount | Duration | Condition
_KINDS = ("periods", "amounts", "ratios", "discounts", "durations", "conditions")
_FIRST = ("executing_agency", "service_team", "competent_authority")
"""Whom to call: who takes applications knows more of them than who pays."""
_NO_SUBJECT = expression(r"[。；，、 ]+$")


@dataclass(frozen=True, slots=True)
class Said:
    """A value in few words, and its fact: ``facts.amounts[2]`` is amounts, 2."""

    text: Label
    kind: str
    place: int

    @property
    def anchor(self) -> str:
        """Return the id of the fact on the page of its programme."""
        return anchor(self.kind, self.place)


@dataclass(frozen=True, slots=True)
class Glance:
    """What an applicant asks first."""

    grant: Said | None
    grant_twd: int | None
    loan: Said | None
    loan_twd: int | None
    share: Said | None
    """The largest share of the whole that is granted."""
    pays: list[Said]
    who: list[Said]
    """A need each: who meets them all may apply."""
    call: tuple[Contact, Phone] | None


def anchor(kind: str, place: int) -> str:
    """Return the id of a fact on the page of its programme: ``amounts-2``."""
    return f"{kind}-{place}"


def all_facts(programme: Programme) -> Iterator[tuple[str, int, AnyFact]]:
    """Yield the facts of a programme with their kind and place: ``facts.amounts[2]`` is amounts, 2."""
    for kind in _KINDS:
        for place, fact in enumerate(getattr(programme.facts, kind)):
            yield kind, place, fact


def read_as(fact: AnyFact) -> tuple[Label, list[Label]]:
    """Return the value of a fact, and what else is known of it; an assumption that has no words is not told."""
    told = fact.model_dump(mode="json")
    known = {**told, "assumptions": [word for word in fact.assumptions if word in labels_of("assumptions")]}
    return headline(told), qualities(known)


def glance(programme: Programme) -> Glance:
    """Return what an applicant asks first of a programme."""
    grant, loan = _largest(programme, "grant"), _largest(programme, "loan")
    return Glance(
        grant=_money(programme, grant),
        grant_twd=largest_grant(programme),
        loan=_money(programme, loan),
        loan_twd=programme.facts.amounts[loan].value if loan is not None else None,
        share=largest_share(programme),
        pays=list(_pays(programme)),
        who=list(_who(programme)),
        call=_call(programme),
    )


def largest_grant(programme: Programme) -> int | None:
    """Return the largest grant in NT$."""
    place = _largest(programme, "grant")
    return None if place is None else programme.facts.amounts[place].value


def _largest(programme: Programme, role: str) -> int | None:
    """Return the place of the largest amount of a role; one that is a least sum bounds nothing."""
    places = [
        (amount.value, -place)
        for place, amount in enumerate(programme.facts.amounts)
        if amount.role == role and amount.bound != "min"
    ]
    return -max(places)[1] if places else None


def _money(programme: Programme, place: int | None) -> Said | None:
    if place is None:
        return None
    amount = programme.facts.amounts[place]
    per = [code(each) for each in amount.per]
    value = f"NT${amount.value:,}"
    units = Label("、".join(each.zh for each in per), " ".join(each.en for each in per))
    return Said(worded("sum_per", value=value, units=units) if per else same(value), "amounts", place)


def largest_share(programme: Programme) -> Said | None:
    """Return the largest share of the whole that is granted."""
    shares = [
        (ratio.value, -place)
        for place, ratio in enumerate(programme.facts.ratios)
        if ratio.role == "grant_share" and ratio.bound != "min"
    ]
    if not shares:
        return None
    value, place = max(shares)
    return Said(same(f"{value:.4g}" if value > 1 else f"{value * 100:.4g}%"), "ratios", -place)


_BOUNDS = {"max": "_at_most", "min": "_at_least"}


def _pays(programme: Programme) -> Iterator[Said]:
    """Yield what an applicant pays, each once; for whom it is free, where that is said of some only."""
    seen: set[Label] = set()
    for cost in costs(programme):
        fact = cost.fact
        if isinstance(fact, Condition):
            text = worded("free_for", subject=fact.subject) if fact.subject else code("free")
        else:
            value = headline(fact.model_dump(mode="json"))
            text = worded(f"cost_{fact.role}{_BOUNDS.get(fact.bound or '', '')}", value=value)
        if text not in seen:
            seen.add(text)
            yield Said(text, cost.kind, cost.place)


def _who(programme: Programme) -> Iterator[Said]:
    """Yield who may apply, as printed; conditions of which one is enough are one."""
    seen: set[Label] = set()
    for group in needs(conditions_of(programme)):
        said = [condition_label(each) for _, each in group]
        zh, en = labels_of("values")["or"]
        text = Label(zh.join(dict.fromkeys(each.zh for each in said)), en.join(each.en for each in said))
        if text not in seen:
            seen.add(text)
            yield Said(text, "conditions", group[0][0])


def condition_label(condition: Condition) -> Label:
    """Return a condition as printed, and for whom; in English as it was understood."""
    printed = _NO_SUBJECT.sub("", condition.printed)
    understood = headline(condition.model_dump(mode="json")).en
    if not condition.subject:
        return Label(printed, understood)
    return Label(f"{condition.subject}：{printed}", f"{condition.subject}: {understood}")


def _call(programme: Programme) -> tuple[Contact, Phone] | None:
    for role in _FIRST:
        for contact in programme.contacts:
            if contact.role == role:
                for phone in contact.phones:
                    if phone.e164 and phone.kind != "fax":
                        return contact, phone
    return None
