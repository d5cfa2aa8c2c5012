"""What counts as a picture, judged by its content and never by its name."""

import warnings
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image

from app.errors import AppError

MAX_PIXELS = 24_000_000
"""A phone's photo is resized to 1600 px before it is sent; this only stops decompression bombs."""

_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class NotAPicture(AppError, status=415, slug="not-a-picture", title="不是可用的照片"):
    """Bytes that are not a JPEG, PNG or WebP of a sensible size."""

    def __init__(self) -> None:
        super().__init__("这个文件不是可用的照片（JPEG、PNG 或 WebP），请重新拍照后再上传。")


@dataclass(frozen=True)
class Picture:
    """A picture's type and size in pixels."""

    content_type: str
    width: int
    height: int


def examine(file: BinaryIO) -> Picture:
    """Decode the picture once, small, and tell what it is.  Raises NotAPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            file.seek(0)
            with Image.open(file, formats=tuple(_TYPES)) as image:
                found = Picture(_TYPES[image.format or ""], image.width, image.height)
                if image.width * image.height > MAX_PIXELS:
                    raise NotAPicture
                # A JPEG decodes at an eighth of its size: all bytes are read, little memory used.
                image.draft("RGB", (image.width // 8, image.height // 8))
                image.load()
    except (OSError, SyntaxError, ValueError, KeyError, Warning, Image.DecompressionBombError):
        raise NotAPicture from None
    return found
