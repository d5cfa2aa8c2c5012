"""The board's left side: firms without a cadre, with one, and those whose relation is wrong."""

from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.assignments.duties import NO_DUTY, duties_of
from app.assignments.models import Assignment
from app.assignments.rules import LEVEL_OF_GRADE
from app.db import table_of
from app.entities.models import Entity
from app.matching.faults import GONE, LEVEL, OVER, PLACE
from app.matching.loads import loads_now
from app.matching.models import MatchLine
from app.matching.own import in_force
from app.matching.place import grades_of, place_of
from app.matching.reading import COVERED, accounts_by_id
from app.matching.wire import Board, BoardCounts, BoardDraft, BoardPerson, BoardRow
from app.regions.models import Region
from app.regions.scope import scope_of, visible
from app.settings import Settings

Tab = Literal["open", "matched", "adjust"]
_entity = table_of(Entity)
_relation = table_of(Assignment).alias("relation")
_cadre = table_of(Account).alias("cadre")
_region = table_of(Region)
_line = table_of(MatchLine)
_given = table_of(Account).alias("given")
_TERRITORY = sa.case(
    (_entity.c.baobao_grade == "A", _entity.c.city_code),
    (_entity.c.baobao_grade == "B", _entity.c.county_code),
    (_entity.c.baobao_grade == "C", _entity.c.town_code),
    else_=_entity.c.region_code,
)
_LEVEL = sa.case(LEVEL_OF_GRADE, value=_entity.c.baobao_grade)


def board(
    session: Session,
    settings: Settings,
    *,
    by: User,
    region: str | None,
    tab: Tab,
    grade: str | None,
    q: str,
    draft: UUID | None,
    offset: int,
    limit: int,
) -> Board:
    """A page of one tab, and how many firms stand under each."""
    place = place_of(session, region, by)
    wanted = [
        visible(Entity, scope_of(session)),
        _entity.c.state.in_(COVERED),
        _entity.c.baobao_grade.in_([grade] if grade in grades_of(by) else grades_of(by)),
    ]
    if place.level != "province":
        codes = ("region_code", "town_code", "county_code", "city_code")
        wanted.append(sa.or_(*(_entity.c[code] == place.code for code in codes)))
    if q := q.strip():
        names = ("name", "address", "kind")
        wanted.append(sa.or_(*(_entity.c[name].icontains(q, autoescape=True) for name in names)))
    tables = _entity.outerjoin(
        _relation, (_relation.c.entity_id == _entity.c.id) & _relation.c.valid_to.is_(None)
    ).outerjoin(_cadre, _cadre.c.id == _relation.c.cadre_id)
    fault = _fault(_over(session, tables, wanted, settings))
    counts = _counts(session, tables, wanted, fault)
    rows = _rows(session, tables, [*wanted, _under(tab, fault)], fault, draft, offset, limit)
    return Board(items=rows, total=getattr(counts, tab), counts=counts)


def _fault(over: list[UUID]) -> sa.ColumnElement[str]:
    """As `faults.fault_of` says, and who is beyond his hard cap."""
    return sa.case(
        (_relation.c.id.is_(None), ""),
        (_cadre.c.disabled_at.is_not(None) | (_cadre.c.role != Role.CADRE), GONE),
        ((_relation.c.level != _LEVEL) | (_cadre.c.level != _LEVEL), LEVEL),
        (_cadre.c.region_code != _TERRITORY, PLACE),
        (_relation.c.cadre_id.in_(over), OVER),
        else_="",
    )


def _under(tab: Tab, fault: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    held = _relation.c.id.is_not(None)
    return {"open": ~held, "matched": held & (fault == ""), "adjust": held & (fault != "")}[tab]


def _over(
    session: Session, tables: sa.FromClause, wanted: list[Any], settings: Settings
) -> list[UUID]:
    query = sa.select(_relation.c.cadre_id).select_from(tables).where(*wanted).distinct()
    ids = [id for (id,) in session.execute(query) if id is not None]
    accounts, duties = accounts_by_id(session, ids), duties_of(session, ids)
    loads, caps = loads_now(session, ids), in_force(settings).caps
    over = []
    for id, account in accounts.items():
        cap = caps.of(account.level, duties.get(id, NO_DUTY).cap)
        if cap.hard and loads[id] > cap.limit:
            over.append(id)
    return over


def _counts(
    session: Session, tables: sa.FromClause, wanted: list[Any], fault: sa.ColumnElement[str]
) -> BoardCounts:
    def number(tab: Tab) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((_under(tab, fault), 1), else_=0)), 0)

    query = sa.select(number("open"), number("matched"), number("adjust")).select_from(tables)
    opened, matched, adjust = session.execute(query.where(*wanted)).one()
    return BoardCounts(open=opened, matched=matched, adjust=adjust)


def _rows(
    session: Session,
    tables: sa.Join,
    wanted: list[Any],
    fault: sa.ColumnElement[str],
    draft: UUID | None,
    offset: int,
    limit: int,
) -> list[BoardRow]:
    joined = (
        tables.join(_region, _region.c.code == _entity.c.region_code)
        .outerjoin(_line, (_line.c.entity_id == _entity.c.id) & (_line.c.proposal_id == draft))
        .outerjoin(_given, _given.c.id == _line.c.cadre_id)
    )
    names = ("id", "name", "kind", "business_type", "baobao_grade")
    query = (
        sa.select(
            *(_entity.c[name] for name in names),
            _region.c.name.label("place"),
            *(_cadre.c[name].label(f"cadre_{name}") for name in ("id", "name", "post")),
            *(_given.c[name].label(f"given_{name}") for name in ("id", "name")),
            fault.label("fault"),
        )
        .select_from(joined)
        .where(*wanted)
        .order_by(_entity.c.baobao_grade, _entity.c.region_code, _entity.c.name, _entity.c.id)
    )
    return [_shown(row) for row in session.execute(query.offset(offset).limit(limit))]


def _shown(row: Any) -> BoardRow:
    held = None
    if row.cadre_id is not None:
        held = BoardPerson(id=row.cadre_id, name=row.cadre_name, post=row.cadre_post)
    return BoardRow(
        id=row.id,
        name=row.name,
        kind=row.kind,
        business_type=row.business_type,
        grade=row.baobao_grade,
        place=row.place,
        cadre=held,
        fault=row.fault,
        draft=BoardDraft(cadre_id=row.given_id, name=row.given_name) if row.given_id else None,
    )
