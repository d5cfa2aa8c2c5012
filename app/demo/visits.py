"""Two past quarters of visits and the present one, sent as phones send them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from app.checklists.engine import evaluate
from app.checklists.library import Library
from app.clock import SHANGHAI, shanghai_date
from app.demo import pictures
from app.demo.faults import CRITICAL, FAULTS
from app.demo.filling import fill
from app.demo.places import fixed_id
from app.demo.stage import Covered, Quarters, Stage
from app.entities.models import Entity
from app.inspections.known import visited
from app.inspections.service import Taken, submit
from app.inspections.wire import InspectionBody
from app.ledger.calendars import load_calendar
from app.settings import get_settings


@dataclass(frozen=True)
class Planned:
    """One visit to be made: by whom, to which entity, when, and what will be wrong."""

    entity: Entity
    username: str
    at: datetime
    faults: int
    critical: bool = False
    """What is wrong is 重大."""


def plan(entities: Covered, quarters: Quarters, random: Random) -> list[Planned]:
    """Visits in order of time; the share of entities visited is given with each quarter."""
    planned = []
    for first, last, share in quarters:
        days = _workdays(first, last)
        for entity, username in entities:
            if random.random() > share or not days:
                continue
            hour = time(random.choice((9, 10, 14, 15, 16)), random.randint(0, 59))
            at = datetime.combine(random.choice(days), hour, SHANGHAI)
            faults = random.choices((0, 1, 2), (82, 15, 3))[0]
            planned.append(Planned(entity, username, at, faults))
    return sorted(planned, key=lambda visit: visit.at)


def with_critical(planned: list[Planned], since: date, county: str, many: int) -> list[Planned]:
    """The same visits; the last of some in the county since a day find something 重大."""
    may = [
        n
        for n, visit in enumerate(planned)
        if shanghai_date(visit.at) >= since
        and visit.entity.county_code == county
        and any(_fits(visit.entity, code) for code in CRITICAL)
    ]
    chosen = set(may[-3::-4][:many])
    return [
        replace(visit, faults=1, critical=True) if n in chosen else visit
        for n, visit in enumerate(planned)
    ]


def _fits(entity: Entity, code: str) -> bool:
    kinds = CRITICAL[code].kinds
    own = {"CATR": "catering", "CIRC": "circulation"}[code[:4]] == entity.business_type
    return own and (not kinds or entity.kind in kinds)


def _workdays(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if is_workday(day)]


def is_workday(day: date) -> bool:
    """Whether cadres of the demo go out on a day."""
    return load_calendar(get_settings().checklists / "calendar").is_workday(day)


def write(
    stage: Stage,
    library: Library,
    visit: Planned,
    random: Random,
    sent_at: datetime,
    *,
    begun: datetime | None = None,
) -> InspectionBody:
    """The visit as its phone sends it at an instant; its photos are uploaded."""
    cadre = stage.people[visit.username]
    entity, end, received = visit.entity, visit.at, sent_at
    begun = begun or end - timedelta(minutes=18)
    seed = seed_of(visit)
    ours = stage.photo(pictures.signature(cadre.name), cadre.owner, end)
    theirs = stage.photo(pictures.signature(f"{random.randint(1, 12)}"), cadre.owner, end)

    stage.act(cadre)
    seen = visited(stage.session, entity.id, cadre, received)
    version = library.newest(entity.business_type, shanghai_date(end))
    assert version is not None
    body = version.body
    shown = set(evaluate(body, seen.profile, [], shanghai_date(end)).shown)
    faults = CRITICAL if visit.critical else FAULTS
    possible = [item for item in body.items() if item.code in faults and item.code in shown]
    wrong = {}
    for item in random.sample(possible, min(visit.faults, len(possible))):
        picture = pictures.photo(seed + item.code, end, tidy=False)
        wrong[item.code] = [stage.photo(picture, cadre.owner, end)]
    stage.act(cadre)
    return InspectionBody.model_validate(
        {
            "entity_id": str(entity.id),
            "checklist": {"id": body.id, "version": body.version},
            "mode": "onsite",
            "outcome": "done",
            "started_at": begun.isoformat(),
            "finished_at": end.isoformat(),
            "device_now": received.isoformat(),
            "answers": fill(body, seen.profile, wrong, shanghai_date(end)),
            "rechecks": [
                {"issue_id": str(prior.id), "result": "fixed", "note": "现场看已改到位。"}
                for prior in seen.priors
            ],
            "participants": [{"role": "enterprise", "name": "店内负责人"}],
            "signatures": {"cadre": ours, "enterprise": theirs},
        }
    )


def make_visit(stage: Stage, library: Library, visit: Planned, random: Random) -> list[UUID]:
    """Submit the visit; gives the ids of the issues it opened."""
    begun = visit.at - timedelta(minutes=random.randint(6, 25))
    received = visit.at + timedelta(minutes=random.choice((0, 0, 1, 45)))
    return _submit(
        stage, visit, write(stage, library, visit, random, received, begun=begun), received
    )


def make_late_visit(
    stage: Stage, library: Library, visit: Planned, random: Random, received: datetime
) -> None:
    """The visit waited on its phone for a network."""
    _submit(stage, visit, write(stage, library, visit, random, received), received)


def _submit(stage: Stage, visit: Planned, sent: InspectionBody, received: datetime) -> list[UUID]:
    by = stage.people[visit.username]
    taken = submit(stage.session, fixed_id(seed_of(visit)), sent, by=by, at=received)
    stage.session.commit()
    assert isinstance(taken, Taken)
    return [issue.id for issue in taken.receipt.issues]


def seed_of(visit: Planned) -> str:
    """What tells this visit from every other of the demo."""
    return f"{visit.entity.name}{visit.at:%Y-%m-%d}"
