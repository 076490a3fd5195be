"""A PDF becomes a scan of it: pictures of its pages, a little askew, with noise, as JPEG in a PDF of nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy
import pypdfium2
from PIL import Image, ImageChops, ImageDraw

DPI = 200


def scan(
    pdf: bytes,
    pages: Sequence[int] | None = None,
    *,
    degrees: float = 0.5,
    noise: float = 12.0,
    dpi: int = DPI,
    seals: int = 0,
    seed: int = 112,
) -> bytes:
    """Return a scan of a PDF.

    Args:
        pdf: what is scanned.
        pages: the indices of its pages; all where left out.
        degrees: how far each page is turned, clockwise and counter-clockwise in turn.
        noise: the standard deviation of the noise, in grey levels of 256.
        dpi: dots to the inch.
        seals: how many red seals are stamped over the middle of each page, one below the other.
        seed: of the noise.
    """
    random = numpy.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    pictures = []
    for turn, index in enumerate(pages if pages is not None else range(len(document))):
        page = document[index]
        seen = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        page.close()
        if seals:
            seen = _stamped(seen.convert("RGB"), seals, dpi)
        white = 255 if seen.mode == "L" else (255, 255, 255)
        turned = seen.rotate(degrees * (-1) ** turn, resample=Image.Resampling.BICUBIC, fillcolor=white)
        plain = numpy.asarray(turned, dtype=float)
        noisy = plain + random.normal(0, noise, plain.shape)
        pictures.append(Image.fromarray(noisy.clip(0, 255).astype("uint8")))
    document.close()
    made = io.BytesIO()
    pictures[0].save(made, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:], quality=85)
    return made.getvalue()


def _stamped(page: Image.Image, seals: int, dpi: int) -> Image.Image:
    """Return a page with square red seals, an inch wide; the ink of text shows through."""
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    for seal in range(seals):
        x, y = page.width // 2 - dpi // 2, int(page.height * (seal + 1) / (seals + 1)) - dpi // 2
        draw.rectangle((x, y, x + dpi, y + dpi), outline=(215, 50, 50), width=dpi // 25)
        for line in range(1, 4):
            level = y + line * dpi // 4
            draw.line((x + dpi // 8, level, x + dpi - dpi // 8, level), fill=(215, 50, 50), width=dpi // 30)
    return ImageChops.multiply(page, ink)
