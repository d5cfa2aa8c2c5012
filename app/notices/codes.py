"""The two codes on a 公示牌: a token for the QR, and a short code for typing.

The short code is seven random Crockford base32 characters and a check character; its twin for
the phone is `pwa/src/domain/shortcode.ts`.
"""

import secrets

from app.ids import random_token

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BODY = 7
_SAME = str.maketrans({"O": "0", "I": "1", "L": "1"})
_MIN_TOKEN = 22
"""22 url-safe characters carry 128 bits."""

_URL_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def new_token() -> str:
    """A token for a QR code."""
    return random_token()


def new_short_code() -> str:
    """A random short code with its check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_BODY))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The eighth character: Σ value·(place + 2), places from 0, mod 31."""
    total = sum(ALPHABET.index(character) * (place + 2) for place, character in enumerate(body))
    return ALPHABET[total % 31]


def as_short_code(text: str) -> str | None:
    """The short code a person meant, or None: lower case, blanks, hyphens, O, I and L are read."""
    code = "".join(text.split()).replace("-", "").upper().translate(_SAME)
    if len(code) != _BODY + 1 or not set(code) <= set(ALPHABET):
        return None
    return code if check_character(code[:_BODY]) == code[_BODY] else None


def as_token(text: str) -> str | None:
    """The text as a token, or None where it cannot be one."""
    return text if _MIN_TOKEN <= len(text) <= 40 and set(text) <= _URL_SAFE else None


def grouped(short_code: str) -> str:
    """A short code as printed: ABCD-EFGH."""
    return f"{short_code[:4]}-{short_code[4:]}"
