"""What the pages say -> their bytes: templates, one style sheet beside them, one script inside them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from pipeline.catalogue.feed import FILE as FEED
from pipeline.catalogue.history import Lineage, Step, next_year
from pipeline.catalogue.jsonld import dialled
from pipeline.catalogue.linked import web_address
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.schema_org import embedded, programme_as_schema_org
from pipeline.catalogue.site.views import PROGRAMMES, cards, fact_views, offices, years
from pipeline.report import labels

PageImage = tuple[str, int, int]
"""Path below the catalogue folder, width and height in pixels."""


@cache
def _text(name: str) -> str:
    return (files("pipeline.catalogue.site") / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    templates = ("macros.html", "base.html", "index.html", "programme.html", "moved.html")
    environment = Environment(
        loader=DictLoader({name: _text(name) for name in templates}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        CLASSES=labels.CLASSES,
        FIELDS=labels.FIELDS,
        PROGRAMMES=PROGRAMMES,
        FEED=FEED,
        code=labels.code,
        dialled=dialled,
        address=_address,
    )
    return environment


def _address(url: str) -> str:
    """Return a printed address as a link; one of another scheme than the web's leads nowhere."""
    address = web_address(url)
    return address if address.lower().startswith(("http://", "https://")) else "#"


def _render(name: str, **view: Any) -> bytes:
    script = _text("site.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    policy = f"script-src 'sha256-{digest}'; object-src 'none'; base-uri 'none'; form-action 'none'"
    text = _environment().get_template(name).render(policy=policy, script=Markup(script), **view)
    return (text.rstrip("\n") + "\n").encode("utf-8", "replace")


def index_page(catalogue: Catalogue, found: Sequence[Lineage]) -> bytes:
    """Return the page that lists every programme."""
    listed = cards(catalogue, found)
    data = {
        "cards": [
            {
                "area": card.area,
                "kinds": card.kinds,
                "agencies": card.agencies,
                "amount": card.amount,
                "current": card.current,
                "windows": card.windows,
                "texts": card.texts,
            }
            for card in listed
        ],
        "fields": labels.FIELDS,
        "simplified": _simplified({sign for card in listed for _, text in card.texts for sign in text}),
    }
    last = catalogue.booklets[-1].edition
    return _render(
        "index.html",
        title=last.series,
        root="",
        cards=listed,
        editions=[booklet.edition for booklet in reversed(catalogue.booklets)],
        areas=_once(card.area for card in listed),
        kinds=_once(kind for card in listed for kind in card.kinds),
        agencies=sorted(_once(name for card in listed for name in card.agencies)),
        data=Markup(embedded(data)),
    )


def programme_page(
    catalogue: Catalogue,
    lineage: Lineage,
    walked: Sequence[Step],
    images: Mapping[tuple[str, int], PageImage],
) -> bytes:
    """Return the page of one programme."""
    printing = lineage.printings[0]
    programme = printing.programme
    booklet = next(each for each in catalogue.booklets if each.edition == printing.edition)
    first, last = programme.pages or (1, 0)
    shown = [
        (page, image) for page in range(first, last + 1) if (image := images.get((printing.edition.id, page)))
    ]
    return _render(
        "programme.html",
        title=programme.name,
        root="../",
        lineage=lineage,
        programme=programme,
        edition=printing.edition,
        facts=fact_views(printing, next_year(booklet, catalogue)),
        offices=offices(programme),
        years=years(lineage, walked),
        pages=shown,
        linked=Markup(embedded(programme_as_schema_org(printing, catalogue.base))),
    )


def moved_page(lineage: Lineage) -> bytes:
    """Return the page that stands under a key of earlier years and leads to the programme's own."""
    programme = lineage.printings[0].programme
    return _render("moved.html", title=programme.name, root="../", key=lineage.key)


def _once(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _simplified(signs: set[str]) -> dict[str, str]:
    """Return the Simplified form of each character that has another one: search compares in that form."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    return {sign: form for sign in sorted(signs) if (form := convert(sign)) != sign}
