"""Who is told what, by their post."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.db import table_of
from app.ledger.facts import Move
from app.ledger.models import Issue, IssueEvent
from app.regions.models import Level
from app.reminders.counting import Tallies
from app.reminders.wording import TOLD, Counts

_account, _issue, _event = table_of(Account), table_of(Issue), table_of(IssueEvent)
_NOBODYS: Counts = Counter()
_OWN_UNIT = ("assigned", "reviewing")
"""Of these the county's bureau is told what itself has to do, not what its stations have."""


def everybody(
    session: Session, made: Tallies, since: datetime
) -> Iterator[tuple[UUID, tuple[str, ...], Counts]]:
    """Each person who may be told something: the account, which numbers, and the numbers."""
    desks = sa.select(
        _account.c.id,
        _account.c.role,
        _account.c.level,
        _account.c.unit_id,
        _account.c.county_code,
        _account.c.city_code,
    ).where(
        _account.c.disabled_at.is_(None),
        _account.c.role.in_((Role.STATION, Role.BUREAU, Role.OFFICE)),
    )
    for person in session.execute(desks):
        told = TOLD.get((person.role, person.level))
        if told:
            yield person.id, told, _of(person, made)
    for cadre_id, count in _reopened(session, since):
        yield cadre_id, TOLD["cadre", ""], {"reopened": count}


def _of(person: Any, made: Tallies) -> Counts:
    own = made.units.get(person.unit_id, _NOBODYS)
    if person.level == Level.TOWN:
        return own
    if person.level == Level.CITY:
        return made.cities.get(person.city_code, _NOBODYS)
    county = made.counties.get(person.county_code, _NOBODYS)
    return {**county, **{name: own.get(name, 0) for name in _OWN_UNIT}}


def _reopened(session: Session, since: datetime) -> Sequence[Any]:
    """What of a cadre's own was opened again since the digest before."""
    again = sa.exists().where(
        _event.c.issue_id == _issue.c.id, _event.c.move == Move.REOPEN, _event.c.at >= since
    )
    query = (
        sa.select(_issue.c.finder_id, sa.func.count())
        .join(_account, _account.c.id == _issue.c.finder_id)
        .where(
            _issue.c.changed_at >= since,
            _issue.c.reopened_count > 0,
            _account.c.role == Role.CADRE,
            _account.c.disabled_at.is_(None),
            again,
        )
        .group_by(_issue.c.finder_id)
    )
    return session.execute(query).all()


def to_act_at_once(session: Session, issue: Any) -> list[UUID]:
    """重大: the people of the unit in charge, and of the county's office."""
    unit = sa.and_(
        _account.c.role.in_((Role.STATION, Role.BUREAU)), _account.c.unit_id == issue.unit_id
    )
    office = sa.and_(
        _account.c.role == Role.OFFICE,
        _account.c.level == Level.COUNTY,
        _account.c.county_code == issue.county_code,
    )
    query = sa.select(_account.c.id).where(_account.c.disabled_at.is_(None), sa.or_(unit, office))
    return list(session.execute(query).scalars())
