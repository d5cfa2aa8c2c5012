"""反馈单 and the quarterly page: for one cadre, of the ledger as it stands, without any rank."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.assignments.models import Assignment, Due
from app.assignments.rules import period_bounds
from app.clock import end_of_day, shanghai_date, shanghai_minute, start_of_day
from app.documents.form import written_day
from app.documents.kinds import file_of
from app.documents.rendering import plain, render
from app.errors import Malformed, NotFound
from app.inspections.models import Inspection
from app.inspections.standing import stands
from app.ledger.effects import lateness, overdue
from app.ledger.facts import OPEN, SEVERITY_NAMES, STATE_NAMES, Severity, State
from app.ledger.models import Issue
from app.ledger.steps import issue_or_404
from app.regions.models import Unit, UnitKind
from app.regions.scope import EVERYWHERE, Scope, scope_of, set_scope, visible
from app.settings import Settings

_MOST_ROWS = 5
"""So many open issues leave the page a page."""


def feedback_note(
    session: Session, issue_id: UUID, settings: Settings, *, at: datetime
) -> tuple[bytes, str]:
    """问题整改情况反馈单 of an issue within scope, and the file's name."""
    issue = issue_or_404(session, issue_id)
    unit = session.get(Unit, issue.unit_id) if issue.unit_id else None
    told = issue.rectification or {}
    body = {
        "cadre": plain(issue.finder_name),
        "post": plain(issue.finder_post),
        "issue_number": issue.number,
        "entity": plain(issue.entity_name),
        "address": plain(issue.entity_address),
        "found_at": shanghai_minute(issue.found_at),
        "description": plain(issue.description),
        "severity": SEVERITY_NAMES[Severity(issue.severity)],
        "unit": unit.name if unit else "待交办",
        "deadline": written_day(issue.deadline),
        "rectification": plain(str(told.get("text", "")) or "尚未提交整改情况"),
        "state": _state(issue, at),
        "result": _result(issue),
        "office": _office(session, issue.county_code),
        "day": written_day(shanghai_date(at)),
    }
    return _file(settings, "feedback.docx", body), f"反馈单 {issue.number}.docx"


def quarterly_page(
    session: Session,
    cadre_id: UUID,
    quarter: str,
    settings: Settings,
    *,
    by: User,
    at: datetime,
) -> tuple[bytes, str]:
    """One cadre's quarter, and the file's name; for himself, his assistant, and offices above.

    The same figures whoever asks: they are all of this cadre's, in whatever place they lie.
    """
    try:
        first, last = period_bounds(quarter)
    except ValueError as error:
        raise Malformed("季度写成 2026Q4 这样。") from error
    cadre = _cadre(session, cadre_id, by)
    asked_in = scope_of(session)
    set_scope(session, EVERYWHERE)
    try:
        body = _quarter(session, cadre, quarter, first, last, at)
    finally:
        set_scope(session, asked_in)
    return _file(settings, "quarterly.docx", body), f"季度情况 {cadre.name} {quarter}.docx"


def _quarter(
    session: Session, cadre: Account, quarter: str, first: date, last: date, at: datetime
) -> dict[str, Any]:
    entities = sa.select(col(Assignment.entity_id)).where(
        col(Assignment.cadre_id) == cadre.id, col(Assignment.valid_to).is_(None)
    )
    visited = sa.and_(
        col(Inspection.cadre_id) == cadre.id,
        col(Inspection.period) == quarter,
        col(Inspection.outcome) == "done",
        stands(),
    )
    owed = sa.and_(
        col(Due.period) == quarter,
        col(Due.entity_id).in_(entities),
        col(Due.dropped_at).is_(None),
    )
    own = select(Issue).where(Issue.finder_id == cadre.id, Issue.state != State.VOIDED)
    found = session.exec(
        own.where(
            Issue.found_at >= start_of_day(first),
            Issue.found_at < end_of_day(last),
        )
    ).all()
    still = [issue for issue in found if issue.state in OPEN]
    earlier = own.where(
        col(Issue.state).in_(sorted(OPEN)), Issue.found_at < start_of_day(first)
    ).order_by(col(Issue.deadline))
    left = session.exec(earlier).all()
    named = sorted([*left, *still], key=lambda issue: (issue.deadline, issue.number))
    more = len(named) - _MOST_ROWS
    return {
        "quarter": f"{quarter[:4]}年第{'一二三四'[int(quarter[-1]) - 1]}季度",
        "cadre": plain(cadre.name),
        "post": plain(cadre.post),
        "day": written_day(shanghai_date(at)),
        "entities": _count(session, entities),
        "due": _count(session, sa.select(col(Due.id)).where(owed)),
        "done": _count(session, sa.select(col(Inspection.id)).where(visited)),
        "found": len(found),
        "closed": sum(issue.state is State.CLOSED for issue in found),
        "open": len(still),
        "overdue": sum(overdue(issue, at) for issue in still),
        "listed": sum(issue.listed for issue in still),
        "earlier": len(left),
        "rows": [_row(issue, at) for issue in named[:_MOST_ROWS]],
        "more": f"（最早到期的 {_MOST_ROWS} 条，另有 {more} 条见台账）" if more > 0 else "",
        "office": _office(session, cadre.county_code or cadre.region_code),
    }


def _row(issue: Issue, at: datetime) -> dict[str, str]:
    return {
        "number": issue.number,
        "what": f"{plain(issue.entity_name)}：{plain(issue.description)[:30]}",
        "deadline": f"{issue.deadline.month}月{issue.deadline.day}日",
        "state": _state(issue, at),
    }


def _cadre(session: Session, cadre_id: UUID, by: User) -> Account:
    """The cadre, for whom he may be told of.  Raises NotFound."""
    found = session.get(Account, cadre_id)
    if found is None or found.role is not Role.CADRE or not _may_read(session, found, by):
        raise NotFound("没有这位包保干部，或不在权限范围内。")
    return found


def _may_read(session: Session, cadre: Account, by: User) -> bool:
    if cadre.id in (by.id, by.assists_id):
        return True
    if by.role is not Role.OFFICE:
        return False
    within = visible(Account, Scope(level=by.level, region_code=by.region_code))
    query = sa.select(col(Account.id)).where(col(Account.id) == cadre.id, within)
    return session.execute(query).first() is not None


def _state(issue: Issue, at: datetime) -> str:
    said = (STATE_NAMES[issue.state], lateness(issue, at), "挂牌督办" if issue.listed else "")
    return "，".join(word for word in said if word)


def _result(issue: Issue) -> str:
    if issue.state is State.CLOSED and issue.closed_at is not None:
        return f"{written_day(shanghai_date(issue.closed_at))}复核通过，准予销号。"
    if issue.state in OPEN:
        return "正在督促整改，结果另行反馈。"
    return f"{STATE_NAMES[issue.state]}。"


def _office(session: Session, region_code: str) -> str:
    here = select(Unit).where(Unit.kind == UnitKind.OFFICE, Unit.region_code == region_code)
    found = session.exec(here.order_by(col(Unit.name))).first()
    return found.name if found else "食品安全委员会办公室"


def _count(session: Session, ids: Any) -> int:
    counted = sa.select(sa.func.count()).select_from(ids.subquery())
    return int(session.execute(counted).scalar_one())


def _file(settings: Settings, name: str, body: dict[str, Any]) -> bytes:
    return render(file_of(settings, name).read_bytes(), name, body)
