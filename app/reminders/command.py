"""`dudao reminders …`: one round for cron, and a look at the outbox."""

from collections.abc import Callable
from datetime import datetime

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, select

from app.clock import shanghai_minute
from app.db import make_engine, now, open_session, table_of
from app.jobs.models import Job, JobState
from app.ledger.batches import UNITS
from app.ledger.urgent import CRITICAL
from app.reminders.composing import DIGEST, WEBHOOK
from app.reminders.worker import recount_deadlines, work
from app.settings import Settings

_NAMES = {JobState.WAITING: "待发", JobState.DONE: "已发", JobState.FAILED: "已放弃"}
_OURS = {DIGEST: "每日提醒", CRITICAL: "重大问题通知", UNITS: "催办、转办通知"}
_LAST = 200


def run(settings: Settings, console: Console, also: Callable[[Engine, datetime], object]) -> None:
    """Do everything that is due, once; `also` is what packages above have to do."""
    engine = make_engine(settings)
    recounted = recount_deadlines(engine, now())
    also(engine, now())
    done = work(engine, settings)
    engine.dispose()
    console.print(f"办了 {done} 件提醒和推送，重算了 {recounted} 条期限。")


def outbox(settings: Settings, console: Console) -> int:
    """The outbox and what failed in the house, newest first; 1 where something was given up."""
    engine = make_engine(settings)
    job = table_of(Job)
    shown = (job.c.kind == WEBHOOK) | (job.c.error != "")
    query = select(job).where(shown).order_by(job.c.made_at.desc()).limit(_LAST)
    with open_session(engine) as session:
        found = session.execute(query).all()
    engine.dispose()
    table = Table("时间", "推送给", "内容", "情况", "次数", "原因")
    for row in found:
        name = _NAMES[row.state]
        to, what = row.body.get("target", "本系统"), row.body.get("title") or _OURS[row.kind]
        at = shanghai_minute(row.made_at)
        table.add_row(at, to, what, name, str(row.attempts), row.error)
    console.print(table if found else "还没有推送过。")
    return int(any(row.state == JobState.FAILED for row in found))
