"""A printed notice as a printer and a camera see it: rendered at 300 dpi, dirtied, tilted."""

import math
import random
from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw

DPI = 300
BRIGHT, DARK = 255, 40


def pages(pdf: bytes) -> Iterator[Image.Image]:
    """Every page as grey pixels."""
    for page in pypdfium2.PdfDocument(pdf):
        yield page.render(scale=DPI / 72).to_pil().convert("L")


def words(pdf: bytes) -> list[str]:
    """The text of every page, without blanks."""
    return [
        "".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)
    ]


def read(picture: Image.Image) -> list[str]:
    """What an independent decoder reads off a picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def cut_out(page: Image.Image) -> tuple[Image.Image, int]:
    """The code of a page with some paper around it, and how wide the code is."""
    [found] = zxingcpp.read_barcodes(page)
    left, top = found.position.top_left.x, found.position.top_left.y
    side = found.position.bottom_right.x - left
    edge = side // 6
    return page.crop((left - edge, top - edge, left + side + edge, top + side + edge)), side


def stained(code: Image.Image, side: int, at: tuple[float, float], share: float) -> Image.Image:
    """A stain that hides a share of the code altogether, its middle at a place from 0 to 1."""
    made, edge = code.copy(), (code.width - side) / 2
    radius = math.sqrt(share / math.pi) * side
    x, y = edge + at[0] * side, edge + at[1] * side
    ImageDraw.Draw(made).ellipse((x - radius, y - radius, x + radius, y + radius), fill=DARK)
    return made


def splashed(code: Image.Image, side: int, share: float, seed: int) -> Image.Image:
    """Splashes anywhere that darken a share of the code by half."""
    throw, edge = random.Random(seed), (code.width - side) / 2
    wet = Image.new("L", code.size)
    inside = (int(edge), int(edge), int(edge) + side, int(edge) + side)
    while wet.crop(inside).histogram()[255] < share * side * side:
        radius = throw.uniform(0.02, 0.08) * side
        x, y = (edge + throw.random() * side for _ in "xy")
        ImageDraw.Draw(wet).ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    made = code.copy()
    made.paste(Image.blend(code, Image.new("L", code.size, DARK), 0.5), (0, 0), wet)
    return made


def tilted(picture: Image.Image, degrees: float) -> Image.Image:
    """The paper turned about its upright middle line, seen from two and a half widths away."""
    width, height = picture.size
    turn, away = math.radians(degrees), 2.5 * width
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    seen = []
    for x, y in corners:
        across, down = x - width / 2, y - height / 2
        nearer = away / (away + across * math.sin(turn))
        seen.append((across * math.cos(turn) * nearer + width / 2, down * nearer + height / 2))
    return picture.transform(
        picture.size,
        Image.Transform.PERSPECTIVE,
        _perspective(seen, corners),
        Image.Resampling.BICUBIC,
        fillcolor=BRIGHT,
    )


def _perspective(seen: list[tuple[float, float]], corners: list[tuple[int, int]]) -> list[float]:
    """The eight numbers that take the seen corners to those of the picture."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, corners, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for step in range(8):
        best = max(range(step, 8), key=lambda row: abs(rows[row][step]))
        rows[step], rows[best] = rows[best], rows[step]
        for row in range(8):
            if row != step:
                times = rows[row][step] / rows[step][step]
                rows[row] = [a - times * b for a, b in zip(rows[row], rows[step], strict=True)]
    return [rows[step][8] / rows[step][step] for step in range(8)]
