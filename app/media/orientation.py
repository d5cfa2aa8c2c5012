"""Which way up a picture is, as EXIF tells it: read, and written with nothing else beside it."""

from typing import Literal

_TAG = 0x0112
_SHORT, _LONG = 3, 4
_ORDERS: dict[bytes, Literal["little", "big"]] = {b"II": "little", b"MM": "big"}
_ENTRY = 12


def orientation(tiff: bytes) -> int:
    """1 to 8 as EXIF counts them; 1, upright, where nothing sensible is said."""
    order = _ORDERS.get(tiff[:2])
    if order is None:
        return 1

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], order)

    first = number(4, 4)
    whole = max(0, len(tiff) - first - 2) // _ENTRY
    for n in range(min(number(first, 2), whole)):
        entry = first + 2 + n * _ENTRY
        kind = number(entry + 2, 2)
        if number(entry, 2) == _TAG and kind in (_SHORT, _LONG):
            told = number(entry + 8, 2 if kind == _SHORT else 4)
            return told if 1 <= told <= 8 else 1
    return 1


def only_orientation(told: int) -> bytes:
    """EXIF that says which way is up, and nothing more."""
    entry = _TAG.to_bytes(2, "little") + _SHORT.to_bytes(2, "little") + (1).to_bytes(4, "little")
    value = told.to_bytes(2, "little") + bytes(2)
    head = b"II*\0" + (8).to_bytes(4, "little") + (1).to_bytes(2, "little")
    return head + entry + value + bytes(4)
