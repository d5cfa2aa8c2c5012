"""The demo's reminders: critical issues as they came, and the last working morning's digest."""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.clock import SHANGHAI, shanghai_date
from app.db import begin_write
from app.jobs.queue import end, take
from app.ledger.batches import UNITS
from app.ledger.calendars import get_calendar
from app.ledger.urgent import CRITICAL
from app.regions.scope import EVERYWHERE, set_scope
from app.reminders.composing import compose
from app.reminders.worker import tell_now
from app.settings import Settings


def remind(session: Session, settings: Settings, now: datetime) -> None:
    """Write the messages that would have gone out by `now`."""
    set_scope(session, EVERYWHERE)
    while job := take(session, (CRITICAL, UNITS), now):
        begin_write(session)
        tell_now(session, settings, job, job.due_at)
        end(session, job, now)
        session.commit()
    compose(session, settings, _last_morning(session, settings, now))


def _last_morning(session: Session, settings: Settings, now: datetime) -> datetime:
    calendar, day = get_calendar(session), shanghai_date(now)
    morning = datetime.combine(day, settings.reminder_time, SHANGHAI)
    while morning > now or not calendar.is_workday(day):
        day -= timedelta(days=1)
        morning = datetime.combine(day, settings.reminder_time, SHANGHAI)
    return morning
