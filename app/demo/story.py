"""The demo's story: visits in order of time, and what became of the issues each of them found."""

from datetime import date, datetime, timedelta
from random import Random

from rich.progress import Progress

from app.assignments.rules import period_bounds, period_of
from app.checklists.library import Library
from app.clock import shanghai_date
from app.demo.handling import GRAVE, choose, handle
from app.demo.places import COUNTIES
from app.demo.stage import Covered, Quarters, Stage
from app.demo.visits import make_visit, plan, with_critical


def quarters_until(today: date) -> Quarters:
    """Two past quarters and the present one up to yesterday, with the share visited in each."""
    first, _ = period_bounds(period_of(today))
    before, _ = period_bounds(period_of(first - timedelta(days=1)))
    earlier, _ = period_bounds(period_of(before - timedelta(days=1)))
    return [
        (earlier, before - timedelta(days=1), 0.94),
        (before, first - timedelta(days=1), 0.93),
        (first, today - timedelta(days=1), 0.55),
    ]


def play(
    stage: Stage,
    library: Library,
    covered: Covered,
    quarters: Quarters,
    random: Random,
    progress: Progress,
    now: datetime,
) -> None:
    """Make every visit; each issue is handled before the next visit of its entity."""
    present = quarters[-1][0]
    grave = iter(GRAVE)
    visits = plan(covered, quarters, random)
    planned = with_critical(visits, present, COUNTIES[0], len(GRAVE))
    for visit in progress.track(planned, description="督导"):
        past = shanghai_date(visit.at) < present
        for issue_id in make_visit(stage, library, visit, random):
            story = next(grave) if visit.critical else choose(random, past=past)
            handle(stage, issue_id, story, now)
