"""What a cell says, as text, whatever Excel keeps in it; and what must not be kept at all."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from app.entities.codes import is_id_number, licence_check, uscc_ok

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_DROPPED = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x202C, 0x202D])
_TIDY = {**_WIDE, **_DROPPED, 0x3000: " ", 0x00A0: " "}
_BLANKS = re.compile(r"\s{2,}|[^\S ]")
UNTIDY = re.compile(r"[\s'‘’\x00\u00ad\u200b-\u200d\u2060\u202c\u202d\ufeff\uff10-\uff5a]")
"""What a text has of which anything may have to be tidied."""
_LOST_FROM = 1e15
_SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?[eE]\+?\d{2,3}")
_LONG = re.compile(r"(?<![0-9A-Za-z])(\d{17}[0-9Xx]|\d{15})(?![0-9A-Za-z])")
_HIDDEN_IN = re.compile(r"\d{15}|\*{11}")
_MASKED_ID = re.compile(r"\d{4}\*{11,14}")
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_BIRTH_18 = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_BIRTH_15 = re.compile(r"\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def as_text(raw: Any) -> str:
    """A cell as a person reads it: whole numbers without “.0”, days as 2026-01-05."""
    match raw:
        case None:
            return ""
        case str():
            return tidy(raw)
        case bool():
            return "是" if raw else "否"
        case int():
            return str(raw) if abs(raw) < _LOST_FROM else f"{float(raw):.14E}"
        case float():
            if abs(raw) >= _LOST_FROM:
                return f"{raw:.14E}"
            return str(int(raw)) if raw.is_integer() else repr(raw)
        case datetime():
            return raw.date().isoformat()
        case date():
            return raw.isoformat()
        case time() | timedelta():
            return str(raw)
    return tidy(str(raw))


def tidy(text: str) -> str:
    """Letters and digits at their usual width, no invisible characters, single blanks."""
    if not UNTIDY.search(text):
        return text
    if "\x00" in text:
        # PostgreSQL keeps no zero byte.
        text = text.replace("\x00", "\ufffd")
    return _single(text if text.isascii() else text.translate(_TIDY))


def _single(text: str) -> str:
    return _BLANKS.sub(" ", text).strip().lstrip("'‘’")


def is_lost_number(text: str) -> bool:
    """Whether Excel turned a long number into 3.70102E+17, its last digits gone."""
    return bool(_SCIENTIFIC.fullmatch(text))


def without_ids(text: str) -> tuple[str, bool]:
    """The text with every resident's ID number hidden, and whether there was one."""
    if not _HIDDEN_IN.search(text):
        return text, False
    found = bool(_MASKED_ID.search(text))

    def hide(match: re.Match[str]) -> str:
        nonlocal found
        number = match[0].upper()
        if not _is_id(number):
            return match[0]
        found = True
        return number[:4] + "*" * (len(number) - 4)

    return _LONG.sub(hide, text), found


def _is_id(number: str) -> bool:
    if number[:2] not in _PROVINCES:
        return False
    if len(number) == 15:
        # An old registration number has a check digit of its own; an old ID number has none.
        return bool(_BIRTH_15.match(number, 6)) and licence_check(number[:14]) != number[14]
    if uscc_ok(number):
        return False
    # One digit mistyped is no less somebody's number.
    return is_id_number(number) or bool(_BIRTH_18.match(number, 6))
