"""What changed for whom: a log that the database's own triggers write, and how far it reaches.

A position is taken before anything is read. Every change that the reading does not see yet is
committed later, and then bears a stamp at or after the position: the stamp is the writing
transaction on PostgreSQL, where the position is the oldest one still under way, and the running
number on SQLite, where writers take turns. So a change may be told twice, never not at all
(docs/decisions/0007-pull.md).
"""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from app.db import Utc, begin_write, table_of

KEPT = timedelta(days=60)
"""How long the log reaches back; a phone that was away for longer fetches everything."""
_A_FEW = 5000


class Change(SQLModel, table=True):
    """Something changed about an entity, or for an account."""

    __table_args__ = (
        sa.Index("ix_change_subject", "subject", "stamp"),
        {"sqlite_autoincrement": True},
    )

    seq: int = Field(primary_key=True, sa_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"))
    stamp: int = Field(sa_type=sa.BigInteger)
    subject: UUID
    at: datetime = Field(
        sa_type=Utc, sa_column_kwargs={"server_default": sa.func.current_timestamp()}
    )


_change = table_of(Change)


class Position(NamedTuple):
    """How far a reading has come: all stamps before are seen. `at` is for what ages by itself."""

    stamp: int
    at: datetime


def position(session: Session, at: datetime) -> Position:
    """Where the log stands; to be asked before what it is about is read."""
    if session.get_bind().dialect.name == "sqlite":
        # Not the greatest that is kept: it must never step back when old ones are dropped.
        last = session.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'change'"))
        return Position((last.scalar() or 0) + 1, at)
    oldest = sa.select(sa.func.txid_snapshot_xmin(sa.func.txid_current_snapshot()))
    return Position(session.execute(oldest).scalar_one(), at)


def has_changed(subject: sa.ColumnElement[UUID], since: Position) -> sa.ColumnElement[bool]:
    """Whether anything did about a subject from a position on."""
    return sa.exists().where(_change.c.subject == subject, _change.c.stamp >= since.stamp)


def forget_old(session: Session, at: datetime) -> None:
    """Drop some of what is older than the log reaches, if there is any."""
    first = sa.select(_change.c.at).order_by(_change.c.seq).limit(1)
    if (session.execute(first).scalar() or at) >= at - KEPT:
        return
    begin_write(session)
    oldest = sa.select(_change.c.seq, _change.c.at).order_by(_change.c.seq).limit(_A_FEW).subquery()
    session.execute(
        sa.delete(_change).where(
            _change.c.seq.in_(sa.select(oldest.c.seq).where(oldest.c.at < at - KEPT))
        )
    )
