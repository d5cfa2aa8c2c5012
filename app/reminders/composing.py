"""The day's digest: at most one message to each person, and one to each group."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.clock import SHANGHAI, shanghai_date
from app.db import begin_write, insert_missing, table_of
from app.ids import uuid7
from app.jobs.queue import forget_ended, put
from app.ledger.calendars import get_calendar
from app.ledger.deadlines import WorkCalendar
from app.ledger.going_up import ladder_of
from app.regions.models import Region, Unit
from app.reminders.counting import Tallies, tallies
from app.reminders.models import Message
from app.reminders.people import everybody
from app.reminders.wording import IN_A_GROUP, days_of, lines, summary, title, within
from app.settings import Settings, Webhook

KEPT = timedelta(days=90)
DIGEST = "digest"
WEBHOOK = "webhook"
STEP = 50
"""People told in one write."""
_MOST_UNITS = 30


def compose(session: Session, settings: Settings, at: datetime) -> int:
    """Write the digest of the day; gives how many people are told.

    Everything is read first, then written in short steps, each committed: who saves a record
    meanwhile waits for one of them at most.  Written again, after a crash too, it adds nothing: a
    person's message of a day has one key, and so has a group's.
    """
    today = shanghai_date(at)
    calendar = get_calendar(session)
    days = days_of(today, calendar)
    made = tallies(session, days, at, ladder_of(settings), calendar)
    rows = []
    before = _digest_before(today, calendar, settings)
    for account_id, told, counts in everybody(session, made, before):
        said = lines(told, counts, days)
        if said:
            rows.append(message(account_id, DIGEST, f"{DIGEST}:{today}", title(said), said, at))
    groups = list(_to_groups(session, settings, made, today))
    for start in range(0, len(rows), STEP):
        begin_write(session)
        insert_missing(session, Message, rows[start : start + STEP])
        session.commit()
    begin_write(session)
    for body in groups:
        put(session, WEBHOOK, f"{DIGEST}:{today}:{body['target']}", body, due_at=at, at=at)
    forget_ended(session, at)
    _forget_old(session, at)
    session.commit()
    return len(rows)


def message(
    account_id: UUID, kind: str, key: str, title: str, said: list[dict[str, str]], at: datetime
) -> dict[str, Any]:
    """The row of a message."""
    return {
        "id": uuid7(),
        "account_id": account_id,
        "kind": kind,
        "key": key,
        "title": title[:120],
        "lines": said,
        "at": at,
        "read_at": None,
    }


def _digest_before(today: date, calendar: WorkCalendar, settings: Settings) -> datetime:
    day = today - timedelta(days=1)
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    return datetime.combine(day, settings.reminder_time, SHANGHAI)


def _to_groups(
    session: Session, settings: Settings, made: Tallies, today: date
) -> Iterator[dict[str, Any]]:
    names = _names(session, made)
    for target in settings.webhooks:
        units = list(_units(made, names, target))
        if not units:
            continue
        yield {
            "target": target.name,
            "kind": DIGEST,
            "day": str(today),
            "title": f"督导通 {today.month}月{today.day}日提醒",
            "lines": [f"{unit['name']}：{summary(unit['counts'])}" for unit in units],
            "units": units,
            "path": "/ledger",
        }


def _units(
    made: Tallies, names: dict[Any, tuple[str, str]], target: Webhook
) -> Iterator[dict[str, Any]]:
    """Units with something to do, the most overdue first; with them what has no unit yet."""
    told: list[tuple[str, str, Counter[str]]] = [
        (*names.get(unit_id, ("承办单位", "")), counts) for unit_id, counts in made.units.items()
    ]
    for county, counts in made.counties.items():
        unhanded = Counter({"registered": counts["registered"]})
        told.append((f"{names.get(county, ('', ''))[0]}食药安办", county, unhanded))
    heard: list[dict[str, Any]] = [
        {"name": name, "counts": {key: counts[key] for key in IN_A_GROUP if counts[key]}}
        for name, place, counts in told
        if within(place, target.region) and any(counts[key] for key in IN_A_GROUP)
    ]
    heard.sort(key=lambda unit: (-unit["counts"].get("overdue", 0), unit["name"]))
    yield from heard[:_MOST_UNITS]


def _names(session: Session, made: Tallies) -> dict[Any, tuple[str, str]]:
    """Names of units, and of counties, with the county of each."""
    unit, region = table_of(Unit), table_of(Region)
    found: dict[Any, tuple[str, str]] = {}
    for row in _some(session, sa.select(unit.c.id, unit.c.name), unit.c.id, made.units):
        found[row.id] = (row.name, made.county_of[row.id])
    for row in _some(
        session, sa.select(region.c.code, region.c.name), region.c.code, made.counties
    ):
        found[row.code] = (row.name, row.code)
    return found


def _some(
    session: Session, query: sa.Select[Any], column: sa.ColumnElement[Any], keys: Iterable[Any]
) -> Iterator[Any]:
    wanted = list(keys)
    for n in range(0, len(wanted), 500):
        yield from session.execute(query.where(column.in_(wanted[n : n + 500])))


def _forget_old(session: Session, at: datetime) -> None:
    table = table_of(Message)
    session.execute(sa.delete(table).where(table.c.at < at - KEPT))
