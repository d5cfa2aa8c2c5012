"""One visit of each kind the story does not tell: 集中督导, 其余均符合, several lists, 更正."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app.assignments.models import Due
from app.checklists.composing import composed
from app.checklists.format import Checklist
from app.checklists.library import Library
from app.clock import shanghai_date
from app.demo.city_form import lay_city_form
from app.demo.filling import fill
from app.demo.people import FIXED
from app.demo.places import COUNTIES, fixed_id
from app.demo.stage import Covered, Stage
from app.demo.undelivered import by_day
from app.demo.visits import Planned, write
from app.entities.models import Entity
from app.inspections.known import visited
from app.inspections.service import submit
from app.inspections.wire import InspectionBody
from app.regions.scope import EVERYWHERE, set_scope


def make_kinds(
    stage: Stage, library: Library, covered: Covered, random: Random, now: datetime
) -> None:
    """Four visits of the last working days, on the city's form where it is a restaurant."""
    city = lay_city_form(stage, library, now)
    waiting = _waiting(stage, covered)

    def next_of(fits: Callable[[Entity], bool]) -> tuple[Entity, str] | None:
        found = next((one for one in waiting if fits(one[0])), None)
        if found:
            waiting.remove(found)
        return found

    def eatery(one: Entity) -> bool:
        return one.business_type == "catering" and one.baobao_grade == "D"

    if found := next_of(eatery):
        visit = Planned(*found, by_day(now, 3), 0)
        answers = _together(_answers(stage, visit, [city]), city)
        _send(stage, library, visit, random, _on(city) | {"answers": answers})
    if found := next_of(lambda one: one.business_type == "circulation" and not _many(one)):
        _send(stage, library, Planned(*found, by_day(now, 2), 0), random, {"mode": "group"})
    if found := next_of(_many):
        visit = Planned(*found, by_day(now, 2), 0)
        parts = [_newest(library, one, visit) for one in visit.entity.business_types]
        answers = _answers(stage, visit, parts)
        _send(stage, library, visit, random, _on(*parts) | {"answers": answers})
    if found := next_of(eatery):
        visit = Planned(*found, by_day(now, 2), 1)
        first = _send(stage, library, visit, random, {})
        again = Planned(*found, visit.at + timedelta(hours=22), 0)
        why = "当时看错了位置，复看后更正"
        _send(stage, library, again, random, {"corrects": str(first), "correction_reason": why})


def _waiting(stage: Stage, covered: Covered) -> Covered:
    """Who is owed a visit by a cadre of the home county that nobody signs in as."""
    set_scope(stage.session, EVERYWHERE)
    owed = set(stage.session.exec(select(Due.entity_id).where(col(Due.done_at).is_(None))))
    fixed = {person.username for person in FIXED if person.username != "cadre-county"}
    return [
        (one, username)
        for one, username in covered
        if one.id in owed and one.county_code == COUNTIES[0] and username not in fixed
    ]


def _many(one: Entity) -> bool:
    return len(one.business_types) > 1


def _newest(library: Library, id: str, visit: Planned) -> Checklist:
    version = library.newest(id, shanghai_date(visit.at))
    assert version is not None
    return version.body


def _on(main: Checklist, *modules: Checklist) -> dict[str, Any]:
    pins = [{"id": one.id, "version": one.version} for one in (main, *modules)]
    return {"checklist": pins[0], "modules": pins[1:]}


def _answers(stage: Stage, visit: Planned, parts: list[Checklist]) -> list[dict[str, Any]]:
    cadre = stage.act(stage.people[visit.username])
    seen = visited(stage.session, visit.entity.id, cadre, visit.at)
    return fill(composed(parts), seen.profile, {}, shanghai_date(visit.at))


def _together(answers: list[dict[str, Any]], form: Checklist) -> list[dict[str, Any]]:
    """The same, all but what has to be looked at by itself answered with 其余均符合."""
    alone = {
        item.code for item in form.items() if item.severity == "critical" or item.needs_professional
    }
    plain = {one["item"] for one in answers if one.get("answer") == "yes" and len(one) == 2}
    return [one | {"bulk": True} if one["item"] in plain - alone else one for one in answers]


def _send(
    stage: Stage, library: Library, visit: Planned, random: Random, more: dict[str, Any]
) -> UUID:
    at = visit.at + timedelta(minutes=2)
    sent = write(stage, library, visit, random, at)
    body = InspectionBody.model_validate(sent.model_dump(mode="json", exclude_unset=True) | more)
    cadre = stage.act(stage.people[visit.username])
    id = fixed_id(f"kind:{visit.entity.id}:{visit.at}")
    submit(stage.session, id, body, by=cadre, at=at)
    stage.session.commit()
    return id
