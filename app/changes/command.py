"""`dudao quarter …`: a quarter's visits, and its snapshot."""

from rich.console import Console
from sqlmodel import Session

from app.assignments.rules import period_bounds
from app.assignments.service import generate_due
from app.changes.freezing import QuarterNotOver, freeze
from app.clock import shanghai_minute
from app.db import begin_write, make_engine, now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings


def owe(settings: Settings, period: str, console: Console) -> int:
    """Write the visits a quarter owes; 1 for what is no quarter."""
    if not _is_quarter(period, console):
        return 1
    with _everywhere(settings) as session:
        begin_write(session)
        added = generate_due(session, period)
        session.commit()
    console.print(f"{period} 新增应督导 {added} 次。")
    return 0


def freeze_quarter(settings: Settings, period: str, console: Console) -> int:
    """Freeze a quarter, or say what was frozen; 1 where it is not over."""
    if not _is_quarter(period, console):
        return 1
    with _everywhere(settings) as session:
        try:
            frozen = freeze(session, period, now())
        except QuarterNotOver as refused:
            console.print(f"[red]{refused.detail}[/]")
            return 1
        session.commit()
    console.print(
        f"{period} 已于 {shanghai_minute(frozen.frozen_at)} 固定："
        f"主体 {frozen.entities} 家，应督导 {frozen.owed} 次，已督导 {frozen.done} 次。"
    )
    return 0


def _everywhere(settings: Settings) -> Session:
    session = open_session(make_engine(settings))
    set_scope(session, EVERYWHERE)
    return session


def _is_quarter(period: str, console: Console) -> bool:
    try:
        period_bounds(period)
    except ValueError:
        console.print(f"[red]{period} 不是季度，请写成 2026Q4 这样。[/]")
        return False
    return True
