"""What a report says -> the bytes of its page: one template, its styles, one script, all inside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from pipeline.core.templates import environment
from pipeline.report import labels
from pipeline.report.crops import Pages


@cache
def _text(name: str) -> str:
    return (files("pipeline.report") / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    made = environment("pipeline.report", ["report.html"])
    made.globals.update(
        CLASSES=labels.labels_of("classes"),
        CLASS_HINTS=labels.labels_of("class_hints"),
        KINDS=labels.labels_of("kinds"),
        SEVERITIES=labels.labels_of("severities"),
        SEVERITY={
            each: labels.labels_of("review")[f"severity_{each}"] for each in ("error", "warning", "note")
        },
        WORDS=labels.labels_of("report"),
    )
    return made


def render(pages: Sequence[Pages], **view: Any) -> bytes:
    """Return the page; only its own script may run, and nothing may be fetched."""
    images = [image for each in pages for image in each.images()]
    script = _text("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    backgrounds = "".join(
        f'.pg-{name}{{background-image:url("{uri}");--ratio:{ratio:.4f}}}\n' for name, uri, ratio in images
    )
    template = _environment().get_template("report.html")
    text = template.render(
        policy=policy,
        style=Markup(_text("colours.css") + _text("report.css")),
        backgrounds=Markup(backgrounds),
        script=Markup(script),
        **view,
    )
    return (text.rstrip("\n") + "\n").encode("utf-8", "replace")
