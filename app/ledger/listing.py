"""The ledger as a list: filters that combine, keyset pages, counts that stop at a thousand."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from app.clock import shanghai_date
from app.errors import Malformed
from app.ledger.facts import OPEN, Severity, State
from app.ledger.models import Issue
from app.ledger.rows import LINE_COLUMNS, rows_many
from app.ledger.wire import IssueCounts, IssuePage
from app.regions.models import Level, Region

CAP = 1000
_LEVEL_COLUMNS = {
    Level.CITY: Issue.city_code,
    Level.COUNTY: Issue.county_code,
    Level.TOWN: Issue.town_code,
    Level.VILLAGE: Issue.region_code,
}


@dataclass(frozen=True)
class IssueFilter:
    """What is looked for; None means any. `state` is a comma list, `open` standing for its four."""

    state: str | None = None
    overdue: bool | None = None
    severity: str | None = None
    region: str | None = None
    unit: UUID | None = None
    listed: bool | None = None
    entity: UUID | None = None
    q: str | None = None


def page(
    session: Session, wanted: IssueFilter, *, cursor: str | None, limit: int, at: datetime
) -> IssuePage:
    """One page, newest finding first."""
    conditions = _conditions(session, wanted, at)
    query = sa.select(*LINE_COLUMNS).where(*conditions)
    if cursor is not None:
        found_at, last = _read_cursor(cursor)
        query = query.where(
            (col(Issue.found_at) < found_at)
            | ((col(Issue.found_at) == found_at) & (col(Issue.id) < last))
        )
    ordered = query.order_by(col(Issue.found_at).desc(), col(Issue.id).desc()).limit(limit + 1)
    # Rows with the fields of an Issue that a line reads.
    found: Sequence[Any] = session.execute(ordered).all()
    shown = found[:limit]
    return IssuePage(
        items=rows_many(session, shown, at),
        next=_cursor(shown) if len(found) > limit else None,
        total=_count(session, conditions) if cursor is None else None,
    )


def counts(session: Session, wanted: IssueFilter, at: datetime) -> IssueCounts:
    """How many there are of each kind, within the filter."""
    base = _conditions(session, wanted, at)

    def among(*more: ColumnElement[bool]) -> int:
        return _count(session, [*base, *more])

    return IssueCounts(
        open=among(_is_open()),
        reviewing=among(col(Issue.state) == State.REVIEWING),
        overdue=among(_is_overdue(at)),
        listed=among(col(Issue.listed).is_(True)),
        all=among(),
    )


def _count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    some = sa.select(col(Issue.id)).where(*conditions).limit(CAP).subquery()
    return int(session.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())


def _conditions(session: Session, wanted: IssueFilter, at: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state:
        found.append(_in_states(wanted.state))
    if wanted.overdue is not None:
        late = _is_overdue(at)
        found.append(late if wanted.overdue else sa.not_(late))
    if wanted.severity:
        found.append(_among(Issue.severity, wanted.severity, Severity, "severity"))
    if wanted.region:
        found.append(_in_region(session, wanted.region))
    if wanted.unit is not None:
        found.append(col(Issue.unit_id) == wanted.unit)
    if wanted.listed is not None:
        found.append(col(Issue.listed).is_(wanted.listed))
    if wanted.entity is not None:
        found.append(col(Issue.entity_id) == wanted.entity)
    if words := (wanted.q or "").split():
        found += [_contains(word) for word in words]
    return found


def _is_open() -> ColumnElement[bool]:
    # As literals, in the order in which the partial indexes name them: else they do not serve.
    return sa.type_coerce(col(Issue.state), sa.String).in_(
        [sa.literal_column(f"'{state.value}'") for state in State if state in OPEN]
    )


def _is_overdue(at: datetime) -> ColumnElement[bool]:
    """The same rule as `deadlines.is_overdue`, for the database."""
    by_instant = col(Issue.deadline_at).is_not(None) & (col(Issue.deadline_at) < at)
    by_day = col(Issue.deadline_at).is_(None) & (col(Issue.deadline) < shanghai_date(at))
    standing = col(Issue.paused_since).is_not(None) & (
        col(Issue.paused_since) <= col(Issue.deadline)
    )
    return sa.and_(_is_open(), sa.or_(by_instant, by_day), sa.not_(standing))


def _in_states(text: str) -> ColumnElement[bool]:
    if text == "open":
        return _is_open()
    names = [n for name in text.split(",") for n in (OPEN if name == "open" else (name,))]
    return _among(Issue.state, ",".join(names), State, "state")


def _among(
    column: Any, text: str, kind: type[State] | type[Severity], name: str
) -> ColumnElement[bool]:
    try:
        words = sorted({kind(word) for word in text.split(",")})
    except ValueError:
        errors = [{"pointer": f"/{name}", "detail": f"没有这种取值：{text}"}]
        raise Malformed("筛选条件不对，请清除筛选后重试。", errors=errors) from None
    return col(column).in_(words)


def _in_region(session: Session, code: str) -> ColumnElement[bool]:
    region = session.get(Region, code)
    if region is None:
        return sa.false()
    column = _LEVEL_COLUMNS.get(region.level)
    return sa.true() if column is None else col(column).in_([code])


def _contains(word: str) -> ColumnElement[bool]:
    like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    columns = (Issue.entity_name, Issue.description, Issue.item_text, Issue.number)
    return sa.or_(*(col(column).like(like, escape="\\") for column in columns))


def _cursor(shown: Sequence[Issue]) -> str:
    last = shown[-1]
    return base64.urlsafe_b64encode(f"{last.found_at.isoformat()} {last.id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        found_at, _, last = base64.urlsafe_b64decode(cursor).decode().partition(" ")
        instant = datetime.fromisoformat(found_at)
        if instant.tzinfo is None:
            raise ValueError(cursor)
        return instant, UUID(last)
    except (ValueError, binascii.Error):
        raise Malformed("翻页位置不对，请从第一页重新打开。") from None
