"""A year of random change: never two answering, nobody answering only where it is reported, and
every past day still says who answered (E4).  EXAMPLES=… for longer."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User, scope_for, user_of
from app.assignments.models import Assignment, Due
from app.assignments.rules import LEVEL_OF_GRADE, Cycle, cycle_bounds, period_of
from app.assignments.service import generate_due
from app.changes import deciding, frequencies, grades, leaving, proposing, transfers, vacancies
from app.changes.appointing import appoint
from app.changes.freezing import freeze
from app.changes.frequency_wire import NewRule
from app.changes.histories import responsible_on
from app.changes.orders import Appointment, NewDeparture
from app.changes.transfer_wire import GradeOrder, NewTransfer
from app.changes.wire import ConfirmOrder, NewProposal
from app.clock import start_of_day
from app.db import begin_write, make_engine, open_session
from app.entities.models import Entity, EntityState
from app.entities.states import COVERED
from app.errors import Conflict
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from tests.builders import CITY, OTHER_VILLAGE, VILLAGE, make_account, make_entity, make_region_tree

FIRST = date(2026, 1, 5)
STEPS = 45
SHOPS = 6


@pytest.fixture
def engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    (tmp_path / "dudao.db").write_bytes(sqlite_template.read_bytes())
    made = make_engine(Settings(data=tmp_path))
    yield made
    made.dispose()


@dataclass
class Year:
    """The real services, and a model of who has to answer for what."""

    session: Session
    random: Random
    offices: tuple[User, User]
    today: date = FIRST
    cadres: list[UUID] = field(default_factory=list)
    gone: set[UUID] = field(default_factory=set)
    shops: list[UUID] = field(default_factory=list)
    answers: dict[UUID, UUID | None] = field(default_factory=dict)
    states: dict[UUID, EntityState] = field(default_factory=dict)
    grades: dict[UUID, str] = field(default_factory=dict)
    places: dict[UUID, str] = field(default_factory=dict)
    known: dict[tuple[UUID, date], UUID | None] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return start_of_day(self.today) + timedelta(hours=9)

    @contextmanager
    def act(self) -> Iterator[None]:
        set_scope(self.session, scope_for(self.offices[0]))
        yield
        self.session.commit()
        self.session.expunge_all()

    def working(self) -> list[UUID]:
        return [one for one in self.cadres if one not in self.gone]

    def join(self) -> None:
        region = self.random.choice((VILLAGE, OTHER_VILLAGE))
        self.cadres.append(make_account(self.session, region=region).id)

    def leave(self) -> None:
        if len(self.working()) < 2:
            return
        cadre, successor = self.random.sample(self.working(), 2)
        follows = successor if self.random.random() < 0.6 else None
        order = NewDeparture(
            id=uuid4(), cadre_id=cadre, on=self.today, reason="换届", successor_id=follows
        )
        leaving.depart(self.session, order, by=self.offices[0], at=self.at)
        self.gone.add(cadre)
        for shop, answering in self.answers.items():
            if answering == cadre:
                self.answers[shop] = follows

    def appoint(self) -> None:
        covered = [one for one in self.shops if self.states[one] in COVERED]
        if not covered or not self.working():
            return
        shops = self.random.sample(covered, self.random.randint(1, len(covered)))
        cadre = self.random.choice(self.working())
        order = Appointment(entity_ids=shops, cadre_id=cadre)
        appoint(self.session, order, by=self.offices[0], at=self.at)
        self.answers.update(dict.fromkeys(shops, cadre))

    def move(self) -> None:
        shop = self.random.choice(self.shops)
        to = OTHER_VILLAGE if self.places[shop] == VILLAGE else VILLAGE
        order = NewTransfer(id=uuid4(), entity_id=shop, to_region=to, reason="搬迁")
        transfers.propose(self.session, order, by=self.offices[0], at=self.at)
        self.places[shop], self.answers[shop] = to, None

    def change_state(self) -> None:
        shop = self.random.choice(self.shops)
        to = self.random.choice([one for one in EntityState if one is not self.states[shop]])
        other = next(one for one in self.shops if one != shop)
        order = NewProposal(
            id=uuid4(),
            entity_id=shop,
            to=to,
            found_on=self.today,
            reason="核实",
            proof="文书一号",
            duplicate_of=other if to is EntityState.DUPLICATE else None,
        )
        proposing.propose(self.session, order, by=self.offices[0], at=self.at)
        deciding.confirm(self.session, order.id, ConfirmOrder(), by=self.offices[1], at=self.at)
        self.states[shop] = to
        if to not in COVERED:
            self.answers[shop] = None

    def regrade(self) -> None:
        shop, grade = self.random.choice(self.shops), self.random.choice("ABCD")
        order = GradeOrder.model_validate({"grade": grade, "reason": "调整", "approver": "主任"})
        grades.set_grade(self.session, shop, order, by=self.offices[0], at=self.at)
        self.grades[shop] = grade

    def rule(self) -> None:
        cycle: Cycle = self.random.choice(["quarter", "half", "year"])
        _, last = cycle_bounds(self.today, cycle)
        new = NewRule(
            id=uuid4(),
            region_code=CITY,
            grade=self.random.choice([None, *"ABCD"]),
            times=self.random.randint(1, 3),
            period=cycle,
            valid_from=last + timedelta(days=1),
        )
        # Of whom and from when it says is said once.
        with suppress(Conflict):
            frequencies.add(self.session, new, by=self.offices[0], at=self.at)

    def pass_days(self) -> None:
        before = period_of(self.today)
        for _ in range(self.random.randint(0, 16)):
            self.remember()
            self.today += timedelta(days=1)
        if period_of(self.today) != before:
            begin_write(self.session)
            generate_due(self.session, period_of(self.today))
            freeze(self.session, before, self.at)

    def remember(self) -> None:
        self.known.update({(shop, self.today): self.answers[shop] for shop in self.shops})

    def check(self) -> None:
        """What the register says now is what happened."""
        set_scope(self.session, scope_for(self.offices[0]))
        current = select(Assignment.entity_id, Assignment.cadre_id).where(
            col(Assignment.valid_to).is_(None)
        )
        found = [row for row in self.session.exec(current) if row[0] in self.answers]
        assert len(found) == len({entity for entity, _ in found}), "two answer for one"
        assert dict(found) == {k: v for k, v in self.answers.items() if v is not None}
        page = vacancies.page(self.session, cursor=None, limit=200, at=self.at)
        vacant = {one.entity.id for one in page.items}
        unanswered = {
            shop
            for shop in self.shops
            if self.states[shop] in COVERED and self.answers[shop] is None
        }
        assert vacant & set(self.shops) == unanswered, "a vacancy is not reported"
        entities = {one.id: one for one in self.session.exec(select(Entity))}
        for shop in self.shops:
            assert entities[shop].state is self.states[shop]
            assert entities[shop].region_code == self.places[shop]
        owed = select(Due.entity_id).where(
            col(Due.done_at).is_(None),
            col(Due.dropped_at).is_(None),
            Due.due_by >= self.today,
        )
        closed = {shop for shop in self.shops if self.states[shop] is not EntityState.OPEN}
        assert closed.isdisjoint(self.session.exec(owed).all()), "what is closed owes a visit"
        self.session.rollback()

    def check_history(self) -> None:
        """Every past day still answers who was responsible."""
        set_scope(self.session, scope_for(self.offices[0]))
        for (shop, day), cadre in self.known.items():
            if day.toordinal() % 9 == 0:
                assert responsible_on(self.session, shop, day) == cadre, (shop, day)
        self.session.rollback()


def begin(session: Session, seed: int) -> Year:
    city = [make_account(session, role=Role.OFFICE, region=CITY, name=name) for name in "甲乙"]
    year = Year(session, Random(seed), (user_of(city[0]), user_of(city[1])))
    for number in range(SHOPS):
        place = (VILLAGE, OTHER_VILLAGE)[number % 2]
        shop = make_entity(session, region=place, name=f"店{number}").id
        year.shops.append(shop)
        year.states[shop], year.answers[shop] = EntityState.OPEN, None
        year.grades[shop], year.places[shop] = "D", place
    for _ in range(3):
        year.join()
    session.expunge_all()
    return year


@settings(
    max_examples=int(os.environ.get("EXAMPLES", "3")),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=strategies.integers(0, 2**32))
def test_a_year_of_change_loses_nobody_and_forgets_nothing(engine: Engine, seed: int) -> None:
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        if session.exec(select(Account)).first() is None:
            make_region_tree(session)
        year = begin(session, seed)
        steps = (
            year.join,
            year.leave,
            year.appoint,
            year.appoint,
            year.move,
            year.change_state,
            year.change_state,
            year.regrade,
            year.rule,
        )
        for _ in range(STEPS):
            with year.act():
                year.random.choice(steps)()
            year.check()
            with year.act():
                year.pass_days()
        year.check_history()
        assert set(year.grades.values()) <= set(LEVEL_OF_GRADE)
