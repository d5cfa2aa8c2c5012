"""Days in every form an office types them."""

import re
from datetime import date, timedelta

_PARTS = re.compile(
    r"(\d{4}|\d{2})\s*[-/.年\\—–]\s*(\d{1,2})\s*[-/.月\\—–]\s*(\d{1,2})\s*[日号]?"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
_CLOSE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[1-7]\d{4}(\.\d+)?")
_EPOCH = date(1899, 12, 30)
_FOREVER = ("长期", "永久", "无固定期限")
FIRST, LAST = date(1949, 10, 1), date(2099, 12, 31)


class NoDate(ValueError):
    """A text that is no day."""


def read_date(text: str) -> date | None:
    """The day a cell names; None for 长期.

    Takes 2026-1-5, 2026/1/5, 2026.1.5, 2026年1月5日, 20260105, 26.1.5 and Excel's serial numbers.
    Raises NoDate.
    """
    if text in _FOREVER:
        return None
    if _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(float(text)))
    found = _PARTS.fullmatch(text) or _CLOSE.fullmatch(text)
    if not found:
        raise NoDate(text)
    year, month, day = (int(part) for part in found.groups()[:3])
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError as error:
        raise NoDate(text) from error


def is_likely(day: date) -> bool:
    """Whether a day lies in the years our papers are of."""
    return FIRST <= day <= LAST
