"""The picture of a page, as a person sees it: for whoever compares what is shown with what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from pipeline.pages.pdfium.annotations import flattened
from pipeline.pages.pdfium.document import look_at, media_box


def drawn(path: Path, number: int, dpi: float) -> Any:
    """Return a page of a PDF, by its number from 1, as an array of grey pixels; its places are those of the glyphs."""
    with pdfium.PdfDocument(path) as document:
        page = flattened(document, document[number - 1], number - 1)
        look_at(page)  # turns it as it was read
        page.set_cropbox(*media_box(page))
        bitmap = page.render(scale=dpi / 72, grayscale=True, may_draw_forms=False)
        picture = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy()
        bitmap.close()
        page.close()
        return picture
