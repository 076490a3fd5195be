"""Facts: the typed values of a record, each with the words it was read from, its place and its rule.

Comes in: canonical text (``pipeline.core.text``).  Goes out: ``record.Facts`` and a finding for whatever looks
like a fact and is not understood.  Nothing is guessed: a value that has two readings is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, cast

from pipeline.core.expressions import expression
from pipeline.core.findings import CODES
from pipeline.core.ordinals import BULLETS
from pipeline.core.record import (
    Amount,
    AmountRole,
    Condition,
    Discount,
    Duration,
    DurationRole,
    Fact,
    Facts,
    Finding,
    Node,
    Period,
    Programme,
    Purpose,
    Ratio,
    RatioRole,
    Where,
)
from pipeline.facts.conditions.find import find_conditions
from pipeline.facts.cues import Kind
from pipeline.facts.dates import ROC_OFFSET
from pipeline.facts.durations import DurationMatch, find_durations
from pipeline.facts.emails_urls import find_emails, find_urls
from pipeline.facts.listed import Listed, headings_of, listed, without_markers
from pipeline.facts.match import NOT_GIVEN, Span, Unparsed, clause_before
from pipeline.facts.money import AmountMatch, announced_amount, find_amounts
from pipeline.facts.numerals import CHINESE
from pipeline.facts.periods import PeriodMatch, Words, find_windows
from pipeline.facts.phones import find_phones
from pipeline.facts.quantities import Lexed, lex
from pipeline.facts.ratios import RatioMatch, announced_ratio, find_discounts, find_ratios
from pipeline.facts.roles import Around, Found, Match, roles_of
from pipeline.facts.wholes import price_of, whole_of

__all__ = ["facts_as_json", "programme_facts", "purpose_of", "text_facts"]

Code = Literal[
    "role-unclear",
    "unparsed-amount",
    "unparsed-date",
    "unparsed-ratio",
    "unparsed-duration",
    "unparsed-phone",
]

_CEILING = expression(r"上限$|最高\p{Han}{0,4}(?:額度?|金額)$")
"""A label that bounds all it stands over: 補助上限, 最高補助金額."""
_NOT_GIVEN = expression(NOT_GIVEN)
_UNCOUNTED = expression(r"[半折數幾元$%‰]|分之|\d\s?[/:：]\s?\d")
"""Signs of values, or of what looks like one, of which no number has a unit: 半年, 對折, 數個月, 1/2, 7:3."""
_ANY_VALUE = expression(rf"\d|{CHINESE}|[廿卅元半折數幾]")
"""No value is written without one of these: a number, 元月, or what needs none."""
_ANY = (105, 120)
"""Years of editions; a date that is the same in both does not depend on the edition."""
_WHEN = r"(?:期間|期限|時間|日期|期程|時程|起訖|截止日?|期)"
_APPLICATION = expression(
    rf"(?:申請|受理|收件|報名|徵件|徵選|徵求|提案|投件|送件|遞件|申辦|登記).{{0,4}}{_WHEN}|截止(?:日期|時間)"
)
_SUPPORT = expression(
    rf"(?:補助|輔導|計畫(?!書)|執行|貸款|訓練|培訓|課程|服務|進駐|租借|補貼|獎助|獎勵|合約|履約|還款|保固).{{0,4}}{_WHEN}"
)
_APPLIES = (
    r"(?:申請|報名|提案|收件|徵件|投件|送件|遞件)"
    r"(?![人者之]|單位|資格|文件|書|表|案|日|企業|廠商|計畫|獲|通過|核[定准]|[可得]?享|優惠|須知|簡章|要點|辦法)"
)
_MONTHS_APPLY = expression(
    r"[^。；\n]{0,30}?(?:提出|提送|辦理|受理|接受)[^。；，\n]{0,12}?(?:申請|報名|提案)"
)
_APPLIED_AFTER = expression(
    rf"(?:期間|[之以]?內)?(?:[，,]\s?(?=開放|受理|接受|可|得|由))?(?:(?![，。；,\n]).){{0,16}}?{_APPLIES}"
)
"""What one does in the window before it: 12月31日前提出申請, 即日起至11月30日止，開放青年提出申請."""
_SAID_BEFORE = expression(
    rf"(?:(?P<label>\p{{Han}}{{2,12}}{_WHEN})[自為於：:]{{0,2}}(?:當年度?)?|(?P<applied>申請|報名|受理|收件|徵件))\s?$"
)
"""What the window after it is of: 第一期收件期間為10月1日, 報名至10月23日截止."""
_NEAR = 16
"""How far before a window the words stand that say what it is for."""
_LABELLED = expression(
    rf"(?:^|\n|[{BULLETS}])[^\S\n]{{0,8}}(?:(?P<label>[^：:\n，。]{{2,12}})[：:]"
    r"|(?P<label>(?:受理申請|申請|受理|報名|收件|徵件|徵選)(?:期間|期限|時間))(?=[自至為從]))"
)


class _Text(NamedTuple):
    path: str
    text: str
    label: str | None
    outline: Sequence[Node] = ()
    topic: str | None = None
    offset: int = 0
    """Where it begins in the text at its path."""

    def said(self, match: Found) -> dict[str, Any]:
        """Return what every fact says of the words that it was read from."""
        start, end = match.span
        return {
            "path": self.path, "span": (start + self.offset, end + self.offset), "printed": match.printed,
            "rule": match.rule, "assumptions": list(match.assumptions),
        }  # fmt: skip


class Overhead(NamedTuple):
    """A folded text with what stands over its values: the headings of its lists, its label and its kind."""

    folded: str
    items: Sequence[Listed]
    around: Around

    def headings(self, span: Span) -> tuple[str, ...]:
        """Return what announces the item in which a value stands, the nearest first."""
        return headings_of(self.items, span)

    def announcing(self, headings: tuple[str, ...], span: Span) -> tuple[str, ...]:
        """Return the headings with the label of the item, where that says how much there is at most of the value."""
        label = self.around.label
        bounds = (
            label and _CEILING.search(label) and not _NOT_GIVEN.search(clause_before(self.folded, span[0]))
        )
        return (*headings, label) if label and bounds else headings


@lru_cache(maxsize=1024)
def purpose_of(label: str | None) -> Purpose:
    """Return what the windows under a label are for: 申請期間 application, 輔導期限 support, else other."""
    if label is None:
        return "other"
    return "application" if _APPLICATION.search(label) else "support" if _SUPPORT.search(label) else "other"


def programme_facts(programme: Programme, roc_year: int | None) -> tuple[Facts, list[Finding]]:
    """Return the facts of one programme in the order of its texts, and what was not understood.

    Where the year of the edition is not known, only windows that need none are read.
    """
    facts, findings = Facts(), []
    for part in _texts(programme):
        purpose = purpose_of(part.label)
        words: Words = "loose" if purpose == "application" else "none"
        unparsed = _add_facts(facts, part, roc_year, purpose, words)
        facts.conditions.extend(_conditions(part, facts.conditions))
        findings += [_finding(item, part.path, programme.id) for item in unparsed]
    return facts, findings


def text_facts(text: str, roc_year: int | None, path: str = "introduction") -> tuple[Facts, list[Finding]]:
    """Return the facts of a text that stands alone.

    A label at the head of a line (申請期間：) says what the windows after it are for.
    """
    facts, findings = Facts(), []
    for part in _labelled_parts(text, path):
        purpose = purpose_of(part.label)
        words: Words = "loose" if purpose == "application" else "strict"
        unparsed = _add_facts(facts, part, roc_year, purpose, words)
        findings += [_finding(item, path, None, part.offset) for item in unparsed]
    facts.conditions.extend(_conditions(_Text(path, text, None), ()))
    return facts, findings


def facts_as_json(text: str, roc_year: int) -> dict[str, Any]:
    """Return the facts of a text with the field names of the record, and its phones, e-mails and URLs."""
    facts, findings = text_facts(text, roc_year, path="text")
    phones = find_phones(text)
    unread = [
        Unparsed("phone", match.span, match.printed, "not-valid") for match in phones if not match.understood
    ]
    findings += [_finding(item, "text", None) for item in unread]
    found = facts.model_dump(mode="json")
    found["phones"] = [
        {
            "printed": match.printed,
            "e164": match.e164,
            "extension": match.extension,
            "span": list(match.span),
            "rule": match.rule,
            "assumptions": list(match.assumptions),
        }
        for match in phones
    ]
    for key, matches in (("emails", find_emails(text)), ("urls", find_urls(text))):
        found[key] = [
            {
                "printed": match.printed,
                "normalised": match.normalised,
                "span": list(match.span),
                "rule": match.rule,
            }
            for match in matches
        ]
    found["findings"] = [finding.model_dump(mode="json") for finding in findings]
    return found


def places_of(programme: Programme) -> list[str]:
    """Return the paths of the texts in which typed values are looked for, in their order."""
    return list(dict.fromkeys(part.path for part in _texts(programme)))


def _texts(programme: Programme) -> Iterator[_Text]:
    """Yield every text of a programme with its path, in the order of the form."""
    yield _Text("summary", programme.summary.text, None, programme.summary.outline)
    for number, service in enumerate(programme.services):
        path = f"services[{number}]"
        if service.title:
            yield _Text(f"{path}.title", service.title, None, (), service.kind)
        if service.text:
            yield _Text(path, service.text, None, service.outline, service.kind)
        for index, item in enumerate(service.items):
            yield _Text(f"{path}.items[{index}]", item.text, item.label, item.outline, service.kind)
    for number, benefit in enumerate(programme.benefits):
        if benefit.title:
            yield _Text(f"benefits[{number}].title", benefit.title, None, (), benefit.kind)
        yield _Text(f"benefits[{number}]", benefit.text, None, benefit.outline, benefit.kind)
    for name, prose in programme.other.items():
        yield _Text(f"other.{name}", prose.text, name, prose.outline)


def _labelled_parts(text: str, path: str) -> Iterator[_Text]:
    """Yield a text in the parts that its labels of windows make."""
    start, label = 0, None
    for match in _LABELLED.finditer(text):
        if purpose_of(match["label"]) == "other" and purpose_of(label) == "other":
            continue
        yield _Text(path, text[start : match.start()], label, offset=start)
        start, label = match.end(), match["label"].strip()
    yield _Text(path, text[start:], label, offset=start)


def _add_facts(
    facts: Facts, part: _Text, roc_year: int | None, purpose: Purpose, words: Words
) -> list[Unparsed]:
    """Add the facts of one text, all but its conditions; return what was not understood.

    None of them goes on over the end of a line, with which a paragraph ends.
    """
    if words == "none" and not _ANY_VALUE.search(part.text):
        return []
    items = listed(part.text, part.outline)
    text = without_markers(part.text, items)
    found, unparsed = _read(part, text, items, roc_year, purpose, words)
    while crossed := {
        fact.span[0] - part.offset + at
        for fact in found
        if "\n" in fact.printed
        for at, sign in enumerate(fact.printed)
        if sign == "\n"
    }:
        text = "".join("。" if at in crossed else sign for at, sign in enumerate(text))
        found, unparsed = _read(part, text, items, roc_year, purpose, words)
    kinds: dict[type[Fact], list[Any]] = {
        Period: facts.periods, Amount: facts.amounts, Ratio: facts.ratios, Discount: facts.discounts,
        Duration: facts.durations,
    }  # fmt: skip
    for fact in found:
        kinds[type(fact)].append(fact)
    return unparsed


def _read(
    part: _Text, text: str, items: Sequence[Listed], roc_year: int | None, purpose: Purpose, words: Words
) -> tuple[list[Fact], list[Unparsed]]:
    """Return the facts of a text, given without the markers of its items, and what was not understood."""
    lexed = lex(text)
    periods, no_dates, dates = _windows(lexed, roc_year, words)
    if part.label is not None and "截止" in part.label:
        periods = [m._replace(start=None, rule="end") if m.start == m.end else m for m in periods]
    found: list[Fact] = [_period(part, lexed.folded, each, purpose, roc_year) for each in periods]
    unread: list[Unparsed] = []
    if lexed.units - {None} or _UNCOUNTED.search(lexed.folded):
        unread = _add_counted(
            found, part, lexed, dates, Overhead(lexed.folded, items, Around(part.label, part.topic))
        )
    silent = not (no_dates or dates or any(isinstance(fact, Period | Duration) for fact in found))
    if words == "loose" and silent and text.strip(" 。無-"):
        no_dates = [Unparsed("date", (0, len(text)), text, "window-without-date")]
    return found, [*no_dates, *unread]


def _add_counted(
    facts: list[Fact], part: _Text, lexed: Lexed, dates: Sequence[Span], over: Overhead
) -> list[Unparsed]:
    """Add the amounts, shares, discounts and lengths of time of one text; return what was not understood."""
    amounts, no_amounts = find_amounts(lexed, label=part.label)
    ratios, no_ratios = find_ratios(lexed, dates=dates)
    durations, no_durations = find_durations(lexed, dates=dates)
    unclear = [
        *_add_amounts(facts, part, amounts, over),
        *_add_ratios(facts, part, ratios, over),
        *_add_durations(facts, part, durations, over),
    ]
    facts.extend(
        Discount(**part.said(m), factor=m.factor, of=price_of(lexed.folded, m.span))
        for m in find_discounts(lexed)
    )
    return [*no_amounts, *no_ratios, *no_durations, *unclear]


def _windows(
    lexed: Lexed, roc_year: int | None, words: Words
) -> tuple[list[PeriodMatch], list[Unparsed], list[Span]]:
    """Return the windows of a text; without a year those that two years far from each other give alike."""
    if roc_year is not None:
        return find_windows(lexed, roc_year, words=words)
    (periods, unparsed, dates), (others, unread, _) = (
        find_windows(lexed, year, words=words) for year in _ANY
    )
    return [each for each in periods if each in others], [each for each in unparsed if each in unread], dates


def _period(part: _Text, folded: str, match: PeriodMatch, purpose: Purpose, roc_year: int | None) -> Period:
    told = _purpose_in(folded, match, purpose)
    m = _open_until_the_year_ends(match, told, roc_year)
    return Period(
        **part.said(m), purpose=told, kind=m.kind, start=m.start, end=m.end, recurrence=m.recurrence,
        subject=m.subject,
    )  # fmt: skip


def _purpose_in(folded: str, match: PeriodMatch, purpose: Purpose) -> Purpose:
    """Return what a window is for, where its label says nothing: what the words beside it and in it say."""
    if purpose != "other":
        return purpose
    start, end = match.span
    said = _SAID_BEFORE.search(folded, max(0, start - _NEAR), start)
    if said is not None and said["label"] and (beside := purpose_of(said["label"])) != "other":
        return beside
    monthly = match.recurrence is not None and "BYMONTH" in match.recurrence
    applies = (
        (said is not None and said["applied"] and match.printed[0] in "自從至到迄截")
        or _APPLIED_AFTER.match(folded, end)
        or "受理" in match.printed
        or (monthly and _MONTHS_APPLY.match(folded, end))
    )
    return "application" if applies else "other"


def _open_until_the_year_ends(match: PeriodMatch, purpose: Purpose, roc_year: int | None) -> PeriodMatch:
    """Return a window of applications with a start and no end as open until the year of the edition ends."""
    if (
        roc_year is None
        or purpose != "application"
        or match.kind not in ("fixed", "rolling")
        or match.rule != "start"
    ):
        return match
    year = str(roc_year + ROC_OFFSET)
    if (match.start or "") > year + "~":
        return match
    return match._replace(end=year, assumptions=(*match.assumptions, "end-of-edition-year"))


def _add_amounts(
    facts: list[Fact], part: _Text, found: Sequence[AmountMatch], over: Overhead
) -> list[Unparsed]:
    told, unclear = _with_roles("amount", found, over, announced_amount)
    facts.extend(
        Amount(
            **part.said(m),
            value=m.value,
            bound=m.bound,
            per=list(m.per),
            role=cast("AmountRole | None", role),
        )
        for m, role in told
    )
    return unclear


def _add_ratios(
    facts: list[Fact], part: _Text, found: Sequence[RatioMatch], over: Overhead
) -> list[Unparsed]:
    told, unclear = _with_roles("ratio", found, over, announced_ratio)
    facts.extend(
        Ratio(
            **part.said(m), value=m.value, bound=m.bound, role=cast("RatioRole | None", role),
            of=whole_of(over.folded, m.span),
        )
        for m, role in told
    )  # fmt: skip
    return unclear


def _add_durations(
    facts: list[Fact], part: _Text, found: Sequence[DurationMatch], over: Overhead
) -> list[Unparsed]:
    told, unclear = _with_roles("duration", found, over)
    facts.extend(
        Duration(**part.said(m), value=m.value, bound=m.bound, role=cast("DurationRole | None", role))
        for m, role in told
    )
    return unclear


def _with_roles(
    kind: Kind,
    found: Sequence[Match],
    over: Overhead,
    announced: Callable[[Match, Sequence[str]], Match] | None = None,
) -> tuple[Iterable[tuple[Match, str | None]], list[Unparsed]]:
    """Return values with what is announced of them and with their roles, and those whose role has two readings."""
    if not found:
        return (), []
    headings = [over.headings(match.span) for match in found]
    if announced:
        pairs = zip(found, headings, strict=True)
        found = [announced(match, over.announcing(above, match.span)) for match, above in pairs]
    roles, unclear = roles_of(kind, over.folded, found, headings, over.around)
    return zip(found, roles, strict=True), unclear


def _conditions(part: _Text, before: Sequence[Condition]) -> list[Condition]:
    """Return the conditions in a text; alternatives are numbered on from those of the texts before."""
    found = find_conditions(part.text, label=part.label, outline=part.outline)
    if not found:
        return []
    last = max((each.any_of or 0 for each in before), default=0)
    return [
        Condition(
            path=part.path, span=m.span, printed=m.printed, rule=m.rule, kind=m.kind, comparison=m.comparison,
            value=m.value, values=list(m.values), subject=m.subject, any_of=m.any_of and m.any_of + last,
        )
        for m in found
    ]  # fmt: skip


def _finding(item: Unparsed, path: str, programme: str | None, offset: int = 0) -> Finding:
    code: Code = f"unparsed-{item.kind}"  # type: ignore[assignment]
    message = f"“{item.printed}” is no {item.kind} that is understood ({item.reason})."
    if item.reason == "role-unclear":
        code, message = "role-unclear", f"What “{item.printed}” is for has two readings."
    return Finding(
        code=code,
        severity=CODES[code][0],
        message=message,
        where=Where(programme=programme, path=path),
        data={"printed": item.printed, "span": [at + offset for at in item.span], "reason": item.reason},
    )
