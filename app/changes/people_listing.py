"""Cadres to choose from, departures and stand-ins, as an office sees them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.assignments.models import Assignment
from app.assignments.stand_ins import Departure, StandIn
from app.changes.orders import CadreChoice, CadreShort, DepartureShown, StandInShown
from app.changes.people import names_of, places_of, within_office
from app.clock import shanghai_date
from app.db import table_of
from app.regions.models import Region

MOST_CHOICES, MOST_SHOWN = 50, 200
_assignment = table_of(Assignment)


def choices(session: Session, words: str, *, by: User) -> list[CadreChoice]:
    """Cadres within the office's region whose name, post or place has every word."""
    covered = (
        sa.select(sa.func.count())
        .where(_assignment.c.cadre_id == col(Account.id), _assignment.c.valid_to.is_(None))
        .correlate(Account)
        .scalar_subquery()
    )
    query = (
        sa.select(Account, col(Region.path_name), covered)
        .join(Region, col(Region.code) == col(Account.region_code))
        .where(
            col(Account.role) == Role.CADRE, col(Account.disabled_at).is_(None), within_office(by)
        )
    )
    for word in words.split():
        query = query.where(
            sa.or_(
                *(
                    column.contains(word, autoescape=True)
                    for column in (col(Account.name), col(Account.post), col(Region.path_name))
                )
            )
        )
    ordered = query.order_by(col(Account.region_code), col(Account.name), col(Account.id))
    return [
        CadreChoice(**_short(one, place).model_dump(), entities=count)
        for one, place, count in session.execute(ordered.limit(MOST_CHOICES))
    ]


def departures(session: Session, *, by: User) -> list[DepartureShown]:
    """Those to come in the order of their days, then those carried out, the latest first."""
    query = (
        select(Departure)
        .join(Account, col(Account.id) == col(Departure.cadre_id))
        .where(within_office(by), col(Departure.cancelled_at).is_(None))
        .order_by(col(Departure.done_at).is_not(None), col(Departure.on).desc())
        .limit(MOST_SHOWN)
    )
    found = list(session.exec(query))
    people = _people(session, (id for one in found for id in (one.cadre_id, one.successor_id)))
    return [_departure(one, people) for one in found]


def departure_shown(session: Session, departure: Departure) -> DepartureShown:
    """One departure."""
    people = _people(session, (departure.cadre_id, departure.successor_id))
    return _departure(departure, people)


def stand_ins(session: Session, *, by: User, at: datetime) -> list[StandInShown]:
    """Those that hold or will, then those over, the latest first."""
    query = (
        select(StandIn)
        .join(Account, col(Account.id) == col(StandIn.absent_id))
        .where(within_office(by))
        .order_by(
            sa.or_(col(StandIn.last) < shanghai_date(at), col(StandIn.ended_at).is_not(None)),
            col(StandIn.first).desc(),
        )
        .limit(MOST_SHOWN)
    )
    found = list(session.exec(query))
    people = _people(session, (id for one in found for id in (one.absent_id, one.cadre_id)))
    return [_stand_in(one, people, at) for one in found]


def stand_in_shown(session: Session, stand_in: StandIn, at: datetime) -> StandInShown:
    """One stand-in."""
    people = _people(session, (stand_in.absent_id, stand_in.cadre_id))
    return _stand_in(stand_in, people, at)


def _people(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, CadreShort]:
    known = names_of(session, {id for id in ids if id is not None})
    places = places_of(session, {one.region_code for one in known.values()})
    return {id: _short(one, places[one.region_code]) for id, one in known.items()}


def _short(one: Account, place: str) -> CadreShort:
    return CadreShort(id=one.id, name=one.name, post=one.post, level=one.level, place=place)


def _departure(one: Departure, people: dict[UUID, CadreShort]) -> DepartureShown:
    return DepartureShown(
        id=one.id,
        cadre=people[one.cadre_id],
        on=one.on,
        reason=one.reason,
        successor=people[one.successor_id] if one.successor_id else None,
        made_by=one.made_by_name,
        made_at=one.made_at,
        done_at=one.done_at,
        cancelled_at=one.cancelled_at,
        entities=one.entities,
    )


def _stand_in(one: StandIn, people: dict[UUID, CadreShort], at: datetime) -> StandInShown:
    today = shanghai_date(at)
    over = one.ended_at is not None or one.last < today
    return StandInShown(
        id=one.id,
        absent=people[one.absent_id],
        cadre=people[one.cadre_id],
        first=one.first,
        last=one.last,
        reason=one.reason,
        made_by=one.made_by_name,
        made_at=one.made_at,
        ended_at=one.ended_at,
        ended_by=one.ended_by_name,
        standing="over" if over else "waiting" if one.first > today else "running",
    )
