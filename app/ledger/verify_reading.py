"""Chains as they are read to be verified: as stored, and apart from everything that uses them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.db import table_of
from app.ledger.models import Issue, IssueEvent
from app.plain import Plain
from app.snapshot import one_moment

BATCH = 500


class Unreadable:
    """An event whose stored values are none of their kind."""


Event = Mapping[str, Any] | Unreadable


@dataclass(frozen=True)
class Chain:
    """An issue, as far as its events seal it, with its events in order."""

    issue: Any
    events: Sequence[Event]


_issue, _event = table_of(Issue).c, table_of(IssueEvent).c
_FACTS = sa.select(
    _issue.id,
    _issue.number,
    _issue.version,
    _issue.last_hash,
    _issue.item_code,
    _issue.severity,
    _issue.requirement,
    _issue.description,
    # As stored, even where that is no state and no day.
    sa.type_coerce(_issue.state, sa.String()).label("state"),
    sa.type_coerce(_issue.original_deadline, sa.String()).label("original_deadline"),
)
_FROM = sa.bindparam("first", type_=sa.Uuid())
_UPTO = sa.bindparam("last", type_=sa.Uuid())
_ISSUES = Plain(_FACTS.where(_issue.id >= _FROM).order_by(_issue.id).limit(BATCH))
_ISSUE = Plain(_FACTS.where(_issue.id == _FROM))
_EVENTS = Plain(
    sa.select(table_of(IssueEvent))
    .where(_event.issue_id >= _FROM, _event.issue_id <= _UPTO)
    .order_by(_event.issue_id, _event.seq)
)
_PLACES = Plain(sa.select(_event.seq).where(_event.issue_id == _FROM).order_by(_event.seq))
_EVENT = Plain(
    sa.select(table_of(IssueEvent)).where(
        _event.issue_id == _FROM, _event.seq == sa.bindparam("seq", type_=sa.Integer())
    )
)


def chains(session: Session) -> Iterator[list[Chain]]:
    """Every chain, batch by batch, whose scope is the whole ledger.

    Each batch is read in one moment: a step taken meanwhile is seen in the issue and among its
    events, or in neither.
    """
    first = UUID(int=0)
    while True:
        one_moment(session)
        issues = _ISSUES.rows(session, {"first": first})
        if not issues:
            return
        events = _events(session, issues)
        yield [Chain(issue, events[issue.id]) for issue in issues]
        first = UUID(int=issues[-1].id.int + 1)


def one_chain(session: Session, issue_id: UUID) -> Chain:
    """The chain of one issue that exists."""
    issue = _ISSUE.first(session, {"first": issue_id})
    return Chain(issue, _events(session, [issue])[issue_id])


def _events(session: Session, issues: Sequence[Any]) -> Mapping[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = defaultdict(list)
    try:
        # Between the first issue and the last there is no other, so a range of the index has all.
        around = {"first": issues[0].id, "last": issues[-1].id}
        for event in _EVENTS.rows(session, around):
            found[event.issue_id].append(event._asdict())
    except _NOT_OF_THEIR_KIND:
        return {issue.id: list(_one_by_one(session, issue.id)) for issue in issues}
    return found


_NOT_OF_THEIR_KIND = (ValueError, TypeError, AttributeError)
"""What a day that is no day, an id that is none, or broken JSON comes to when SQLite is read."""


def _one_by_one(session: Session, issue_id: UUID) -> Iterator[Event]:
    for place in _PLACES.rows(session, {"first": issue_id}):
        try:
            event = _EVENT.first(session, {"first": issue_id, "seq": place.seq})
            yield event._asdict()
        except _NOT_OF_THEIR_KIND:
            yield Unreadable()
