"""未送达: two records that their phones could not hand in, kept by the real service."""

from datetime import datetime, time, timedelta
from random import Random

from app.accounts import manage
from app.accounts.user import User
from app.checklists.library import Library
from app.clock import SHANGHAI, shanghai_date
from app.demo.people import FIXED
from app.demo.places import COUNTIES, fixed_id
from app.demo.stage import Covered, Stage
from app.demo.visits import Planned, is_workday, write
from app.errors import AppError
from app.inspections.service import submit
from app.inspections.wire import InspectionBody
from app.quarantine.keeping import keep
from app.quarantine.wire import KeepOrder
from app.regions.scope import EVERYWHERE, set_scope


def make_undelivered(
    stage: Stage,
    library: Library,
    covered: Covered,
    random: Random,
    now: datetime,
) -> None:
    """One by a cadre who has left since, one that the server refused because it was not on site."""
    fixed = {person.username for person in FIXED}
    home = [(e, name) for e, name in covered if e.county_code == COUNTIES[0]]
    left = next((e, name) for e, name in home if e.baobao_grade == "D" and name not in fixed)
    far = next((e, name) for e, name in home if e.baobao_grade == "A")
    _left(stage, library, Planned(*left, by_day(now, 4), 1), random)
    _refused(stage, library, Planned(*far, by_day(now, 2), 0), random)


def by_day(now: datetime, days: int) -> datetime:
    """The working day that many days ago or the one before it, at twenty past ten."""
    day = shanghai_date(now) - timedelta(days=days)
    while not is_workday(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time(10, 20), SHANGHAI)


def _left(stage: Stage, library: Library, visit: Planned, random: Random) -> None:
    at = visit.at + timedelta(hours=46)
    sent = write(stage, library, visit, random, at)
    stage.act(stage.people["secadmin"])
    author = stage.people[visit.username]
    manage.disable(
        stage.session, author.id, by=stage.people["secadmin"], at=visit.at + timedelta(hours=1)
    )
    stage.session.commit()
    _keep(stage, visit, sent, None, author, at)


def _refused(stage: Stage, library: Library, visit: Planned, random: Random) -> None:
    at = visit.at + timedelta(hours=2)
    onsite = write(stage, library, visit, random, at)
    sent = InspectionBody.model_validate(onsite.model_dump(exclude_unset=True) | {"mode": "video"})
    author = stage.act(stage.people[visit.username])
    try:
        submit(stage.session, fixed_id(f"kept:{visit.entity.id}"), sent, by=author, at=at)
    except AppError as refused:
        stage.session.rollback()
        _keep(stage, visit, sent, refused, author, at)


def _keep(
    stage: Stage,
    visit: Planned,
    sent: InspectionBody,
    refused: AppError | None,
    author: User,
    at: datetime,
) -> None:
    body = sent.model_dump(mode="json", exclude={"device_now"}, exclude_unset=True)
    order = KeepOrder(
        kind="inspection",
        subject=f"entity:{visit.entity.id}",
        title=visit.entity.name,
        body=body,
        problem=refused.body() if refused else None,
        photos=_photos(sent),
        made_at=visit.at,
        device_now=at,
    )
    set_scope(stage.session, EVERYWHERE)
    keep(stage.session, fixed_id(f"kept:{visit.entity.id}"), order, by=author, at=at)
    stage.session.commit()


def _photos(sent: InspectionBody) -> list[str]:
    taken = [sha for answer in sent.answers for sha in answer.photos]
    signed = [sent.signatures.cadre, sent.signatures.enterprise]
    return [*taken, *(sha for sha in signed if sha)]
