"""What a visit says came before it: a draft by the assistant, a record it corrects."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.guards import User
from app.accounts.models import Account
from app.db import table_of
from app.errors import Conflict, Malformed
from app.inspections.models import Inspection
from app.inspections.timing import Timing
from app.inspections.wire import InspectionBody

CORRECTABLE = timedelta(hours=24)
_account, _inspection = table_of(Account), table_of(Inspection)


class TooLateToCorrect(Conflict, slug="too-late-to-correct", title="更正已过时限"):
    """A correction more than 24 hours after the record it corrects arrived (DOMAIN 1.2)."""


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


def check_correction(session: Session, body: InspectionBody, when: Timing, by: User) -> None:
    """A correction names the signer's own record of this entity, within 24 hours.

    Raises Malformed, TooLateToCorrect.
    """
    if body.corrects is None:
        return
    own = sa.select(_inspection.c.received_at).where(
        _inspection.c.id == body.corrects,
        _inspection.c.entity_id == body.entity_id,
        _inspection.c.signed_by == by.id,
    )
    received = session.execute(own).scalar()
    if received is None:
        raise Malformed(
            "没有找到要更正的那次督导，请同步后重试。",
            errors=[{"pointer": "/corrects", "detail": "不是你对这家的督导记录"}],
        )
    if when.finished_at > received + CORRECTABLE:
        raise TooLateToCorrect("提交超过 24 小时的督导不能再更正，请联系县食药安办说明情况。")
