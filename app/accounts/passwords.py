"""Passwords: the rule a person must meet, and hashing that cannot starve the machine."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from app.errors import AppError

DEMO_PASSWORD = "Dudao-demo-2026"  # noqa: S105  (public by design; refused outside demo mode)
NO_PASSWORD = "!"  # noqa: S105
"""Stands where no password has been given out yet: nothing fits it."""

MIN_LENGTH = 8
MAX_LENGTH = 128
_CLASSES_NEEDED = 3
_CLASSES = {
    "大写字母": str.isupper,
    "小写字母": str.islower,
    "数字": str.isdigit,
    "符号": lambda c: not (c.isdigit() or c.isupper() or c.islower()),
}
# No 0 O 1 l I: a temporary password is read aloud or copied from paper.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"

_hasher = PasswordHash((Argon2Hasher(),))
# One hash is 64 MiB and about 0.2 s of both cores: two at a time, a short queue, and the rest
# are told to come back, so that phones handing in visits still find a thread.
_computing = threading.Semaphore(2)
_queue = threading.Semaphore(16)


class TooManySigningIn(AppError, status=503, slug="busy", title="登录的人较多"):
    """More people sign in at this moment than the machine can check."""


def weakness(password: str, username: str) -> str | None:
    """What a new password still lacks, as a sentence; None when it meets the rule."""
    if len(password) > MAX_LENGTH:
        return f"密码最长 {MAX_LENGTH} 位，请缩短。"
    if password == DEMO_PASSWORD:
        return "这是公开的演示密码，请换一个。"
    if username and username.casefold() in password.casefold():
        return "密码里不能含有账号名，请换一个。"
    lacking = []
    if len(password) < MIN_LENGTH:
        lacking.append(f"再加 {MIN_LENGTH - len(password)} 位（至少 {MIN_LENGTH} 位）")
    absent = [name for name, is_one in _CLASSES.items() if not any(map(is_one, password))]
    missing = _CLASSES_NEEDED - (len(_CLASSES) - len(absent))
    if missing > 0:
        lacking.append(f"从{'、'.join(absent)}中再加 {missing} 种")
    return f"密码还需要：{'；'.join(lacking)}。" if lacking else None


def temporary_password() -> str:
    """A random password that meets the rule and can be read aloud: `Kx7m-Pq4t-9TwZ`."""
    while True:
        groups = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)]
        made = "-".join(groups)
        if weakness(made, "") is None:
            return made


@contextmanager
def _turn() -> Iterator[None]:
    if not _queue.acquire(blocking=False):
        raise TooManySigningIn("现在登录的人较多，请过几秒再试。", headers={"Retry-After": "5"})
    try:
        with _computing:
            yield
    finally:
        _queue.release()


def make_hash(password: str) -> str:
    """The argon2 hash to keep.  Raises TooManySigningIn."""
    with _turn():
        return _hasher.hash(password)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def fits(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    """Whether the password fits, and a fresh hash when the kept one is of an older strength.

    Takes as long for an account that does not exist (None) or has no password as for one that
    has.  Raises TooManySigningIn.
    """
    unknown = password_hash is None or password_hash == NO_PASSWORD
    with _turn():
        try:
            found, fresh = _hasher.verify_and_update(
                password, _nobodys_hash() if unknown else str(password_hash)
            )
        except UnknownHashError:
            return False, None
    return found and not unknown, fresh
