"""What must hold of any bytes whatever: a record or one sentence, and each fact stands where it says.

Comes in: bytes.  Goes out: nothing; an exception other than ``UserError`` is a fault of the program.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.record import Booklet, Extraction, to_json
from pipeline.core.text import canonical
from pipeline.extract import extract
from pipeline.facts.programme_facts import facts_as_json
from pipeline.forms.profile import load_profile
from pipeline.source.document import Acquired
from pipeline.source.media_type import HTML, TEXT, media_type

YEAR = 112
KINDS = ("periods", "amounts", "ratios", "discounts", "durations", "phones", "emails", "urls")


def facts(data: bytes) -> None:
    """Read a text as ``booklet facts`` does; each fact and finding must print what stands at its span."""
    lines = (canonical(line) for line in data.decode("utf-8", "ignore").splitlines())
    text = "\n".join(line for line in lines if line)
    found = facts_as_json(text, YEAR)
    for kind in KINDS:
        for fact in found[kind]:
            _stands_at(text, fact["span"], fact["printed"], kind)
    for finding in found["findings"]:
        _stands_at(text, finding["data"]["span"], finding["data"]["printed"], finding["code"])


def transcript(data: bytes) -> None:
    """Extract a transcription; every fact must print what stands at its span of the text at its path."""
    done = extracted(data)
    if done is None:
        return
    assert done.owned == done.glyphs or any(found.severity == "error" for found in done.booklet.findings)
    assert Booklet.model_validate_json(to_json(done.booklet)) == done.booklet
    for programme in done.booklet.programmes:
        whole = programme.model_dump()
        for kind in KINDS[:5]:
            for fact in whole["facts"][kind]:
                _stands_at(_text_at(whole, fact["path"]), fact["span"], fact["printed"], kind)


def extracted(data: bytes) -> Extraction | None:
    """Return what is read from a transcription; None where it is refused in a sentence."""
    with tempfile.NamedTemporaryFile(suffix=".txt", dir=memory()) as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        try:
            kind = media_type(path)
            if kind not in (TEXT, HTML):
                return None
            return extract(Acquired(path, kind, "0" * 64), "fuzz", YEAR, load_profile("support-measures"))
        except UserError:
            return None


def _stands_at(text: str, span: tuple[int, int], printed: str, kind: str) -> None:
    start, end = span
    assert 0 <= start < end <= len(text), (kind, span, len(text))
    assert text[start:end] == printed, (kind, text[start:end], printed)


def _text_at(programme: dict[str, Any], path: str) -> str:
    """Return the text at a path such as ``services[0].items[2]``; labels of ``other`` may hold any character."""
    if path.startswith("other."):
        found: Any = programme["other"][path.removeprefix("other.")]
    else:
        found = programme
        for step in path.replace("[", ".").replace("]", "").split("."):
            found = found[int(step) if step.isdecimal() else step]
    return str(found) if isinstance(found, str) else str(found["text"])


def memory() -> str | None:
    """Return a folder in memory, where there is one: a search writes millions of files."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


PROPERTIES = {"facts": facts, "transcript": transcript}
