"""A frozen quarter as an office reads it: by division, with what was handed in late apart."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import Session, col

from app.assignments.models import Due
from app.assignments.rules import period_bounds
from app.assignments.snapshots import QuarterFreeze, QuarterSnapshot
from app.clock import end_of_day
from app.errors import Malformed, NotFound
from app.regions.models import Level, Region
from app.regions.scope import scope_of
from app.regions.tree import inside

_BELOW = {
    Level.PROVINCE: "city_code",
    Level.CITY: "county_code",
    Level.COUNTY: "town_code",
    Level.TOWN: "region_code",
}


class QuarterOf(BaseModel):
    """One division's part of a frozen quarter."""

    code: str
    name: str
    entities: int
    vacant: int
    owed: int
    done: int
    late: int
    """补录: settled after the quarter had ended; not part of `done`."""
    opens: bool
    """Whether it can be asked for by itself."""


class QuarterShown(BaseModel):
    """A frozen quarter: a division, and each below it; the parts add up to the whole."""

    period: str
    frozen_at: datetime
    whole: QuarterOf
    parts: list[QuarterOf]


class FrozenShown(BaseModel):
    """A quarter that has been frozen."""

    period: str
    frozen_at: datetime


def frozen_quarters(session: Session) -> list[FrozenShown]:
    """The quarters frozen so far, the latest first."""
    query = sa.select(QuarterFreeze).order_by(col(QuarterFreeze.period).desc())
    return [
        FrozenShown(period=one.period, frozen_at=one.frozen_at)
        for one in session.execute(query).scalars()
    ]


def quarter(session: Session, period: str, region_code: str) -> QuarterShown:
    """A frozen quarter of a division within scope.  Raises NotFound, Malformed."""
    frozen = session.get(QuarterFreeze, period)
    if frozen is None:
        raise NotFound(f"{period} 还没有固定。季度结束后会自动固定，请到时再看。")
    found = sa.select(Region).where(col(Region.code) == region_code, inside(scope_of(session)))
    region = session.execute(found).scalar_one_or_none()
    if region is None:
        raise NotFound("没有这个区划，或不在本级范围内。")
    if region.level not in _BELOW:
        detail = "请选择乡镇（街道）以上的区划。"
        raise Malformed(detail, errors=[{"pointer": "/region", "detail": detail}])
    below = _BELOW[Level(region.level)]
    counts = _counts(session, period, region, below)
    names = dict(
        session.execute(
            sa.select(col(Region.code), col(Region.name)).where(col(Region.code).in_(counts))
        ).all()
    )
    opens = below != "region_code"
    parts = [
        QuarterOf(code=code, name=names.get(code, code), opens=opens, **counts[code])
        for code in sorted(counts)
    ]
    sums = {
        name: sum(part[name] for part in counts.values())
        for name in ("entities", "vacant", "owed", "done", "late")
    }
    whole = QuarterOf(code=region.code, name=region.name, opens=True, **sums)
    return QuarterShown(period=period, frozen_at=frozen.frozen_at, whole=whole, parts=parts)


def _counts(session: Session, period: str, region: Region, below: str) -> dict[str, dict[str, int]]:
    place = col(getattr(QuarterSnapshot, below))
    query = (
        sa.select(
            place,
            sa.func.count(),
            sa.func.count(sa.case((col(QuarterSnapshot.cadre_id).is_(None), 1))),
            sa.func.sum(col(QuarterSnapshot.owed)),
            sa.func.sum(col(QuarterSnapshot.done)),
        )
        .where(col(QuarterSnapshot.period) == period, inside_of(QuarterSnapshot, region))
        .group_by(place)
    )
    counts = {
        row[0]: {"entities": row[1], "vacant": row[2], "owed": row[3], "done": row[4], "late": 0}
        for row in session.execute(query)
    }
    for code, late in late_by(session, period, region, below):
        if code in counts:
            counts[code]["late"] = late
    return counts


def late_by(session: Session, period: str, region: Region, by: str) -> list[tuple[Any, int]]:
    """补录 of a quarter in a division: visits settled after its end, by a column of theirs."""
    first, last = period_bounds(period)
    column = col(getattr(Due, by))
    query = (
        sa.select(column, sa.func.count())
        .where(
            col(Due.due_by).between(first, last),
            col(Due.done_at) >= end_of_day(last),
            inside_of(Due, region),
        )
        .group_by(column)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def inside_of(table: type[QuarterSnapshot] | type[Due], region: Region) -> sa.ColumnElement[bool]:
    """The condition under which a row lies in a division above the villages."""
    names = {Level.CITY: "city_code", Level.COUNTY: "county_code", Level.TOWN: "town_code"}
    if region.level is Level.PROVINCE:
        return sa.true()
    condition: sa.ColumnElement[bool] = (
        col(getattr(table, names[Level(region.level)])) == region.code
    )
    return condition
