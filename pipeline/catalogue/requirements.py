"""The conditions of a programme -> CPSV-AP requirements, and what they ask for as CCCEV information concepts.

Comes in: a programme and the nodes of its graph, its rules among them.  Goes out: URIs of requirements; conditions of
which one is enough are one requirement.  That something is free is a cost, no requirement.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.catalogue.linked import Nodes, add, concept
from pipeline.core.record import Condition, Programme
from pipeline.report.labels import code

_SIGNS = {"at_most": "<=", "less_than": "<", "at_least": ">=", "more_than": ">"}
_SETS = {"one_of": "in", "all_of": "all of", "none_of": "not in"}
_UNITS = {"capital": " TWD", "turnover": " TWD", "net_worth": " TWD", "age": " years"}


def requirements(nodes: Nodes, base: str, service: str, programme: Programme) -> list[str]:
    """Add the requirements of a programme and return their URIs."""
    rules = {
        node.get("dct:identifier"): uri
        for uri, node in nodes.items()
        if uri.startswith(f"{service}#rule-") and node.get("@type") == "cpsv:Rule"
    }
    made = []
    for group in _groups(programme):
        number, first = group[0]
        uri = f"{service}#requirement-{number}"
        subject = f"{first.subject}：" if first.subject else ""
        made.append(
            add(
                nodes,
                uri,
                ["cv:Requirement", "cv:Criterion"],
                dct_identifier=f"facts.conditions[{number}]",
                dct_title=subject + "，或".join(_said(each) for _, each in group),
                dct_type=[concept(nodes, base, "condition", code(kind).zh) for kind in _kinds(group)],
                cv_fulfils=rules.get(first.path),
                cv_hasConcept=[
                    add(
                        nodes,
                        f"{uri}-{place}",
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


Group = list[tuple[int, Condition]]


def _groups(programme: Programme) -> Iterator[Group]:
    """Yield the conditions with their places, those of which one is enough together."""
    groups: dict[object, Group] = {}
    for place, condition in enumerate(programme.facts.conditions):
        if condition.kind != "free":
            key = ("any", condition.any_of) if condition.any_of is not None else place
            groups.setdefault(key, []).append((place, condition))
    yield from groups.values()


def _kinds(group: Group) -> list[str]:
    return list(dict.fromkeys(condition.kind for _, condition in group))


def _said(condition: Condition) -> str:
    return condition.printed.strip("。 ")


def _expected(condition: Condition) -> str | None:
    """Return the value that is asked for: ``<= 80000000 TWD``, ``in TW-TPE, TW-NWT``; None where words say it all."""
    if condition.value is not None and condition.comparison in _SIGNS:
        return f"{_SIGNS[condition.comparison]} {condition.value}{_UNITS.get(condition.kind, '')}"
    if condition.values and condition.comparison in _SETS:
        return f"{_SETS[condition.comparison]} {', '.join(condition.values)}"
    return None
