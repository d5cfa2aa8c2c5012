"""A notice held before the phone's camera: a film that Chromium plays in the camera's place."""

import io
from pathlib import Path

import segno
from PIL import Image

FRAME = (1280, 960)


def film_of(url: str, target: Path) -> Path:
    """An MJPEG file of the QR code of `url`, as a camera sees it."""
    code = io.BytesIO()
    segno.make(url, error="q").save(code, kind="png", scale=10, border=6)
    picture = Image.open(code).convert("RGB").resize((640, 640))
    frame = Image.new("RGB", FRAME, "#d8dde2")
    frame.paste(picture, ((FRAME[0] - 640) // 2, (FRAME[1] - 640) // 2))
    jpeg = io.BytesIO()
    frame.save(jpeg, "JPEG", quality=92)
    target.write_bytes(jpeg.getvalue() * 10)
    return target


def photo(target: Path, colour: str) -> Path:
    """A photo as a phone's camera stores it: large, of one colour and a pattern."""
    image = Image.new("RGB", (2400, 1800), colour)
    for n in range(0, 2400, 60):
        image.paste("#46545f", (n, (n * 7) % 1700, n + 30, (n * 7) % 1700 + 80))
    image.save(target, "JPEG", quality=90)
    return target
