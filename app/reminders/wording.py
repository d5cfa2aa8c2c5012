"""What a digest says, to whom: numbers in words and where they lead, as pure rules.

The station is told of its own unit's issues; the county's bureau and office of the county's, and
of what only they can decide; the city of what has gone up to it.  Who has nothing waiting is told
nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.ledger.deadlines import WorkCalendar

Counts = Mapping[str, int]

WORDS = {
    "overdue": "逾期",
    "due0": "今天到期",
    "due1": "下一个工作日到期",
    "due3": "3 个工作日后到期",
    "registered": "待交办",
    "assigned": "待签收",
    "reviewing": "待复核",
    "extension": "延期待审批",
    "countersign": "重大待会签",
    "county": "逾期或多次退回，升级到县级",
    "city": "逾期升级到市级",
    "reopened": "你发现的问题被重新打开",
}
_DUE = ("overdue", "due0", "due1", "due3")
TOLD: dict[tuple[str, str], tuple[str, ...]] = {
    ("station", "town"): ("overdue", "due0", "assigned", "reviewing", "due1", "due3"),
    ("bureau", "county"): ("county", "extension", "countersign", "assigned", "reviewing", *_DUE),
    ("office", "county"): ("county", "registered", *_DUE),
    ("bureau", "city"): ("city",),
    ("office", "city"): ("city",),
    ("cadre", ""): ("reopened",),
}
"""By role and level, in the order of telling."""
IN_A_GROUP = ("overdue", "due0", "assigned", "reviewing", "registered")
"""What a group robot says of each unit."""
_FEW = 3


@dataclass(frozen=True)
class Days:
    """The days that a digest of `today` looks at, each as its first and last date."""

    today: date
    due0: tuple[date, date]
    due1: tuple[date, date]
    due3: tuple[date, date]


def days_of(today: date, calendar: WorkCalendar) -> Days:
    """T-0, T-1 and T-3; a rest day belongs to the working day before it."""

    def span(workdays: int) -> tuple[date, date]:
        first = calendar.after(today, workdays)
        return first, calendar.after(today, workdays + 1) - timedelta(days=1)

    return Days(today, span(0), span(1), span(3))


def lines(told: tuple[str, ...], counts: Counts, days: Days) -> list[dict[str, str]]:
    """A line for each number that is not nought, with its place in the app."""
    return [
        {"text": f"{WORDS[name]} {counts[name]} 项", "to": place(name, days)}
        for name in told
        if counts.get(name)
    ]


def title(said: list[dict[str, str]]) -> str:
    """The first few lines, as a notice shows them."""
    few = "，".join(line["text"] for line in said[:_FEW])
    return f"{few}{' 等' if len(said) > _FEW else ''}"


def summary(counts: Counts) -> str:
    """One unit's numbers in a group's message."""
    return "，".join(f"{WORDS[name]} {counts[name]} 项" for name in IN_A_GROUP if counts.get(name))


def within(county: str, region: str) -> bool:
    """Whether a county lies in the division of a 12-digit code; in an empty one all do."""
    if region[2:] == "0" * 10:
        return county.startswith(region[:2])
    return county.startswith(region[:4] if region[4:] == "0" * 8 else region)


def place(name: str, days: Days) -> str:
    """Where a number can be looked at."""
    if name in ("due0", "due1", "due3"):
        first, last = getattr(days, name)
        return f"/ledger?due_from={first}&due_to={last}"
    return _PLACES.get(name, "/ledger?tab=mine")


_PLACES = {
    "overdue": "/ledger?tab=overdue",
    "reviewing": "/ledger?tab=reviewing",
    "county": "/ledger?escalated=county",
    "city": "/ledger?escalated=city",
    "reopened": "/issues",
}
