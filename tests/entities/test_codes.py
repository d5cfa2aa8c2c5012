import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.entities import codes

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91110000101623741K",
        "911101083303521997",
        "911101066976941872",
        "91370102MA3TE5T11P",
        "12370100MB3TE5T15E",
    ],
)
def test_a_published_uscc_passes(code: str) -> None:
    assert codes.uscc_ok(code)
    assert codes.uscc_warning(code) is None


def test_a_real_uscc_that_fails_its_check_is_only_doubted() -> None:
    doubt = codes.uscc_warning("91350211M0000XUF46")
    assert doubt is not None
    assert "确认无误可以继续" in doubt.detail


@pytest.mark.parametrize("code", ["", "9137", "91370102MA3TE5T11P9", "S1370102MA3TE5T11P"])
def test_a_text_of_another_shape_is_no_uscc(code: str) -> None:
    assert not codes.uscc_ok(code)


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_every_body_has_exactly_one_check_character(body: str) -> None:
    fits = [c for c in ALPHABET if codes.uscc_check(body) == c]
    assert len(fits) == 1


@given(st.integers(0, 16), st.sampled_from(ALPHABET))
def test_a_single_mistyped_character_never_passes(place: int, typed: str) -> None:
    code = "91370102MA3TE5T11P"
    mistyped = code[:place] + typed + code[place + 1 :]
    assert codes.uscc_ok(mistyped) == (mistyped == code)


@pytest.mark.parametrize(
    "number",
    [
        "SC11834020305037",
        "SC12744040400094",
        "SC10744030704994",
        "JY13301080111719",
        "JY13101060025900",
        "JY11108071215650",
        "JY11105050876919",
        "JY23506230105266",
    ],
)
def test_a_published_licence_passes(number: str) -> None:
    assert codes.licence_ok(number)
    assert codes.licence_warning(number) is None


@pytest.mark.parametrize("number", ["SC11453010306856", "SC12744030500626", "JY21305320011643"])
def test_a_licence_with_a_wrong_check_digit_is_only_doubted(number: str) -> None:
    assert codes.licence_warning(number) is not None


def test_a_small_shops_registration_card_is_not_doubted() -> None:
    assert codes.licence_warning("鲁餐登字370102000123") is None


def test_full_width_lower_case_and_blanks_are_read_through() -> None:
    assert codes.normalise("'９１３７０１０２ ma3te5t11p\n") == "91370102MA3TE5T11P"


def test_letters_for_digits_are_offered_as_a_correction() -> None:
    doubt = codes.uscc_warning("9I37OIO2MA3TE5TIIP")
    assert doubt is not None
    assert doubt.suggestion == "91370102MA3TE5T11P"


def test_letters_for_digits_in_a_licence_are_offered_as_a_correction() -> None:
    doubt = codes.licence_warning("JYI33O1O8O111719")
    assert doubt is not None
    assert doubt.suggestion == "JY13301080111719"


def test_an_id_number_is_recognised_and_a_uscc_is_not_taken_for_one() -> None:
    assert codes.is_id_number("11010519491231002X")
    assert not codes.is_id_number("110105194912310021")
    assert not codes.is_id_number("911101083303521997")


@pytest.mark.parametrize("phone", ["13812341234", "0531-86012345", "053186012345", "010-12345678"])
def test_phones_that_can_be_called_pass(phone: str) -> None:
    assert codes.phone_ok(phone)


@pytest.mark.parametrize("phone", ["", "12812341234", "1381234123", "86012345", "138-1234-1234"])
def test_phones_that_cannot_be_called_fail(phone: str) -> None:
    assert not codes.phone_ok(phone)
