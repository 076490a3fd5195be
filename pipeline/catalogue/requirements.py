"""The conditions of a programme -> CPSV-AP requirements, and what they ask for as CCCEV information concepts.

Comes in: a programme, the nodes of its graph, its rules by their paths.  Goes out: URIs.  What decides who may apply
is a Criterion; each typed condition in it a Constraint with its printed words and the address that shows them, and of
conditions of which one is enough both are in one Criterion.  A text on who may apply of which no rule was certain is a
Criterion in prose.  What must be handed in is Evidence.  That something is free is a cost, no requirement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.catalogue.eligibility import conditions_of, needs
from pipeline.catalogue.glance import anchor, condition_label
from pipeline.catalogue.linked import Nodes, add, concept
from pipeline.core.expressions import expression
from pipeline.core.record import Condition, Item, Programme
from pipeline.facts.conditions.words import NOT_WHO, WHO
from pipeline.report.labels import code, field

DOCUMENTS = expression(r"文件|證件|檢附|應備")

_SIGNS = {"at_most": "<=", "less_than": "<", "at_least": ">=", "more_than": ">"}
_SETS = {"one_of": "in", "all_of": "all of", "none_of": "not in"}
_UNITS = {
    "capital": " TWD",
    "turnover": " TWD",
    "net_worth": " TWD",
    "age": " years",
    "years_established": " years",
}


def requirements(
    nodes: Nodes, base: str, service: str, programme: Programme, rules: Mapping[str, str]
) -> list[str]:
    """Add the requirements of a programme and return their URIs."""
    return [*_typed(nodes, base, service, programme, rules), *_prose(nodes, base, service, programme, rules)]


def evidence(nodes: Nodes, service: str, programme: Programme) -> list[str]:
    """Add what must be handed in with an application and return its URIs."""
    return [
        add(
            nodes,
            f"{service}#evidence-{place}",
            "cv:Evidence",
            dct_identifier=path,
            dct_title=item.label,
            dct_description=item.text,
        )
        for place, (path, item) in enumerate(_items(programme))
        if item.label and DOCUMENTS.search(item.label)
    ]


def _items(programme: Programme) -> Iterator[tuple[str, Item]]:
    for place, service in enumerate(programme.services):
        for number, item in enumerate(service.items):
            yield f"services[{place}].items[{number}]", item


def _prose(
    nodes: Nodes, base: str, service: str, programme: Programme, rules: Mapping[str, str]
) -> Iterator[str]:
    typed = {condition.path for condition in programme.facts.conditions}
    for place, (path, item) in enumerate(_items(programme)):
        who = item.label and WHO.search(item.label) and not NOT_WHO.search(item.label)
        if who and path not in typed:
            yield add(
                nodes,
                f"{service}#criterion-{place}",
                ["cv:Requirement", "cv:Criterion"],
                dct_identifier=path,
                dct_title=item.label,
                dct_description=item.text,
                dct_type=[concept(nodes, base, "condition", field("conditions").zh)],
                cv_fulfils=rules.get(path),
            )


def _typed(
    nodes: Nodes, base: str, service: str, programme: Programme, rules: Mapping[str, str]
) -> list[str]:
    made = []
    for group in needs(conditions_of(programme)):
        number, first = group[0]
        uri = f"{service}#requirement-{number}"
        subject = f"{first.subject}：" if first.subject else ""
        kinds = dict.fromkeys(condition.kind for _, condition in group)
        made.append(
            add(
                nodes,
                uri,
                ["cv:Requirement", "cv:Criterion"],
                dct_identifier=f"facts.conditions[{number}]",
                dct_title=subject + "，或".join(_said(each) for _, each in group),
                dct_type=[concept(nodes, base, "condition", code(kind).zh) for kind in kinds],
                cv_fulfils=rules.get(first.path),
                cv_hasRequirement=[_constraint(nodes, service, place, each) for place, each in group],
                cv_hasConcept=[
                    add(
                        nodes,
                        f"{service}#concept-{place}",
                        "cv:InformationConcept",
                        dct_identifier=f"facts.conditions[{place}]",
                        dct_title=code(each.kind).zh,
                        cv_expressionOfExpectedValue=expected,
                    )
                    for place, each in group
                    if (expected := _expected(each))
                ],
            )
        )
    return made


def _constraint(nodes: Nodes, service: str, place: int, condition: Condition) -> str:
    """Add a typed condition: its printed words, the address that shows them, what it constrains."""
    concept_uri = f"{service}#concept-{place}"
    return add(
        nodes,
        f"{service}#constraint-{place}",
        "cv:Constraint",
        dct_identifier=f"facts.conditions[{place}]",
        dct_title=condition_label(condition).zh,
        dct_description=condition.printed,
        dct_source=f"{service}.html#{anchor('conditions', place)}",
        cv_constrains=concept_uri if _expected(condition) else None,
    )


def _said(condition: Condition) -> str:
    return condition.printed.strip("。 ")


def _expected(condition: Condition) -> str | None:
    """Return the value that is asked for: ``<= 80000000 TWD``, ``in TW-TPE, TW-NWT``; None where words say it all."""
    if condition.value is not None and condition.comparison in _SIGNS:
        return f"{_SIGNS[condition.comparison]} {condition.value}{_UNITS.get(condition.kind, '')}"
    if condition.values and condition.comparison in _SETS:
        return f"{_SETS[condition.comparison]} {', '.join(condition.values)}"
    return None
