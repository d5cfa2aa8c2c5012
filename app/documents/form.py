"""The form of a document: what it finds filled in, and what was written into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.accounts.user import User
from app.documents.kinds import Asked, Kind
from app.documents.rendering import plain
from app.errors import Malformed
from app.ledger.asked import asked_of_enterprise
from app.ledger.facts import OPEN, SEVERITY_NAMES, Severity
from app.ledger.models import Issue
from app.regions.models import Unit


class FieldsMissing(Malformed, slug="document-incomplete", title="文书没有填全"):
    """The form lacks something; `errors` points at each field."""


@dataclass(frozen=True)
class Around:
    """What a form is filled from."""

    issues: Sequence[Issue]
    by: User
    unit: Unit
    in_charge: Unit | None
    """The unit that handles the first issue."""
    today: date
    later: date
    """Proposed where the issues' own day has passed: one that has gone can be asked of nobody."""


def why_not(kind: Kind, issues: Sequence[Issue]) -> str:
    """Why this kind does not fit these issues; empty where it does."""
    if any(issue.state not in OPEN for issue in issues):
        return "所选问题里有已经办结的，不能再出具文书。"
    if kind.addressee == "entity" and len({issue.entity_id for issue in issues}) > 1:
        return f"{kind.name}一次只送一家企业，所选问题属于不同的企业。"
    if len({issue.county_code for issue in issues}) > 1:
        return "所选问题不在同一个区县，请分开出具。"
    return ""


def addressee(kind: Kind, around: Around) -> tuple[str, UUID | None]:
    """To whom it goes unless another is written, with the unit where it is one."""
    if kind.addressee == "entity":
        return around.issues[0].entity_name, None
    unit = around.in_charge
    return (unit.name, unit.id) if unit and unit.id != around.unit.id else ("", None)


def first_value(kind: Kind, field: Asked, around: Around) -> str:
    """What stands in a field before anybody writes."""
    issues, most = around.issues, field.most
    match field.prefill:
        case "requirement":
            return _joined([_required(kind, issue) for issue in issues])[:most]
        case "facts":
            return "\n".join(_fact(issue) for issue in issues)[:most]
        case "deadline":
            last = max(issue.deadline for issue in issues)
            return str(last if last > around.today else around.later)
        case "contact":
            return around.by.name
        case "phone":
            return around.unit.phone
        case "unit":
            return f"{around.unit.name}会议室"
        case None:
            return field.options[0] if field.options else field.fixed


def given(
    kind: Kind, values: Mapping[str, str], issues: Sequence[Issue], today: date
) -> dict[str, str]:
    """What was written into the form, field by field.  Raises FieldsMissing."""
    wrong, kept = [], {}
    last = _last_day(kind, issues, today)
    for field in kind.fields:
        value = plain(values.get(field.name, "")).strip()
        if fault := _fault(field, value, today) or _too_late(field, value, last):
            wrong.append({"pointer": f"/fields/{field.name}", "detail": fault})
        kept[field.name] = value
    if unknown := values.keys() - kept.keys():
        wrong += [
            {"pointer": f"/fields/{name}", "detail": "没有这一栏"} for name in sorted(unknown)
        ]
    if wrong:
        raise FieldsMissing(f"{wrong[0]['detail']}。", errors=wrong)
    return kept


def shown(field: Asked, value: str) -> str:
    """A value as the document and the screen say it."""
    if field.kind == "date" and value:
        return written_day(date.fromisoformat(value))
    if field.kind == "time" and value:
        at = datetime.fromisoformat(value)
        return f"{written_day(at.date())}{at:%H:%M}"
    return value


def written_day(day: date) -> str:
    """2026年12月3日, without leading noughts as GB/T 9704 asks."""
    return f"{day.year}年{day.month}月{day.day}日"


def _fault(field: Asked, value: str, today: date) -> str | None:
    if not value:
        return f"请填写{field.label}" if field.required else None
    if len(value) > field.most:
        return f"{field.label}最多 {field.most} 字"
    if field.kind == "choice" and value not in field.options:
        return f"{field.label}请从列出的几项里选"
    if field.kind in ("date", "time"):
        return _day_fault(field, value, today)
    return None


def _day_fault(field: Asked, value: str, today: date) -> str | None:
    # A day and a minute are told apart by their length: either parser reads the other's text.
    long = len("2026-12-03") if field.kind == "date" else len("2026-12-03T09:30")
    try:
        day = datetime.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or len(value) != long or day.tzinfo is not None:
        return f"{field.label}不是一个日期" if field.kind == "date" else f"{field.label}不是时间"
    return f"{field.label}不能早于今天" if day.date() < today else None


def _last_day(kind: Kind, issues: Sequence[Issue], today: date) -> date | None:
    """The last day that may be asked of an enterprise: the ledger's own, while it has not passed.

    A later one on paper would be an extension that nobody approved.
    """
    last = max(issue.deadline for issue in issues)
    return last if kind.addressee == "entity" and last >= today else None


def hint(kind: Kind, field: Asked, around: Around) -> str:
    """That a day on paper moves no term of the ledger, where that has passed."""
    last = max(issue.deadline for issue in around.issues)
    if kind.addressee != "entity" or field.prefill != "deadline" or last >= around.today:
        return ""
    day = f"{last.month}月{last.day}日"
    return f"台账里的期限{day}已过。这里另定的日期不改变台账期限，仍按逾期记录。"


def _too_late(field: Asked, value: str, last: date | None) -> str | None:
    if field.prefill != "deadline" or not value or last is None:
        return None
    if date.fromisoformat(value) <= last:
        return None
    return f"{field.label}不能晚于台账里的{written_day(last)}，要延期请先办延期"


def _joined(texts: Sequence[str]) -> str:
    told = list(dict.fromkeys(text.strip().rstrip("。") for text in texts if text.strip()))
    if len(told) == 1:
        return f"{told[0]}。"
    return "\n".join(f"{n}. {text}。" for n, text in enumerate(told, start=1))


def _required(kind: Kind, issue: Issue) -> str:
    theirs = kind.addressee == "entity"
    return asked_of_enterprise(issue.requirement) if theirs else issue.requirement


def _fact(issue: Issue) -> str:
    late = f"，已退回 {issue.returned_count} 次" if issue.returned_count else ""
    severity = SEVERITY_NAMES[Severity(issue.severity)]
    return (
        f"{issue.entity_name}：{issue.description.rstrip('。')}"
        f"（{severity}，整改期限 {written_day(issue.deadline)}{late}）。"
    )
