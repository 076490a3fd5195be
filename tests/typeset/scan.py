"""A PDF becomes a scan of it: pictures of its pages, a little askew, with noise, as JPEG in a PDF of nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

from tests.typeset.fonts import FILES, FOLDER

DPI = 200
RED = (215, 50, 50)


def scan(
    pdf: bytes,
    pages: Sequence[int] | None = None,
    *,
    degrees: float = 0.5,
    noise: float = 12.0,
    dpi: int = DPI,
    seals: int = 0,
    quality: int = 85,
    seed: int = 112,
) -> bytes:
    """Return a scan of a PDF.

    Args:
        pdf: what is scanned.
        pages: the indices of its pages; all where left out.
        degrees: how far each page is turned, clockwise and counter-clockwise in turn.
        noise: the standard deviation of the noise, in grey levels of 256.
        dpi: dots to the inch.
        seals: how many red seals are stamped over each page, one below the other.
        quality: of the JPEG, of 100; a scanner in an office takes 50 to 85.
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
    pictures[0].save(made, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:], quality=quality)
    return made.getvalue()


def _stamped(page: Image.Image, seals: int, dpi: int) -> Image.Image:
    """Return a page with red seals, of an office and of a day in turn; the ink of text shows through."""
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    for seal in range(seals):
        x, y = page.width // 2 + (seal % 2) * dpi, int(page.height * (seal + 1) / (seals + 1))
        (_day if seal % 2 else _office)(draw, x, y, dpi)
    return ImageChops.multiply(page, ink)


def _office(draw: ImageDraw.ImageDraw, x: int, y: int, dpi: int) -> None:
    """Draw the square seal of an office, an inch wide, with four characters."""
    half = dpi // 2
    draw.rectangle((x - half, y - half, x + half, y + half), outline=RED, width=dpi // 25)
    letters = _letters("kai", 2 * dpi // 5)
    for at, letter in enumerate("示範機關"):
        place = (x + (0.22 if at < 2 else -0.22) * dpi, y + (0.22 if at % 2 else -0.22) * dpi)
        draw.text(place, letter, fill=RED, font=letters, anchor="mm")


def _day(draw: ImageDraw.ImageDraw, x: int, y: int, dpi: int) -> None:
    """Draw the round stamp of the day on which a paper came in, 1.2 inches wide."""
    radius = 3 * dpi // 5
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=RED, width=dpi // 40)
    for level in (-dpi // 6, dpi // 6):
        draw.line((x - 0.95 * radius, y + level, x + 0.95 * radius, y + level), fill=RED, width=dpi // 50)
    draw.text((x, y), "112.03.15", fill=RED, font=_letters("serif", dpi // 5), anchor="mm")
    draw.text((x, y - 0.38 * dpi), "收文", fill=RED, font=_letters("kai", dpi // 5), anchor="mm")


def _letters(name: str, size: int) -> ImageFont.FreeTypeFont:
    file, index = FILES[name]
    return ImageFont.truetype(str(FOLDER / file), size, index)


def photograph(
    pdf: bytes, page: int, corners: Sequence[tuple[float, float]], bend: float = 0.0, dpi: int = DPI
) -> bytes:
    """Return a photograph of a page of a PDF, as a PDF of nothing else.

    Args:
        pdf: what is photographed.
        page: the index of the page.
        corners: where its corners are seen, from the top left one clockwise, as shares of its width and height.
        bend: by how much the middle of each line is seen below its ends, as a share of the height.
        dpi: dots to the inch.
    """
    import cv2

    with pypdfium2.PdfDocument(pdf) as document:
        seen = document[page].render(scale=dpi / 72).to_numpy().copy()
    height, width = seen.shape[:2]
    if bend:
        x, y = numpy.meshgrid(numpy.arange(width), numpy.arange(height))
        down = y - bend * height * (1 - (2 * x / width - 1) ** 2)
        seen = cv2.remap(
            seen, x.astype("float32"), down.astype("float32"), cv2.INTER_CUBIC, borderValue=(255, 255, 255)
        )
    flat = numpy.array([(0, 0), (width, 0), (width, height), (0, height)], "float32")
    sides = numpy.array([(x * width, y * height) for x, y in corners], "float32")
    matrix = cv2.getPerspectiveTransform(flat, sides)
    seen = cv2.warpPerspective(
        seen, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
    )
    made = io.BytesIO()
    Image.fromarray(cv2.cvtColor(seen, cv2.COLOR_BGR2RGB)).save(made, "PDF", resolution=dpi, quality=80)
    return made.getvalue()
