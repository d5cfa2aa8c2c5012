"""Copies of pictures without what a camera writes beside the pixels: place, time, maker, remarks.

Only what is needed to show the pixels is copied: their data, their colours (ICC), and which way is
up. Whatever else stands in the file, or behind its end, is left out, known to us or not.
"""

import re
from collections.abc import Callable, Iterator
from zlib import crc32

from app.media.orientation import only_orientation, orientation


def stripped(data: bytes, content_type: str) -> bytes:
    """The picture without anything but itself; the same bytes where there is nothing to drop."""
    return _STRIPPERS[content_type](data)


_EXIF = b"Exif\0\0"
_EOI = b"\xff\xd9"
_SOS = 0xDA
# Within a scan FF00 is data, FFD0 to FFD7 are restarts and FFFF is filling.
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _jpeg(data: bytes) -> bytes:
    kept = bytearray(data[:2])
    for code, segment in _segments(data):
        if 0xC0 <= code <= 0xCF or 0xDA <= code <= 0xDF:
            kept += segment
        elif 0xE0 <= code <= 0xEF:
            kept += _application(code, segment)
    return bytes(kept + _EOI)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its segment, up to the end of the image; a scan with all its data."""
    at = 2
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        code = data[at + 1]
        if code == 0xD9:
            return
        if code in (0x00, 0x01, 0xFF) or 0xD0 <= code <= 0xD8:
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if code == _SOS:
            marker = _END_OF_SCAN.search(data, end)
            end = marker.start() if marker else len(data)
        yield code, data[at:end]
        at = end


def _application(code: int, segment: bytes) -> bytes:
    """What stays of an APPn segment: colours, density, which way is up."""
    body = segment[4:]
    if code == 0xE0 and body.startswith(b"JFIF\0"):
        # Without the thumbnail, which may show what was cut from the picture.
        return _segment(code, body[:12] + b"\0\0")
    if code == 0xE1 and body.startswith(_EXIF):
        told = orientation(body[len(_EXIF) :])
        return _segment(code, _EXIF + only_orientation(told)) if told > 1 else b""
    if code == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
        return segment
    if code == 0xEE and body.startswith(b"Adobe"):
        return _segment(code, body[:12])
    return b""


def _segment(code: int, body: bytes) -> bytes:
    return bytes((0xFF, code)) + (len(body) + 2).to_bytes(2, "big") + body


_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS bKGD pHYs acTL fcTL fdAT "
    b"gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT".split()
)


def _png(data: bytes) -> bytes:
    kept = bytearray(data[:8])
    at = 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        if kind in _PNG_KEPT:
            kept += data[at : at + 12 + size]
        elif kind == b"eXIf" and (told := orientation(body)) > 1:
            kept += _png_chunk(kind, only_orientation(told))
        if kind == b"IEND":
            break
        at += 12 + size
    return bytes(kept)


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + crc32(kind + body).to_bytes(4, "big")


_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ICCP"))
_HAS_XMP, _HAS_EXIF = 0x04, 0x08


def _webp(data: bytes) -> bytes:
    turned = 1
    kept: list[tuple[bytes, bytes]] = []
    for kind, body in _riff(data[12 : 8 + int.from_bytes(data[4:8], "little")]):
        if kind == b"EXIF":
            turned = max(turned, orientation(body.removeprefix(_EXIF)))
        elif kind == b"ANMF":
            frame = [each for each in _riff(body[16:]) if each[0] in _WEBP_KEPT]
            kept.append((kind, body[:16] + _riffed(frame)))
        elif kind in _WEBP_KEPT:
            kept.append((kind, body))
    # A plain file has no header to announce EXIF with, so nobody turns it.
    turned = turned if kept and kept[0][0] == b"VP8X" else 1
    if turned > 1:
        kept.append((b"EXIF", only_orientation(turned)))
    chunks = _riffed([(kind, _flags(kind, body, turned > 1)) for kind, body in kept])
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks


def _flags(kind: bytes, body: bytes, exif: bool) -> bytes:
    if kind != b"VP8X":
        return body
    flags = body[0] & ~(_HAS_XMP | _HAS_EXIF) | (_HAS_EXIF if exif else 0)
    return bytes((flags,)) + body[1:]


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _riffed(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(
        kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
        for kind, body in chunks
    )


_STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
}
