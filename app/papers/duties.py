"""责任清单: who covered whom on a day, in the order of place, cadre and enterprise.

Whom nobody covers stands first.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, or_

from app.accounts.models import Account
from app.assignments.models import Assignment
from app.assignments.rules import LEVEL_OF_GRADE
from app.clock import start_of_day
from app.entities.models import BUSINESS_TYPES, Entity, EntityContact
from app.errors import Conflict
from app.notices.facts import COVERED_BY
from app.notices.resolving import GONE
from app.papers.firm import FIRM, Firm, within
from app.papers.sheet import Sheet, Table
from app.papers.uncovered import NEVER, VACANT, Uncovered, uncovered
from app.regions.models import Level, Region

MOST = {"pdf": 3_000, "docx": 1_000, "xlsx": 50_000}
"""Lines that a file of each kind holds without keeping anybody waiting for minutes."""
COLUMNS = (
    ("序号", 5), ("包保干部", 9), ("职务", 18), ("包保层级", 14), ("主体名称", 26), ("级别", 5),
    ("业态", 9), ("地址", 26), ("联系人", 9),
)  # fmt: skip


class TooLong(Conflict, slug="list-too-long"):
    """The list has more lines than such a file holds."""


class Duty(Firm):
    """One enterprise and who covers it."""

    cadre_id: UUID
    cadre_name: str
    cadre_post: str
    level: Level
    vacant: bool
    """空缺: the cadre's account was switched off by that day, and nobody has followed him."""


def duties(
    session: Session,
    on: date,
    *,
    region: str | None = None,
    cadres: list[UUID] | None = None,
    most: int,
) -> list[Duty]:
    """Who covered whom on a day, within the session's scope."""
    switched_off = sa.and_(
        col(Account.disabled_at).is_not(None),
        col(Account.disabled_at) < start_of_day(on + timedelta(days=1)),
    )
    query = (
        sa.select(
            *FIRM,
            col(Account.id),
            col(Account.name),
            col(Account.post),
            col(Assignment.level),
            switched_off,
        )
        .join(Entity, col(Entity.id) == col(Assignment.entity_id))
        .join(Account, col(Account.id) == col(Assignment.cadre_id))
        .where(
            col(Assignment.valid_from) <= on,
            or_(col(Assignment.valid_to).is_(None), col(Assignment.valid_to) > on),
            col(Entity.state).not_in(sorted(GONE)),
        )
        .order_by(col(Entity.region_code), col(Account.name), col(Account.id), col(Entity.name))
        .order_by(col(Entity.id))
    )
    if region is not None:
        query = query.where(within(region))
    if cadres is not None:
        query = query.where(col(Assignment.cadre_id).in_(cadres))
    names = list(Duty.model_fields)
    found = session.execute(query.limit(most)).all()
    return [Duty(**dict(zip(names, row, strict=True))) for row in found]


def duty_sheet(
    session: Session, on: date, kind: str, *, region: str | None, cadre: UUID | None
) -> Sheet:
    """The list as a paper.  Raises TooLong."""
    most = MOST[kind]
    cadres = None if cadre is None else [cadre]
    bare = [] if cadres else uncovered(session, on, region=region, most=most + 1)
    rows = duties(session, on, region=region, cadres=cadres, most=most + 1)
    every: list[Uncovered | Duty] = [*bare, *rows]
    if len(every) > most:
        how = "请按镇街分别下载" if kind == "xlsx" else "请选镇街或干部，或下载 Excel"
        raise TooLong(f"这份清单超过 {most} 家，{how}。")
    contacts = _contacts(session, [row.entity_id for row in every])
    place = session.get(Region, region) if region else None
    where = place.path_name if place else (rows[0].cadre_name if cadre and rows else "本辖区")
    lines = [f"范围：{where}", f"截至：{on:%Y年%m月%d日}", f"共 {len(every)} 家"]
    never, empty = sum(not one.before for one in bare), sum(one.before for one in bare)
    empty += sum(row.vacant for row in rows)
    lines += [f"{NEVER} {never} 家"] if never else []
    lines += [f"{VACANT} {empty} 家"] if empty else []
    cells = [_cells(n, row, contacts) for n, row in enumerate(every, start=1)]
    return Sheet("食品安全包保责任清单", lines, [Table(COLUMNS, cells)], landscape=True)


def _cells(n: int, row: Duty | Uncovered, contacts: dict[UUID, str]) -> list[str]:
    return [
        str(n), *_who(row), row.entity_name, f"{row.grade}级",
        BUSINESS_TYPES.get(row.business_type, ""), row.address, contacts.get(row.entity_id, ""),
    ]  # fmt: skip


def _who(row: Duty | Uncovered) -> tuple[str, str, str]:
    """Name, post and level of who covers it; where nobody does, the level that its grade asks."""
    if isinstance(row, Uncovered):
        level = Level(LEVEL_OF_GRADE[row.grade])
        return row.said, "", f"应由{COVERED_BY[level]}"
    covered = COVERED_BY.get(row.level, "")
    return (VACANT, "", covered) if row.vacant else (row.cadre_name, row.cadre_post, covered)


_NEAREST = {"owner": 2, "officer": 1, "director": 0}


def _contacts(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    """Whom to ask for at each: the owner, else the 安全员, else the 总监; by name alone."""
    found: dict[UUID, tuple[int, str]] = {}
    for start in range(0, len(ids), 500):
        query = sa.select(
            col(EntityContact.entity_id), col(EntityContact.role), col(EntityContact.name)
        ).where(col(EntityContact.entity_id).in_(ids[start : start + 500]))
        for entity_id, role, name in session.execute(query.order_by(col(EntityContact.id))):
            known: Any = found.get(entity_id, (-1, ""))
            if _NEAREST.get(role, -1) > known[0]:
                found[entity_id] = (_NEAREST[role], name)
    return {entity_id: name for entity_id, (_, name) in found.items()}
