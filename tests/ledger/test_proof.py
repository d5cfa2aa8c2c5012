"""The chain of events: it verifies, tampering is found, and the database refuses changes."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.ledger.append_only import TABLES, statements
from app.ledger.models import Issue, IssueEvent
from app.ledger.service import verify_all, verify_chain
from app.ledger.verify import report
from tests.ledger.scene import Scene, a_scene, act, an_issue, bring


def a_closed_issue(session: Session) -> tuple[Scene, Issue]:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    issue = act(session, issue, scene.reviewer, "return")
    issue = act(session, issue, scene.station, "submit")
    return scene, act(session, issue, scene.reviewer, "close")


def lift_guards(session: Session) -> None:
    """As somebody with the database in their hands would."""
    if session.get_bind().dialect.name == "sqlite":
        for trigger in session.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).scalars():
            session.execute(sa.text(f"DROP TRIGGER {trigger}"))
    else:
        # For this transaction alone: other tests meet the guards again.
        session.execute(sa.text("SET LOCAL session_replication_role = replica"))


def tamper(session: Session, table: type[Issue] | type[IssueEvent], seq: int, **to: Any) -> None:
    lift_guards(session)
    change = sa.update(table).values(**to)
    if table is IssueEvent:
        change = change.where(sa.column("seq") == seq)
    session.execute(change)
    session.commit()


def test_an_untouched_chain_verifies(session: Session) -> None:
    _, issue = a_closed_issue(session)
    assert verify_chain(session, issue.id) is None


@pytest.mark.parametrize(
    "change",
    [
        {"note": "没有这句话"},
        {"actor_name": "别人"},
        {"actor_post": "别的职务"},
        {"actor_role": "cadre"},
        {"move": "end"},
        {"to_state": "ended"},
        {"from_state": "closed"},
        {"county_code": "370103000000"},
        {"order_digest": "0" * 64},
        {"prev_hash": "0" * 64},
        {"hash": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_field_of_an_event_that_was_changed_is_found(
    session: Session, change: dict[str, Any]
) -> None:
    _, issue = a_closed_issue(session)
    tamper(session, IssueEvent, 4, **change)
    broken = verify_chain(session, issue.id)
    assert broken is not None
    assert (broken.number, broken.seq) == (issue.number, 4)


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


def test_the_whole_ledger_is_verified_with_its_progress(session: Session) -> None:
    scene, issue = a_closed_issue(session)
    an_issue(session, scene)
    done: list[int] = []
    assert list(verify_all(session, done.append)) == []
    assert sum(done) == 2
    tamper(session, IssueEvent, 3, note="改过")
    assert [broken.number for broken in verify_all(session)] == [issue.number]


def test_the_command_names_the_broken_issue_and_fails(session: Session, engine: Engine) -> None:
    _, issue = a_closed_issue(session)
    console = Console(record=True, width=120)
    assert report(engine, console) == 0
    tamper(session, IssueEvent, 3, note="改过")
    assert report(engine, console) == 1
    assert f"{issue.number} 第 3 步" in console.export_text()


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
