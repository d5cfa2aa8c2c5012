"""Sheets of people, divisions, contacts and who answers for whom; several in one file."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
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
    licence,
    register,
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


def test_titles_merged_cells_and_two_rows_of_headings_are_read(desk: Importing) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["2026年包保台账"])
    page.merge_cells("A1:H1")
    page.append(
        ["企业名称", "信用代码", "业态", "包保级别", "所属街道", "经营地址", "食品安全员", None]
    )
    page.append([None] * 6 + ["姓名", "电话"])
    for column in "ABCDEF":
        page.merge_cells(f"{column}2:{column}3")
    page.merge_cells("G2:H2")
    for n in (1, 2, 3):
        page.append(
            [
                f"示范店{n}",
                uscc(n),
                "便利店/食杂店",
                "D级",
                "泉城路街道",
                f"示范路{n}号",
                "李桂兰",
                f"1370000000{n}",
            ]
        )
    page["E5"].value = page["E6"].value = None
    page.merge_cells("E4:E6")
    page.append(["注：本表由区食药安办填写"])
    file = io.BytesIO()
    book.save(file)
    batch = desk.checked(file.getvalue())
    assert (desk.codes(batch), batch["counts"]["insert"]) == ([], 3)
    assert batch["sheets"][0]["heading_row"] == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_of_any_encoding_is_read(desk: Importing, encoding: str) -> None:
    lines = [HEADING, shop(1)["cells"], shop(2, c6="E")["cells"]]
    text = "\r\n".join(",".join("" if v is None else str(v) for v in line) for line in lines)
    batch = desk.checked(text.encode(encoding), name="台账.csv")
    assert (desk.codes(batch), batch["counts"]["insert"]) == ([(3, "G", "grade")], 1)


def test_a_column_of_another_name_can_be_said(desk: Importing) -> None:
    heading = [*HEADING]
    heading[9] = "位置"
    batch = desk.checked(workbook(("表", [heading, shop(1)["cells"]])))
    assert batch["sheets"][0]["missing"] == ["经营地址"]
    columns = {c["place"]: c["field"] for c in batch["sheets"][0]["columns"] if c["field"]}
    named = desk.post(batch, "columns", sheet=0, columns=columns | {9: "address"}).json()
    assert (desk.codes(named), named["sheets"][0]["missing"]) == ([], [])


def test_a_file_that_is_no_list_of_ours_says_what_to_do(desk: Importing) -> None:
    for file, name in (
        (b"\x00\x01", "a.xlsx"),
        (b"PK\x03\x04broken", "b.xlsx"),
        (b"a,\x00\nb,c", "c.csv"),
    ):
        refused = desk.hand_in(file, name=name)
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/sheet-unreadable")
    refused = desk.hand_in(workbook(("随手记", [["今天", "买菜"], ["明天", "开会"]])))
    assert refused.json()["detail"].startswith("没找到包保主体的表头。表头里至少要有：单位名称")
    assert desk.browser.get("/api/v1/imports").json() == []


@pytest.mark.parametrize("kind", ["entities", "accounts", "assignments", "regions"])
def test_a_filled_in_template_is_recognised_whole(desk: Importing, kind: str) -> None:
    answer = desk.browser.get(f"/api/v1/imports/templates/{kind}.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    page = book.worksheets[0]
    assert {"填写说明", "业态"} <= set(book.sheetnames)
    page.append([f"甲{n}" for n in range(page.max_column)])
    file = io.BytesIO()
    book.save(file)
    batch = desk.checked(file.getvalue(), kind)
    sheet = batch["sheets"][0]
    assert (sheet["shape"], sheet["missing"], sheet["rows"]) == (kind, [], 1)
    assert [one["field"] for one in sheet["columns"]].count(None) == 0


def test_rows_still_held_come_back_to_be_mended_alone(desk: Importing) -> None:
    assert licence(1) != licence(2)
    batch = desk.checked(register(shop(1), shop(2, c6="E"), shop(3)))
    answer = desk.browser.get(
        f"/api/v1/imports/{batch['id']}/marked.xlsx", params={"only_held": True}
    )
    page = load_workbook(io.BytesIO(answer.content))["包保台账"]
    rows = list(page.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["企业名称", "示范便利店00002号"]
    assert rows[1][-1] == "G 列：包保层级只能填 A、B、C、D"
