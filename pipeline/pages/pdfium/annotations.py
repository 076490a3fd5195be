"""Annotations and form fields that show on a page are part of it: they are drawn into it before it is read.

Comes in: a page as the file has it.  Goes out: the page with what stands over it, as a person sees it.
"""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_NOT_DRAWN = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)
_HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


def flattened(document: pdfium.PdfDocument, page: pdfium.PdfPage, at: int) -> pdfium.PdfPage:
    """Return a page with its annotations and form fields drawn into it; the page itself where none shows."""
    if not shows_annotations(page):
        return page
    raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    page.close()
    return document[at]


def shows_annotations(page: pdfium.PdfPage) -> bool:
    """Tell whether something stands over a page that is no link; what is not to be viewed is taken away."""
    shown = False
    for index in reversed(range(raw.FPDFPage_GetAnnotCount(page.raw))):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        subtype, flags = raw.FPDFAnnot_GetSubtype(annotation), raw.FPDFAnnot_GetFlags(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if flags & _HIDDEN:
            raw.FPDFPage_RemoveAnnot(page.raw, index)
        elif subtype not in _NOT_DRAWN:
            shown = True
    return shown
