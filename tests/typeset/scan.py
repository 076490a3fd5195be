"""A PDF becomes a scan of it: pictures of its pages, a little askew, with noise, as JPEG in a PDF of nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy
import pypdfium2
from PIL import Image

DPI = 200


def scan(
    pdf: bytes,
    pages: Sequence[int] | None = None,
    *,
    degrees: float = 0.5,
    noise: float = 12.0,
    seed: int = 112,
) -> bytes:
    """Return a scan of a PDF.

    Args:
        pdf: what is scanned.
        pages: the indices of its pages; all where left out.
        degrees: how far each page is turned, clockwise and counter-clockwise in turn.
        noise: the standard deviation of the noise, in grey levels of 256.
        seed: of the noise.
    """
    random = numpy.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    pictures = []
    for turn, index in enumerate(pages if pages is not None else range(len(document))):
        page = document[index]
        grey = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        page.close()
        turned = grey.rotate(degrees * (-1) ** turn, resample=Image.Resampling.BICUBIC, fillcolor=255)
        noisy = numpy.asarray(turned, dtype=float) + random.normal(0, noise, (turned.height, turned.width))
        pictures.append(Image.fromarray(noisy.clip(0, 255).astype("uint8")))
    document.close()
    made = io.BytesIO()
    pictures[0].save(made, "PDF", resolution=DPI, save_all=True, append_images=pictures[1:], quality=85)
    return made.getvalue()
