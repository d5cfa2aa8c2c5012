"""What a lawful move changes on the issue beside its state: one case per move."""

from datetime import UTC, datetime
from typing import Any

from app.clock import shanghai_date
from app.ledger.deadlines import (
    COUNTED_IN,
    WorkCalendar,
    due,
    extended,
    is_overdue,
    late_words,
    resumed,
)
from app.ledger.facts import OPEN, IssueFacts, Move, Severity, State, Who
from app.ledger.models import Issue
from app.ledger.orders import MoveOrder, Mover
from app.regions.models import Unit

Changes = dict[str, Any]


def instant(at: datetime) -> str:
    """An instant as the wire writes it, for a flag that is kept as JSON."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def overdue(issue: Issue, at: datetime) -> bool:
    """Whether an open issue's time is up; derived, never stored."""
    return issue.state in OPEN and is_overdue(
        at, issue.deadline, issue.deadline_at, issue.paused_since
    )


def lateness(issue: Issue, at: datetime) -> str:
    """How late an issue is, in words; empty where its time is not up."""
    if not overdue(issue, at):
        return ""
    return late_words(shanghai_date(at), issue.deadline, issue.paused_since)


def facts_of(issue: Issue, at: datetime) -> IssueFacts:
    """The issue as the table judges it."""
    counted_in = COUNTED_IN.get(issue.deadline_unit, "")
    extension, void = issue.extension or {}, issue.void_proposal or {}
    return IssueFacts(
        state=State(issue.state),
        severity=Severity(issue.severity),
        awaiting_countersign=issue.awaiting_countersign,
        extension=extension.get("status"),
        void_proposed=bool(void),
        listed_by=(issue.listing or {}).get("level"),
        paused=issue.paused_since is not None,
        overdue=overdue(issue, at),
        photo_before=issue.photo_before,
        extendable=issue.deadline_value if counted_in else 0,
        counted_in=counted_in,
        unit_id=issue.unit_id,
        submitters=frozenset(issue.submitters),
        closer=issue.closer,
        extension_requester=extension.get("by_key"),
        void_proposer=void.get("by_key"),
    )


def changes(
    issue: Issue,
    to: State,
    order: MoveOrder,
    by: Mover,
    at: datetime,
    *,
    unit: Unit | None,
    calendar: WorkCalendar,
) -> Changes:
    """The columns that `order` sets on `issue`, its state and version apart."""
    today = shanghai_date(at)
    signed = {"by": by.by.name, "by_key": by.owner, "at": instant(at)}
    match order.move:
        case Move.ASSIGN | Move.TRANSFER:
            assert unit is not None
            return {"unit_id": unit.id, "unit_kind": unit.kind.value, "handed_at": at}
        case Move.ACCEPT:
            # 签收 takes the case on: a proposal to void it has lapsed.
            return {"void_proposal": None}
        case Move.SUBMIT:
            return _submitted(issue, order, by, at, calendar)
        case Move.RETURN:
            return {
                "returned_count": issue.returned_count + 1,
                "awaiting_countersign": False,
                "closer": None,
            }
        case Move.CLOSE if to is not State.CLOSED:
            return {"awaiting_countersign": True, "closer": by.owner}
        case Move.CLOSE:
            return {"closer": by.owner, **_closed(issue, at)}
        case Move.COUNTERSIGN:
            return {"awaiting_countersign": False, **_closed(issue, at)}
        case Move.REQUEST_EXTENSION:
            asked = {"status": "requested", "days": order.days, "reason": order.note}
            return {"extension": {**asked, **signed}}
        case Move.GRANT_EXTENSION:
            return _extended(issue, by, at, calendar)
        case Move.REFUSE_EXTENSION:
            answer = {"status": "refused", "answer": order.note, "answered_by": by.by.name}
            return {"extension": {**(issue.extension or {}), **answer}}
        case Move.PROPOSE_VOID:
            return {"void_proposal": {"reason": order.note, **signed}}
        case Move.CONFIRM_VOID:
            confirmed = {"confirmed_by": by.by.name, "confirmed_at": instant(at)}
            return {"void_proposal": {**(issue.void_proposal or {}), **confirmed}}
        case Move.REOPEN:
            return _reopened(issue, at, calendar)
        case Move.FILE_CASE:
            filed = {"number": order.number, "date": str(order.date), "note": order.note}
            return {"case_file": {**filed, **signed}}
        case Move.REFER:
            return {"referral": {"to": order.note, "number": order.number, **signed}}
        case Move.LIST:
            return {"listing": _listing(order, by, unit, signed), "listed": True}
        case Move.UNLIST:
            return {"listing": None, "listed": False}
        case Move.PAUSE:
            return {"paused_since": today}
        case Move.RESUME:
            return _resumed(issue, at, calendar)
        case Move.END:
            return {}


def _submitted(
    issue: Issue, order: MoveOrder, by: Mover, at: datetime, calendar: WorkCalendar
) -> Changes:
    enterprise = by.facts.who is Who.ENTERPRISE
    rectification = {
        "text": order.note,
        "date": str(order.date),
        "by": by.by.name,
        "channel": "enterprise" if enterprise else "on_behalf",
        "at": instant(at),
        "photos": list(dict.fromkeys(order.photos)),
    }
    # What has been put right no longer waits for the pause to end.
    running = _resumed(issue, at, calendar) if issue.paused_since else {}
    return {
        "rectification": rectification,
        "submitted_at": at,
        "submitted_on_time": _in_time(issue, at),
        "submitters": sorted({*issue.submitters, by.owner}),
        "not_fixed": False,
        **running,
    }


def _closed(issue: Issue, at: datetime) -> Changes:
    return {
        "closed_at": at,
        "closed_on_time": _in_time(issue, at),
        "first_closed_at": issue.first_closed_at or at,
    }


def _in_time(issue: Issue, at: datetime) -> bool:
    # By the deadline in force at this instant: a later extension or reopening changes no judgement.
    return not is_overdue(at, issue.deadline, issue.deadline_at, issue.paused_since)


def _extended(issue: Issue, by: Mover, at: datetime, calendar: WorkCalendar) -> Changes:
    asked = issue.extension or {}
    until = extended(issue.deadline, asked["days"], issue.deadline_unit, calendar)
    answer = {"status": "granted", "answered_by": by.by.name, "answered_at": instant(at)}
    return {
        "extension": {**asked, **answer, "from": str(issue.deadline), "to": str(until.day)},
        "deadline": until.day,
        "deadline_provisional": issue.deadline_provisional or until.provisional,
    }


def _reopened(issue: Issue, at: datetime, calendar: WorkCalendar) -> Changes:
    # A new term of the same length; the first deadline and closure stay in the events.
    until = due(at, issue.deadline_value, issue.deadline_unit, at, calendar)
    # What was asked for before the closure and never answered has lapsed.
    asked = (issue.extension or {}).get("status") == "requested"
    return {
        **({"extension": None} if asked else {}),
        "reopened_count": issue.reopened_count + 1,
        "closed_at": None,
        "closed_on_time": None,
        "closer": None,
        "deadline": until.day,
        "deadline_at": until.at,
        "deadline_provisional": until.provisional,
        "paused_since": None,
    }


def _listing(
    order: MoveOrder, by: Mover, unit: Unit | None, signed: dict[str, Any]
) -> dict[str, Any]:
    assert unit is not None
    return {
        "level": by.facts.level,
        "number": order.number,
        "unit_id": str(unit.id),
        "unit_name": unit.name,
        "deadline": str(order.deadline),
        "note": order.note,
        **signed,
    }


def _resumed(issue: Issue, at: datetime, calendar: WorkCalendar) -> Changes:
    assert issue.paused_since is not None
    today = shanghai_date(at)
    until = resumed(issue.deadline, issue.paused_since, today, issue.deadline_unit, calendar)
    clock = issue.deadline_at
    return {
        "deadline_at": clock + (until.day - issue.deadline) if clock else None,
        "paused_since": None,
        "paused_days": issue.paused_days + (today - issue.paused_since).days,
        "deadline": until.day,
        "deadline_provisional": issue.deadline_provisional or until.provisional,
    }
