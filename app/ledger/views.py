"""Issues as they are shown, in bulk: the same few statements for one as for hundreds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app.accounts.user import User
from app.db import table_of
from app.ledger.deadlines import COUNTED_IN, WorkCalendar, extended
from app.ledger.earlier import EarlierShown, earlier_of
from app.ledger.effects import facts_of
from app.ledger.facts import Move, State
from app.ledger.models import Feedback, Issue, IssueEvent
from app.ledger.orders import Mover, mover
from app.ledger.pictures import Pictures, pictures_of
from app.ledger.rows import Around, Names, around, names_of, rectified, row
from app.ledger.transitions import MOVE_NAMES, moves_for
from app.ledger.wire import (
    ActorShown,
    EventShown,
    FeedbackShown,
    Flags,
    IssueShown,
    MoveShown,
    NeedShown,
    OnTime,
    PersonShort,
    RecheckShown,
)

_told_events = table_of(IssueEvent)
_COPIED_WHOLE = {
    "severity_given",
    "severity_reason",
    "basis",
    "requirement",
    "received_at",
    "original_deadline",
    "notice_due_at",
    "inspection_id",
    "origin",
    "closed_at",
}


def shown_many(
    session: Session, issues: Sequence[Issue], by: User, at: datetime
) -> list[IssueShown]:
    """Issues whole, in the order given, as `by` sees them at `at`."""
    return _shown(session, issues, mover(by), at)


def shown_one(session: Session, issue: Issue, by: Mover, at: datetime) -> IssueShown:
    """One issue whole, as its mover sees it."""
    return _shown(session, [issue], by, at)[0]


def _shown(session: Session, issues: Sequence[Issue], by: Mover, at: datetime) -> list[IssueShown]:
    known, names = around(session, at), names_of(session, issues)
    pictures = pictures_of(session, [issue.id for issue in issues])
    events = _events(session, issues)
    told = _feedback(session, issues, by)
    earlier = earlier_of(session, issues)
    return [
        _whole(
            issue,
            known,
            names(issue),
            pictures[issue.id],
            events[issue.id],
            told[issue.id],
            by,
            earlier.get(issue.id),
        )
        for issue in issues
    ]


def _whole(
    issue: Issue,
    known: Around,
    names: Names,
    pictures: Pictures,
    events: list[IssueEvent],
    told: list[FeedbackShown],
    by: Mover,
    earlier: EarlierShown | None,
) -> IssueShown:
    return IssueShown.model_validate(
        {
            **row(issue, names, pictures, known),
            **issue.model_dump(include=_COPIED_WHOLE),
            "finder": PersonShort(
                id=issue.finder_id, name=issue.finder_name, post=issue.finder_post
            ),
            "details": events[0].evidence.get("details", []) if events else [],
            "provisional": issue.deadline_provisional,
            "flags": _flags(issue, known.calendar),
            "on_time": OnTime(submitted=issue.submitted_on_time, closed=issue.closed_on_time),
            "rectification": rectified(issue, pictures),
            "rechecks": [_recheck(event, pictures) for event in events if event.move == "recheck"],
            "events": [_event(event, pictures) for event in events],
            "moves": [
                MoveShown(
                    move=option.move,
                    name=option.name,
                    needs=[NeedShown.model_validate(asdict(need)) for need in option.needs],
                )
                for option in moves_for(facts_of(issue, known.at), by.facts)
            ],
            "feedback": told,
            "photos_pending": pictures.pending,
            "earlier": earlier,
        }
    )


def _flags(issue: Issue, calendar: WorkCalendar) -> Flags:
    return Flags(
        awaiting_countersign=issue.awaiting_countersign,
        extension=_extension(issue, calendar),
        void_proposal=_told(issue.void_proposal),
        case_file=_told(issue.case_file),
        referral=_told(issue.referral),
        listing=_told(issue.listing),
        paused=issue.paused_since is not None,
        not_fixed=issue.not_fixed,
        repeat_of=issue.repeat_of,
        fixed_on_site=issue.fixed_on_site,
    )


def _extension(issue: Issue, calendar: WorkCalendar) -> dict[str, Any] | None:
    told = _told(issue.extension)
    if not told:
        return None
    told["unit"] = COUNTED_IN.get(issue.deadline_unit, "天")
    if told["status"] == "requested":
        # Whoever decides is to see the day that he gives.
        until = extended(issue.deadline, told["days"], issue.deadline_unit, calendar)
        told["until"] = str(until.day)
    return told


def _told(flag: dict[str, Any] | None) -> dict[str, Any] | None:
    # Accounts' ids are for the rules; people are shown by name.
    return {name: value for name, value in flag.items() if name != "by_key"} if flag else None


def _recheck(event: IssueEvent, pictures: Pictures) -> RecheckShown:
    return RecheckShown(
        at=event.at,
        by=event.actor_name,
        result=event.evidence["result"],
        note=event.note,
        photos=pictures.named(event.evidence["photos"]),
    )


def _event(event: IssueEvent, pictures: Pictures) -> EventShown:
    hidden = ("photos", "by", "details")
    return EventShown.model_validate(
        {
            "id": event.id,
            "seq": event.seq,
            "move": event.move,
            "move_name": _move_name(event),
            "from": event.from_state,
            "to": event.to_state,
            "actor": ActorShown(
                name=event.actor_name, post=event.actor_post, role=event.actor_role
            ),
            "at": event.at,
            "device_at": event.device_at,
            "note": event.note,
            "photos": pictures.named(event.evidence.get("photos", [])),
            "evidence": {k: v for k, v in event.evidence.items() if k not in hidden},
        }
    )


def _move_name(event: IssueEvent) -> str:
    if event.move == Move.CLOSE and event.to_state != State.CLOSED:
        return "复核通过，报县局会签"
    return MOVE_NAMES[event.move]


def _events(session: Session, issues: Sequence[Issue]) -> Mapping[UUID, list[Any]]:
    # The plain table: who sees an issue sees its whole life, wherever it lay then (划转).
    found: dict[UUID, list[Any]] = defaultdict(list)
    event = _told_events.c
    wanted = event.issue_id.in_([issue.id for issue in issues])
    query = select(_told_events).where(wanted).order_by(event.issue_id, event.seq)
    for step in session.execute(query):
        found[step.issue_id].append(step)
    return found


def _feedback(
    session: Session, issues: Sequence[Issue], by: Mover
) -> Mapping[UUID, list[FeedbackShown]]:
    found: dict[UUID, list[FeedbackShown]] = defaultdict(list)
    if by.user is None:
        return found
    query = (
        select(Feedback)
        .where(
            col(Feedback.issue_id).in_([issue.id for issue in issues]),
            col(Feedback.account_id) == by.user.id,
        )
        .order_by(col(Feedback.at), col(Feedback.id))
    )
    for told in session.execute(query).scalars():
        found[told.issue_id].append(FeedbackShown.model_validate(told, from_attributes=True))
    return found
