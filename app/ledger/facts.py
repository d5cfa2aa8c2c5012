"""What the table of moves judges by: plain facts of an issue, of who acts, and of the order."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    """States of an issue. 逾期, 挂牌督办, 立案 and the like are flags beside the state."""

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    RECTIFYING = "rectifying"
    REVIEWING = "reviewing"
    CLOSED = "closed"
    VOIDED = "voided"
    ENDED = "ended"


STATE_NAMES = {
    State.REGISTERED: "已登记",
    State.ASSIGNED: "已交办",
    State.RECTIFYING: "整改中",
    State.REVIEWING: "待复核",
    State.CLOSED: "已销号",
    State.VOIDED: "已作废",
    State.ENDED: "已终结",
}
OPEN = frozenset({State.REGISTERED, State.ASSIGNED, State.RECTIFYING, State.REVIEWING})


class Severity(StrEnum):
    """一般, 较重, 重大."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


SEVERITY_NAMES = {Severity.MINOR: "一般", Severity.MAJOR: "较重", Severity.CRITICAL: "重大"}


class Move(StrEnum):
    """The only ways to change an issue."""

    ASSIGN = "assign"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    SUBMIT = "submit"
    RETURN = "return"
    CLOSE = "close"
    COUNTERSIGN = "countersign"
    REQUEST_EXTENSION = "request_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    PROPOSE_VOID = "propose_void"
    CONFIRM_VOID = "confirm_void"
    REOPEN = "reopen"
    FILE_CASE = "file_case"
    REFER = "refer"
    LIST = "list"
    UNLIST = "unlist"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"


class Who(StrEnum):
    """Kinds of actors: the roles of accounts, and the enterprise with its link."""

    CADRE = "cadre"
    ASSISTANT = "assistant"
    STATION = "station"
    BUREAU = "bureau"
    OFFICE = "office"
    INSPECTOR = "inspector"
    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"
    AUDITOR = "auditor"
    ENTERPRISE = "enterprise"


WHO_NAMES = {
    Who.STATION: "市场监管所",
    Who.BUREAU: "市场监管局",
    Who.OFFICE: "食药安办",
    Who.INSPECTOR: "督查人员",
    Who.ENTERPRISE: "企业",
}
LEVEL_NAMES = {"county": "县级", "city": "市级", "province": "省级"}


@dataclass(frozen=True)
class IssueFacts:
    """An issue as far as the rules look at it. Persons are `account:…` or `link:…`."""

    state: State
    severity: Severity
    awaiting_countersign: bool = False
    extension: str | None = None
    """None, or requested | granted | refused."""
    void_proposed: bool = False
    listed_by: str | None = None
    """The level of the office that put it under supervision."""
    paused: bool = False
    overdue: bool = False
    photo_before: bool = False
    extendable: int = 0
    """The most an extension may add, in the unit of the deadline; 0 where none is possible."""
    counted_in: str = ""
    """That unit in words."""
    unit_id: UUID | None = None
    submitters: frozenset[str] = frozenset()
    """Everybody who ever submitted a rectification of it."""
    closer: str | None = None
    extension_requester: str | None = None
    void_proposer: str | None = None


@dataclass(frozen=True)
class ActorFacts:
    """Who acts."""

    who: Who
    level: str
    key: str
    unit_id: UUID | None = None


@dataclass(frozen=True)
class TargetUnit:
    """The unit an order hands the issue to."""

    id: UUID
    parent_id: UUID | None = None


@dataclass(frozen=True)
class OrderFacts:
    """What the order brings with it; `today` is Shanghai's."""

    today: dt.date
    note: str = ""
    photos: int = 0
    date: dt.date | None = None
    days: int | None = None
    unit: TargetUnit | None = None
    number: str = ""
    deadline: dt.date | None = None
    on_site: bool = False
