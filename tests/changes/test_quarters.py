from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from rich.console import Console
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from app.assignments.models import Due
from app.assignments.rules import period_bounds
from app.assignments.service import assign, end, generate_due
from app.assignments.settling import settle_due
from app.assignments.snapshots import QuarterFreeze, QuarterSnapshot
from app.audit.models import Audit
from app.changes.command import freeze_quarter, owe
from app.changes.freezing import QuarterNotOver, freeze
from app.changes.turning import turn
from app.clock import end_of_day, start_of_day
from app.db import begin_write
from app.ids import uuid7
from app.regions.models import Level
from app.settings import Settings
from tests.builders import COUNTY, OTHER_VILLAGE, TOWN, make_assignment, make_entity
from tests.changes.scene import Scene
from tests.people import Browser

PAST = "2026Q2"
FIRST, LAST = period_bounds(PAST)
OVER = end_of_day(LAST)


def past_visit(session: Session, entity_id: Any, at: datetime) -> None:
    begin_write(session)
    settle_due(session, entity_id, PAST, uuid7(), at)
    session.commit()


def a_past_quarter(session: Session, scene: Scene) -> None:
    """Two shops here and one elsewhere; one visit in time, one after the quarter."""
    for due in session.exec(select(Due)):
        session.delete(due)
    session.commit()
    second = make_entity(session, name="泉边面馆")
    make_assignment(session, second, scene.cadre)
    make_entity(session, name="别区店", region=OTHER_VILLAGE)
    begin_write(session)
    generate_due(session, PAST)
    session.commit()
    past_visit(session, scene.shop.id, OVER - timedelta(days=3))
    past_visit(session, second.id, OVER + timedelta(days=3))


def read(client: Browser, scene: Scene, **params: str) -> dict[str, Any]:
    answer = client.as_(scene.office).get(f"/api/v1/quarters/{PAST}", params=params)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def frozen(session: Session, at: datetime) -> QuarterFreeze:
    made = freeze(session, PAST, at)
    session.commit()
    return made


def test_a_quarter_is_frozen_as_it_stood_and_late_visits_count_apart(
    client: Browser, session: Session, scene: Scene
) -> None:
    a_past_quarter(session, scene)
    made = frozen(session, OVER + timedelta(days=30))
    assert (made.entities, made.owed, made.done) == (3, 3, 1)
    told = read(client, scene)
    whole = {name: told["whole"][name] for name in ("entities", "owed", "done", "late", "vacant")}
    assert whole == {"entities": 2, "owed": 2, "done": 1, "late": 1, "vacant": 0}
    assert [part["code"] for part in told["parts"]] == [TOWN]
    inner = read(client, scene, region=TOWN)
    assert sum(part["owed"] for part in inner["parts"]) == inner["whole"]["owed"] == 2


def test_it_names_who_answered_on_the_last_day_whatever_came_after(
    session: Session, scene: Scene
) -> None:
    a_past_quarter(session, scene)
    begin_write(session)
    new = scene.other_cadre.id
    day = LAST + timedelta(days=5)
    assign(session, scene.shop.id, new, Level.VILLAGE, on=day, at=start_of_day(day))
    session.commit()
    frozen(session, OVER + timedelta(days=30))
    row = session.get_one(QuarterSnapshot, (PAST, scene.shop.id))
    assert (row.cadre_name, row.state) == ("李淑琴", "open")


def test_vacant_on_the_last_day_is_vacant_in_the_snapshot(
    client: Browser, session: Session, scene: Scene
) -> None:
    a_past_quarter(session, scene)
    begin_write(session)
    end(session, scene.shop.id, on=LAST, at=OVER)
    session.commit()
    frozen(session, OVER)
    assert session.get_one(QuarterSnapshot, (PAST, scene.shop.id)).cadre_id is None
    assert read(client, scene)["whole"]["vacant"] == 1


def test_frozen_again_it_is_the_same_and_nobody_rewrites_it(
    engine: Engine, session: Session, scene: Scene
) -> None:
    a_past_quarter(session, scene)
    first = frozen(session, OVER).frozen_at
    assert frozen(session, OVER + timedelta(days=9)).frozen_at == first
    session.rollback()
    for change in ("UPDATE quarter_snapshot SET done = owed", "DELETE FROM quarter_snapshot"):
        with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
            connection.execute(text(change))


def test_a_quarter_that_is_not_over_is_not_frozen(session: Session, scene: Scene) -> None:
    with pytest.raises(QuarterNotOver):
        freeze(session, PAST, OVER - timedelta(seconds=1))


def test_the_turn_of_the_quarter_comes_by_itself(
    engine: Engine, session: Session, scene: Scene
) -> None:
    a_past_quarter(session, scene)
    session.rollback()
    new_quarter = start_of_day(LAST + timedelta(days=1))
    assert turn(engine, new_quarter) == 1
    periods = sorted(due.period for due in session.exec(select(Due)))
    assert periods == [PAST] * 3 + ["2026Q3"] * 3
    session.rollback()
    assert turn(engine, new_quarter + timedelta(minutes=11)) == 1
    assert turn(engine, new_quarter + timedelta(minutes=22)) == 0
    assert [one.period for one in session.exec(select(QuarterFreeze))] == [PAST]


def test_an_office_does_it_by_hand_too(session: Session, scene: Scene, settings: Settings) -> None:
    a_past_quarter(session, scene)
    session.rollback()
    console = Console(record=True, width=200)
    assert owe(settings, "2026Q1", console) == 0
    assert freeze_quarter(settings, PAST, console) == 0
    assert freeze_quarter(settings, "2026Q5", console) == 1
    assert freeze_quarter(settings, f"{datetime.now(UTC).year + 1}Q4", console) == 1
    told = console.export_text()
    assert "2026Q1 新增应督导 3 次" in told
    assert "主体 3 家，应督导 3 次，已督导 1 次" in told


def test_a_quarter_nobody_has_frozen_is_not_shown(client: Browser, scene: Scene) -> None:
    office = client.as_(scene.office)
    assert office.get("/api/v1/quarters/2026Q1").status_code == 404
    assert office.get(f"/api/v1/quarters/{PAST}", params={"region": COUNTY}).status_code == 404


def test_the_frozen_quarters_are_listed_the_latest_first(
    client: Browser, session: Session, scene: Scene
) -> None:
    assert client.as_(scene.office).get("/api/v1/quarters").json() == []
    frozen(session, OVER)
    for who in (scene.office, scene.station):
        told = client.as_(who).get("/api/v1/quarters").json()
        assert [one["period"] for one in told] == [PAST]
    assert client.as_(scene.cadre).get("/api/v1/quarters").status_code == 403


def test_a_frozen_quarter_is_taken_as_a_workbook_with_every_enterprise(
    client: Browser, session: Session, scene: Scene
) -> None:
    a_past_quarter(session, scene)
    frozen(session, OVER + timedelta(days=30))
    answer = client.as_(scene.office).get(f"/api/v1/quarters/{PAST}.xlsx")
    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.content))
    summary = list(book["汇总"].iter_rows(min_row=3, values_only=True))
    assert summary[0][-3:] == ("当季完成率", "补录", "含补录已督导")
    assert summary[-1] == ("合计", 2, 0, 2, 1, "50.0%", 1, 2)
    [one, two] = book["明细"].iter_rows(min_row=4, values_only=True)
    # 补录 is beside what was done in time, not in it.
    assert {(row[1], *row[-3:]) for row in (one, two)} == {
        (scene.shop.name, 1, 1, 0),
        ("泉边面馆", 1, 0, 1),
    }
    assert (
        client.as_(scene.far_office)
        .get(f"/api/v1/quarters/{PAST}.xlsx", params={"region": COUNTY})
        .status_code
        == 404
    )
    session.rollback()
    taken = select(Audit.subject_id).where(Audit.action == "quarter.exported")
    assert session.exec(taken).all() == [f"{PAST} {COUNTY}"]
