"""Single cells, in every form an office types them."""

from datetime import date
from typing import Any

import pytest

from app.registry.columns import Shape, bare, forms, recognised
from app.registry.dates import NoDate, read_date
from app.registry.likeness import plain_name
from app.registry.texts import as_text, is_lost_number, tidy, without_ids
from app.registry.where import full_code


@pytest.mark.parametrize(
    "text",
    [
        "2026/1/5", "2026.1.5", "2026-01-05", "2026年1月5日", "2026年01月05号", "20260105",
        "46027", "46027.5", "26.1.5", "2026-1-5 00:00:00", "2026—1—5",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form(text: str) -> None:
    assert read_date(text) == date(2026, 1, 5)


@pytest.mark.parametrize("text", ["2026.2.30", "明年", "2026年", "20261305", "1.5", "5/1"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NoDate):
        read_date(text)


def test_a_licence_for_good_has_no_last_day() -> None:
    assert read_date("长期") is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (370102001001.0, "370102001001"),
        (5, "5"),
        (1.5, "1.5"),
        (True, "是"),
        (None, ""),
        (date(2026, 1, 5), "2026-01-05"),
        ("＇９１３７Ａ", "＇9137A"),
        ("'0531-1", "0531-1"),
        ("  泉城路\n 5号\u200b ", "泉城路 5号"),
        ("（示范）店", "（示范）店"),
    ],
)
def test_a_cell_is_told_as_a_person_reads_it(raw: Any, text: str) -> None:
    assert as_text(raw) == text


@pytest.mark.parametrize("raw", [9.1370102e17, 3.70102001001001e17, 913701020000000001])
def test_a_number_that_lost_its_last_digits_is_known_by_its_form(raw: float) -> None:
    assert is_lost_number(as_text(raw))


def test_a_code_of_twelve_digits_is_whole_as_a_number() -> None:
    assert not is_lost_number(as_text(370102001001.0))


@pytest.mark.parametrize(
    "text", ["11010519491231002X", "11010519491231002x", "110105194912310021", "110105491231003"]
)
def test_an_id_number_is_hidden_wherever_it_stands(text: str) -> None:
    hidden, found = without_ids(f"张三 {text}（本人）")
    assert found
    assert text[4:] not in hidden
    again, still = without_ids(hidden)
    assert (again, still) == (hidden, True)


@pytest.mark.parametrize("text", ["91370102MA3TE5T11P", "12370100MB3TE5T15E", "370102600000017"])
def test_a_firms_code_is_no_id_number(text: str) -> None:
    assert without_ids(text) == (text, False)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("370102", "370102000000"),
        ("370102001", "370102001000"),
        ("37010200100", None),
        ("泉城路", None),
    ],
)
def test_a_short_code_is_filled_up(said: str, code: str | None) -> None:
    assert full_code(said) == code


@pytest.mark.parametrize("heading", ["*单位名称", "单位名称（必填）", " 单位 名称\n", "单位名称："])
def test_a_heading_is_known_whatever_stands_around_it(heading: str) -> None:
    assert bare(heading) == "单位名称"


def test_a_telephone_number_belongs_to_whoever_stands_before_it() -> None:
    heading = [
        "企业名称",
        "联系电话",
        "食品安全员",
        "联系电话",
        "包保领导",
        "手机",
        "冷藏冷冻",
        "备注",
    ]
    found = recognised(forms()[Shape.ENTITIES], heading, [], {"冷藏冷冻": "cold_chain"})
    assert list(found.values()) == [
        "name", "owner_phone", "officer", "officer_phone", "cadre", "cadre_phone",
        "mark:cold_chain",
    ]  # fmt: skip


def test_no_two_columns_of_a_form_answer_to_one_name() -> None:
    for form in forms().values():
        words = [bare(w) for one in form.fields.values() for w in (one.title, *one.also)]
        assert len(words) == len(set(words)), form.shape


def test_legal_form_and_punctuation_make_no_other_name() -> None:
    assert plain_name("山东省济南市示范（历下）食品有限公司") == plain_name("示范历下食品")
    assert plain_name("示范一店") != plain_name("示范二店")
    assert tidy("A　B") == "A B"
