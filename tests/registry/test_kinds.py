"""Sheets of people, divisions, contacts and who answers for whom; several in one file."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.passwords import NO_PASSWORD
from app.assignments.models import Assignment, CadreDuty
from app.entities.models import Entity, EntityContact
from app.regions.models import Level, Region
from tests.builders import TOWN, VILLAGE, make_account, make_entity
from tests.registry.books import (
    HEADING,
    Importing,
    Offices,
    shop,
    uscc,
    workbook,
)
from tests.registry.test_importing import dump

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

PEOPLE = ["姓名", "手机号码", "职务", "所属镇街", "所属村居", "分管行业", "包保上限"]
RELATIONS = ["单位名称", "社会信用代码", "包保干部", "联系电话", "包保级别"]


def people(*rows: Sequence[Any]) -> tuple[str, list[Sequence[Any]]]:
    return "包保干部名单", [["包保干部名单"], PEOPLE, *rows]


def relations(*rows: Sequence[Any]) -> tuple[str, list[Sequence[Any]]]:
    return "责任清单", [RELATIONS, *rows]


WANG = ["王晓东", "13900000031", "社区主任", "泉城路街道办事处", "测试一社区居委会", "", ""]
LI = ["李振国", "139 0000 0032", "街道办副主任", "泉城路街道", "", "商务、餐饮", 20]


def test_people_entities_and_relations_of_one_file_find_each_other(
    desk: Importing, session: Session
) -> None:
    before = dump(session)
    duties = session.exec(select(CadreDuty)).all()
    bare_shops = [shop(n, c14=None, c15=None)["cells"] for n in (1, 2)]
    file = workbook(
        relations(
            ["示范便利店00001号", uscc(1), "王晓东", "13900000031", "D"],
            ["示范便利店00002号", "", "李振国", "13900000032", ""],
        ),
        ("包保台账", [HEADING[:14], *(cells[:14] for cells in bare_shops)]),
        people(WANG, LI),
        ("说明", [["这张表怎么填"], ["请按执照填写"]]),
    )
    batch = desk.checked(file)
    assert desk.codes(batch) == [(3, "C", "level")]
    assert {one["name"]: one["shape"] for one in batch["sheets"]} == {
        "责任清单": "assignments", "包保台账": "entities", "包保干部名单": "accounts", "说明": None,
    }  # fmt: skip
    desk.post(batch, "reasons", code="level", reason="街道领导直接包保")
    batch = desk.browser.get(f"/api/v1/imports/{batch['id']}").json()
    assert desk.apply(batch).status_code == 200
    session.rollback()
    hers = {
        one.name: one for one in session.exec(select(Account)) if one.phone.endswith(("31", "32"))
    }
    wang, li = hers["王晓东"], hers["李振国"]
    assert (wang.level, wang.region_code, wang.password_hash) == (
        Level.VILLAGE,
        VILLAGE,
        NO_PASSWORD,
    )
    assert (wang.username, li.username, li.phone) == (
        "gb370102001001-1", "gb370102001-1", "13900000032",
    )  # fmt: skip
    duty = session.exec(select(CadreDuty)).one()
    assert (duty.account_id, duty.lines, duty.cap) == (li.id, ["商贸", "餐饮服务"], 20)
    found = session.exec(select(Entity.uscc, Assignment.cadre_id).join(Assignment)).all()
    assert dict(found) == {uscc(1): wang.id, uscc(2): li.id}
    assert desk.undo(batch).status_code == 200
    assert dump(session) == before
    assert session.exec(select(CadreDuty)).all() == duties


def test_lists_that_do_not_correspond_are_told_by_cell(
    desk: Importing, offices: Offices, session: Session
) -> None:
    make_entity(session, name="甲店")
    make_entity(session, name="乙店")
    make_entity(session, name="同名店")
    make_entity(session, name="同名店")
    for phone in ("13900000041", "13900000042"):
        twin = make_account(session, name="王同名", post="委员")
        twin.phone = phone
        session.add(twin)
    session.commit()
    batch = desk.checked(
        workbook(
            relations(
                ["甲店", "", "周明远", "13900000009", "D"],
                ["甲店", "", "王同名", "13900000041", "D"],
                ["没有这家", "", "周明远", "13900000009", ""],
                ["同名店", "", "周明远", "13900000009", ""],
                ["乙店", "", "没有此人", "", ""],
                ["乙店", "", "王同名", "", ""],
                ["乙店", "", "周明远", "13900000009", "C"],
                ["", "", "周明远", "13900000009", ""],
                ["乙店", "", "", "", ""],
            )
        ),
        "assignments",
    )
    assert desk.codes(batch) == [
        (2, "C", "responsible_two"),
        (3, "C", "responsible_two"),
        (4, "A", "entity_unknown"),
        (5, "A", "entity_many"),
        (6, "C", "cadre_unknown"),
        (7, "C", "cadre_many"),
        (8, "E", "grade_conflict"),
        (8, "C", "level"),
        (9, "A", "missing"),
        (10, "C", "missing"),
    ]


def test_people_who_contradict_themselves_are_told_by_cell(
    desk: Importing, offices: Offices, session: Session
) -> None:
    rows: list[list[Any]] = [
        [*WANG],
        ["王小东", *WANG[1:]],
        [*LI],
        [*LI],
        ["周明光", "13900000009", "委员", "泉城路街道", "", "", ""],
        ["赵一", "053188001234", "委员", "泉城路街道", "", "", ""],
        ["钱二", "13900000051", "委员", "泉城街道", "", "", ""],
        ["孙三", "13900000052", "委员", "泉城路街道", "", "量子物理", ""],
        ["", "13900000053", "委员", "泉城路街道", "", "", 0],
    ]
    batch = desk.checked(workbook(people(*rows)), "accounts")
    assert desk.codes(batch) == [
        (3, "B", "phone_two_names"),
        (4, "B", "phone_two_names"),
        (6, "A", "person_same"),
        (7, "B", "person_changes"),
        (8, "B", "phone"),
        (9, "D", "region_unknown"),
        (10, "F", "lines"),
        (11, "A", "missing"),
        (11, "G", "number"),
    ]
    assert "13900000009" not in repr(desk.findings(batch))
    suggested = [
        one["suggestion"] for one in desk.findings(batch) if one["code"] == "region_unknown"
    ]
    assert suggested == ["泉城路街道"]


def test_a_mended_person_frees_the_rows_that_need_them(desk: Importing) -> None:
    file = workbook(
        people(["王晓东", "1390000003", "社区主任", "泉城路街道", "测试一社区", "", ""]),
        ("包保台账", [HEADING, shop(1, c14="王晓东", c15="13900000031")["cells"]]),
    )
    batch = desk.checked(file, "accounts")
    assert {code for *_, code in desk.codes(batch)} == {"phone", "depends"}
    cells = [{"seq": 1, "field": "phone", "value": "13900000031"}]
    mended = desk.post(batch, "cells", cells=cells).json()
    assert desk.codes(mended) == []
    assert desk.apply(mended).json()["counts"]["taken"] == 2


def test_people_to_call_are_added_to_their_firms(desk: Importing, session: Session) -> None:
    firm = make_entity(session, name="甲店")
    kept = dump(session)
    rows = [["甲店", "钱二", "13900000061"], ["乙店", "孙三", "13900000062"]]
    file = workbook(
        ("包保台账", [HEADING, shop(1)["cells"]]),
        ("安全员台账", [["单位名称", "食品安全员", "联系电话"], *rows]),
    )
    batch = desk.checked(file)
    assert desk.codes(batch) == [(3, "A", "entity_unknown")]
    assert desk.apply(batch, "good").json()["counts"]["taken"] == 2
    session.rollback()
    query = select(EntityContact.name).where(EntityContact.entity_id == firm.id)
    assert set(session.exec(query)) == {"孙立华", "钱二"}
    desk.undo(batch)
    assert dump(session) == kept


def test_divisions_come_in_from_the_top_down_and_only_below_the_own(
    desk: Importing, session: Session
) -> None:
    kept = dump(session)
    rows = [
        ["370102009001", "示范社区", "", "", ""],
        ["370102009", "示范街道", "乡", "", "2026.1.1"],
        ["370103009000", "别区街道", "", "", ""],
        ["370102009001", "重复社区", "", "", ""],
        ["370102008001", "没有上级社区", "", "", ""],
        ["37010200", "代码不全", "", "", ""],
        [TOWN, "泉城路街道", "", "", ""],
    ]
    heading = ["区划代码", "区划名称", "级别", "上级代码", "启用日期"]
    batch = desk.checked(workbook(("区划", [heading, *rows])), "regions")
    assert desk.codes(batch) == [
        (4, "A", "region_outside"),
        (5, "A", "code_twice"),
        (6, "A", "parent"),
        (7, "A", "code_form"),
    ]
    assert desk.apply(batch, "good").json()["counts"]["taken"] == 3
    session.rollback()
    made = session.exec(select(Region).where(col(Region.code).startswith("370102009"))).all()
    assert {(one.name, one.level, one.town_code) for one in made} == {
        ("示范街道", Level.TOWN, "370102009000"),
        ("示范社区", Level.VILLAGE, "370102009000"),
    }
    assert desk.undo(batch).status_code == 200
    assert dump(session) == kept
