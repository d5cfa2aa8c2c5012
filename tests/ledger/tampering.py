"""What somebody does who has the database in their hands."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from app.ledger.models import Issue, IssueEvent
from tests.ledger.scene import Scene, a_scene, act, an_issue, bring


def a_closed_issue(session: Session) -> tuple[Scene, Issue]:
    """Returned once, closed after seven steps."""
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
    """Change columns of every issue, or of that step of every issue, for good."""
    lift_guards(session)
    change = sa.update(table).values(**to)
    if table is IssueEvent:
        change = change.where(sa.column("seq") == seq)
    session.execute(change)
    session.commit()
