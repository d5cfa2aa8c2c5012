"""Stamped copies: who, when, where and under which number, below the picture on a copy of it.

Below, not over it: a stamp must not hide what the photo was taken for.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO

from noto_cjk_sans_otc import FONT_PATH
from PIL import Image, ImageDraw, ImageFont, ImageOps

EDGE = 2048
"""Longest side of a copy, px: phones send 1600."""

_KINDS = ("JPEG", "PNG", "WEBP")
_FACE = "Noto Sans CJK SC"
_FONT_SIZES = (12, 36)
_COLUMNS = 48
"""Chinese characters in a line on a wide picture."""
_INK, _GROUND = (255, 255, 255), (20, 26, 34)


def stamped(data: bytes, lines: Sequence[str]) -> bytes:
    """A JPEG of the picture, upright, with these lines below it."""
    with Image.open(BytesIO(data), formats=_KINDS) as image:
        # A large JPEG is decoded at a fraction of its size, never smaller than it is shown.
        image.draft("RGB", (EDGE, EDGE))
        colours = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
        picture = _on_white(ImageOps.exif_transpose(image))
    picture.thumbnail((EDGE, EDGE))
    smallest, largest = _FONT_SIZES
    size = min(max(picture.width // _COLUMNS, smallest), largest)
    font = _font(size)
    rows = [row for line in lines for row in _wrapped(line, font, picture.width - size)]
    pitch = size * 3 // 2
    sheet = Image.new("RGB", (picture.width, picture.height + pitch * len(rows) + size), _GROUND)
    sheet.paste(picture)
    pen = ImageDraw.Draw(sheet)
    for n, row in enumerate(rows):
        at = (size // 2, picture.height + size // 2 + n * pitch)
        pen.text(at, row, font=font, fill=_INK)
    file = BytesIO()
    sheet.save(file, "JPEG", quality=85, icc_profile=colours)
    return file.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency: a signature's ground would turn black."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    shown = image.convert("RGBA")
    paper = Image.new("RGBA", shown.size, "white")
    return Image.alpha_composite(paper, shown).convert("RGB")


def _wrapped(line: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    row = ""
    for letter in line:
        if row and font.getlength(row + letter) > width:
            yield row
            row = ""
        row += letter
    yield row


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    # The collection holds the same signs as each country writes them.
    for place in range(10):
        face = ImageFont.truetype(str(FONT_PATH), size, place, layout_engine=ImageFont.Layout.BASIC)
        if face.getname()[0] == _FACE:
            return face
    raise LookupError(f"{_FACE} is not in {FONT_PATH}")
