"""重大: the people who must act are told at once, at any hour of any day."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.clock import SHANGHAI
from app.db import insert_missing, table_of
from app.jobs.queue import put
from app.ledger.deadlines import NOTICE_WITHIN
from app.ledger.facts import OPEN, State
from app.ledger.models import Issue
from app.ledger.urgent import CRITICAL
from app.regions.models import Region, Unit
from app.reminders.composing import WEBHOOK, message
from app.reminders.models import Message
from app.reminders.people import to_act_at_once
from app.reminders.wording import within
from app.settings import Settings


def _until(issue: Any) -> str:
    """By when whom it waits for has to act, as its page says it too."""
    if issue.state not in (State.REGISTERED, State.ASSIGNED):
        return ""
    since = issue.handed_at or issue.received_at
    by = (since + NOTICE_WITHIN).astimezone(SHANGHAI)
    return f"，请在 {by:%H:%M} 前{'签收' if issue.state == State.ASSIGNED else '交办'}"


def tell(session: Session, settings: Settings, issue_id: UUID, key: str, at: datetime) -> int:
    """Write the messages of a critical issue, in the caller's write; gives how many are told."""
    issue, unit, region = table_of(Issue), table_of(Unit), table_of(Region)
    query = (
        sa.select(issue, unit.c.name.label("unit_name"), region.c.path_name)
        .outerjoin(unit, unit.c.id == issue.c.unit_id)
        .outerjoin(region, region.c.code == issue.c.town_code)
        .where(issue.c.id == issue_id)
    )
    found = session.execute(query).first()
    if found is None or found.state not in OPEN:
        return 0
    until = _until(found)
    said = [
        {"text": f"{found.entity_name}：{found.description[:80]}", "to": f"/issue/{issue_id}"},
        {"text": f"编号 {found.number}{until}", "to": f"/issue/{issue_id}"},
    ]
    told = to_act_at_once(session, found)
    title = f"重大问题，2 小时内办：{found.entity_name}"
    insert_missing(
        session,
        Message,
        [message(one, CRITICAL, f"{CRITICAL}:{key}"[:60], title, said, at) for one in told],
    )
    for target in settings.webhooks:
        if not within(found.county_code, target.region):
            continue
        body = {
            "target": target.name,
            "kind": CRITICAL,
            "title": f"督导通 重大问题{until}",
            # No firm and no person in a group: the place, the unit and the number are enough.
            "lines": [f"{found.path_name or ''} {found.unit_name or '待交办'} {found.number}"],
            "units": [],
            "path": f"/issue/{issue_id}",
        }
        put(session, WEBHOOK, f"{CRITICAL}:{key}:{target.name}"[:120], body, due_at=at, at=at)
    return len(told)
