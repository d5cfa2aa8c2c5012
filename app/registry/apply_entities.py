"""Entities and their contacts written into the register."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.entities.models import EntityState
from app.ids import uuid7_texts
from app.registry.apply_assignments import assign_all
from app.registry.applying import Applying, RegisterMoved
from app.registry.bulk import insert_many
from app.registry.changing import changes_of, typed
from app.registry.grade_trace import PLACE, trace_grade
from app.registry.journal import THINGS, state_of
from app.registry.known_entities import contact, entity, registered, whole
from app.registry.likeness import plain_address

_ENTITY = THINGS["entity"]


def apply_entities(doing: Applying, rows: Sequence[Any]) -> None:
    """Take in a piece of the entities' sheet, and who answers for them."""
    new = [one for one in rows if one.action == "insert"]
    _still_new(doing, new)
    doing.go_on()
    fresh = iter(uuid7_texts(sum(len(one.data["contacts"]) for one in new)))
    at = doing.at.isoformat()
    made = [_made(doing, one, at, fresh) for one in new]
    doing.insert(entity, [one for one, _ in made])
    doing.insert(contact, [child for _, children in made for child in children])
    for one, (row, children) in zip(new, made, strict=True):
        doing.journal.note(one.seq, "entity", one.target, None, state_of(_ENTITY, row, children))
    places = {one.target: doing.place(one.data["region_code"]) for one in new}
    old = [one for one in rows if one.action != "insert"]
    known = _change(doing, old) if old else {}
    assign_all(doing, [one for one in rows if "cadre" in one.data], places | known, known)


def _still_new(doing: Applying, rows: Sequence[Any]) -> None:
    """Hold an insert back when somebody registered the same premises meanwhile.

    No two rows of one batch are the same premises: the second one is an error.
    """
    places = doing.ground.places
    usccs, names = [one.uscc for one in rows], [one.name for one in rows if not one.uscc]
    known = registered(doing.early, doing.scope, places, usccs, names)
    for one in rows:
        others = known.coded(one.uscc) if one.uscc else known.named(one.name)
        if not others:
            continue
        place = places.by_code[one.data["region_code"]]
        address = plain_address(one.data["address"], place, places)
        for other in others:
            town_fits = one.uscc or other.town == place.town_code
            if other.address == address and town_fits and not (other.uscc and not one.uscc):
                raise RegisterMoved(one.number)


def _made(
    doing: Applying, one: Any, at: str, fresh: Iterator[str]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The rows of an entity, as JSON has them: so they are noted, and sent."""
    data = one.data
    place = doing.place(data["region_code"])
    row = {
        "id": one.target,
        "name": data["name"],
        "uscc": data.get("uscc"),
        "licence_no": data.get("licence_no", ""),
        "licence_valid_to": data.get("licence_valid_to"),
        "business_type": data["business_type"],
        "business_types": [data["business_type"]],
        "kind": data["kind"],
        "flags": data["flags"],
        "baobao_grade": data["baobao_grade"],
        "risk_level": data.get("risk_level"),
        "state": data.get("state", EntityState.OPEN.value),
        "active_from": data.get("active_from"),
        "geo_region_code": data["region_code"],
        "address": data["address"],
        "changed_at": at,
        **place,
    }
    people = data["contacts"]
    return row, [_contact(next(fresh), one.target, person, place) for person in people]


def _contact(id: str, entity_id: Any, person: dict[str, str], place: dict[str, Any]) -> Any:
    return {
        "id": id,
        "entity_id": entity_id,
        "role": person["role"],
        "name": person["name"],
        "post": person.get("post", ""),
        "phone": person["phone"],
        **place,
    }


def _change(doing: Applying, rows: Sequence[Any]) -> dict[str, dict[str, Any]]:
    """Change what rows say otherwise; gives where their entities lie."""
    kept = whole(doing.session, [UUID(one.target) for one in rows], doing.scope)
    places = {}
    for one in rows:
        before = kept.get(one.target)
        if before is None or (one.name and not _same_place(one, before)):
            raise RegisterMoved(one.number)
        places[one.target] = {key: before[key] for key in PLACE}
        changed = changes_of(before, one.data)
        if changed:
            write_change(doing, one.seq, before, changed)
    return places


def _same_place(one: Any, before: dict[str, Any]) -> bool:
    said = one.data.get("region_code", before["region_code"])
    return bool(said == before["region_code"])


def write_change(
    doing: Applying, seq: int, before: dict[str, Any], changed: dict[str, Any]
) -> None:
    """Change an entity's columns and contacts, and keep how it was."""
    people = changed.pop("contacts", None)
    after = {**before, **typed(changed), "changed_at": doing.at}
    doing.session.execute(
        sa.update(entity)
        .where(entity.c.id == before["id"])
        .values({key: after[key] for key in (*changed, "changed_at")})
    )
    why = doing.reason("grade_changes", seq)
    trace_grade(doing.session, before, after, why, by=doing.by, at=doing.at)
    children = before["contacts"]
    if people is not None:
        place = {key: before[key] for key in PLACE}
        duties = {person["role"] for person in people}
        doing.session.execute(
            sa.delete(contact).where(
                contact.c.entity_id == before["id"], contact.c.role.in_(duties)
            )
        )
        fresh, id = uuid7_texts(len(people)), str(before["id"])
        new = [_contact(*one, place) for one in zip(fresh, repeat(id), people)]
        insert_many(doing.session, contact, new)
        children = [child for child in children if child["role"] not in duties] + new
    doing.journal.note(
        seq,
        "entity",
        str(before["id"]),
        state_of(_ENTITY, before, before["contacts"]),
        state_of(_ENTITY, after, children),
    )


def apply_contacts(doing: Applying, rows: Sequence[Any]) -> None:
    """Take in a piece of the list of 总监 and 安全员: people are added, their numbers renewed."""
    kept = whole(doing.session, {UUID(one.data["entity_id"]) for one in rows}, doing.scope)
    said: dict[str, list[Any]] = {}
    for one in rows:
        said.setdefault(one.data["entity_id"], []).append(one)
    for entity_id, people in said.items():
        before = kept.get(entity_id)
        if before is None:
            raise RegisterMoved(people[0].number)
        duties = {one.data["role"] for one in people}
        now = {(c["role"], c["name"]): c for c in before["contacts"] if c["role"] in duties}
        after = now | {(one.data["role"], one.data["name"]): one.data for one in people}
        wanted = [
            {"role": p["role"], "name": p["name"], "post": p["post"], "phone": p["phone"]}
            for p in after.values()
        ]
        if any(_differs(now.get((p["role"], p["name"])), p) for p in wanted):
            write_change(doing, people[0].seq, before, {"contacts": wanted})


def _differs(now: dict[str, Any] | None, said: dict[str, Any]) -> bool:
    return now is None or any(now[key] != said[key] for key in ("post", "phone"))
