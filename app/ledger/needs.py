"""What an order must bring: fields for the move sheet, and their check."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.ledger.facts import IssueFacts, OrderFacts

Kind = Literal["text", "photo", "date", "days", "unit", "check", "number"]


def _always(_: IssueFacts) -> bool:
    return True


def _never(_: IssueFacts) -> bool:
    return False


def _if_photo_before(issue: IssueFacts) -> bool:
    return issue.photo_before


@dataclass(frozen=True)
class Need:
    """One field of an order; `needed` says for which issues it must be given."""

    field: str
    label: str
    kind: Kind
    needed: Callable[[IssueFacts], bool] = _always
    hint: str = ""
    ahead: bool = False
    """A date from today on; otherwise up to today."""


@dataclass(frozen=True)
class Asked:
    """A need as it stands for one issue: ready for the move sheet."""

    field: str
    label: str
    kind: Kind
    required: bool
    min: int | None = None
    max: int | None = None
    hint: str | None = None
    ahead: bool = False
    unit: str | None = None
    """What a number of days is counted in."""


MOST_PHOTOS = 9

REASON = Need("note", "理由", "text")
REMARK = Need("note", "说明", "text", _never)
UNIT = Need("unit_id", "承办单位", "unit")
DONE = Need("note", "怎么改的", "text")
DONE_ON = Need("date", "整改完成日期", "date")
AFTER = Need("photos", "整改后照片", "photo", _if_photo_before, "与整改前同一角度拍")
OPINION = Need("note", "复核意见", "text")
REVIEW_PHOTO = Need("photos", "复核照片", "photo")
REVIEW_PHOTO_OPTIONAL = Need("photos", "复核照片", "photo", _never)
ON_SITE = Need("on_site", "已到现场复核", "check")
RETURN_REASON = Need("note", "退回原因", "text", hint="企业会看到")
RETURN_BY = Need("date", "请在此日前再次提交", "date", _never, "不改变整改期限", ahead=True)
DAYS = Need("days", "延长天数", "days", hint="不超过原期限")
CASE_NUMBER = Need("number", "案号", "text")
CASE_DATE = Need("date", "立案日期", "date")
REFERRED_TO = Need("note", "移送给", "text")
REFERRAL_NUMBER = Need("number", "移送文号", "text")
LISTING_NUMBER = Need("number", "督办文号", "text")
LISTING_UNIT = Need("unit_id", "责任单位", "unit")
LISTING_DEADLINE = Need("deadline", "督办期限", "date", ahead=True)
PROOF = Need("photos", "注销、搬离等证明照片", "photo")


def asked(needs: tuple[Need, ...], issue: IssueFacts) -> tuple[Asked, ...]:
    """The fields of a move for this issue, with their limits."""
    return tuple(_asked(need, issue) for need in needs)


def _asked(need: Need, issue: IssueFacts) -> Asked:
    required = need.needed(issue)
    least = {"days": 1, "photo": 1 if required else 0}.get(need.kind)
    most = {"days": issue.extendable, "photo": MOST_PHOTOS}.get(need.kind)
    unit = issue.counted_in if need.kind == "days" else None
    return Asked(
        need.field,
        need.label,
        need.kind,
        required,
        least,
        most,
        need.hint or None,
        need.ahead,
        unit,
    )


def lacking(needs: tuple[Need, ...], issue: IssueFacts, order: OrderFacts) -> list[dict[str, str]]:
    """What is missing or cannot be right, with a JSON pointer each."""
    found = []
    for need in asked(needs, issue):
        if wrong := _wrong(need, order):
            found.append({"pointer": f"/{need.field}", "detail": wrong})
    return found


def _wrong(need: Asked, order: OrderFacts) -> str | None:
    if not _given(need, order):
        return _MISSING[need.kind].format(need.label) if need.required else None
    if need.kind == "photo" and order.photos > MOST_PHOTOS:
        return f"{need.label}最多 {MOST_PHOTOS} 张，请减少后再提交"
    if need.kind == "days":
        return _wrong_days(need, order.days or 0)
    if need.kind == "date":
        return _wrong_date(need, order)
    return None


_MISSING = {
    "text": "请填写{}",
    "photo": "请拍{}",
    "date": "请选择{}",
    "days": "请填写{}",
    "unit": "请选择{}",
    "check": "请确认{}",
    "number": "请填写{}",
}


def _given(need: Asked, order: OrderFacts) -> bool:
    match need.field:
        case "note":
            return bool(order.note.strip())
        case "number":
            return bool(order.number.strip())
        case "photos":
            return order.photos > 0
        case "unit_id":
            return order.unit is not None
        case field:
            return bool(getattr(order, field))


def _wrong_days(need: Asked, days: int) -> str | None:
    if need.max is not None and 1 <= days <= need.max:
        return None
    return f"{need.label}应在 1 到 {need.max} {need.unit or '天'}之间"


def _wrong_date(need: Asked, order: OrderFacts) -> str | None:
    day: date | None = getattr(order, need.field)
    assert day is not None
    if need.ahead and day < order.today:
        return f"{need.label}不能早于今天"
    if not need.ahead and day > order.today:
        return f"{need.label}不能晚于今天"
    return None
