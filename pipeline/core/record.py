"""The record: what ``extracted/<edition>/booklet.json`` holds, and its JSON Schema.

Comes in: values from the stages.  Goes out: pydantic models, and bytes that are the same for the same
record.  Field names are a contract with every consumer: add, never rename.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import not_
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SCHEMA_VERSION = "2.1"

Severity = Literal["error", "warning", "note"]
Role = Literal["competent_authority", "executing_agency", "service_team"]
Bound = Literal["max", "min", "exact"]
Per = Literal[
    "case", "year", "month", "day", "person", "household", "organization", "hour", "session", "unit"
]
AmountRole = Literal["grant", "loan", "self_funding", "fee", "guarantee", "threshold", "statistic", "other"]
"""What the office gives, what the applicant pays, what decides who may apply, or what is only told."""
RatioRole = Literal[
    "grant_share", "grant_bonus", "self_funding_share", "interest", "fee_share", "headcount_share", "other"
]
DurationRole = Literal[
    "support_term", "loan_term", "grace", "training", "experience", "look_back", "processing", "other"
]
Purpose = Literal["application", "support", "other"]
YearSource = Literal["origin", "cover", "title", "heading", "edition", "file"]
"""What names the year: origin.toml, the cover, the title of a web page, a heading, the name of edition or file."""
PhoneKind = Literal["voice", "fax", "mobile", "toll_free"]
ConditionKind = Literal[
    "applicant",
    "capital",
    "turnover",
    "staff",
    "age",
    "years_established",
    "registration",
    "location",
    "net_worth",
    "credit",
    "foreign_capital",
    "consortium",
    "mid_sized_only",
    "free",
    "other",
]
Comparison = Literal["at_most", "less_than", "at_least", "more_than", "one_of", "all_of", "none_of"]
PeriodKind = Literal["fixed", "announced", "rolling", "year_round", "ongoing", "until_full", "event"]
Hex12 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
PageBox = tuple[int, float, float, float, float]
"""``(page, x0, top, x1, bottom)`` in points from the top left corner of the page."""


class Model(BaseModel):
    """Base of every part of the record: no unknown field passes."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_serialization_defaults_required=True,
        defer_build=True,  # a rerun, and the process that only writes, need a few of them
    )


class Source(Model):
    """Where the record came from: the file as published, and how it was read."""

    file: str
    sha256: Sha256
    media_type: str
    reader: str
    pages: int | None = Field(description="Number of pages; null where the format has none.")
    folded: dict[str, int] = Field(
        default_factory=dict, description="How many characters each text rule replaced, by rule."
    )
    year_from: YearSource | None = Field(
        default=None, description="What named the year of the edition; null where nothing does."
    )
    labels: dict[str, str] = Field(
        default_factory=dict, description="The printed words that announce each field, in most forms."
    )


class Edition(Model):
    """One printing of one booklet."""

    id: str
    roc_year: int | None
    year: int | None = Field(description="Gregorian year: ROC year + 1911.")
    title: str
    publishers: list[str]
    issued: str | None = Field(description="EDTF date printed on the cover.")
    series: str = Field(description="The title without its year: what the editions have in common.")
    source: Source


class Phone(Model):
    """A telephone number as printed, and as a number that can be dialled."""

    printed: str
    e164: str | None
    extension: str | None = None
    kind: PhoneKind = Field(default="voice", description="What answers; a fax is no number to call.")


class Contact(Model):
    """One person or office to call."""

    role: Role
    organization: str
    person: str | None = None
    note: str | None = None
    number: str | None = Field(
        default=None,
        description='The printed number that ties a contact to a numbered item of the services: "2".',
    )
    concerns: str | None = Field(
        default=None,
        description='The path of that item: "services[0].items[0].outline[1]"; null where no one item has the number.',
    )
    phones: list[Phone] = Field(default_factory=list)
    emails: list[str] = Field(default_factory=list)


class Website(Model):
    """A printed web address and the name printed beside it."""

    name: str | None
    url: str


class Node(Model):
    """A node of an outline: 一、 (一) 1. (1) a. and so on."""

    marker: str | None
    text: str
    children: list[Node] = Field(default_factory=list)


class Prose(Model):
    """A text and the outline in it; a line break stands where an outline node begins and where a paragraph ends.

    A text without markers has an empty outline; text before the first marker is a node without one.
    """

    text: str
    outline: list[Node] = Field(default_factory=list)


class GridCell(Model):
    """A cell of a grid: its text and where it stands; ``column`` counts the columns of the grid from 0."""

    text: str
    column: int
    row_span: int = 1
    column_span: int = 1


class Grid(Model):
    """A grid that stands beside a label: its rows, each with the cells that begin in it."""

    rows: list[list[GridCell]]


class PlainField(Prose):
    """A field that has no role: its text, a line for each cell of a grid beside its label, and the grid."""

    tables: list[Grid] = Field(default_factory=list, exclude_if=not_)


class Item(Prose):
    """One ● of a service: its label and its text."""

    label: str | None


class Service(Model):
    """One ■ of the services: a kind of help and its items."""

    kind: str
    title: str | None = None
    text: str | None = None
    outline: list[Node] = Field(default_factory=list)
    items: list[Item] = Field(default_factory=list)


class Benefit(Prose):
    """One ■ of the benefits."""

    kind: str
    title: str | None = None


class Heading(Model):
    """An area or a measure: its number in the booklet and its name."""

    number: int
    name: str


class Fact(Model):
    """What every typed value carries: the words it was read from and how."""

    printed: str
    path: str = Field(
        description='What holds the text: "services[0].items[2]" (its text), or a string itself: "services[0].title".'
    )
    span: tuple[int, int] = Field(description="[start, end) in that text.")
    rule: str
    assumptions: list[str] = Field(default_factory=list)


class Period(Fact):
    """A time window; start and end are EDTF or null."""

    purpose: Purpose
    kind: PeriodKind
    start: str | None = None
    end: str | None = None
    recurrence: str | None = None
    subject: str | None = Field(default=None, description="Whose window it is, where an item has several.")


class Amount(Fact):
    """Money in whole New Taiwan dollars."""

    value: int
    bound: Bound | None = None
    per: list[Per] = Field(
        default_factory=list,
        description="For what it is counted once: [organization, year] is 每一單位每年度.",
    )
    role: AmountRole | None = Field(
        default=None, description="What it is for; null where that has two readings."
    )


class Ratio(Fact):
    """A share of a whole: 0.5 for 50%, 五成 and 二分之一."""

    value: float
    bound: Bound | None = None
    role: RatioRole | None = Field(
        default=None, description="What it is for; null where that has two readings."
    )
    of: str | None = Field(default=None, description="The printed words that name the whole.")


class Discount(Fact):
    """The price paid as a part of the full price: 0.7 for 7折."""

    factor: float
    of: str | None = Field(default=None, description="The printed words that name the price.")


class Duration(Fact):
    """A length of time as ISO 8601 (P6M)."""

    value: str
    bound: Bound | None = None
    role: DurationRole | None = Field(
        default=None, description="What it is for; null where that has two readings."
    )


class Condition(Fact):
    """What decides who may apply, typed only where a rule reads it with certainty; the prose stays.

    A comparison speaks of a ``value`` (at_most 80000000) or of ``values`` (one_of company, partnership); a kind that
    says all by itself (mid_sized_only, free) has neither.
    """

    kind: ConditionKind
    comparison: Comparison | None = None
    value: int | None = Field(
        default=None,
        description="Capital, turnover and net worth in whole TWD, staff and firms by number, ages in years.",
    )
    values: list[str] = Field(
        default_factory=list,
        description="Words of docs/facts.md, places as ISO 3166: company, factory, TW-TPE.",
    )
    subject: str | None = Field(
        default=None, description="The printed words for whom it binds only; null where it binds all."
    )
    any_of: int | None = Field(
        default=None,
        description="Conditions of one programme with the same number: to meet one of them is enough.",
    )


class Facts(Model):
    """The typed values of one programme, in the order of the text."""

    periods: list[Period] = Field(default_factory=list)
    amounts: list[Amount] = Field(default_factory=list)
    ratios: list[Ratio] = Field(default_factory=list)
    discounts: list[Discount] = Field(default_factory=list)
    durations: list[Duration] = Field(default_factory=list)
    conditions: list[Condition] = Field(default_factory=list)


def _is_absent(value: object) -> bool:
    return value is None


class Correction(Model):
    """A value that was misread and that a person put right: what was read, and what is printed.

    Where the words were read rightly and a typed value from them wrongly, ``fact`` names what of it is put right;
    ``read`` and ``printed`` are then that value, as before and as it is.
    """

    path: str = Field(description="As of a fact; a text, or a string itself.")
    read: str = Field(
        description="The words that were read: the whole value or a part; empty where nothing was."
    )
    printed: str = Field(description="The words that are printed there; empty where nothing is.")
    page: int | None = None
    reason: str
    who: str
    fact: str | None = Field(
        default=None,
        exclude_if=_is_absent,
        description='Of a typed value that was put right, its kind and field: "amounts.bound"; its kind alone, '
        '"amounts", of one that is not printed, or that was not read.',
    )
    words: str | None = Field(
        default=None, exclude_if=_is_absent, description="The printed words of that typed value."
    )
    at: int | None = Field(
        default=None, exclude_if=_is_absent, description="Where in the text of the path those words begin."
    )


class Programme(Model):
    """One programme: one filled form of the booklet."""

    id: str = Field(
        description='Area, measure and programme number: "2.1.2"; after the kind of form, where there are several: '
        '"會勘.0.0.3".'
    )
    kind: str = Field(
        default="",
        exclude_if=not_,
        description="The kind of form, as its profile names it; absent where a document has but one.",
    )
    key: Hex12 = Field(description="Hash of the folded name: identity across years.")
    name: str
    acronym: str | None
    area: Heading | None
    measure: Heading | None
    number: int | None
    pages: tuple[int, int] | None = Field(description="First and last page of the file, from 1.")
    printed_page: int | None = Field(description="The page number that the contents page gives.")
    summary: Prose
    services: list[Service]
    benefits: list[Benefit]
    contacts: list[Contact]
    websites: list[Website]
    other: dict[str, PlainField] = Field(default_factory=dict)
    facts: Facts = Field(default_factory=Facts)
    provenance: dict[str, list[PageBox]] = Field(default_factory=dict)
    confidence: dict[str, float] = Field(
        default_factory=dict,
        description="Of each path that was recognised in a picture: of its least certain character, from 0 to 1.",
    )
    corrections: list[Correction] = Field(
        default_factory=list,
        exclude_if=not_,
        description="What a person put right; absent where nothing was.",
    )


class ContentsEntry(Model):
    """A line of the contents page; level 0 stands before the first area."""

    level: int
    number: int | None
    title: str
    page: int | None


class Front(Model):
    """What stands before the first programme."""

    introduction: str
    contents: list[ContentsEntry]
    contacts: list[Contact]
    websites: list[Website] = Field(default_factory=list)
    facts: Facts = Field(default_factory=Facts)
    provenance: dict[str, list[PageBox]] = Field(default_factory=dict)
    confidence: dict[str, float] = Field(
        default_factory=dict,
        description="Of each path that was recognised in a picture: of its least certain character, from 0 to 1.",
    )
    corrections: list[Correction] = Field(
        default_factory=list,
        exclude_if=not_,
        description="What a person put right; absent where nothing was.",
    )


class Where(Model):
    """The place a finding speaks of."""

    programme: str | None = None
    path: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


class Finding(Model):
    """Something in the booklet that a person should know of."""

    code: str
    severity: Severity
    message: str
    where: Where = Field(default_factory=Where)
    data: dict[str, Any] = Field(default_factory=dict)


class Booklet(Model):
    """A whole edition."""

    schema_version: str = SCHEMA_VERSION
    edition: Edition
    front: Front
    programmes: list[Programme]
    findings: list[Finding] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the programmes in a record."""

    edition: Edition
    front: Front


@dataclass(frozen=True, slots=True)
class Closing:
    """What stands after them, and the share of the printed characters that the record accounts for."""

    findings: list[Finding]
    owned: int
    glyphs: int


Part = Opening | Programme | Closing
"""A record comes as its opening, each programme, its closing: in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """A record, and the share of the printed characters that it accounts for."""

    booklet: Booklet
    owned: int
    glyphs: int


def to_json(booklet: Booklet) -> bytes:
    """Return the record as UTF-8 JSON: fields in the order of the models, a final newline, no clock."""
    closing = Closing(booklet.findings, 0, 0)
    return b"".join(json_pieces([Opening(booklet.edition, booklet.front), *booklet.programmes, closing]))


def json_pieces(parts: Iterable[Part]) -> Iterator[bytes]:
    """Yield a record as UTF-8 JSON, piece by piece, as ``to_json`` writes it whole."""
    before = ""
    for part in parts:
        if isinstance(part, Opening):
            edition, front = _indented(part.edition, 1), _indented(part.front, 1)
            head = f'{{\n "schema_version": "{SCHEMA_VERSION}",\n "edition": {edition},\n "front": {front},\n'
            yield f'{head} "programmes": ['.encode()
        elif isinstance(part, Programme):
            yield f"{before}\n  {_indented(part, 2)}".encode()
            before = ","
        else:
            yield ("\n ]" if before else "]").encode() + b',\n "findings": ['
            before = ""
            for found in part.findings:
                yield f"{before}\n  {_indented(found, 2)}".encode()
                before = ","
            yield ("\n ]" if before else "]").encode() + b"\n}\n"


def _indented(model: Model, depth: int) -> str:
    return model.model_dump_json(indent=1).replace("\n", "\n" + " " * depth)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the record as it is written."""
    made = Booklet.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
