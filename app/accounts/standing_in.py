"""Whom a cadre stands in for on a day: asked at every request, for it lapses by itself."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.plain import Plain

# By name: what stands above the accounts keeps these rows (assignments/stand_ins).
_stand_in = sa.table(
    "stand_in",
    sa.column("absent_id", sa.Uuid()),
    sa.column("cadre_id", sa.Uuid()),
    sa.column("first", sa.Date()),
    sa.column("last", sa.Date()),
    sa.column("ended_at"),
)


def holds(day: sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """Whether a stand-in holds on a day."""
    table = _stand_in.c
    return sa.and_(table.first <= day, table.last >= day, table.ended_at.is_(None))


_ABSENT = Plain(
    sa.select(_stand_in.c.absent_id)
    .where(
        _stand_in.c.cadre_id == sa.bindparam("cadre_id"),
        holds(sa.bindparam("day", type_=sa.Date())),
    )
    .order_by(_stand_in.c.absent_id)
)


def stands_for(session: Session, cadre_id: UUID, day: date) -> tuple[UUID, ...]:
    """The cadres he stands in for on a Shanghai day."""
    found = _ABSENT.rows(session, {"cadre_id": cadre_id, "day": day})
    return tuple(dict.fromkeys(row.absent_id for row in found))
