"""A sheet is checked, taken in, undone and taken in again; others see none of it."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from app.assignments.models import Assignment
from app.audit.models import Audit
from app.entities.history import EntityGradeChange
from app.entities.models import Entity, EntityContact
from tests.builders import OTHER_VILLAGE, VILLAGE, make_notice
from tests.people import Browser
from tests.registry.books import PHONE, Importing, Offices, register, shop, uscc

KEPT = ("entity", "entity_contact", "assignment", "account", "region")


def dump(session: Session) -> dict[str, list[Any]]:
    """Every row of the register's tables."""
    session.rollback()
    return {
        name: sorted(map(repr, session.execute(sa.select(SQLModel.metadata.tables[name])).all()))
        for name in KEPT
    }


def test_a_clean_sheet_is_taken_in_undone_and_taken_in_again(
    desk: Importing, offices: Offices, session: Session
) -> None:
    before = dump(session)
    file = register(*(shop(n) for n in range(1, 6)), titles=[["历下区包保台账"], []])
    batch = desk.checked(file)
    assert desk.codes(batch) == []
    assert batch["counts"] == {
        "rows": 5, "insert": 5, "update": 0, "same": 0, "faulty": 0, "doubted": 0, "taken": 0,
    }  # fmt: skip
    assert dump(session) == before

    done = desk.apply(batch)
    assert done.status_code == 200, done.text
    assert (done.json()["state"], done.json()["counts"]["taken"]) == ("applied", 5)
    taken = dump(session)
    shops = session.exec(select(Entity).order_by(Entity.name)).all()
    assert [one.uscc for one in shops] == [uscc(n) for n in range(1, 6)]
    assert shops[0].flags == {"is_enterprise": False, "requires_director": False}
    assert (shops[0].town_code, shops[0].business_type) == (VILLAGE[:9] + "000", "circulation")
    people = session.exec(select(EntityContact).where(EntityContact.entity_id == shops[0].id))
    assert {(one.role, one.name, one.phone) for one in people} == {
        ("owner", "张建国", "13800000001"),
        ("officer", "李桂兰", "13700000001"),
    }
    hers = session.exec(select(Assignment)).all()
    assert {one.cadre_id for one in hers} == {offices.cadre.id}
    assert len(hers) == 5
    # The answer was lost, and the desk asks again.
    assert desk.apply(batch).json()["counts"]["taken"] == 5
    assert dump(session) == taken

    assert desk.undo(batch).json()["state"] == "undone"
    assert dump(session) == before
    again = desk.checked(file)
    assert again["id"] != batch["id"]
    assert desk.apply(again).status_code == 200
    session.rollback()
    assert len(session.exec(select(Entity)).all()) == 5
    trail = session.exec(select(Audit.action).where(Audit.subject_type == "import")).all()
    assert sorted(trail) == [
        "import.applied", "import.applied", "import.checked", "import.checked", "import.undone",
    ]  # fmt: skip


def test_a_text_comes_into_the_register_letter_by_letter(desk: Importing, session: Session) -> None:
    before = dump(session)
    names = ["老“张”记\\\\店", "\\N", r'c:\temp\new"店"']
    rows = [shop(n, c1=name, c10=name) for n, name in enumerate(names, start=1)]
    batch = desk.checked(register(*rows))
    desk.apply(batch)
    session.rollback()
    assert session.exec(select(Entity.name).order_by(Entity.address)).all() == names
    owners = select(EntityContact.name).where(EntityContact.role == "owner")
    assert set(session.exec(owners)) == set(names)
    assert desk.undo(batch).json()["state"] == "undone"
    assert dump(session) == before


def test_the_same_file_is_one_batch_and_a_later_one_changes_only_what_it_says(
    desk: Importing, session: Session
) -> None:
    file = register(shop(1), shop(2))
    batch = desk.checked(file)
    again = desk.hand_in(file)
    assert (again.status_code, again.json()["id"], again.json()["again"]) == (
        200,
        batch["id"],
        True,
    )
    desk.apply(batch)
    taken = dump(session)
    later = desk.checked(register(shop(1, c7="C", c11="13811112222"), shop(2, c7=None), shop(3)))
    assert later["counts"] | {"doubted": 0} == later["counts"]
    assert [later["counts"][key] for key in ("insert", "update", "same")] == [1, 1, 1]
    desk.apply(later)
    session.rollback()
    first = session.exec(select(Entity).where(Entity.uscc == uscc(1))).one()
    phones = session.exec(select(EntityContact.phone).where(EntityContact.entity_id == first.id))
    assert (first.risk_level, set(phones)) == ("C", {"13811112222", "13700000001"})
    assert session.exec(select(Entity.risk_level).where(Entity.uscc == uscc(2))).one() == "B"
    desk.undo(later)
    assert dump(session) == taken


def test_good_rows_go_first_and_mended_ones_follow_in_the_same_batch(desk: Importing) -> None:
    batch = desk.checked(register(shop(1), shop(2, c6="E"), shop(3, c11="1381234")))
    assert desk.codes(batch) == [(3, "G", "grade"), (4, "L", "phone")]
    refused = desk.apply(batch)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/import-not-ready")
    some = desk.apply(batch, "good").json()
    assert [some["counts"][key] for key in ("taken", "faulty")] == [1, 2]
    cells = [
        {"seq": 2, "field": "grade", "value": "D"},
        {"seq": 3, "field": "owner_phone", "value": "13811112222"},
    ]
    mended = desk.post(batch, "cells", cells=cells).json()
    assert (mended["counts"]["faulty"], desk.codes(mended)) == (0, [])
    assert desk.apply(mended).json()["counts"]["taken"] == 3


def test_a_warning_waits_for_a_reason(desk: Importing) -> None:
    batch = desk.checked(register(shop(1, c2=uscc(1)[:17] + ("A" if uscc(1)[17] != "A" else "B"))))
    assert desk.codes(batch) == [(2, "C", "uscc_check")]
    assert batch["counts"]["doubted"] == 1
    assert desk.apply(batch).status_code == 409
    refused = desk.post(batch, "reasons", code="grade", reason="就是这样")
    assert refused.status_code == 422
    answered = desk.post(batch, "reasons", code="uscc_check", reason="执照上就是这样").json()
    assert (answered["counts"]["doubted"], answered["codes"][0]["reason"]) == (0, "执照上就是这样")
    assert desk.findings(answered)[0]["reason"] == "执照上就是这样"
    assert desk.apply(answered).status_code == 200


def test_another_grade_leaves_its_trace_and_leaves_one_when_undone(
    desk: Importing, session: Session, offices: Offices
) -> None:
    desk.apply(desk.checked(register(shop(1), shop(2))))
    taken = dump(session)
    batch = desk.checked(register(shop(1, c6="C"), shop(2)))
    desk.post(batch, "reasons", code="level", reason="镇街领导直接包保")
    desk.post(batch, "reasons", code="grade_changes", reason="换大店面了")
    done = desk.apply(desk.browser.get(f"/api/v1/imports/{batch['id']}").json())
    assert done.status_code == 200, done.text
    session.rollback()
    trace = session.exec(select(EntityGradeChange)).one()
    assert (trace.from_grade, trace.to_grade, trace.proposed) == ("D", "C", "D")
    assert (trace.reason, trace.by_id) == ("换大店面了", offices.county.id)
    assert desk.undo(batch).status_code == 200
    assert dump(session) == taken
    back = session.exec(select(EntityGradeChange).order_by(col(EntityGradeChange.at))).all()[-1]
    assert (back.from_grade, back.to_grade, back.reason) == ("C", "D", "撤销批量导入")


def test_what_was_changed_or_used_since_is_not_undone(
    desk: Importing, session: Session, offices: Offices
) -> None:
    batch = desk.checked(register(shop(1), shop(2), shop(3)))
    desk.apply(batch)
    session.rollback()
    first, second, _ = session.exec(select(Entity).order_by(Entity.name)).all()
    first.address = "改过的地址 1 号"
    session.add(first)
    session.commit()
    refused = desk.undo(batch)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/undo-refused")
    assert refused.json()["errors"] == [{"pointer": "/rows/2", "detail": "第 2 行导入以后改过"}]
    first.address = "历下区示范路 1 号"
    session.add(first)
    make_notice(session, second, short_code="ABCD1234")
    taken = dump(session)
    refused = desk.undo(batch)
    assert refused.json()["errors"] == [{"pointer": "/rows/3", "detail": "第 3 行已发公示牌"}]
    assert dump(session) == taken


def test_a_register_that_moved_since_the_check_takes_nothing_in(
    desk: Importing, session: Session
) -> None:
    early, late = desk.checked(register(shop(1), shop(2))), desk.checked(register(shop(2), shop(3)))
    desk.apply(early)
    refused = desk.apply(late)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/register-moved")
    session.rollback()
    assert len(session.exec(select(Entity)).all()) == 2
    anew = desk.browser.post(f"/api/v1/imports/{late['id']}/recheck").json()
    assert [anew["counts"][key] for key in ("insert", "same")] == [1, 1]
    assert desk.apply(anew).status_code == 200
    session.rollback()
    assert len(session.exec(select(Entity)).all()) == 3


def test_nobody_imports_outside_the_own_region_or_sees_anothers_batches(
    desk: Importing, client: Browser, offices: Offices
) -> None:
    batch = desk.checked(register(shop(1, c8=OTHER_VILLAGE)))
    assert desk.codes(batch) == [(2, "I", "region_outside")]
    other = Importing(client, offices.other)
    assert other.browser.get(f"/api/v1/imports/{batch['id']}").status_code == 404
    assert other.apply(batch).status_code == 404
    assert other.browser.get("/api/v1/imports").json() == []
    assert [one["id"] for one in desk.browser.get("/api/v1/imports").json()] == [batch["id"]]
    cadre = Importing(client, offices.cadre)
    assert cadre.hand_in(register(shop(1))).status_code == 403


def test_an_id_number_is_neither_kept_nor_shown(desk: Importing, session: Session) -> None:
    number = "11010519491231002X"
    batch = desk.checked(register(shop(1, c2=number, c16=f"身份证{number}"), shop(2, c10=number)))
    assert {code for *_, code in desk.codes(batch)} >= {"id_number"}
    session.rollback()
    tables = ("import_row", "import_finding", "import_batch", "audit")
    for name in tables:
        for row in session.execute(sa.select(SQLModel.metadata.tables[name])):
            assert "19491231" not in repr(row), name
    assert "19491231" not in repr(desk.findings(batch))
    assert PHONE not in repr(desk.findings(batch))
