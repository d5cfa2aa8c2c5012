"""包保 grades: proposed by criteria, set by the office, and what no longer fits them."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.user import User
from app.assignments.misfits import misfits
from app.assignments.rules import LEVEL_OF_GRADE
from app.assignments.service import current
from app.audit.service import record
from app.changes.listing import shorts
from app.changes.transfer_wire import Grade, GradeChangeShown, GradeOrder, GradeShown, MisfitShown
from app.db import begin_write, table_of
from app.entities.grading import criteria
from app.entities.history import EntityGradeChange
from app.entities.models import Entity
from app.entities.service import visible
from app.errors import Malformed
from app.ids import uuid7
from app.ledger.events import place_of
from app.regions.models import Level

_change = table_of(EntityGradeChange)


def shown(session: Session, entity_id: UUID) -> GradeShown:
    """The grade of an entity within scope, and what the criteria say.  Raises EntityNotFound."""
    entity = visible(session, entity_id)
    proposed = criteria().propose(entity.kind, entity.flags)
    relation = current(session, entity_id)
    needed = Level(LEVEL_OF_GRADE[entity.baobao_grade])
    now = Level(relation.level) if relation else None
    # The plain table: the past of what one may see, wherever it lay then.
    past = session.execute(
        sa.select(_change)
        .where(_change.c.entity_id == entity_id)
        .order_by(_change.c.at.desc(), _change.c.id.desc())
    )
    return GradeShown(
        entity=shorts(session, {entity_id})[entity_id],
        grade=cast(Grade, entity.baobao_grade),
        proposed=proposed.grade,
        why=proposed.why,
        level=needed,
        responsible_level=now,
        fits=now is needed,
        changes=[
            GradeChangeShown(
                from_grade=one.from_grade,
                to_grade=one.to_grade,
                proposed=one.proposed,
                reason=one.reason,
                approver=one.approver,
                by=one.by_name,
                at=one.at,
            )
            for one in past
        ],
    )


def set_grade(
    session: Session, entity_id: UUID, order: GradeOrder, *, by: User, at: datetime
) -> GradeShown:
    """Set the grade; the relation stays and shows as 待调整 where its level no longer fits.

    The same grade again changes nothing.  Raises EntityNotFound, Malformed.
    """
    visible(session, entity_id)
    begin_write(session)
    entity = session.exec(select(Entity).where(Entity.id == entity_id).with_for_update()).one()
    proposed = criteria().propose(entity.kind, entity.flags).grade
    if order.grade == entity.baobao_grade:
        return shown(session, entity_id)
    if order.grade != proposed:
        _require(order, proposed)
    row: dict[str, Any] = {
        "id": uuid7(),
        "entity_id": entity.id,
        **place_of(entity),
        "from_grade": entity.baobao_grade,
        "to_grade": order.grade,
        "proposed": proposed,
        "reason": order.reason,
        "approver": order.approver,
        "at": at,
        "by_id": by.id,
        "by_name": by.name,
    }
    session.add(EntityGradeChange.model_validate(row))
    record(
        session,
        at,
        by,
        "entity.graded",
        "entity",
        entity.id,
        entity.county_code,
        to=order.grade,
        was=entity.baobao_grade,
    )
    entity.baobao_grade, entity.changed_at = order.grade, at
    session.add(entity)
    session.flush()
    return shown(session, entity_id)


def to_adjust(session: Session, region: str | None, limit: int) -> list[MisfitShown]:
    """待调整 within scope: relations whose level no longer fits the grade."""
    found = misfits(session, region, limit=limit)
    entities = shorts(session, {one.entity_id for one in found})
    ids = {one.cadre_id for one in found}
    names = dict(
        session.execute(
            sa.select(table_of(Account).c.id, table_of(Account).c.name).where(
                table_of(Account).c.id.in_(ids)
            )
        ).all()
    )
    return [
        MisfitShown(
            entity=entities[one.entity_id],
            cadre=names[one.cadre_id],
            level_now=one.level_now,
            level_needed=one.level_needed,
        )
        for one in found
    ]


def _require(order: GradeOrder, proposed: str) -> None:
    lacking = [
        {"pointer": pointer, "detail": detail}
        for pointer, given, detail in (
            ("/reason", order.reason, f"标准是 {proposed} 级，改成别的要写明理由"),
            ("/approver", order.approver, "请填写批准人"),
        )
        if not given
    ]
    if lacking:
        raise Malformed("与分级标准不一致的，要写明理由和批准人。", errors=lacking)
