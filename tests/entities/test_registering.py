from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from app.entities.models import EntityContact
from app.entities.service import NewEntity, register_entity
from app.errors import Malformed
from tests.builders import COUNTY, TOWN, VILLAGE, make_region_tree

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def a_shop(**changes: Any) -> NewEntity:
    told: dict[str, Any] = {
        "name": "禾谷里餐饮店",
        "uscc": "92370102MA3TE5T14E",
        "business_type": "catering",
        "kind": "小餐饮（登记）",
        "baobao_grade": "D",
        "region_code": VILLAGE,
        "address": "测试路 1 号",
        "contacts": [{"role": "officer", "name": "孙立华", "phone": "13800001234"}],
    }
    return NewEntity.model_validate(told | changes)


@pytest.fixture
def register(session: Session) -> Session:
    make_region_tree(session)
    return session


def test_an_entity_knows_every_division_it_lies_in(register: Session) -> None:
    entity = register_entity(register, a_shop(), NOON).entity
    assert (entity.region_code, entity.town_code, entity.county_code) == (VILLAGE, TOWN, COUNTY)
    assert entity.geo_region_code == VILLAGE
    contact = register.exec(select(EntityContact)).one()
    assert (contact.entity_id, contact.county_code) == (entity.id, COUNTY)


def test_the_managing_division_may_differ_from_where_it_lies(register: Session) -> None:
    entity = register_entity(register, a_shop(geo_region_code=TOWN), NOON).entity
    assert (entity.region_code, entity.geo_region_code) == (VILLAGE, TOWN)


def test_the_main_business_type_is_among_all_of_them(register: Session) -> None:
    entity = register_entity(register, a_shop(business_types=["special"]), NOON).entity
    assert entity.business_types == ["catering", "special"]


def test_codes_are_kept_tidy(register: Session) -> None:
    shop = a_shop(uscc=" 91370102ma3te5t11p ", licence_no="ＪＹ13301080111719")
    registered = register_entity(register, shop, NOON)
    assert registered.entity.uscc == "91370102MA3TE5T11P"
    assert registered.entity.licence_no == "JY13301080111719"
    assert registered.doubts == []


def test_a_code_that_fails_its_check_is_kept_and_doubted(register: Session) -> None:
    registered = register_entity(register, a_shop(uscc="91370102MA3TE5T11A"), NOON)
    assert registered.entity.uscc == "91370102MA3TE5T11A"
    assert len(registered.doubts) == 1


def test_an_odd_telephone_is_kept_and_doubted(register: Session) -> None:
    contacts = [{"role": "owner", "name": "王建国", "phone": "12345"}]
    registered = register_entity(
        register, a_shop(uscc="91370102MA3TE5T11P", contacts=contacts), NOON
    )
    assert [doubt.detail for doubt in registered.doubts] == [
        "王建国的电话不像手机或带区号的座机，请核对。"
    ]


def test_a_stall_without_a_code_is_taken(register: Session) -> None:
    assert register_entity(register, a_shop(uscc=None), NOON).entity.uscc is None


def test_an_id_number_is_never_kept(register: Session) -> None:
    for place in ("uscc", "licence_no"):
        with pytest.raises(Malformed) as refused:
            register_entity(register, a_shop(**{place: "11010519491231002X"}), NOON)
        assert refused.value.errors is not None
        assert refused.value.errors[0]["pointer"] == f"/{place}"


@pytest.mark.parametrize("region", ["999999999999", COUNTY])
def test_an_entity_lies_in_a_town_or_village(register: Session, region: str) -> None:
    with pytest.raises(Malformed):
        register_entity(register, a_shop(region_code=region), NOON)


@pytest.mark.parametrize(
    "wrong",
    [
        {"baobao_grade": "E"},
        {"business_type": "bakery"},
        {"risk_level": "一般"},
        {"name": " "},
        {"region_code": "3.70102E+11"},
        {"contacts": [{"role": "cook", "name": "孙立华"}]},
        {"nickname": "小店"},
    ],
)
def test_what_is_outside_its_values_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_shop(**wrong)


def test_computed_flags_follow_from_the_facts_whatever_was_said(register: Session) -> None:
    said = {"requires_director": True, "is_enterprise": True, "diners": 120, "is_school": True}
    entity = register_entity(register, a_shop(kind="学校食堂", flags=said), NOON).entity
    assert entity.flags["requires_director"] is False
    assert entity.flags["is_enterprise"] is False
    assert entity.flags["is_school"] is True
