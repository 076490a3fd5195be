"""What the pages say -> their bytes: templates, with one style sheet and a few scripts beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from pipeline.catalogue.api import FOLDER as API
from pipeline.catalogue.cards import Card
from pipeline.catalogue.eligibility import APPLICANTS
from pipeline.catalogue.feed import FILE as FEED
from pipeline.catalogue.history import Lineage
from pipeline.catalogue.identifiers import file_uri
from pipeline.catalogue.jsonld import dialled
from pipeline.catalogue.linked import web_address
from pipeline.catalogue.model import Catalogue, all_series, edition_label
from pipeline.catalogue.schema_org import embedded, programme_as_schema_org
from pipeline.catalogue.shelf import Shelf
from pipeline.catalogue.site.sheets import Sheets
from pipeline.catalogue.site.views import Changes, corrected, fact_views, offices, years
from pipeline.core.templates import environment
from pipeline.report import labels
from pipeline.report.labels import Label

PROGRAMMES = "programme"
YEARS = "years.html"
TEMPLATES = ("macros.html", "base.html", "index.html", "programme.html", "moved.html", "years.html")
Option = tuple[str, str, str]
"""The value of a choice, what it says in Chinese and in English."""
STATES = ("open", "always", "upcoming", "unknown", "former", "closed")


@cache
def _environment() -> Environment:
    made = environment("pipeline.catalogue.site", TEMPLATES)
    made.globals.update(
        WORDS=labels.labels_of("catalogue"),
        CLASSES=labels.labels_of("classes"),
        FIELDS=labels.labels_of("fields"),
        PROGRAMMES=PROGRAMMES,
        FEED=FEED,
        API=API,
        YEARS=YEARS,
        code=labels.code,
        dialled=dialled,
        address=_address,
        edition_label=edition_label,
    )
    return made


def _address(url: str) -> str:
    """Return a printed address as a link; one of another scheme than the web's leads nowhere."""
    address = web_address(url)
    return address if address.lower().startswith(("http://", "https://")) else "#"


def words_script() -> bytes:
    """Return the script that names ``catalogueWords``: what scripts say, by language."""
    shared = labels.labels_of("catalogue")
    told = dict(labels.labels_of("script"))
    told |= {key: shared[key] for key in ("about", "colon", "comma", "semicolon")}
    told |= {f"state_{state}": shared[f"state_{state}"] for state in STATES}
    words = {
        "zh": {key: each.zh for key, each in told.items()},
        "en": {key: each.en for key, each in told.items()},
    }
    return (
        f"const catalogueWords = {json.dumps(words, ensure_ascii=False, separators=(',', ':'))};\n".encode()
    )


def render(catalogue: Catalogue, name: str, path: str, **view: Any) -> bytes:
    """Return a page; ``path`` is its place in the catalogue folder."""
    root = "../" * path.count("/")
    canonical = file_uri(catalogue.base, path) if catalogue.placed else None
    return _page(name, root=root, canonical=canonical, **view)


def _page(name: str, **view: Any) -> bytes:
    text = _environment().get_template(name).render(**view)
    return (text.rstrip("\n") + "\n").encode("utf-8", "replace")


def index_page(catalogue: Catalogue, shelf: Shelf) -> bytes:
    """Return the page that lists every programme."""
    listed, terms = shelf.cards, shelf.terms
    series = all_series(catalogue)
    used = {name for card in listed for name in card.purposes}
    return render(
        catalogue,
        "index.html",
        "index.html",
        title=" / ".join(series),
        scripts=("words.js", "site.js", "search.js", "find.js", "fit.js", "events.js", "list.js"),
        cards=listed,
        states=STATES,
        editions=[booklet.edition for booklet in reversed(catalogue.booklets)],
        series=[(str(place), name, name) for place, name in enumerate(series)],
        forms=_plain(card.form for card in listed),
        areas=_plain(card.area for card in listed),
        agencies=_plain(sorted({name for card in listed for name in card.agencies})),
        purposes=[
            (each.name, each.name, (each.english or (each.name,))[0]) for each in terms if each.name in used
        ],
        applicants=[(each, *_capital(labels.code(each))) for each in APPLICANTS],
        regions=[(code, *name) for code, name in labels.labels_of("regions").items()],
    )


def _plain(values: Iterable[str]) -> list[Option]:
    return [(value, value, value) for value in dict.fromkeys(values) if value]


def _capital(label: Label) -> Label:
    return Label(label.zh, label.en[:1].upper() + label.en[1:])


def programme_page(
    catalogue: Catalogue, lineage: Lineage, card: Card, changes: Changes, sheets: Sheets, *, calendar: bool
) -> bytes:
    """Return the page of one programme."""
    printing = lineage.printings[0]
    programme, edition = card.programme, card.edition
    first, last = programme.pages or (1, 0)
    pages = [(page, each) for page in range(first, last + 1) if (each := sheets.get((edition.id, page)))]
    facts = fact_views(printing, card.until, sheets)
    return render(
        catalogue,
        "programme.html",
        f"{PROGRAMMES}/{lineage.key}.html",
        title=programme.name,
        scripts=("words.js", "site.js", "programme.js"),
        lineage=lineage,
        programme=programme,
        edition=edition,
        glance=card.glance,
        calendar=calendar,
        facts=facts,
        count=sum(map(len, facts.values())),
        all_windows=card.windows,
        corrected=corrected(programme),
        offices=offices(programme),
        years=years(lineage, changes, sheets),
        pages=pages,
        image=file_uri(catalogue.base, pages[0][1].path) if pages and catalogue.placed else None,
        linked=Markup(embedded(programme_as_schema_org(printing, catalogue.base))),
    )


def moved_page(lineage: Lineage) -> bytes:
    """Return the page that stands under a key of earlier years and leads to the programme's own."""
    programme = lineage.printings[0].programme
    return _page("moved.html", title=programme.name, root="../", key=lineage.key, canonical=None, scripts=())
