"""A folder of files of one kind, a form each -> one file, which is read as one edition.

Comes in: a folder of web pages or of transcriptions.  Goes out: one file with all of them, in natural order: page-9
before page-10.  Bad input: files of several kinds, or of one that cannot be joined, is a ``UserError``.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.files import put, writing
from pipeline.source.acquire import booklets, natural, refuse_way_out
from pipeline.source.media_type import HTML, TEXT, media_type, read_text

JOINED = "joined"
"""The folder among the outputs of an edition in which the file lies: a folder may be called as a report of ours is."""
_ENDS = "</td></tr></table>" * 3
"""Ends what a page that was cut off left open, so that the next page is none of it."""


def gathered(folder: Path, target: Path) -> Path:
    """Write the files of a folder as one file to ``target``, a folder, and return it.

    Raises:
        UserError: the folder holds no file, a link that leads out of it, files of several kinds or of one that is not
            joined; or ``target`` is not writable.
    """
    files = sorted(booklets(folder), key=lambda path: natural(path.name))
    if not files:
        raise UserError(f"{folder} holds no file: name a folder of web pages or of transcriptions.")
    for path in files:
        refuse_way_out(path)
    kinds = {path: media_type(path) for path in files}
    if other := next((path for path in files if kinds[path] != kinds[files[0]]), None):
        raise UserError(
            f"{folder} holds files of several kinds, {files[0].name} and {other.name}: leave those of one kind there."
        )
    kind = kinds[files[0]]
    if kind not in (HTML, TEXT):
        raise UserError(
            f"{folder} holds files of the kind {kind}, and only web pages and transcriptions are joined: "
            "join them into one file, and give that."
        )
    texts = [read_text(path) for path in files]
    web = kind == HTML
    text = "".join(f"<article>\n{each}\n{_ENDS}</article>\n" for each in texts) if web else "\n\n".join(texts)
    whole = target / f"{folder.resolve().name}{'.html' if web else '.txt'}"
    with writing(whole):
        target.mkdir(parents=True, exist_ok=True)
        put(whole, lambda temporary: temporary.write_text(text, encoding="utf-8"))
    return whole
