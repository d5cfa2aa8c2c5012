"""The chain of events: it verifies, tampering is found, and the database refuses changes."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from app.db import begin_write, table_of
from app.ledger.append_only import TABLES, statements
from app.ledger.models import Issue, IssueEvent
from app.ledger.service import verify_chain
from tests.ledger.tampering import a_closed_issue, lift_guards, tamper


def test_an_untouched_chain_verifies(session: Session) -> None:
    _, issue = a_closed_issue(session)
    assert verify_chain(session, issue.id) is None


def other_than(value: Any) -> Any:
    """Something else of the same kind, as little different as can be."""
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1)
    if isinstance(value, int):
        return value + 100
    if isinstance(value, dict):
        return {**value, "photos": ["0" * 64]}
    return f"{value[:-1]}{'a' if value[-1:] != 'a' else 'b'}" if value else "a"


NEVER_SET = {"device_at": datetime(2026, 11, 23, tzinfo=UTC), "actor_id": UUID(int=1)}


def test_a_changed_byte_in_any_column_of_any_event_is_found(session: Session) -> None:
    _, issue = a_closed_issue(session)
    columns = [column.name for column in table_of(IssueEvent).columns]
    # An event under another issue is missing from its own: `test_a_missing_step_is_found`.
    columns.remove("issue_id")
    issue_id, number = issue.id, issue.number
    events = session.execute(sa.select(IssueEvent).order_by(col(IssueEvent.seq))).scalars()
    rows = [event.model_dump() for event in events]
    for row in rows:
        for name in columns:
            was = row[name]
            to = NEVER_SET.get(name, "a") if was is None else other_than(was)
            begin_write(session)
            lift_guards(session)
            key: Any = row["id"] if name != "id" else to
            session.execute(sa.update(IssueEvent).where(by_id(row["id"])).values({name: to}))
            broken = verify_chain(session, issue_id)
            assert broken is not None, (row["seq"], name)
            assert broken.number == number
            assert broken.seq in (row["seq"], len(rows)), (name, broken)
            back = sa.null() if was is None else was
            session.execute(sa.update(IssueEvent).where(by_id(key)).values({name: back}))
            assert verify_chain(session, issue_id) is None
            session.rollback()


def by_id(event_id: UUID) -> Any:
    return sa.column("id", sa.Uuid()) == event_id


def test_other_evidence_is_found(session: Session) -> None:
    _, issue = a_closed_issue(session)
    tamper(session, IssueEvent, 7, evidence={"photos": ["0" * 64], "on_site": True})
    broken = verify_chain(session, issue.id)
    assert broken is not None
    assert broken.seq == 7


def test_a_missing_step_is_found(session: Session) -> None:
    _, issue = a_closed_issue(session)
    lift_guards(session)
    session.execute(sa.text("DELETE FROM issue_event WHERE seq = 5"))
    session.commit()
    broken = verify_chain(session, issue.id)
    assert broken is not None
    assert (broken.seq, broken.why) == (5, "这一步不见了")


def test_a_missing_end_is_found(session: Session) -> None:
    _, issue = a_closed_issue(session)
    lift_guards(session)
    session.execute(sa.text("DELETE FROM issue_event WHERE seq = 7"))
    session.commit()
    broken = verify_chain(session, issue.id)
    assert broken is not None
    assert broken.why == "最后的步骤不见了"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"state": "assigned"}, "状态"),
        ({"severity": "major"}, "严重程度"),
        ({"description": "小事"}, "问题描述"),
        ({"number": "370102-2026Q4-999999"}, "编号"),
    ],
)
def test_a_row_changed_behind_the_ledger_is_found(
    session: Session, change: dict[str, Any], word: str
) -> None:
    _, issue = a_closed_issue(session)
    tamper(session, Issue, 0, **change)
    broken = verify_chain(session, issue.id)
    assert broken is not None
    assert word in broken.why


def install_guards(session: Session) -> None:
    """The guards of the migration, where this database does not have them yet."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    query = (
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'issue_event%'"
        if sqlite
        else "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'issue_event%'"
    )
    if session.execute(sa.text(query)).scalar_one() == 0:
        for statement in statements("sqlite" if sqlite else "postgresql"):
            session.execute(sa.text(statement))
    session.commit()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET actor_name = 'x'", "DELETE FROM {}"])
def test_the_database_itself_takes_no_change(session: Session, table: str, change: str) -> None:
    a_closed_issue(session)
    install_guards(session)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(sa.text(change.format(table)))


def test_evidence_reads_back_as_it_was_sealed(session: Session) -> None:
    _, issue = a_closed_issue(session)
    raw = session.execute(sa.text("SELECT evidence FROM issue_event WHERE seq = 7")).scalar_one()
    stored = json.loads(raw) if isinstance(raw, str) else raw
    assert stored["on_site"] is True
    assert issue.last_hash
