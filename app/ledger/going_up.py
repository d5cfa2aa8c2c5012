"""What has gone up a level, for the database: the same rule as `escalation.escalated`."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from app.ledger.clauses import Clause, issue, words
from app.ledger.deadlines import WorkCalendar
from app.ledger.escalation import CITY, Ladder, latest_deadline
from app.ledger.facts import OPEN, State
from app.settings import Settings


def ladder_of(settings: Settings) -> Ladder:
    """When an issue goes up a level in this installation."""
    return Ladder(
        settings.escalate_county_workdays,
        settings.escalate_city_workdays,
        settings.escalate_returns,
    )


def gone_up(
    level: str, overdue: Clause, today: date, ladder: Ladder, calendar: WorkCalendar
) -> Clause:
    """Open issues that are this level's concern; what is the city's is the county's too."""
    past, returns = f"{level}_past", "returns"
    workdays = ladder.city if level == CITY else ladder.county
    values = {**overdue.values, past: latest_deadline(today, workdays, calendar)}

    def says() -> ColumnElement[bool]:
        late = overdue.says() & (issue.deadline <= sa.bindparam(past, type_=sa.Date()))
        if level == CITY:
            return late
        still = words("state", [state for state in State if state in OPEN])
        often = issue.returned_count >= sa.bindparam(returns, type_=sa.Integer())
        return sa.or_(late, still & often)

    if level != CITY:
        values[returns] = ladder.returns
    return Clause(f"gone_up:{level}", says, values)
