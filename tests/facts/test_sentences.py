"""Sentences as notices, guides and rules of offices word them, with all that a careful reader finds in each."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.record import Facts, Finding, Item, Service
from pipeline.facts.programme_facts import programme_facts, text_facts
from tests.facts.reading import dates, words
from tests.facts.test_programme_facts import programme

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))


def told(sentence: str) -> tuple[Facts, list[Finding]]:
    """Return the facts of ``label｜text``, or of a text alone, in the edition of 113."""
    label, bar, text = sentence.partition("｜")
    if not bar:
        return text_facts(sentence, 113)
    return programme_facts(
        programme(services=[Service(kind="其他", items=[Item(label=label, text=text)])]), 113
    )


def read_in_full(sentence: str) -> str:
    """Return everything that is read in a sentence, in its order."""
    facts, findings = told(sentence)
    read: list[tuple[Any, str]] = []
    for a in facts.amounts:
        per = f"per {' '.join(a.per)}" if a.per else ""
        read.append((a.span, words("amount", a.value, a.bound, a.role, per)))
    for r in facts.ratios:
        read.append((r.span, words("ratio", f"{r.value:.4g}", r.bound, r.role)))
    for d in facts.durations:
        read.append((d.span, words("duration", d.value, d.bound, d.role)))
    for p in facts.periods:
        of = p.subject and f"of {p.subject}"
        read.append((p.span, words("period", p.purpose, p.kind, dates(p.start, p.end), p.recurrence, of)))
    for c in facts.conditions:
        value = c.value if c.value is not None else ",".join(c.values)
        of, other = c.subject and f"of {c.subject}", c.any_of and "or"
        read.append((c.span, words("condition", c.kind, c.comparison, value, of, other)))
    read += [(d.span, words("discount", f"{d.factor:g}")) for d in facts.discounts]
    read += [(tuple(f.data["span"]), words("not understood:", f.data["printed"])) for f in findings]
    return "; ".join(said for _, said in sorted(read)) or "nothing"


@pytest.mark.parametrize(("sentence", "reads"), SENTENCES.items())
def test_sentence(sentence: str, reads: str) -> None:
    assert read_in_full(sentence) == reads
