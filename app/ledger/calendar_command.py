"""`dudao calendar load FILE`."""

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from app.db import make_engine, open_session
from app.ledger.calendar_loading import CalendarFaulty, CalendarLook, NewCalendar, load_year
from app.settings import Settings


def load(settings: Settings, path: Path, console: Console, *, look: bool) -> int:
    """Load a calendar file, or say what it would change; 1 where it is faulty."""
    engine = make_engine(settings)
    try:
        new = NewCalendar(file=path.name, text=path.read_text(encoding="utf-8"), look=look)
        with open_session(engine) as session:
            told = load_year(session, new, by=None, name="命令行", at=datetime.now(UTC))
    except CalendarFaulty as faulty:
        console.print(f"[red]{faulty.detail}[/]")
        for fault in faulty.errors or []:
            console.print(fault["detail"])
        return 1
    except (OSError, UnicodeDecodeError, ValueError):
        console.print(f"[red]读不了 {path}，请换一个 UTF-8 文本文件（不超过 40 KB）。[/]")
        return 1
    finally:
        engine.dispose()
    console.print(words(told))
    return 0


def words(told: CalendarLook) -> str:
    """What was loaded, or would be, in a sentence."""
    year = told.year
    first = f"{year.year} 年：{sum(year.quarters)} 个工作日，调休上班 {len(year.workdays)} 天。"
    done = "已装入" if told.applied else "装入后"
    at_least = "" if told.counted_all else "至少 "
    rest = f"{done}，{at_least}{told.sure} 条暂定期限确定下来，其中 {told.later} 条推后。"
    return first + rest
