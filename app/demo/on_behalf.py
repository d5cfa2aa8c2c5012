"""代拟: what the city leader's assistant has filled in and the leader has yet to sign."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from app.assignments.models import Due
from app.checklists.engine import evaluate
from app.checklists.library import Library
from app.clock import shanghai_date
from app.demo import pictures
from app.demo.faults import FAULTS
from app.demo.filling import fill
from app.demo.places import fixed_id
from app.demo.stage import Stage
from app.entities.models import Entity
from app.inspections.draft_wire import HandingOver
from app.inspections.drafts import hand_over
from app.inspections.known import visited
from app.inspections.profiles import as_json


def make_on_behalf(stage: Stage, library: Library, now: datetime) -> None:
    """A visit of this morning, with one thing wrong and its photo, handed over."""
    leader, assistant = stage.people["cadre-city"], stage.people["assistant"]
    at = now - timedelta(hours=3)
    stage.act(leader)
    owed = select(Due.entity_id).where(col(Due.done_at).is_(None))
    waiting = select(Entity).where(col(Entity.id).in_(owed)).order_by(Entity.name)
    entity = stage.session.exec(waiting).first()
    if entity is None:
        return
    seen = visited(stage.session, entity.id, leader, at)
    version = library.newest(entity.business_type, shanghai_date(at))
    assert version is not None
    shown = set(evaluate(version.body, seen.profile, [], shanghai_date(at)).shown)
    faulty = [one for one in version.body.items() if one.code in FAULTS and one.code in shown]
    photo = pictures.photo(f"代拟{entity.name}", at, tidy=False)
    wrong = {one.code: [stage.photo(photo, assistant.owner, at)] for one in faulty[:1]}
    theirs = stage.photo(pictures.signature("代拟"), assistant.owner, at)
    body = HandingOver.model_validate(
        {
            "handing": str(fixed_id("代拟第一次")),
            "entity_id": str(entity.id),
            "checklist": {"id": version.id, "version": version.version},
            "mode": "onsite",
            "outcome": "done",
            "started_at": (at - timedelta(minutes=40)).isoformat(),
            "answers": fill(version.body, seen.profile, wrong, shanghai_date(at)),
            "participants": [
                {"role": "assistant", "name": assistant.name, "post": assistant.post},
                {"role": "enterprise", "name": "店内负责人"},
            ],
            "signatures": {"enterprise": theirs},
            "profile": as_json(seen.profile),
        }
    )
    stage.act(assistant)
    hand_over(stage.session, fixed_id("代拟"), body, by=assistant, at=at)
    stage.session.commit()
