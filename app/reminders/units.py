"""催办 and 转办: the people of a unit are told of an order once, with the list of its issues."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Account
from app.db import insert_missing, table_of
from app.ledger.batch_models import Batch
from app.ledger.batches import REMIND
from app.ledger.facts import Severity
from app.ledger.models import Issue, IssueEvent
from app.regions.models import Unit
from app.reminders.composing import message
from app.reminders.models import Message

HANDED = "handed"
_NAMED = 5
"""Issues that a message names; the others are in its list."""
_batch, _issue, _event = table_of(Batch), table_of(Issue), table_of(IssueEvent)
_account, _unit = table_of(Account), table_of(Unit)

Told = dict[UUID, tuple[str, list[Any]]]
"""To a unit: what a message says before how many there are and after, and of which issues."""


def tell(session: Session, batch_id: UUID, at: datetime) -> int:
    """Write the messages of an order, in the caller's write; gives how many people are told.

    Only of what was carried out, and never to who gave the order.
    """
    batch = session.execute(sa.select(_batch).where(_batch.c.id == batch_id)).first()
    done = _carried_out(session, batch) if batch is not None else []
    if batch is None or not done:
        return 0
    kind = REMIND if batch.move == REMIND else HANDED
    told = _reminded(batch, done) if batch.move == REMIND else _handed_on(session, batch, done)
    rows = [
        message(person, kind, f"{kind}:{batch.id}", words, _lines(batch, issues), at)
        for unit_id, (words, issues) in told.items()
        for person in _people(session, unit_id, but=batch.by_id)
    ]
    insert_missing(session, Message, rows)
    return len(rows)


def _carried_out(session: Session, batch: Any) -> list[Any]:
    """The issues of an order that have its event, in the order given."""
    events = [UUID(event_id) for event_id in batch.steps.values()]
    query = (
        sa.select(
            _issue.c.id,
            _issue.c.entity_name,
            _issue.c.description,
            _issue.c.severity,
            _event.c.evidence,
        )
        .join(_event, _event.c.issue_id == _issue.c.id)
        .where(_event.c.id.in_(events))
    )
    found = {str(row.id): row for row in session.execute(query)}
    return [found[issue_id] for issue_id in batch.steps if issue_id in found]


def _by_unit(done: Iterable[Any], name: str) -> Iterator[tuple[UUID, list[Any]]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in done:
        if unit_id := row.evidence.get(name):
            found[UUID(unit_id)].append(row)
    yield from found.items()


def _reminded(batch: Any, done: list[Any]) -> Told:
    return {
        unit_id: (_words(f"{batch.by_name}催办 {len(issues)} 件", batch.note), issues)
        for unit_id, issues in _by_unit(done, "unit_id")
    }


def _handed_on(session: Session, batch: Any, done: list[Any]) -> Told:
    told: Told = {}
    for unit_id, issues in _by_unit(done, "unit_before"):
        to = issues[0].evidence.get("unit_name", "")
        words = f"已转办 {len(issues)} 件：改由{to}办理，不用你们签收了"
        told[unit_id] = (_words(words, batch.note), issues)
    # 重大 is told at once, in words of its own (`critical.py`).
    ordinary = [row for row in done if row.severity != Severity.CRITICAL]
    for unit_id, issues in _by_unit(ordinary, "unit_id"):
        words = f"{batch.by_name}转来 {len(issues)} 件，等你们签收"
        told[unit_id] = (_words(words, batch.note), issues)
    return told


def _words(said: str, note: str) -> str:
    return f"{said}：{note}" if note else said


def _lines(batch: Any, issues: list[Any]) -> list[dict[str, str]]:
    named = [
        {"text": f"{row.entity_name}：{row.description[:40]}", "to": f"/issue/{row.id}"}
        for row in issues[:_NAMED]
    ]
    if len(issues) == 1:
        return named
    return [*named, {"text": "看整批清单", "to": f"/ledger?tab=all&batch={batch.id}"}]


def _people(session: Session, unit_id: UUID, *, but: UUID) -> list[UUID]:
    query = sa.select(_account.c.id).where(
        _account.c.unit_id == unit_id, _account.c.disabled_at.is_(None), _account.c.id != but
    )
    return list(session.execute(query).scalars())
