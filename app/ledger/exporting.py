"""The ledger as a file, read in one piece of time and batch by batch, whatever its length."""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from app.accounts.user import User
from app.audit.service import record
from app.db import begin_write, table_of
from app.errors import Malformed, TooMany
from app.ledger.clauses import Clause, compiled, issue, one_of_ids, values_of
from app.ledger.cursors import Sort, after_row, ordered
from app.ledger.effects import lateness
from app.ledger.facts import Move
from app.ledger.filters import IssueFilter, clauses_of
from app.ledger.ledger_lines import Line, Steps
from app.ledger.models import Feedback, Issue, IssueEvent
from app.ledger.sheets import WRITERS
from app.regions.models import Unit
from app.snapshot import one_moment

MOST = 200_000
"""Rows of one file."""
MOST_CHOSEN = 500
BATCH = 1000
AT_ONCE = 2
"""Files made at the same time by one process; each takes a connection and a core."""

_issues, _unit = table_of(Issue), table_of(Unit)
_event, _told = table_of(IssueEvent).c, table_of(Feedback).c
_turns = threading.BoundedSemaphore(AT_ONCE)

COLUMNS = tuple(
    issue[name]
    for name in (
        "id",
        "number",
        "origin",
        "entity_name",
        "entity_grade",
        "business_type",
        "item_text",
        "description",
        "severity",
        "requirement",
        "finder_id",
        "finder_name",
        "finder_post",
        "found_at",
        "state",
        "deadline",
        "deadline_at",
        "deadline_provisional",
        "fixed_on_site",
        "rectification",
        "case_file",
        "listing",
        "listed",
        "paused_since",
        "repeat_of",
        "returned_count",
        "reopened_count",
    )
)


def export(
    session: Session,
    wanted: IssueFilter,
    *,
    ids: Sequence[UUID],
    kind: str,
    by: User,
    at: datetime,
) -> IO[bytes]:
    """A file of the issues wanted, or of those chosen, in the order wanted; it has no name on disk.

    Raises Malformed for too many, TooMany while others are being made.
    """
    clauses = clauses_of(session, wanted, by, at)
    if ids:
        clauses.append(one_of_ids(ids))
    if not _turns.acquire(blocking=False):
        raise TooMany("正在导出的人较多，请过十几秒再试。", retry_after_s=15)
    try:
        return _made(session, clauses, wanted, kind=kind, by=by, at=at)
    finally:
        _turns.release()


def _made(
    session: Session,
    clauses: list[Clause],
    wanted: IssueFilter,
    *,
    kind: str,
    by: User,
    at: datetime,
) -> IO[bytes]:
    # Every batch sees the ledger as the first did: nobody is missed or listed twice.
    one_moment(session)
    expected = _counted(session, clauses)
    file = TemporaryFile()  # noqa: SIM115  closed by who sends it
    try:
        count = WRITERS[kind](file, _lines(session, clauses, wanted.sort, at), expected)
        begin_write(session)
        record(session, at, by, "issue.export", kind=kind, rows=count, filter=_asked(wanted))
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def chosen(text: str | None) -> list[UUID]:
    """The ids of a comma list.  Raises Malformed."""
    try:
        ids = list(dict.fromkeys(UUID(word) for word in text.split(","))) if text else []
    except ValueError:
        raise Malformed("选中的问题编号不对，请刷新列表后重新勾选。") from None
    if len(ids) > MOST_CHOSEN:
        raise Malformed(f"一次最多导出勾选的 {MOST_CHOSEN} 条，更多请按筛选条件导出。")
    return ids


def _counted(session: Session, clauses: Sequence[Clause]) -> int:
    """How many rows there will be.  Raises Malformed for too many."""

    def statement() -> Select[Any]:
        some = sa.select(issue.id).where(*(c.says() for c in clauses)).limit(MOST + 1).subquery()
        return sa.select(sa.func.count().label("count")).select_from(some)

    found = compiled(("how many",), clauses, statement).first(session, values_of(clauses))
    if found.count > MOST:
        raise Malformed(
            f"符合条件的超过 {MOST // 10_000} 万条，请先按属地、季度等筛选，再分次导出。"
        )
    return int(found.count)


def _lines(session: Session, clauses: Sequence[Clause], sort: Sort, at: datetime) -> Iterator[Line]:
    number = 0
    place: list[Clause] = []
    while True:
        batch = _batch(session, [*clauses, *place], sort)
        steps = _steps(session, batch)
        for row in batch:
            number += 1
            yield Line(number, row, steps[row.id], lateness(row, at))
        if len(batch) < BATCH:
            return
        place = [after_row(batch[-1], sort)]


def _batch(session: Session, clauses: Sequence[Clause], sort: Sort) -> list[Any]:
    def statement() -> Select[Any]:
        return (
            sa.select(*COLUMNS, _unit.c.name.label("unit_name"))
            .select_from(_issues.outerjoin(_unit, _unit.c.id == issue.unit_id))
            .where(*(clause.says() for clause in clauses))
            .order_by(*ordered(sort))
            .limit(BATCH)
        )

    return compiled(("export", sort), clauses, statement).rows(session, values_of(clauses))


def _steps(session: Session, batch: Sequence[Any]) -> dict[UUID, Steps]:
    found: dict[UUID, Steps] = defaultdict(Steps)
    ids = [row.id for row in batch]
    # Plain tables, for issues the session was seen to see.
    events = (
        sa.select(_event.issue_id, _event.move, _event.actor_name, _event.at)
        .where(
            _among(session, _event.issue_id, ids),
            _event.move.in_(_TOLD_OF),
        )
        .order_by(_event.issue_id, _event.seq)
    )
    for step in session.execute(events):
        found[step.issue_id] = _with(found[step.issue_id], step)
    finders = {row.id: row.finder_id for row in batch}
    told = (
        sa.select(_told.issue_id, _told.account_id, sa.func.max(_told.at))
        .where(_among(session, _told.issue_id, ids))
        .group_by(_told.issue_id, _told.account_id)
    )
    for issue_id, account_id, at in session.execute(told):
        if finders[issue_id] == account_id:
            found[issue_id] = replace(found[issue_id], told_at=at)
    return found


def _among(session: Session, column: Any, ids: list[UUID]) -> ColumnElement[bool]:
    found: ColumnElement[bool]
    if session.get_bind().dialect.name == "postgresql":
        # One value: to write a thousand into the statement costs more than to read the rows.
        found = column == sa.func.any(sa.bindparam("ids", ids, type_=ARRAY(sa.Uuid())))
    else:
        found = column.in_(ids)
    return found


_TOLD_OF = (
    Move.TRANSFER,
    Move.ACCEPT,
    Move.RETURN,
    Move.CLOSE,
    Move.COUNTERSIGN,
    Move.REOPEN,
)


def _with(known: Steps, step: Any) -> Steps:
    match step.move:
        case Move.TRANSFER:
            # The new unit has nobody yet who signed for it.
            return replace(known, handler="")
        case Move.ACCEPT:
            return replace(known, handler=step.actor_name)
        case Move.RETURN | Move.REOPEN:
            return replace(
                known, reviewer="", reviewed_at=None, countersigner="", countersigned_at=None
            )
        case Move.COUNTERSIGN:
            return replace(known, countersigner=step.actor_name, countersigned_at=step.at)
        case _:
            return replace(known, reviewer=step.actor_name, reviewed_at=step.at)


def _asked(wanted: IssueFilter) -> dict[str, str]:
    return {
        name: str(value) for name, value in vars(wanted).items() if value not in (None, Sort.FOUND)
    }
