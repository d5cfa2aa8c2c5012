"""What we know of a visited entity before its visit is taken: place, facts, earlier issues."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.guards import User
from app.accounts.models import Account
from app.accounts.standing_in import stands_for
from app.assignments.models import Assignment
from app.checklists.profile import Profile
from app.db import table_of
from app.entities.models import Entity, EntityState
from app.errors import NotFound
from app.inspections.profiles import PRIOR, counts_as_prior, profile_of
from app.ledger.findings import EntitySnapshot
from app.ledger.models import Issue
from app.plain import Plain

_account = table_of(Account)
_entity, _assignment, _issue = table_of(Entity), table_of(Assignment), table_of(Issue)

_ANSWERING = (
    sa.select(
        *(
            _entity.c[name]
            for name in (
                "id",
                "name",
                "address",
                "baobao_grade",
                "kind",
                "business_type",
                "business_types",
                "flags",
                "risk_level",
                "state",
                "region_code",
                "city_code",
                "county_code",
                "town_code",
            )
        ),
        _assignment.c.level,
    )
    .join(_assignment, _assignment.c.entity_id == _entity.c.id)
    .where(
        _entity.c.id == sa.bindparam("entity_id"),
        _assignment.c.cadre_id == sa.bindparam("cadre_id"),
    )
)
_RESPONSIBLE = Plain(_ANSWERING.where(_assignment.c.valid_to.is_(None)))
_RESPONSIBLE_THEN = Plain(
    _ANSWERING.where(
        _assignment.c.valid_from <= sa.bindparam("day"),
        sa.or_(_assignment.c.valid_to.is_(None), _assignment.c.valid_to >= sa.bindparam("day")),
    )
    .order_by(_assignment.c.valid_from.desc())
    .limit(1)
)
_PRIORS = Plain(
    sa.select(*(_issue.c[name] for name in ("id", "item_code", "closed_at", "inspection_id")))
    .where(
        _issue.c.entity_id == sa.bindparam("entity_id"),
        sa.or_(_issue.c.closed_at.is_(None), _issue.c.closed_at > sa.bindparam("since")),
        _issue.c.state != "voided",
    )
    .order_by(_issue.c.found_at.desc())
    .limit(1000)
)


@dataclass(frozen=True)
class Prior:
    """An issue found earlier at this entity: still open, or closed within twelve months."""

    id: UUID
    item_code: str | None
    closed_at: datetime | None
    inspection_id: UUID | None


@dataclass(frozen=True)
class Absent:
    """The cadre whom a visitor stood in for."""

    id: UUID
    name: str
    post: str


@dataclass(frozen=True)
class Visited:
    """An entity as the register and the ledger have it when its visit arrives."""

    snapshot: EntitySnapshot
    business_types: frozenset[str]
    risk_level: str | None
    state: EntityState
    stands_for: Absent | None
    """Whom the visitor stands in for: the cadre who answers for the entity."""
    level: str
    """Level of the assignment the visit is made under."""
    profile: Profile
    priors: list[Prior]


def visited(
    session: Session, entity_id: UUID, by: User, at: datetime, *, on: date | None = None
) -> Visited:
    """The entity, if `by` answers for it now, or did on a day, himself or as a stand-in.

    Raises NotFound.

    The condition is the one a cadre's session is narrowed by (`regions/scope.py`), put into a
    plain statement: this is the hot path.
    """
    row, answering = _answering(session, entity_id, by, on)
    if row is None:
        raise NotFound(
            "这家现在不在你的包保名单里，没有提交。记录仍在手机上，请联系街道食药安办调整匹配。"
        )
    since = at - PRIOR
    found = _PRIORS.rows(session, {"entity_id": entity_id, "since": since})
    priors = [Prior(*prior) for prior in found]
    return Visited(
        snapshot=EntitySnapshot(
            id=row.id,
            name=row.name,
            address=row.address,
            grade=row.baobao_grade,
            kind=row.kind,
            business_type=row.business_type,
            region_code=row.region_code,
            city_code=row.city_code,
            county_code=row.county_code,
            town_code=row.town_code,
        ),
        business_types=frozenset([row.business_type, *row.business_types]),
        risk_level=row.risk_level,
        state=EntityState(row.state),
        stands_for=None if answering == by.id else _absent(session, answering),
        level=str(row.level),
        profile=profile_of(
            row.flags,
            row.kind,
            row.baobao_grade,
            str(row.level),
            has_prior_issues=counts_as_prior((prior.closed_at for prior in priors), at),
        ),
        priors=priors,
    )


def _answering(session: Session, entity_id: UUID, by: User, on: date | None) -> tuple[Any, UUID]:
    """The entity under who answers for it: `by` himself, else one whom he stands in for."""
    absent = by.stands_for if on is None else stands_for(session, by.id, on)
    for cadre_id in (by.id, *absent):
        who = {"entity_id": entity_id, "cadre_id": cadre_id}
        if on is None:
            row = _RESPONSIBLE.first(session, who)
        else:
            row = _RESPONSIBLE_THEN.first(session, {**who, "day": on})
        if row is not None:
            return row, cadre_id
    return None, by.id


def _absent(session: Session, cadre_id: UUID) -> Absent:
    named = sa.select(_account.c.name, _account.c.post).where(_account.c.id == cadre_id)
    found = session.execute(named).one()
    return Absent(cadre_id, found.name, found.post)


@dataclass(frozen=True)
class Returned:
    """An earlier issue as the ledger words it, to be opened again in the same words."""

    id: UUID
    item_code: str | None
    item_text: str
    severity: str
    basis: list[dict[str, Any]]
    requirement: str


def returned(session: Session, ids: list[UUID]) -> dict[UUID, Returned]:
    """The wording of issues that were found to have come back."""
    if not ids:
        return {}
    wording = sa.select(*(_issue.c[field.name] for field in fields(Returned)))
    rows = session.execute(wording.where(_issue.c.id.in_(ids)))
    return {row.id: Returned(*row) for row in rows}
