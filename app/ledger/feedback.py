"""反馈: what the finder, and who answers for the entity now, are told when an issue moves."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.assignments.models import Assignment
from app.db import begin_write
from app.errors import NotFound
from app.ids import uuid7
from app.ledger.events import place_of
from app.ledger.facts import Move, State
from app.ledger.models import Feedback, Issue
from app.ledger.orders import MoveOrder

_TEXTS: dict[Move, Callable[[MoveOrder], str]] = {
    Move.ASSIGN: lambda _: "已交办承办单位，等待签收",
    Move.TRANSFER: lambda order: f"已转给别的单位办理：{order.note}",
    Move.ACCEPT: lambda _: "市场监管部门已签收，正在督促整改",
    Move.SUBMIT: lambda _: "已提交整改，等待复核",
    Move.RETURN: lambda order: f"复核没有通过，已退回重改：{order.note}",
    Move.CLOSE: lambda _: "已整改到位，准予销号",
    Move.COUNTERSIGN: lambda _: "已会签，准予销号",
    Move.GRANT_EXTENSION: lambda _: "已同意延期",
    Move.REFUSE_EXTENSION: lambda _: "没有同意延期，仍按原期限整改",
    Move.PAUSE: lambda order: f"已暂停计时：{order.note}",
    Move.RESUME: lambda _: "已恢复计时",
    Move.CONFIRM_VOID: lambda _: "经两人核实，已作废",
    Move.REOPEN: lambda order: f"已重新打开：{order.note}",
    Move.FILE_CASE: lambda order: f"已立案，案号 {order.number}",
    Move.REFER: lambda order: f"已移送{order.note}",
    Move.LIST: lambda order: f"已挂牌督办，文号 {order.number}",
    Move.UNLIST: lambda _: "已解除挂牌督办",
    Move.END: lambda order: f"已终结：{order.note}",
}
_MOST = 500


def tell(
    session: Session, issue: Issue, to: State, order: MoveOrder, by: UUID | None, at: datetime
) -> None:
    """Write the feedback of a move, in the caller's write, to everybody concerned but its mover."""
    words = _words(to, order)
    if words is not None:
        tell_concerned(session, issue, words, by, at)


def tell_concerned(
    session: Session, issue: Issue, words: str, by: UUID | None, at: datetime
) -> None:
    """In the caller's write, say what became of an issue to all concerned but who did it."""
    # The whole item would fill a phone's notice: its beginning is enough to know it by.
    said = words.rstrip("。")
    text = f"{issue.entity_name}“{issue.description[:40]}”：{said}。"[:_MOST]
    rows = [
        {
            "id": uuid7(),
            "issue_id": issue.id,
            "entity_id": issue.entity_id,
            "account_id": account_id,
            "text": text,
            "at": at,
            **place_of(issue),
        }
        for account_id in _concerned(session, issue)
        if account_id != by
    ]
    if rows:
        session.execute(sa.insert(Feedback), rows)


def _words(to: State, order: MoveOrder) -> str | None:
    if order.move is Move.CLOSE and to is not State.CLOSED:
        return "复核通过，等待县局会签"
    wording = _TEXTS.get(order.move)
    return wording(order) if wording else None


def _concerned(session: Session, issue: Issue) -> list[UUID]:
    # Plain tables: whom to tell does not depend on what the mover may see.
    assignment, account = _table(Assignment), _table(Account)
    finder = sa.select(account.c.id).where(
        account.c.id == issue.finder_id, account.c.role == Role.CADRE
    )
    current = sa.select(assignment.c.cadre_id).where(
        assignment.c.entity_id == issue.entity_id, assignment.c.valid_to.is_(None)
    )
    return list(session.execute(sa.union(finder, current)).scalars())


def _table(model: type[Account] | type[Assignment]) -> sa.Table:
    table = sa.inspect(model).local_table
    assert isinstance(table, sa.Table)
    return table


def mark_read(session: Session, feedback_id: UUID, *, by: User, at: datetime) -> None:
    """The person has read their feedback; reading again changes nothing.  Raises NotFound."""
    found = session.execute(
        sa.select(Feedback).where(
            col(Feedback.id) == feedback_id, col(Feedback.account_id) == by.id
        )
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("没有这条反馈，请刷新后再看。")
    if found.read_at is not None:
        return
    begin_write(session)
    session.execute(
        sa.update(Feedback)
        .where(col(Feedback.id) == feedback_id)
        .values(read_at=at)
        .execution_options(synchronize_session=False)
    )
