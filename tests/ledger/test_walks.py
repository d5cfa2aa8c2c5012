"""Random walks: whatever people try, the chain verifies and the state is what the events say."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.db import open_session
from app.errors import AppError
from app.ledger.facts import OPEN, State
from app.ledger.models import Issue, IssueEvent
from app.ledger.service import verify_chain
from app.regions.scope import EVERYWHERE, set_scope
from tests.ledger import expectation as law
from tests.ledger.scene import GIVEN, NOW, PHOTO, Scene, act, an_issue

PEOPLE = ("station", "reviewer", "bureau", "bureau_2", "office", "office_2", "city_office")
EVERYBODY = (*PEOPLE, "inspector", "cadre")

# Lawful people more often than others, else a walk rarely leaves its first state.
STEPS = st.lists(
    st.tuples(st.sampled_from(law.MOVES), st.sampled_from(EVERYBODY), st.integers(0, 9)),
    min_size=5,
    max_size=30,
)
USUAL = {
    "assign": "office",
    "transfer": "bureau",
    "accept": "station",
    "submit": "station",
    "return": "reviewer",
    "close": "reviewer",
    "countersign": "bureau",
    "request_extension": "station",
    "grant_extension": "bureau",
    "refuse_extension": "bureau",
    "propose_void": "office",
    "confirm_void": "office_2",
    "reopen": "inspector",
    "file_case": "station",
    "refer": "bureau",
    "list": "office",
    "unlist": "office",
    "pause": "bureau",
    "resume": "bureau",
    "end": "bureau",
}


def fields(scene: Scene, name: str) -> dict[str, Any]:
    """What the move needs, with a unit where it names one."""
    more = {"note": "说明", **GIVEN.get(name, {})}
    if name in ("assign", "transfer"):
        more["unit_id"] = scene.tree.bureau
    if name == "list":
        more["unit_id"] = scene.tree.station
    return more


def told_by_events(session: Session, issue: Issue) -> dict[str, Any]:
    """The issue as its events alone tell it."""
    rows = session.exec(
        select(IssueEvent).where(IssueEvent.issue_id == issue.id).order_by(col(IssueEvent.seq))
    ).all()
    listed = pending = False
    for row in rows:
        listed = row.move == "list" or (listed and row.move != "unlist")
        stays = row.move == "close" and row.to_state == "reviewing"
        pending = stays or (pending and row.move not in ("return", "countersign"))
    return {
        "state": rows[-1].to_state,
        "version": len(rows),
        "returned_count": sum(row.move == "return" for row in rows),
        "reopened_count": sum(row.move == "reopen" for row in rows),
        "listed": listed,
        "awaiting_countersign": pending,
    }


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(severity=st.sampled_from(law.SEVERITIES), steps=STEPS)
def test_after_any_walk_the_state_is_what_the_events_say(
    engine: Engine, scene: Scene, severity: str, steps: list[tuple[str, str, int]]
) -> None:
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        issue = an_issue(session, scene, severity=severity, photos_before=[PHOTO])
        at = NOW
        for name, stranger, chance in steps:
            at += timedelta(hours=7)
            who = getattr(scene, stranger if chance < 3 else USUAL[name])
            more = fields(scene, name)
            if name == "submit":
                more["photos"] = [PHOTO]
            before = issue.model_dump()
            try:
                issue = act(session, issue, who, name, at=at, **more)
            except AppError as refused:
                session.rollback()
                assert refused.status in (403, 409, 422)
                issue = session.exec(select(Issue).where(Issue.id == issue.id)).one()
                assert issue.model_dump() == before
        assert verify_chain(session, issue.id) is None
        claimed = told_by_events(session, issue)
        assert {name: getattr(issue, name) for name in claimed} == claimed
        assert issue.listed == (issue.listing is not None)
        assert (issue.closed_at is not None) == (issue.state == State.CLOSED)
        if issue.state not in OPEN:
            assert not issue.listed
        assert issue.deadline >= issue.original_deadline
