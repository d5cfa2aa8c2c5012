"""Deadlines counted before a year was published are counted again, never to an earlier day."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from app.clock import shanghai_date
from app.db import begin_write
from app.ledger.calendars import get_calendar
from app.ledger.deadlines import Due, WorkCalendar, due, extended, resumed
from app.ledger.events import By, Step
from app.ledger.facts import OPEN, Move
from app.ledger.models import Issue, IssueEvent
from app.ledger.steps import take_step

BATCH = 200
RECOUNT = "recount"
_BY = By(None, "系统", "工作日历更新", "system")


def retold(issue: Issue, events: Sequence[IssueEvent], calendar: WorkCalendar) -> Due:
    """An issue's deadline as `calendar` has it: its events told again from the first.

    What was told at each step stands: no step gives an earlier day than it gave then.
    """
    until = _at_least(
        issue.original_deadline,
        due(
            issue.found_at,
            issue.deadline_value,
            issue.deadline_unit,
            issue.received_at,
            calendar,
        ),
    )
    asked, paused, sure = 0, None, not until.provisional
    for event in events:
        step = None
        if event.move == Move.REQUEST_EXTENSION:
            asked = event.evidence["days"]
        elif event.move == Move.GRANT_EXTENSION:
            step = extended(until.day, asked, issue.deadline_unit, calendar)
        elif event.move == Move.PAUSE:
            paused = shanghai_date(event.at)
        elif paused is not None and event.move in (Move.RESUME, Move.SUBMIT):
            on = shanghai_date(event.at)
            step = resumed(until.day, paused, on, issue.deadline_unit, calendar)
            paused = None
        elif event.move == Move.REOPEN:
            step = due(event.at, issue.deadline_value, issue.deadline_unit, event.at, calendar)
            paused, sure = None, True
        if step is not None:
            told = event.evidence.get("deadline_after")
            until = _at_least(date.fromisoformat(told) if told else until.day, step)
            sure = sure and not step.provisional
    return Due(max(until.day, issue.deadline), issue.deadline_at, not sure)


def waiting(session: Session, calendar: WorkCalendar, after: UUID | None = None) -> list[Issue]:
    """Some open issues whose deadline was provisional and whose year is published now, by id."""
    query = sa.select(Issue).where(
        col(Issue.deadline_provisional).is_(True),
        col(Issue.state).in_(sorted(OPEN)),
        sa.or_(*_within(calendar)),
    )
    if after is not None:
        query = query.where(col(Issue.id) > after)
    found = session.execute(
        query.order_by(col(Issue.id)).limit(BATCH).execution_options(populate_existing=True)
    )
    return list(found.scalars())


def changes_of(
    session: Session, issues: Sequence[Issue], calendar: WorkCalendar
) -> Iterator[tuple[Issue, Due]]:
    """Those whose deadline becomes sure, or later."""
    events = _events(session, issues)
    for issue in issues:
        until = retold(issue, events.get(issue.id, []), calendar)
        if until.day != issue.deadline or not until.provisional:
            yield issue, until


def recount(session: Session, at: datetime, *, most: int | None = None) -> int:
    """Recount what waits for it, committing batch by batch; gives how many were changed.

    A second run finds nothing left.  The session sees everything: this is the system's own work.
    """
    calendar, done, last = get_calendar(session), 0, None
    while most is None or done < most:
        found = waiting(session, calendar, last)
        if not found:
            break
        last = found[-1].id
        done += _batch(session, [issue.id for issue in found], calendar, at)
    return done


def _batch(session: Session, ids: list[UUID], calendar: WorkCalendar, at: datetime) -> int:
    begin_write(session)
    locked = session.execute(
        sa.select(Issue)
        .where(
            col(Issue.id).in_(ids),
            col(Issue.deadline_provisional).is_(True),
            col(Issue.state).in_(sorted(OPEN)),
        )
        .order_by(col(Issue.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalars()
    done = 0
    for issue, until in changes_of(session, locked.all(), calendar):
        _write(session, issue, until, at)
        done += 1
    session.commit()
    return done


def _write(session: Session, issue: Issue, until: Due, at: datetime) -> None:
    evidence: dict[str, Any] = {"deadline_before": issue.deadline, "deadline_after": until.day}
    step = Step(
        id=uuid5(issue.id, f"{RECOUNT}:{issue.version}"),
        move=RECOUNT,
        from_state=issue.state,
        to_state=issue.state,
        by=_BY,
        at=at,
        evidence=evidence,
    )
    changed = {"deadline": until.day, "deadline_provisional": until.provisional}
    take_step(session, issue, step, changed)


def _events(session: Session, issues: Sequence[Issue]) -> dict[UUID, list[IssueEvent]]:
    query = (
        sa.select(IssueEvent)
        .where(col(IssueEvent.issue_id).in_([issue.id for issue in issues]))
        .order_by(col(IssueEvent.issue_id), col(IssueEvent.seq))
    )
    found: dict[UUID, list[IssueEvent]] = {}
    for event in session.execute(query).scalars():
        found.setdefault(event.issue_id, []).append(event)
    return found


def _within(calendar: WorkCalendar) -> list[ColumnElement[bool]]:
    return [
        col(Issue.deadline).between(date(year, 1, 1), date(year, 12, 31))
        for year in sorted(calendar.years)
    ]


def _at_least(day: date, until: Due) -> Due:
    return Due(max(day, until.day), until.at, until.provisional)
