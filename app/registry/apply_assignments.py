"""Who answers for whom, written: whoever did before does so no longer."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.ids import uuid7_texts
from app.registry.applying import Applying, RegisterMoved
from app.registry.bulk import among
from app.registry.journal import THINGS, state_of
from app.registry.known_entities import whole
from app.registry.responsible import assignment

_THING = THINGS["assignment"]
_PLACE = ("region_code", "city_code", "county_code", "town_code")


def apply_assignments(doing: Applying, rows: Sequence[Any]) -> None:
    """Take in a piece of the list of who answers for whom."""
    kept = whole(doing.session, {UUID(one.data["entity_id"]) for one in rows}, doing.scope)
    for one in rows:
        if one.data["entity_id"] not in kept:
            raise RegisterMoved(one.number)
    places = {id: {key: row[key] for key in _PLACE} for id, row in kept.items()}
    assign_all(doing, rows, places, places)


def assign_all(
    doing: Applying,
    rows: Sequence[Any],
    places: Mapping[str, dict[str, Any]],
    known: Container[str],
) -> None:
    """Make the cadres that rows name responsible, where they are not so already.

    Nobody is as yet for an entity that is not `known`: this batch brings it.
    """
    wanted = {one.data.get("entity_id", one.target): one for one in rows}
    now = _current(doing, [UUID(id) for id in wanted if id in known])
    fresh = iter(uuid7_texts(len(wanted)))
    ended, made, at = [], [], doing.at.isoformat()
    for entity_id, one in wanted.items():
        cadre, before = one.data["cadre"], now.get(entity_id)
        if before and (str(before["cadre_id"]), before["level"]) == (cadre["id"], cadre["level"]):
            continue
        on = one.data.get("valid_from")
        first = date.fromisoformat(on) if on else doing.on
        if before:
            ended.append((one.seq, before, {**before, "valid_to": first, "changed_at": doing.at}))
        row = {
            "id": next(fresh),
            "entity_id": entity_id,
            "cadre_id": cadre["id"],
            "level": cadre["level"],
            "valid_from": first.isoformat(),
            "valid_to": None,
            "changed_at": at,
            **places[entity_id],
        }
        made.append((one.seq, row))
    if ended:
        doing.session.execute(
            sa.update(assignment).where(assignment.c.id == sa.bindparam("was")),
            [
                {
                    "was": after["id"],
                    "valid_to": after["valid_to"],
                    "changed_at": after["changed_at"],
                }
                for _, _, after in ended
            ],
        )
    doing.insert(assignment, [row for _, row in made])
    for seq, before, after in ended:
        doing.journal.note(
            seq, "assignment", str(after["id"]), state_of(_THING, before), state_of(_THING, after)
        )
    for seq, row in made:
        doing.journal.note(seq, "assignment", row["id"], None, state_of(_THING, row))


def _current(doing: Applying, ids: list[UUID]) -> dict[str, dict[str, Any]]:
    if not ids:
        return {}
    query = sa.select(assignment).where(
        among(doing.session, assignment.c.entity_id, ids), assignment.c.valid_to.is_(None)
    )
    rows = doing.session.execute(query.with_for_update()).all()
    return {str(row.entity_id): dict(row._mapping) for row in rows}
