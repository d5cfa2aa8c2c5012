"""Posting what waits in the outbox: tried again with growing pauses, in the end given up."""

import logging
from datetime import date, datetime, timedelta
from time import monotonic

import httpx
from sqlalchemy import Engine

from app.clock import shanghai_date
from app.db import begin_write, open_session
from app.jobs.queue import Taken, end, put_back
from app.reminders.webhooks import Delivery, accepted, delivery
from app.settings import Settings, Webhook

# The library writes every address it asks into its log, and with it a robot's key.
logging.getLogger("httpx").setLevel(logging.WARNING)

PAUSES = tuple(timedelta(seconds=s) for s in (30, 120, 600, 1800, 3600, 7200, 14_400))
"""Before the second, third … attempt; the last of them from then on."""
ANSWER_WITHIN_S = 10.0
_MOST_BYTES = 10_000


def send(engine: Engine, settings: Settings, job: Taken, at: datetime) -> str:
    """Post one job; gives "", or why it did not arrive.  Marks it in the outbox either way."""
    target = next((t for t in settings.webhooks if t.name == job.body["target"]), None)
    if target is None:
        return _ended(engine, job, at, "设置里没有这个推送目标了")
    if _past(job, at):
        return _ended(engine, job, at, "过了当天，不再补发")
    why = _post(target, delivery(target, job.body, str(job.id), settings.public_url, at))
    if not why or job.attempts >= settings.webhook_attempts:
        return _ended(engine, job, at, why)
    with open_session(engine) as session:
        begin_write(session)
        pause = PAUSES[min(job.attempts, len(PAUSES)) - 1]
        put_back(session, job, due_at=at + pause, error=why)
        session.commit()
    return why


def _past(job: Taken, at: datetime) -> bool:
    day = job.body.get("day")
    return day is not None and shanghai_date(at) > date.fromisoformat(day)


def _ended(engine: Engine, job: Taken, at: datetime, why: str) -> str:
    with open_session(engine) as session:
        begin_write(session)
        end(session, job, at, failed=why)
        session.commit()
    return why


def _post(target: Webhook, what: Delivery) -> str:
    # Sentences of our own: a library's error may quote the address, and with it a robot's key.
    until = monotonic() + ANSWER_WITHIN_S
    try:
        with (
            httpx.Client(timeout=ANSWER_WITHIN_S, follow_redirects=False, trust_env=False) as line,
            line.stream("POST", what.url, headers=what.headers, content=what.content) as answer,
        ):
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if monotonic() > until or len(body) > _MOST_BYTES:
                    return "对方回答得太慢或太长"
            return accepted(target, answer.status_code, body)
    except httpx.TimeoutException:
        return "对方没有及时回答"
    except (httpx.HTTPError, httpx.InvalidURL):
        return "连不上对方"
