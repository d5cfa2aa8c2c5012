"""Drawn stand-ins for photos and signatures: nobody's kitchen, nobody's hand."""

import io
from datetime import datetime
from random import Random

from PIL import Image, ImageDraw

from app.clock import SHANGHAI

SIZE = (640, 480)
_TONES = ("#c8d8e4", "#dfe5d8", "#ead9c8", "#d8d3e6")
_BOXES = ("#d9a441", "#b9543f", "#6f8f54", "#8aa7bd", "#c7b08a", "#9b6b53")


def photo(seed: str, at: datetime, *, tidy: bool) -> bytes:
    """A JPEG of shelves: disorder before, order after, and the hour in the corner."""
    random = Random(seed)
    image = Image.new("RGB", SIZE, random.choice(_TONES))
    draw = ImageDraw.Draw(image)
    for shelf in range(1, 4):
        bottom = shelf * 150
        draw.rectangle((30, bottom, 610, bottom + 10), fill="#7b8794")
        left = 45
        while left < 540:
            width = 60 if tidy else random.randint(30, 100)
            height = 80 if tidy else random.randint(30, 130)
            lean = 0 if tidy else random.randint(-14, 14)
            colour = _BOXES[shelf] if tidy else random.choice(_BOXES)
            corners = [
                (left + lean, bottom - height),
                (left + width + lean, bottom - height),
                (left + width, bottom),
                (left, bottom),
            ]
            draw.polygon(corners, fill=colour, outline="#46545f")
            left += width + (18 if tidy else random.randint(0, 26))
    draw.rectangle((0, 440, 250, 480), fill="#14202d")
    draw.text((12, 448), f"{at.astimezone(SHANGHAI):%m-%d %H:%M}", fill="white", font_size=24)
    return _bytes(image, "JPEG")


def signature(seed: str) -> bytes:
    """A PNG of an illegible, invented signature."""
    random = Random(seed)
    image = Image.new("RGB", (480, 180), "white")
    draw = ImageDraw.Draw(image)
    x, y = 40, 100
    for _ in range(random.randint(14, 22)):
        to = (x + random.randint(8, 34), 100 + random.randint(-60, 60))
        draw.line((x, y, *to), fill="#14202d", width=5)
        x, y = to
    return _bytes(image, "PNG")


def _bytes(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, quality=70)
    return buffer.getvalue()
