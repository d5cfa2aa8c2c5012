"""The trace that another grade leaves, as it does when it is changed on the screen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.accounts.user import User
from app.db import table_of
from app.entities.grading import criteria
from app.entities.history import EntityGradeChange
from app.ids import uuid7
from app.registry.bulk import insert_many

PLACE = ("region_code", "city_code", "county_code", "town_code")
_change = table_of(EntityGradeChange)


def trace_grade(
    session: Session,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str,
    *,
    by: User,
    at: datetime,
) -> None:
    """Add to the history of an entity that its grade is another; nothing if it is the same."""
    if after["baobao_grade"] == before["baobao_grade"]:
        return
    made = {
        "id": uuid7(),
        "entity_id": before["id"],
        **{key: before[key] for key in PLACE},
        "from_grade": before["baobao_grade"],
        "to_grade": after["baobao_grade"],
        "proposed": criteria().propose(after["kind"], after["flags"]).grade,
        "reason": reason,
        "approver": "",
        "at": at,
        "by_id": by.id,
        "by_name": by.name,
    }
    insert_many(session, _change, [made])
