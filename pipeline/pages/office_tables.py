"""A .docx by its own text and tables: one page without places, as of a web page.

Comes in: a .docx.  Goes out: its lines and tables, with merged cells; numerals of lists and numbers that fields count
are not in it, nor what stands in pictures.  Bad input is a ``UserError``.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.parsers.expat import ExpatError

from pipeline.core.errors import UserError, brief
from pipeline.core.page import Page
from pipeline.pages.markup import parse_html
from pipeline.source.media_type import BROKEN_ZIP


def read_docx(path: Path, counts: Counter[str]) -> Page:
    """Return a .docx as one page without a number.

    Raises:
        UserError: the file is damaged.
    """
    import mammoth

    try:
        with path.open("rb") as file:
            # No picture is read: a picture would become a long word of its own.
            made = mammoth.convert_to_html(file, convert_image=mammoth.images.img_element(lambda _: {}))
    except (*BROKEN_ZIP, AttributeError, ExpatError) as error:
        raise UserError(
            f"{path} is a damaged document ({brief(error)}): open it, save it anew, and try again."
        ) from error
    return parse_html(str(made.value), counts)
