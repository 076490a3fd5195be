"""Golden: what a person accepted as right, and how an extraction differs from it.

Comes in: a record.  Goes out: its *accepted form*, without what depends on the reader (source, pages, boxes).  Of
an edition that may not be passed on the prose is kept as digest and length: any change shows, no sentence does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.record import Booklet, Finding

_READER_BOUND = frozenset(["source", "pages", "provenance", "confidence"])
_PROSE = frozenset(["text", "outline", "title", "introduction"])
_QUOTES = frozenset(["printed", "subject"])
_LONG_QUOTE = 12
"""A fact that quotes more Chinese characters than this quotes a sentence."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that golden and an extraction do not share."""

    programme: str | None
    path: str
    golden: Any
    extracted: Any


def accepted_form(booklet: Booklet, *, digest: bool) -> dict[str, Any]:
    """Return the part of a record that golden keeps, its prose as digests where asked."""
    plain = booklet.model_dump(mode="json", exclude={"findings"})
    plain["findings"] = [_finding(found) for found in booklet.findings]
    form: dict[str, Any] = {"prose": "digest" if digest else "text", "booklet": _kept(plain, digest=digest)}
    if digest:
        form["booklet"]["edition"]["title"] = booklet.edition.title
        for kept, entry in zip(form["booklet"]["front"]["contents"], booklet.front.contents, strict=True):
            kept["title"] = entry.title
    return form


def _finding(found: Finding) -> dict[str, Any]:
    return {"code": found.code, "programme": found.where.programme, "path": found.where.path}


def _kept(value: Any, *, digest: bool) -> Any:
    if isinstance(value, list):
        return [_kept(item, digest=digest) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _digest(item) if digest and item and _is_prose(key, item) else _kept(item, digest=digest)
        for key, item in value.items()
        if key not in _READER_BOUND
    }


def _is_prose(key: str, value: Any) -> bool:
    return key in _PROSE or (
        key in _QUOTES and sum(not character.isascii() for character in value) > _LONG_QUOTE
    )


def _digest(value: Any) -> dict[str, Any]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return {"sha256": hashlib.sha256(text.encode()).hexdigest()[:16], "length": len(text)}


def read_golden(path: Path) -> dict[str, Any]:
    """Return what a golden file holds.

    Raises:
        UserError: it is absent or no golden file.
    """
    if not path.is_file():
        raise UserError(f"{path} does not exist: read the extraction against the pages, then accept it.")
    try:
        golden: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if golden["prose"] in ("text", "digest") and isinstance(golden["booklet"], dict):
            return golden
    except (ValueError, KeyError, TypeError):
        pass
    raise UserError(f"{path} is no golden file: restore it from the repository.")


def golden_json(form: dict[str, Any]) -> bytes:
    """Return the bytes of a golden file."""
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode()


def differences(golden: dict[str, Any], booklet: Booklet) -> list[Difference]:
    """Return every value in which an extraction differs from golden, by programme and path."""
    now = accepted_form(booklet, digest=golden["prose"] == "digest")["booklet"]
    then = dict(golden["booklet"])
    found: list[Difference] = []
    before = {programme["id"]: programme for programme in then.pop("programmes", [])}
    after = {programme["id"]: programme for programme in now.pop("programmes")}
    found += (Difference(None, path, one, other) for path, one, other in _walk(then, now, ""))
    for id_ in [*before, *(id_ for id_ in after if id_ not in before)]:
        if id_ not in after or id_ not in before:
            one, other = before.get(id_), after.get(id_)
            found.append(Difference(id_, "", one and one["name"], other and other["name"]))
        else:
            found += (
                Difference(id_, path, one, other) for path, one, other in _walk(before[id_], after[id_], "")
            )
    return found


def _walk(one: Any, other: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(one, dict) and isinstance(other, dict) and not _is_digest(one) and not _is_digest(other):
        for key in [*one, *(key for key in other if key not in one)]:
            yield from _walk(one.get(key), other.get(key), f"{path}.{key}" if path else key)
    elif isinstance(one, list) and isinstance(other, list):
        for place in range(max(len(one), len(other))):
            left = one[place] if place < len(one) else None
            right = other[place] if place < len(other) else None
            yield from _walk(left, right, f"{path}[{place}]")
    elif one != other:
        yield path, one, other


def _is_digest(value: dict[str, Any]) -> bool:
    return value.keys() == {"sha256", "length"}
