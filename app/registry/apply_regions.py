"""Divisions written, from the top down."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.db import table_of
from app.regions.models import Level, Region
from app.registry.applying import Applying, RegisterMoved
from app.registry.journal import THINGS, state_of

_THING = THINGS["region"]
_region = table_of(Region)
_ABOVE = {Level.CITY: "city_code", Level.COUNTY: "county_code", Level.TOWN: "town_code"}


def apply_regions(doing: Applying, rows: Sequence[Any]) -> None:
    """Take in a piece of the divisions; those of a level stand before those below them."""
    order = list(Level)
    for level in order:
        _of_level(doing, [one for one in rows if one.data["level"] == level])


def _of_level(doing: Applying, rows: Sequence[Any]) -> None:
    codes = {one.data["code"] for one in rows}
    parents = {one.data["parent_code"] for one in rows if one.data["parent_code"]}
    query = sa.select(_region).where(_region.c.code.in_(codes | parents))
    kept = {row.code: dict(row._mapping) for row in doing.session.execute(query)}
    made = []
    for one in rows:
        before = kept.get(one.data["code"])
        if (before is None) != (one.action == "insert"):
            raise RegisterMoved(one.number)
        above = kept.get(one.data["parent_code"] or "")
        if before is None:
            if one.data["parent_code"] and above is None:
                raise RegisterMoved(one.number)
            made.append((one, _row(one.data, above)))
        elif one.action == "update":
            _change(doing, one, before)
    doing.insert(_region, [row for _, row in made])
    for one, row in made:
        doing.journal.note(one.seq, "region", row["code"], None, state_of(_THING, row))


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _row(data: dict[str, Any], above: dict[str, Any] | None) -> dict[str, Any]:
    level = Level(data["level"])
    over = above["path_name"] if above and above["level"] is not Level.PROVINCE else ""
    row = {
        "code": data["code"],
        "level": level,
        "name": data["name"],
        "parent_code": data["parent_code"],
        "path_name": over + data["name"],
        "city_code": above["city_code"] if above else None,
        "county_code": above["county_code"] if above else None,
        "town_code": above["town_code"] if above else None,
        "valid_from": _day(data["valid_from"]),
        "valid_to": _day(data["valid_to"]),
        "successor": data["successor"],
    }
    if level in _ABOVE:
        row[_ABOVE[level]] = data["code"]
    return row


def _change(doing: Applying, one: Any, before: dict[str, Any]) -> None:
    data = one.data
    said: dict[str, Any] = {
        "valid_from": _day(data["valid_from"]),
        "valid_to": _day(data["valid_to"]),
        "successor": data["successor"],
        "name": data["name"],
    }
    said = {key: value for key, value in said.items() if value is not None}
    if data["name"] != before["name"]:
        said["path_name"] = before["path_name"].removesuffix(before["name"]) + data["name"]
    after = {**before, **said}
    doing.session.execute(sa.update(_region).where(_region.c.code == before["code"]).values(said))
    doing.journal.note(
        one.seq, "region", before["code"], state_of(_THING, before), state_of(_THING, after)
    )
