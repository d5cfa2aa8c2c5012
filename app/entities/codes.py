"""Numbers of the trade: 统一社会信用代码, SC and JY licences, telephone numbers.

Real codes that fail their check digit exist, so every finding here is a warning for a person to
confirm and never a reason to refuse; only a resident's ID number may not be kept at all.
"""

import re
import unicodedata
from dataclasses import dataclass
from operator import mul

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_LETTERS = frozenset(_USCC_ALPHABET)
_USCC_WORTH = {character: worth for worth, character in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LICENCE = re.compile(r"(SC|JY)(\d{14})")
_NEXT = [[((product + digit) % 10 or 10) * 2 % 11 for digit in range(10)] for product in range(11)]
"""MOD 11,10: the product after the next digit."""
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_NUMBER = re.compile(r"\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[0-9X]")


@dataclass(frozen=True)
class Doubt:
    """Something to look at again: the sentence, and a better reading where one fits."""

    detail: str
    suggestion: str | None = None


def normalise(text: str) -> str:
    """Half-width, upper case, no blanks, no leading apostrophe (an Excel habit)."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper().lstrip("'‘’")


def suggest(code: str) -> str:
    """The code with the letters its alphabet lacks read as the digits they resemble."""
    return code.replace("O", "0").replace("I", "1")


def uscc_check(first17: str) -> str:
    """Check character of a 统一社会信用代码.  Source: GB 32100-2015, MOD 31."""
    worth = map(_USCC_WORTH.__getitem__, first17)
    return _USCC_ALPHABET[-sum(map(mul, worth, _USCC_WEIGHTS)) % 31]


def uscc_ok(code: str) -> bool:
    """Whether a normalised code is well formed and its check character fits."""
    if len(code) != 18 or not _USCC_LETTERS.issuperset(code) or not code[2:8].isdigit():
        return False
    return uscc_check(code[:17]) == code[17]


def licence_check(first13: str) -> str:
    """Check digit of an SC or JY number.  Source: GB/T 17710-2008, MOD 11,10."""
    product = 10
    for digit in first13:
        product = _NEXT[product][int(digit)]
    return str((11 - product) % 10)


def licence_ok(code: str) -> bool:
    """Whether a normalised SC or JY number is well formed and its check digit fits."""
    found = _LICENCE.fullmatch(code)
    return bool(found) and licence_check(code[2:15]) == code[15]


def uscc_warning(code: str) -> Doubt | None:
    """What to look at again in a normalised 统一社会信用代码."""
    if uscc_ok(code):
        return None
    better = suggest(code)
    if better != code and uscc_ok(better):
        return Doubt("统一社会信用代码里没有字母 O、I，是否应为数字 0、1？", better)
    if len(code) != 18:
        return Doubt(f"统一社会信用代码应为 18 位，现在是 {len(code)} 位，请核对执照。")
    return Doubt("统一社会信用代码校验不符，请对照执照核对；确认无误可以继续。")


def licence_warning(code: str) -> Doubt | None:
    """What to look at again in a normalised licence number; other papers than SC, JY pass."""
    if licence_ok(code) or not code.startswith(("SC", "JY")):
        return None
    better = code[:2] + suggest(code[2:])
    if better != code and licence_ok(better):
        return Doubt("许可证编号里没有字母 O、I，是否应为数字 0、1？", better)
    return Doubt("许可证编号校验不符，请对照许可证核对；确认无误可以继续。")


def is_id_number(code: str) -> bool:
    """Whether a normalised text is a resident's ID number, which we do not keep."""
    if not _ID_NUMBER.fullmatch(code):
        return False
    total = sum(int(digit) * w for digit, w in zip(code, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == code[17]


def phone_ok(phone: str) -> bool:
    """Whether a normalised number is a mobile or a landline with its area code."""
    return bool(_MOBILE.fullmatch(phone) or _LANDLINE.fullmatch(phone))
