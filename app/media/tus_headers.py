"""What a tus client says in its headers."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fastapi import Request

from app.errors import AppError, Malformed

VERSION = "1.0.0"
# The protocol asks every server for sha1; it guards a piece against damage, never against malice:
# the whole file is held to its sha256.
SUMS: dict[str, Callable[[], "hashlib._Hash"]] = {
    "sha1": partial(hashlib.sha1, usedforsecurity=False),
    "sha256": hashlib.sha256,
}


class OtherProtocol(AppError, status=412, slug="tus-version", title="上传协议不一致"):
    """A client of another tus version."""


class UnknownChecksum(AppError, status=400, slug="checksum-algorithm", title="校验方式不支持"):
    """A checksum we cannot compute."""


@dataclass(frozen=True)
class Checksum:
    """The sum of a piece as it arrives, and as its sender told it."""

    seen: "hashlib._Hash"
    told: bytes


def check_version(request: Request) -> None:
    """Raises OtherProtocol."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise OtherProtocol(
            "上传协议版本不一致，请更新应用后重试。", headers={"Tus-Version": VERSION}
        )


def number(request: Request, header: str) -> int:
    """A header that holds a number of bytes.  Raises Malformed."""
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise Malformed(f"缺少或不正确的 {header}，请更新应用后重试。")
    return int(value)


def metadata(header: str) -> dict[str, str]:
    """`key base64,key base64` as tus writes it.  Raises Malformed."""
    told = {}
    for pair in filter(None, header.split(",")):
        key, _, value = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode()
        except ValueError:
            raise Malformed("Upload-Metadata 不能识别，请更新应用后重试。") from None
    return told


def checksum_of(request: Request) -> Checksum | None:
    """How the piece is to be checked, if at all.  Raises UnknownChecksum."""
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _, value = header.partition(" ")
    if algorithm not in SUMS:
        raise UnknownChecksum("只支持 sha1 和 sha256 校验，请更新应用后重试。")
    try:
        return Checksum(SUMS[algorithm](), base64.b64decode(value, validate=True))
    except ValueError:
        raise UnknownChecksum("Upload-Checksum 不能识别，请更新应用后重试。") from None
