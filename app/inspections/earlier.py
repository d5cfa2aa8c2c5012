"""What a visit says came before it: a draft by the assistant."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.guards import User
from app.accounts.models import Account
from app.db import table_of
from app.errors import Malformed

_account = table_of(Account)


def check_drafter(session: Session, drafted_by: UUID | None, by: User) -> None:
    """Only the signer's own assistant may have drafted a visit.  Raises Malformed."""
    if drafted_by is None or drafted_by == by.id:
        return
    assists = sa.select(_account.c.assists_id).where(_account.c.id == drafted_by)
    if session.execute(assists).scalar() != by.id:
        raise Malformed(
            "起草人不是你的协助人，请更正后重新提交。",
            errors=[{"pointer": "/drafted_by", "detail": "不是签字人的协助人"}],
        )
