"""The ledger desk as somebody left it: saved views, and issues that were reminded about."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from app.accounts.user import User
from app.clock import shanghai_date
from app.demo.places import fixed_id
from app.demo.stage import Stage
from app.ledger.batches import REMIND
from app.ledger.bulk import BulkOrder, Seen, bulk
from app.ledger.facts import OPEN
from app.ledger.models import Issue
from app.ledger.saved import NewView, save_view

VIEWS = (
    ("office-county", "餐饮逾期", {"business": "catering", "overdue": "true"}, True),
    ("office-county", "反弹问题", {"repeat": "true", "state": "open"}, False),
    ("bureau", "退回过的", {"returned": "true", "state": "open", "sort": "deadline"}, True),
    ("station", "待签收", {"state": "assigned", "sort": "deadline"}, True),
)
_REMINDED = 3


def make_desk(stage: Stage, now: datetime) -> None:
    """Views of three people, and the county office's reminders of yesterday."""
    for username, name, query, shared in VIEWS:
        actor = stage.act(stage.people[username])
        view = NewView(id=fixed_id(f"view:{name}"), name=name, query=query, shared=shared)
        save_view(stage.session, view, by=actor, at=now)
        stage.session.commit()
    _remind(stage, stage.act(stage.people["office-county"]), now - timedelta(hours=26))


def _remind(stage: Stage, actor: User, at: datetime) -> None:
    late = stage.session.exec(
        select(Issue.id, Issue.version)
        .where(
            col(Issue.state).in_(OPEN),
            col(Issue.unit_id).is_not(None),
            col(Issue.deadline) < shanghai_date(at),
            col(Issue.changed_at) < at,
        )
        .order_by(col(Issue.deadline), col(Issue.id))
        .limit(_REMINDED)
    ).all()
    if not late:
        return
    order = BulkOrder(
        id=fixed_id("remind"),
        move=REMIND,
        note="已超过期限，请尽快办理。",
        issues=[Seen(id=issue_id, seen_version=version) for issue_id, version in late],
    )
    bulk(stage.session, order, by=actor, at=at)
