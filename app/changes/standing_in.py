"""代理: set up by the office, ended by it, or over by itself."""

from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.user import User
from app.assignments.stand_ins import StandIn
from app.audit.service import record
from app.changes.appointing import tell_cadre
from app.changes.orders import NewStandIn
from app.changes.people import cadre_of, working_cadre
from app.clock import shanghai_date
from app.db import begin_write
from app.errors import Conflict, Malformed, NotFound

LONGEST = timedelta(days=183)


class StandInOverlaps(Conflict, slug="stand-in-overlaps", title="这段时间已有人代理"):
    """One cadre has one stand-in at a time, and who is absent stands in for nobody."""


class StandInDiffers(Conflict, slug="stand-in-differs", title="同一编号已有另一份内容"):
    """The id is taken by another stand-in."""


def set_up(session: Session, order: NewStandIn, *, by: User, at: datetime) -> StandIn:
    """A cadre stands in for another for some days; sent again it is the same.

    Raises Malformed, StandInOverlaps, StandInDiffers.
    """
    if again := _again(session, order):
        return again
    absent = cadre_of(session, order.absent_id, "/absent_id", by=by)
    cadre = working_cadre(session, order.cadre_id, "/cadre_id", by=by)
    _check_days(order, shanghai_date(at))
    begin_write(session)
    if again := _again(session, order):
        return again
    _check_free(session, order, absent.name, cadre.name)
    made = StandIn.model_validate(
        order.model_dump(), update={"made_by": by.id, "made_by_name": by.name, "made_at": at}
    )
    session.add(made)
    session.flush()
    said = f"{order.first:%m月%d日}至{order.last:%m月%d日}代{absent.name}督导他包保的单位"
    tell_cadre(session, cadre.id, said, made.id, at)
    record(
        session,
        at,
        by,
        "cadre.stand_in",
        "account",
        absent.id,
        absent.county_code,
        cadre=str(cadre.id),
        first=str(order.first),
        last=str(order.last),
    )
    return made


def end_early(session: Session, stand_in_id: UUID, *, by: User, at: datetime) -> StandIn:
    """It holds no longer, from this instant on; ended again it is the same.  Raises NotFound."""
    begin_write(session)
    query = select(StandIn).where(StandIn.id == stand_in_id).with_for_update()
    found = session.exec(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound("没有这条代理，请刷新后再看。")
    cadre_of(session, found.absent_id, "/id", by=by)
    if found.ended_at is None:
        found.ended_at, found.ended_by_name = at, by.name
        session.add(found)
        record(session, at, by, "cadre.stand_in_ended", "account", found.absent_id)
        session.flush()
    return found


def _check_days(order: NewStandIn, today: date) -> None:
    if order.absent_id == order.cadre_id:
        raise _at("/cadre_id", "代理的不能是本人，请另选一位。")
    if order.last < max(order.first, today):
        raise _at("/last", "结束日期早于开始日期或今天，请核对。")
    if order.last - order.first > LONGEST:
        raise _at("/last", "代理最长半年。更久的请办理离任、指定接任。")


def _check_free(session: Session, order: NewStandIn, absent: str, cadre: str) -> None:
    same_days = (
        col(StandIn.ended_at).is_(None),
        StandIn.first <= order.last,
        StandIn.last >= order.first,
    )
    clash = select(StandIn).where(
        *same_days,
        sa.or_(
            col(StandIn.absent_id) == order.absent_id,
            col(StandIn.absent_id) == order.cadre_id,
            col(StandIn.cadre_id) == order.absent_id,
        ),
    )
    found = session.exec(clash).first()
    if found is None:
        return
    if found.absent_id == order.absent_id:
        raise StandInOverlaps(f"{absent}这段时间已有人代理，请先结束那一条，或改日期。")
    if found.absent_id == order.cadre_id:
        raise StandInOverlaps(f"{cadre}这段时间自己也由别人代理，请另选一位。")
    raise StandInOverlaps(f"{absent}这段时间正代理别人，请先结束那一条。")


def _again(session: Session, order: NewStandIn) -> StandIn | None:
    found = session.get(StandIn, order.id, populate_existing=True)
    if found is None:
        return None
    said = (found.absent_id, found.cadre_id, found.first, found.last)
    if said != (order.absent_id, order.cadre_id, order.first, order.last):
        raise StandInDiffers("这条代理已经设过，内容不同，请刷新后另设一条。")
    return found


def _at(pointer: str, detail: str) -> Malformed:
    return Malformed(detail, errors=[{"pointer": pointer, "detail": detail}])
