"""离任 and 补位: what a cadre answers for passes to a successor, or becomes vacant, in one act."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.user import User
from app.assignments.models import Assignment
from app.assignments.service import assign, end
from app.assignments.stand_ins import Departure
from app.audit.service import record
from app.changes.appointing import tell_cadre
from app.changes.orders import NewDeparture
from app.changes.people import cadre_of, names_of, working_cadre
from app.clock import shanghai_date
from app.db import begin_write, table_of
from app.errors import Conflict, Malformed, NotFound
from app.regions.scope import seeing_everything

BACK, AHEAD = timedelta(days=90), timedelta(days=180)
_assignment = table_of(Assignment)


class DepartureDiffers(Conflict, slug="departure-differs", title="同一编号已有另一份内容"):
    """The id is taken by another departure."""


class AlreadyLeaving(Conflict, slug="already-leaving", title="已经登记过离任"):
    """A cadre leaves once; what is planned is cancelled before it is planned anew."""


def depart(session: Session, order: NewDeparture, *, by: User, at: datetime) -> Departure:
    """A cadre leaves: at once where the day has come, else on that day.

    Sent again it is the same departure.  Raises Malformed, AlreadyLeaving, DepartureDiffers.
    """
    if again := _again(session, order):
        return again
    cadre = cadre_of(session, order.cadre_id, "/cadre_id", by=by)
    if order.successor_id is not None:
        if order.successor_id == order.cadre_id:
            raise _at("/successor_id", "接任的不能是离任的本人，请另选一位。")
        working_cadre(session, order.successor_id, "/successor_id", by=by)
    today = shanghai_date(at)
    if not today - BACK <= order.on <= today + AHEAD:
        raise _at("/on", "离任日期最早填 90 天前，最晚填半年后，请核对。")
    begin_write(session)
    if again := _again(session, order):
        return again
    if _planned(session, cadre.id) is not None:
        raise AlreadyLeaving(f"{cadre.name}已登记离任、还没到日子。要改日期，请先撤销再登记。")
    departure = Departure.model_validate(
        order.model_dump(), update={"made_by": by.id, "made_by_name": by.name, "made_at": at}
    )
    session.add(departure)
    session.flush()
    record(
        session,
        at,
        by,
        "cadre.departs",
        "account",
        cadre.id,
        cadre.county_code,
        on=str(order.on),
        successor=str(order.successor_id or ""),
    )
    if order.on <= today:
        carry_out(session, departure, at)
    return departure


def cancel(session: Session, departure_id: UUID, *, by: User, at: datetime) -> Departure:
    """Take back a departure whose day has not come.  Raises NotFound, Conflict."""
    query = select(Departure).where(Departure.id == departure_id)
    query = query.execution_options(populate_existing=True)
    begin_write(session)
    found = session.exec(query.with_for_update()).first()
    if found is None:
        raise NotFound("没有这条离任登记，请刷新后再看。")
    cadre_of(session, found.cadre_id, "/id", by=by)
    if found.done_at is not None:
        raise Conflict("已经离任，不能撤销。需要恢复的，请在企业名录里重新指定包保干部。")
    if found.cancelled_at is None:
        found.cancelled_at = at
        session.add(found)
        record(session, at, by, "cadre.stays", "account", found.cadre_id)
        session.flush()
    return found


def carry_out(session: Session, departure: Departure, at: datetime) -> None:
    """Pass on, or leave vacant, everything he answers for; in the caller's write.

    Who may order it was settled when it was ordered; what he covers may reach further.
    """
    with seeing_everything(session):
        _hand_on(session, departure, at)


def _hand_on(session: Session, departure: Departure, at: datetime) -> None:
    his = sa.select(_assignment.c.entity_id).where(
        _assignment.c.cadre_id == departure.cadre_id, _assignment.c.valid_to.is_(None)
    )
    # In the order of their ids, so that two writes never wait for each other.
    entities = list(session.execute(his.order_by(_assignment.c.entity_id)).scalars())
    people = names_of(session, {departure.cadre_id, departure.successor_id or departure.cadre_id})
    successor = people.get(departure.successor_id) if departure.successor_id else None
    if successor is not None and successor.disabled_at is not None:
        successor = None
    for entity_id in entities:
        if successor is None:
            end(session, entity_id, on=departure.on, at=at)
        else:
            assign(session, entity_id, successor.id, successor.level, on=departure.on, at=at)
    departure.done_at, departure.entities = at, len(entities)
    session.add(departure)
    session.flush()
    if successor is not None and entities:
        said = f"接手{people[departure.cadre_id].name}包保的 {len(entities)} 家单位"
        tell_cadre(session, successor.id, said, departure.id, at)


def carry_out_due(session: Session, at: datetime) -> int:
    """Carry out the departures whose day has come, in the caller's write; gives how many."""
    waiting = select(Departure).where(
        col(Departure.done_at).is_(None),
        col(Departure.cancelled_at).is_(None),
        Departure.on <= shanghai_date(at),
    )
    found = list(session.exec(waiting.order_by(col(Departure.on)).with_for_update()))
    for departure in found:
        carry_out(session, departure, at)
    return len(found)


def _planned(session: Session, cadre_id: UUID) -> Departure | None:
    query = select(Departure).where(
        Departure.cadre_id == cadre_id,
        col(Departure.done_at).is_(None),
        col(Departure.cancelled_at).is_(None),
    )
    return session.exec(query).first()


def _again(session: Session, order: NewDeparture) -> Departure | None:
    found = session.get(Departure, order.id, populate_existing=True)
    if found is None:
        return None
    said = (found.cadre_id, found.on, found.successor_id)
    if said != (order.cadre_id, order.on, order.successor_id):
        raise DepartureDiffers("这条离任已经登记过，内容不同，请刷新后另登记一条。")
    return found


def _at(pointer: str, detail: str) -> Malformed:
    return Malformed(detail, errors=[{"pointer": pointer, "detail": detail}])
