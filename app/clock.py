"""Shanghai time: the clock by which days, deadlines and periods are judged."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai_date(at: datetime) -> date:
    """The calendar day in Shanghai at an instant."""
    return at.astimezone(SHANGHAI).date()


def shanghai_minute(at: datetime) -> str:
    """An instant as people write it: 2026年11月23日 10:50."""
    return f"{at.astimezone(SHANGHAI):%Y年%m月%d日 %H:%M}"


def end_of_day(day: date) -> datetime:
    """The instant at which a Shanghai day ends (24:00), UTC."""
    return start_of_day(day + timedelta(days=1))


@lru_cache(maxsize=1024)
def start_of_day(day: date) -> datetime:
    """The instant at which a Shanghai day begins, UTC."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)
