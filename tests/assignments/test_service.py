import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.assignments import service, settling
from app.assignments.models import Assignment, Due, FrequencyRule
from app.db import begin_write, open_session
from app.entities.models import Entity, EntityState
from app.errors import NotFound
from app.ids import uuid7
from app.regions.models import Level
from app.regions.scope import EVERYWHERE, Scope, set_scope
from tests.builders import COUNTY, OTHER_VILLAGE, make_account, make_entity, make_region_tree

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
few = examples(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def cadres(session: Session) -> list[Account]:
    make_region_tree(session)
    return [make_account(session, name=name) for name in ("周明远", "李淑琴", "王建国")]


def dues(session: Session) -> list[Due]:
    return list(session.exec(select(Due).order_by(col(Due.period), col(Due.nth))))


def owe(session: Session, period: str, region: str | None = None) -> int:
    added = service.generate_due(session, period, region)
    session.commit()
    return added


def test_a_first_assignment_is_current(session: Session, cadres: list[Account]) -> None:
    shop = make_entity(session)
    service.assign(session, shop.id, cadres[0].id, Level.VILLAGE, on=TODAY, at=NOON)
    found = service.current(session, shop.id)
    assert found is not None
    assert (found.cadre_id, found.town_code) == (cadres[0].id, shop.town_code)


def test_a_successor_takes_over_and_history_keeps_the_old_name(
    session: Session, cadres: list[Account]
) -> None:
    shop = make_entity(session)
    for days, cadre in enumerate(cadres[:2]):
        service.assign(
            session,
            shop.id,
            cadre.id,
            Level.VILLAGE,
            on=TODAY + timedelta(days=days),
            at=NOON + timedelta(days=days),
        )
    history = session.exec(select(Assignment).order_by(col(Assignment.valid_from))).all()
    assert [(a.cadre_id, a.valid_to) for a in history] == [
        (cadres[0].id, TODAY + timedelta(days=1)),
        (cadres[1].id, None),
    ]


@few
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["village", "town"])), min_size=1))
def test_whatever_is_assigned_there_is_exactly_one_current_cadre(
    session: Session, cadres: list[Account], orders: list[tuple[int, str]]
) -> None:
    shop = make_entity(session)
    for days, (who, level) in enumerate(orders):
        day = TODAY + timedelta(days=days)
        service.assign(session, shop.id, cadres[who].id, Level(level), on=day, at=NOON)
        session.commit()
        history = session.exec(select(Assignment).where(Assignment.entity_id == shop.id)).all()
        now = [a for a in history if a.valid_to is None]
        assert [(a.cadre_id, a.level) for a in now] == [(cadres[who].id, Level(level))]
        closed = sorted((a.valid_from, a.valid_to) for a in history if a.valid_to is not None)
        assert all(one[1] <= other[0] for one, other in pairwise(closed))


def test_two_offices_assigning_at_once_leave_one_current_cadre(
    engine: Engine, session: Session, cadres: list[Account]
) -> None:
    shop_id = make_entity(session).id
    session.rollback()
    start = threading.Barrier(3)

    def assign(cadre_id: UUID) -> None:
        with open_session(engine) as own:
            set_scope(own, EVERYWHERE)
            start.wait()
            begin_write(own)
            service.assign(own, shop_id, cadre_id, Level.VILLAGE, on=TODAY, at=NOON)
            own.commit()

    offices = [threading.Thread(target=assign, args=(cadre.id,)) for cadre in cadres]
    for office in offices:
        office.start()
    for office in offices:
        office.join(60)
    history = session.exec(select(Assignment)).all()
    assert len(history) == 3
    assert len([a for a in history if a.valid_to is None]) == 1


def test_an_entity_outside_the_scope_cannot_be_assigned(
    session: Session, cadres: list[Account]
) -> None:
    elsewhere = make_entity(session, region=OTHER_VILLAGE)
    set_scope(session, Scope(level=Level.COUNTY, region_code=COUNTY))
    with pytest.raises(NotFound):
        service.assign(session, elsewhere.id, cadres[0].id, Level.VILLAGE, on=TODAY, at=NOON)


def test_each_entity_in_business_owes_one_visit_a_quarter(session: Session) -> None:
    make_region_tree(session)
    shop = make_entity(session)
    gone = make_entity(session, name="已注销小店")
    gone.state = EntityState.DEREGISTERED
    session.add(gone)
    assert owe(session, "2026Q4") == 1
    [due] = dues(session)
    assert (due.entity_id, due.due_by, due.county_code) == (shop.id, date(2026, 12, 31), COUNTY)


@few
@given(st.lists(st.sampled_from(["2026Q3", "2026Q4", "2027Q1", "new shop"]), max_size=8))
def test_visits_are_owed_once_however_often_they_are_written(
    session: Session, orders: list[str]
) -> None:
    if not session.exec(select(Entity).limit(1)).first():
        make_region_tree(session)
    shops = [make_entity(session).id]
    for order in orders:
        if order == "new shop":
            shops.append(make_entity(session).id)
            continue
        owe(session, order)
        written = dues(session)
        assert owe(session, order) == 0
        assert dues(session) == written
        here = [due.entity_id for due in written if due.period == order]
        assert len(here) == len(set(here))
        assert set(shops) <= set(here)


def test_only_the_named_divisions_entities_are_written(session: Session) -> None:
    make_region_tree(session)
    make_entity(session, region=OTHER_VILLAGE)
    shop = make_entity(session)
    assert owe(session, "2026Q4", COUNTY) == 1
    assert dues(session)[0].entity_id == shop.id


def test_the_narrowest_rule_of_the_database_counts(session: Session) -> None:
    make_region_tree(session)
    make_entity(session, grade="A")
    for region, times in (("370000000000", 3), (COUNTY, 2)):
        session.add(FrequencyRule(region_code=region, times=times, valid_from=date(2026, 1, 1)))
    session.commit()
    assert owe(session, "2026Q4") == 2
    assert [due.due_by for due in dues(session)] == [date(2026, 11, 15), date(2026, 12, 31)]


def test_an_inspection_settles_the_visit_of_its_quarter_for_good(session: Session) -> None:
    make_region_tree(session)
    shop = make_entity(session)
    owe(session, "2026Q3")
    owe(session, "2026Q4")
    first, second = uuid7(), uuid7()
    settling.settle_due(session, shop.id, "2026Q4", first, NOON)
    settling.settle_due(session, shop.id, "2026Q4", second, NOON)
    session.commit()
    session.expire_all()
    assert [(due.period, due.done_inspection_id) for due in dues(session)] == [
        ("2026Q3", None),
        ("2026Q4", first),
    ]


def test_a_visit_in_the_second_quarter_settles_a_half_yearly_due(session: Session) -> None:
    make_region_tree(session)
    shop = make_entity(session)
    session.add(FrequencyRule(region_code=COUNTY, period="half", valid_from=date(2026, 1, 1)))
    session.commit()
    owe(session, "2026Q4")
    visit = uuid7()
    settling.settle_due(session, shop.id, "2026Q4", visit, NOON)
    session.commit()
    session.expire_all()
    assert [(due.period, due.done_inspection_id) for due in dues(session)] == [("2026Q3", visit)]


def test_of_several_visits_the_first_still_owed_is_shown(session: Session) -> None:
    make_region_tree(session)
    shop = make_entity(session)
    session.add(FrequencyRule(region_code=COUNTY, times=2, valid_from=date(2026, 1, 1)))
    session.commit()
    owe(session, "2026Q4")
    shown = [settling.due_of(session, [shop.id], "2026Q4")[shop.id].nth]
    for _ in range(2):
        settling.settle_due(session, shop.id, "2026Q4", uuid7(), NOON)
        session.commit()
        session.expire_all()
        shown.append(settling.due_of(session, [shop.id], "2026Q4")[shop.id].nth)
    assert shown == [1, 2, 2]


def test_last_quarters_visit_is_not_shown_as_this_quarters(session: Session) -> None:
    make_region_tree(session)
    shop = make_entity(session)
    owe(session, "2026Q3")
    assert settling.due_of(session, [shop.id], "2026Q4") == {}
