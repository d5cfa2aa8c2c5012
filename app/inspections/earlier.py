"""What a visit says came before it: a draft by the signer's assistant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.guards import User
from app.accounts.models import Account
from app.db import table_of
from app.errors import Malformed
from app.inspections.draft_models import Stage, VisitDraft
from app.inspections.draft_wire import VisitDraftContent
from app.inspections.photos import shas, shown_media
from app.inspections.wire import Answer, InspectionBody

_account, _draft = table_of(Account), table_of(VisitDraft)
_UNDER_WAY = _draft.c.stage.in_([Stage.WAITING, Stage.RETURNED])


@dataclass(frozen=True)
class Drafted:
    """Who filled a visit in before its signer, and what with."""

    id: UUID
    name: str
    post: str
    photos: frozenset[str]
    """Those whose bytes the drafter has sent, or will send."""
    answers: Mapping[str, Answer]

    @property
    def owner(self) -> str:
        """The name under which the drafter's uploads are kept."""
        return f"account:{self.id}"

    def changed(self, answers: Iterable[Answer]) -> list[str]:
        """Items that the signer has answered otherwise than they were drafted."""
        if not self.answers:
            return []
        return [given.item for given in answers if self.answers.get(given.item) != given]


def drafted(session: Session, id: UUID, body: InspectionBody, by: User) -> Drafted | None:
    """The draft behind a visit; only the signer's own assistant may have made it.

    Raises Malformed.
    """
    if body.drafted_by is None or body.drafted_by == by.id:
        return None
    person = session.execute(sa.select(_account).where(_account.c.id == body.drafted_by)).first()
    if person is None or person.assists_id != by.id:
        raise Malformed(
            "起草人不是你的协助人，请更正后重新提交。",
            errors=[{"pointer": "/drafted_by", "detail": "不是签字人的协助人"}],
        )
    found = session.execute(
        sa.select(_draft.c.content)
        .where(*_of(body, by), _UNDER_WAY)
        .order_by((_draft.c.id == id).desc(), _draft.c.handed_at.desc())
    ).scalar()
    content = VisitDraftContent.model_validate(found) if found else None
    return Drafted(
        person.id,
        person.name,
        person.post,
        frozenset(shas(shown_media(content)) if content else []),
        {answer.item: answer for answer in content.answers} if content else {},
    )


def end_drafts(session: Session, body: InspectionBody, by: User, at: datetime) -> None:
    """What was drafted of this visit has become a record.  In the caller's write."""
    ended = sa.update(_draft).where(*_of(body, by), _UNDER_WAY)
    session.execute(ended.values(stage=Stage.SIGNED, content={}, ended_at=at))


def _of(body: InspectionBody, by: User) -> tuple[Any, ...]:
    return (
        _draft.c.entity_id == body.entity_id,
        _draft.c.leader_id == by.id,
        _draft.c.drafted_by == body.drafted_by,
    )
