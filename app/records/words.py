"""What a record says on paper, in the words of the trade."""

from datetime import datetime

from app.clock import SHANGHAI, shanghai_date, shanghai_minute

ANSWERS = {"yes": ("√", "符合"), "no": ("×", "不符合"), "na": ("—", "不适用")}
MODES = {"onsite": "现场督导", "group": "集中督导", "briefing": "集中汇报", "video": "视频督导"}
OUTCOMES = {
    "closed_door": "闭门",
    "suspended": "停业",
    "refused": "拒绝配合",
    "not_found": "查无此户",
    "not_food": "不再经营食品",
}
LEVELS = {"city": "市级包保", "county": "区县包保", "town": "镇街包保", "village": "村居包保"}
RECHECKS = {
    "fixed": ("√", "已改到位"),
    "not_fixed": ("×", "未改到位"),
    "repeated": ("×", "再次发生"),
}


def quarter(period: str) -> str:
    """`2026Q4` as 2026年第四季度."""
    return f"{period[:4]}年第{'一二三四'[int(period[-1]) - 1]}季度"


def from_to(started: datetime, finished: datetime) -> str:
    """When a visit was made: 2026年11月23日 10:26 至 11:04."""
    same_day = shanghai_date(started) == shanghai_date(finished)
    end = f"{finished.astimezone(SHANGHAI):%H:%M}" if same_day else shanghai_minute(finished)
    return f"{shanghai_minute(started)} 至 {end}"
