import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notices import codes

BODIES = st.text(codes.ALPHABET, min_size=7, max_size=7)


def test_a_new_short_code_is_read_back() -> None:
    code = codes.new_short_code()
    assert len(code) == 8
    assert codes.as_short_code(code) == code


def test_the_check_character_is_fixed_for_the_phones_twin() -> None:
    assert codes.check_character("0000000") == "0"
    assert codes.check_character("1234567") == "D"
    assert codes.check_character("ZZZZZZZ") == "0"


@given(BODIES, st.integers(0, 6), st.sampled_from(codes.ALPHABET))
def test_a_mistyped_character_is_noticed(body: str, place: int, typed: str) -> None:
    # 0 and Z stand 31 apart and share a remainder: the one pair the sum cannot tell apart.
    if {body[place], typed} == {"0", "Z"} or body[place] == typed:
        return
    code = body + codes.check_character(body)
    assert codes.as_short_code(code[:place] + typed + code[place + 1 :]) is None


@given(BODIES, st.integers(0, 5))
def test_neighbours_exchanged_are_noticed(body: str, place: int) -> None:
    code = body + codes.check_character(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if {code[place], code[place + 1]} == {"0", "Z"} or swapped == code:
        return
    assert codes.as_short_code(swapped) is None


def test_what_people_type_is_read_as_they_meant_it() -> None:
    body = "0011ABC"
    code = body + codes.check_character(body)
    typed = f" oOil-abc{code[7].lower()} "
    assert codes.as_short_code(typed) == code


@pytest.mark.parametrize("text", ["", "ABC", "U2345678", "食品安全公示编号", "0" * 9])
def test_other_texts_are_no_short_code(text: str) -> None:
    assert codes.as_short_code(text) is None


def test_a_token_carries_at_least_128_bits_and_needs_no_escaping() -> None:
    token = codes.new_token()
    assert codes.as_token(token) == token
    assert codes.as_token(token[:21]) is None
    assert codes.as_token("<script>alert(1)</script>") is None


def test_a_short_code_is_printed_in_two_groups() -> None:
    assert codes.grouped("0011ABCD") == "0011-ABCD"
