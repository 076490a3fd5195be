"""Golden: what a person accepted as right, and how an extraction differs from it.

Comes in: a record.  Goes out: its *accepted form*, without what depends on the reader (source, pages, boxes).  Of
an edition that may not be passed on the prose is kept as digest and length: any change shows, no sentence does.

Golden and its log change in one step: both new texts are first put into one pending file, and from then on whoever
looks for golden finishes what a kill or a full disk stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.files import put, put_all
from pipeline.core.lock import alone
from pipeline.core.record import Booklet, Finding

_READER_BOUND = frozenset(["source", "pages", "provenance", "confidence"])
_PROSE = frozenset(["text", "outline", "title", "introduction"])
_QUOTES = frozenset(["printed", "read", "subject"])
_LONG_QUOTE = 12
"""A fact that quotes more Chinese characters than this quotes a sentence."""
DEEPEST = 100
"""Levels of nesting; a record has some twenty."""


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
    if not has_golden(path):
        raise UserError(f"{path} does not exist: read the extraction against the pages, then accept it.")
    try:
        golden: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if golden["prose"] in ("text", "digest") and _is_record(golden["booklet"]) and _can_be_said(golden):
            return golden
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}): check its permissions.") from error
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise UserError(f"{path} is no golden file: restore it from the repository.")


def _is_record(form: Any) -> bool:
    """Tell whether a form can be compared: programmes, each with its id and its name, and each id once."""
    programmes = form["programmes"]
    told = [(each["id"], each["name"]) for each in programmes]
    ids = {id_ for id_, name in told if isinstance(id_, str) and isinstance(name, str)}
    return isinstance(form, dict) and isinstance(programmes, list) and len(ids) == len(told)


def _can_be_said(golden: Any) -> bool:
    """Tell whether a value can be written again: it holds no half of a character, and no nesting without end."""
    level = [golden]
    for _ in range(DEEPEST):
        values = [each.values() if isinstance(each, dict) else each for each in level]
        level = [item for value in values for item in value if isinstance(item, (dict, list))]
        if not level:
            return bool(golden_json(golden))  # UnicodeEncodeError is a ValueError
    return False


def has_golden(path: Path) -> bool:
    """Tell whether golden stands there; an acceptance that was stopped half-way is finished first.

    Raises:
        UserError: it cannot be finished.
    """
    if pending(path).exists():
        try:
            with alone(path.parent):
                finish(path)
        except OSError as error:
            raise UserError(
                f"{path} was accepted and cannot be written ({error.strerror}): make room or check it."
            ) from error
    return path.is_file()


def pending(golden: Path) -> Path:
    """Return where an acceptance stands until both golden and its log hold it."""
    return golden.with_name(f".{golden.stem}.accepted")


def log_of(golden: Path) -> Path:
    """Return where it is noted who accepted golden, when and why."""
    return golden.with_suffix(".log.toml")


def write_together(golden: Path, content: bytes, log: bytes) -> None:
    """Write golden and its log, both or neither, whenever this is stopped: to be called ``alone`` in their folder.

    Raises:
        OSError: neither was written; or both will be, by whoever looks for golden next.
    """
    before = [_content(path) for path in (golden, log_of(golden))]
    told = {"golden": content.decode(), "log": log.decode()}
    try:
        put(pending(golden), partial(Path.write_bytes, data=json.dumps(told, ensure_ascii=False).encode()))
        finish(golden)
    except OSError:
        if before == [_content(path) for path in (golden, log_of(golden))]:
            pending(golden).unlink(missing_ok=True)
        raise


def finish(golden: Path) -> None:
    """Finish an acceptance that is pending, if one is: to be called ``alone`` in its folder.

    Raises:
        OSError: it cannot be written, and stays pending.
        UserError: it is not understood.
    """
    try:
        told = json.loads(pending(golden).read_bytes())
        contents = {golden: told["golden"].encode(), log_of(golden): told["log"].encode()}
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(f"{pending(golden)} is no acceptance: remove it.") from error
    put_all({path: partial(Path.write_bytes, data=content) for path, content in contents.items()})
    pending(golden).unlink(missing_ok=True)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


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
