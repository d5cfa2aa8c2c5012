"""Pictures that show how something is to be looked at; their bytes are part of the version."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from app.checklists.parts import Part, Place, Short

FOLDER = "pictures"
MOST_BYTES = 80_000
"""A phone fetches every picture with its checklist, over the network of a village."""
_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".svg": "image/svg+xml"}


class Picture(Part):
    """A picture beside the words of 怎么查."""

    file: str = Field(
        pattern=r"^[\w-]{1,60}\.(jpg|png|webp|svg)$", description="放在 checklists/pictures/ 里"
    )
    text: Short = Field(description="图上是什么，读屏和打不开图片时用")
    sha256: str | None = Field(default=None, description="由系统写入：发布时的图片内容")


def with_hash(picture: Picture, folder: Path) -> Picture:
    """The picture with the hash of its bytes, which makes them part of the digest."""
    content = (folder / FOLDER / picture.file).read_bytes()
    return picture.model_copy(update={"sha256": hashlib.sha256(content).hexdigest()})


def as_data(picture: Picture, folder: Path) -> str:
    """The bytes as a phone keeps them in the checklist itself: a data URL."""
    content = (folder / FOLDER / picture.file).read_bytes()
    kind = _TYPES[Path(picture.file).suffix]
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"


def faults(picture: Picture, place: Place, folder: Path) -> Iterator[tuple[Place, str]]:
    """What is wrong with a picture's file."""
    path = folder / FOLDER / picture.file
    if not path.is_file():
        yield (*place, "file"), f"没有图片 {FOLDER}/{picture.file}，请放进去或改正文件名"
    elif path.stat().st_size > MOST_BYTES:
        size = path.stat().st_size // 1000
        text = f"图片 {picture.file} 有 {size} KB，最多 {MOST_BYTES // 1000} KB，请缩小后再放"
        yield (*place, "file"), text
