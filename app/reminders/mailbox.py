"""One's own messages: read, and marked as read."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import Session, col

from app.accounts.user import User
from app.db import begin_write
from app.reminders.models import Message

SHOWN_FOR = timedelta(days=30)
_MOST = 60


class MessageLine(BaseModel):
    """One thing that waits, and where it is in the app."""

    text: str
    to: str


class MessageShown(BaseModel):
    """A message as its reader has it; `kind` is digest, critical, remind or handed."""

    id: UUID
    kind: str
    title: str
    lines: list[MessageLine]
    at: datetime
    read_at: datetime | None


def messages(session: Session, *, by: User, at: datetime) -> list[MessageShown]:
    """The last of them, newest first."""
    query = (
        sa.select(Message)
        .where(col(Message.account_id) == by.id, col(Message.at) > at - SHOWN_FOR)
        .order_by(col(Message.at).desc(), col(Message.id).desc())
        .limit(_MOST)
    )
    found = session.execute(query).scalars()
    return [MessageShown.model_validate(row, from_attributes=True) for row in found]


def mark_read(session: Session, upto: datetime, *, by: User, at: datetime) -> None:
    """Everything up to an instant has been read; read again, nothing changes."""
    unread = (col(Message.account_id) == by.id, col(Message.read_at).is_(None))
    older = (*unread, col(Message.at) <= upto)
    if session.execute(sa.select(col(Message.id)).where(*older).limit(1)).first() is None:
        return
    begin_write(session)
    session.execute(
        sa.update(Message)
        .where(*older)
        .values(read_at=at)
        .execution_options(synchronize_session=False)
    )
