"""What waits for somebody else's word: a 延期 applied for and a 作废 proposed, undecided."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from app.clock import shanghai_date
from app.demo.handling import Act, act_on
from app.demo.places import COUNTIES
from app.demo.stage import Stage
from app.ledger.models import Issue
from app.regions.scope import EVERYWHERE, set_scope

_ASKED = {
    "rectifying": Act(
        "station", 0, "request_extension", {"note": "配件后天才到，到货就装。", "days": 1}
    ),
    "assigned": Act("office", 0, "propose_void", {"note": "与同日另一条问题重复登记。"}),
}


def make_pending(stage: Stage, now: datetime) -> None:
    """Of the home county's newest issues, one for each."""
    at = now - timedelta(hours=1)
    for state, act in _ASKED.items():
        set_scope(stage.session, EVERYWHERE)
        found = stage.session.exec(
            select(Issue)
            .where(
                Issue.state == state,
                Issue.county_code == COUNTIES[0],
                Issue.origin == "visit",
                Issue.severity != "critical",
                col(Issue.deadline) >= shanghai_date(now),
                col(Issue.deadline_unit) == "workday",
                col(Issue.changed_at) < at,
            )
            .order_by(col(Issue.received_at).desc(), col(Issue.id))
        ).all()
        free = [one.id for one in found if one.extension is None and one.void_proposal is None]
        for id in free[:1]:
            act_on(stage, id, act, at, f"pending:{id}")
