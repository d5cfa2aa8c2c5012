"""补位: a cadre is made responsible for entities, and told so."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from app.accounts.user import User
from app.assignments.service import assign
from app.audit.service import record
from app.changes.orders import Appointment
from app.changes.people import working_cadre
from app.clock import shanghai_date
from app.db import begin_write, insert_missing
from app.entities.models import Entity
from app.entities.service import EntityNotFound
from app.entities.states import COVERED
from app.errors import Conflict
from app.ids import uuid7
from app.reminders.models import Message


def appoint(session: Session, order: Appointment, *, by: User, at: datetime) -> int:
    """Make a cadre responsible from today; gives for how many entities he newly is.

    All or none.  Raises Malformed, EntityNotFound, Conflict.
    """
    cadre = working_cadre(session, order.cadre_id, "/cadre_id", by=by)
    cadre_id, level = cadre.id, cadre.level
    wanted = sorted(set(order.entity_ids))
    begin_write(session)
    locked = select(Entity).where(col(Entity.id).in_(wanted)).order_by(col(Entity.id))
    entities = list(session.exec(locked.with_for_update()))
    if len(entities) < len(wanted):
        raise EntityNotFound
    if gone := [entity.name for entity in entities if entity.state not in COVERED]:
        raise Conflict(f"{gone[0]}已不在册经营，不用再指定包保干部。请去掉后重试。")
    today, new = shanghai_date(at), 0
    for entity in entities:
        made = assign(session, entity.id, cadre_id, level, on=today, at=at)
        if made.changed_at == at:
            new += 1
            record(
                session,
                at,
                by,
                "entity.appointed",
                "entity",
                entity.id,
                entity.county_code,
                cadre=str(cadre_id),
            )
    if new:
        tell_cadre(session, cadre_id, f"新指定包保 {new} 家单位", uuid4(), at)
    return new


def tell_cadre(session: Session, cadre_id: UUID, text: str, about: UUID, at: datetime) -> None:
    """Say to a cadre that his list has changed, once for each change; in the caller's write."""
    message = {
        "id": uuid7(),
        "account_id": cadre_id,
        "kind": "change",
        "key": f"change:{about}",
        "title": "包保名单有变动",
        "lines": [{"text": text, "to": "/tasks"}],
        "at": at,
    }
    insert_missing(session, Message, [message])
