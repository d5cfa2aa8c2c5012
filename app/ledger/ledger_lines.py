"""The printed ledger's 21 columns (问题清单台账), each with what it says of an issue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.clock import SHANGHAI, shanghai_date
from app.entities.models import BUSINESS_TYPES
from app.ledger.facts import SEVERITY_NAMES, STATE_NAMES, State

Cell = str | int | date | None


@dataclass(frozen=True)
class Steps:
    """Who took the steps that the ledger names, and when the finder was last told."""

    handler: str = ""
    reviewer: str = ""
    reviewed_at: datetime | None = None
    countersigner: str = ""
    countersigned_at: datetime | None = None
    told_at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One issue as the ledger prints it; `row` has the columns of `exporting.COLUMNS`."""

    number: int
    row: Any
    steps: Steps
    late: str
    """How late it is, in words; empty where it is not."""

    @property
    def rectification(self) -> Mapping[str, Any]:
        """The latest one, or nothing."""
        return self.row.rectification or {}


@dataclass(frozen=True)
class Column:
    """A column's heading, its width in characters, and its cell."""

    title: str
    width: int
    cell: Callable[[Line], Cell]


def _day(at: datetime | None) -> date | None:
    return shanghai_date(at) if at else None


def _found_by(line: Line) -> str:
    # Found outside a visit, it was no 包保干部 who found it: the remarks say who.
    return _finder(line) if line.row.origin == "visit" else ""


def _finder(line: Line) -> str:
    return f"{line.row.finder_name} {line.row.finder_post}".strip()


def _deadline(line: Line) -> Cell:
    at = line.row.deadline_at
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else line.row.deadline


def _rectified_on(line: Line) -> Cell:
    told = line.rectification.get("date")
    return date.fromisoformat(told) if told else None


def _case(line: Line) -> str:
    filed = line.row.case_file
    return f"是（{filed['number']}）" if filed else "否"


def _countersigned(steps: Steps) -> str:
    # The form has a column for who reviewed, none for who countersigned after them.
    return f"会签 {steps.countersigner} {_day(steps.countersigned_at)}"


_ORIGINS = {
    "station": "市场监管所登记",
    "bureau": "市场监管局登记",
    "office": "食药安办登记",
    "inspector": "督查发现",
}


def _remarks(line: Line) -> str:
    row = line.row
    listing, origin = row.listing or {}, _ORIGINS.get(row.origin)
    said = {
        f"编号 {row.number}": True,
        STATE_NAMES[State(row.state)]: row.state != State.CLOSED,
        line.late: bool(line.late),
        "当场整改": row.fixed_on_site,
        "反弹": row.repeat_of is not None,
        f"退回 {row.returned_count} 次": row.returned_count > 0,
        f"重新打开 {row.reopened_count} 次": row.reopened_count > 0,
        _countersigned(line.steps): bool(line.steps.countersigner),
        f"挂牌督办 {listing.get('number', '')}": row.listed,
        f"{origin}：{_finder(line)}": origin is not None,
        "期限为暂定": row.deadline_provisional,
    }
    return "；".join(words for words, holds in said.items() if holds)


LEDGER: tuple[Column, ...] = (
    Column("序号", 6, lambda line: line.number),
    Column("主体名称", 24, lambda line: line.row.entity_name),
    Column("级别", 6, lambda line: line.row.entity_grade),
    Column("业态", 10, lambda line: BUSINESS_TYPES.get(line.row.business_type, "")),
    Column("包保干部及职务", 20, _found_by),
    Column("督导日期", 12, lambda line: _day(line.row.found_at)),
    Column("发现问题", 40, lambda line: line.row.description),
    Column("问题类别", 30, lambda line: line.row.item_text),
    Column("严重程度", 10, lambda line: SEVERITY_NAMES.get(line.row.severity, "")),
    Column("整改要求", 30, lambda line: line.row.requirement),
    Column("整改时限", 16, _deadline),
    Column("责任单位", 20, lambda line: line.row.unit_name or ""),
    Column("责任人", 12, lambda line: line.steps.handler),
    Column("整改措施及结果", 40, lambda line: line.rectification.get("text", "")),
    Column("整改完成日期", 14, _rectified_on),
    Column("复核人", 12, lambda line: line.steps.reviewer),
    Column("复核日期", 12, lambda line: _day(line.steps.reviewed_at)),
    Column("是否立案", 24, _case),
    Column("是否销号", 10, lambda line: "是" if line.row.state == State.CLOSED else "否"),
    Column("反馈包保干部日期", 16, lambda line: _day(line.steps.told_at)),
    Column("备注", 40, _remarks),
)
