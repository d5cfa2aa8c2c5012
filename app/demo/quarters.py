"""Past quarters in the demo: a few visits handed in late, both quarters frozen, rules to come."""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlmodel import Session, col, select

from app.assignments.models import Due
from app.assignments.rules import cycle_bounds, period_bounds, period_of
from app.changes import frequencies
from app.changes.freezing import freeze
from app.changes.frequency_wire import NewRule
from app.changes.turning import GRACE
from app.checklists.library import Library
from app.clock import SHANGHAI, end_of_day, shanghai_date
from app.demo.places import COUNTIES, fixed_id
from app.demo.stage import Covered, Quarters, Stage
from app.demo.visits import Planned, make_late_visit
from app.regions.scope import EVERYWHERE, set_scope

LATE = 3


def make_quarters(
    stage: Stage,
    library: Library,
    covered: Covered,
    quarters: Quarters,
    now: datetime,
) -> None:
    """补录 of the last quarter, the snapshots of both, and what the offices have decided since."""
    past = [period_of(first) for first, _, _ in quarters[:-1]]
    for period in past:
        _, last = period_bounds(period)
        if period == past[-1]:
            _hand_in_late(stage, library, covered, last)
        set_scope(stage.session, EVERYWHERE)
        freeze(stage.session, period, end_of_day(last) + GRACE)
        stage.session.commit()
    _rules(stage, now)


def _hand_in_late(stage: Stage, library: Library, covered: Covered, last: date) -> None:
    """Made on the last day without a network, sent two days later."""
    owed = _owed(stage.session, last)
    home = [one for one in covered if one[0].county_code == COUNTIES[0]]
    missed = [(entity, who) for entity, who in home if entity.id in owed]
    at = datetime.combine(last, time(15, 20), SHANGHAI)
    for entity, who in missed[:LATE]:
        visit = Planned(entity, who, at, faults=0)
        make_late_visit(stage, library, visit, Random(last.toordinal()), at + timedelta(days=2))


def _owed(session: Session, last: date) -> set[UUID]:
    set_scope(session, EVERYWHERE)
    query = select(Due.entity_id).where(Due.due_by == last, col(Due.done_at).is_(None))
    return set(session.exec(query))


def _rules(stage: Stage, now: datetime) -> None:
    """高风险 is visited more often, 低风险 D less, from the next cycles on."""
    office = stage.act(stage.people["office-county"])
    today = shanghai_date(now)
    told = (
        {"risk_level": "C", "grade": "C", "times": 2, "period": "quarter"},
        {"risk_level": "A", "grade": "D", "times": 1, "period": "half"},
    )
    for rule in told:
        _, last = cycle_bounds(today, "half")
        new = NewRule.model_validate(
            rule
            | {
                "id": fixed_id(f"rule:{rule['grade']}"),
                "region_code": COUNTIES[0],
                "valid_from": last + timedelta(days=1),
            }
        )
        frequencies.add(stage.session, new, by=office, at=now)
        stage.session.commit()
