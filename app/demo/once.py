"""Whether there is a demo to load, asked before anything that makes one is imported."""

from rich.console import Console
from sqlmodel import select

from app.audit.models import Audit
from app.db import make_engine, open_session
from app.regions.models import Region
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings

MARK = "demo.loaded"


def load_once(settings: Settings, console: Console) -> None:
    """Load the demo unless it is there, or the installation is in real use."""
    engine = make_engine(settings)
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        if session.exec(select(Audit).where(Audit.action == MARK)).first():
            return
        if session.exec(select(Region)).first():
            if settings.demo:
                console.print(
                    f"[yellow]{settings.data} 里已有数据但不是完整的演示数据。"
                    "换一个目录（make run DATA=…），或删除它后重试。[/]"
                )
            return
        if not settings.demo:
            return
        # Only here: the check, and what it tells, need not wait for the whole application.
        from app.demo.load import load

        load(session, settings, console)
    engine.dispose()
