"""The draft of a profile for a file on this machine, read in a process of its own."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.files import put
from pipeline.editions.sandbox import Tick, Watch, in_worker, unwatched
from pipeline.forms.learn.draft import Draft, draft
from pipeline.forms.profiles import SUFFIX
from pipeline.source.document import Acquired, identify


def draft_of(file: Path, engine: str, watch: Watch = unwatched) -> Draft:
    """Return the draft of a profile for a file, which is read in a process of its own.

    Raises:
        UserError: the file cannot be read, or repeats no form.
    """
    media_type, sha256 = identify(file)
    acquired = Acquired(file, media_type, sha256)
    with watch(f"reading {file.name}") as advance:
        return in_worker(str(file), partial(_drafted, acquired, engine), advance)


def write_draft(made: Draft, out: Path) -> None:
    """Write the profile of a draft.

    Raises:
        UserError: its name does not end in .toml, or it cannot be written.
    """
    if out.suffix != SUFFIX:
        raise UserError(f"{out} does not end in {SUFFIX}, by which a profile is known: name it so.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        put(out, lambda temporary: temporary.write_text(made.toml, encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{out} cannot be written ({error.strerror}): make room or check it.") from error


def _drafted(acquired: Acquired, engine: str, tick: Tick) -> Draft:
    from pipeline.pages.reading import page_count, read, readable

    with readable(acquired.path, acquired.media_type, acquired.pdf) as (path, kind):
        total = page_count(path, kind)
        pages = []
        for page in read(path, kind, Counter(), engine):
            tick(total)
            pages.append(page)
    return draft(pages, acquired.path.name)
