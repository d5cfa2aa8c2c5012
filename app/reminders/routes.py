"""消息 over HTTP: one's own."""

from fastapi import APIRouter, Response
from pydantic import AwareDatetime
from sqlmodel import SQLModel

from app.accounts.guards import CurrentUser, Db, Now
from app.per_request import OneTurn
from app.reminders import mailbox
from app.reminders.mailbox import MessageShown

router = APIRouter(prefix="/api/v1/messages", tags=["messages"], route_class=OneTurn)


class ReadUpTo(SQLModel):
    """Everything that came up to this instant has been read."""

    upto: AwareDatetime


@router.get("")
def list_messages(session: Db, actor: CurrentUser, at: Now) -> list[MessageShown]:
    """This person's messages of the last thirty days, newest first."""
    return mailbox.messages(session, by=actor, at=at)


@router.post("/read", status_code=204)
def read_messages(session: Db, actor: CurrentUser, at: Now, read: ReadUpTo) -> Response:
    """The person has read their messages up to an instant."""
    mailbox.mark_read(session, read.upto, by=actor, at=at)
    return Response(status_code=204)
