"""The rule for passwords, and hashing that leaves the machine free for others."""

import threading

import pytest

from app.accounts import passwords
from app.accounts.passwords import TooManySigningIn, fits, make_hash, temporary_password, weakness


@pytest.mark.parametrize(
    "good", ["Abcdefg1", "abcdef1-", "ABCDEF1-", "Abcdefg-", "山水Abcd1234", "a b c D 1"]
)
def test_eight_characters_of_three_classes_will_do(good: str) -> None:
    assert weakness(good, "zhou") is None


@pytest.mark.parametrize(
    ("weak", "sentence"),
    [
        ("Abc-12", "密码还需要：再加 2 位（至少 8 位）。"),
        ("abcdefgh", "密码还需要：从大写字母、数字、符号中再加 2 种。"),
        ("abcdefg1", "密码还需要：从大写字母、符号中再加 1 种。"),
        ("12345", "密码还需要：再加 3 位（至少 8 位）；从大写字母、小写字母、符号中再加 2 种。"),
        ("Zhou-2026", "密码里不能含有账号名，请换一个。"),
        ("Dudao-demo-2026", "这是公开的演示密码，请换一个。"),
        ("Aa1-" * 40, "密码最长 128 位，请缩短。"),
    ],
)
def test_a_weak_password_is_told_what_it_lacks(weak: str, sentence: str) -> None:
    assert weakness(weak, "zhou") == sentence


def test_temporary_passwords_meet_the_rule_and_differ() -> None:
    made = {temporary_password() for _ in range(200)}
    assert len(made) == 200
    assert all(weakness(one, "zhou") is None for one in made)
    assert not set("".join(made)) & set("0O1lI")


def test_a_hash_fits_its_password_only() -> None:
    kept = make_hash("Yun-he-2026")
    assert fits("Yun-he-2026", kept) == (True, None)
    assert fits("Yun-he-2027", kept)[0] is False


def test_a_hash_of_an_older_strength_is_made_anew() -> None:
    from pwdlib.hashers.argon2 import Argon2Hasher

    weaker = Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1).hash("Yun-he-2026")
    found, fresh = fits("Yun-he-2026", weaker)
    assert found
    assert fresh is not None
    assert fits("Yun-he-2026", fresh) == (True, None)


@pytest.mark.parametrize("nothing", [None, "!", "not a hash"])
def test_nothing_fits_where_there_is_no_hash(nothing: str | None) -> None:
    assert fits("!", nothing)[0] is False


def test_beyond_a_short_queue_people_are_asked_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "_queue", threading.Semaphore(1))
    with passwords._turn(), pytest.raises(TooManySigningIn) as refused:
        fits("Yun-he-2026", None)
    assert refused.value.headers == {"Retry-After": "5"}
    assert fits("Yun-he-2026", None)[0] is False
