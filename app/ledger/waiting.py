"""待我办理: the open issues on which a person may now take the step that brings them on.

One condition for each such move of the table, saying to the database what its row says of state,
flags and persons (`transitions.py`, `conditions.py`).  签收 waits for the unit that was given the
issue: another may still take it on, but is not waited for.
"""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from app.accounts.user import User
from app.ledger.clauses import Clause, Says, issue, words
from app.ledger.facts import OPEN, Move, Severity, State
from app.ledger.orders import mover
from app.ledger.transitions import TRANSITIONS

ME = "me"
"""The parameter that holds who looks: `account:…`."""
MY_UNIT = "my_unit"


def _in(*states: State) -> ColumnElement[bool]:
    return words("state", states)


def _other(person: ColumnElement[str]) -> ColumnElement[bool]:
    return person != sa.bindparam(ME, type_=sa.String())


def _not_mine() -> ColumnElement[bool]:
    quoted = sa.literal('%"') + sa.bindparam(ME, type_=sa.String()) + sa.literal('"%')
    return sa.cast(issue.submitters, sa.Text).not_like(quoted)


def _to_accept() -> ColumnElement[bool]:
    given = issue.unit_id == sa.bindparam(MY_UNIT, type_=sa.Uuid())
    return sa.and_(_in(State.ASSIGNED), given)


def _to_close() -> ColumnElement[bool]:
    free = sa.not_(issue.awaiting_countersign), sa.not_(issue.listed)
    return sa.and_(_in(State.REVIEWING), *free, _not_mine())


def _to_countersign() -> ColumnElement[bool]:
    ripe = issue.awaiting_countersign.is_(True), sa.not_(issue.listed)
    return sa.and_(_in(State.REVIEWING), *ripe, _other(issue.closer), _not_mine())


def _to_extend() -> ColumnElement[bool]:
    asked = issue.extension["status"].as_string() == "requested"
    other = _other(issue.extension["by_key"].as_string())
    return sa.and_(_in(State.RECTIFYING), asked, other)


def _to_void() -> ColumnElement[bool]:
    may = issue.severity != Severity.CRITICAL.value, sa.not_(issue.listed)
    proposed = _other(issue.void_proposal["by_key"].as_string())
    return sa.and_(_in(State.REGISTERED, State.ASSIGNED), *may, proposed)


WAITS: dict[Move, Says] = {
    Move.ASSIGN: lambda: _in(State.REGISTERED),
    Move.ACCEPT: _to_accept,
    Move.CLOSE: _to_close,
    Move.COUNTERSIGN: _to_countersign,
    Move.GRANT_EXTENSION: _to_extend,
    Move.CONFIRM_VOID: _to_void,
}
APPROVALS = frozenset({Move.COUNTERSIGN, Move.GRANT_EXTENSION, Move.CONFIRM_VOID})
"""待审批: another person has asked, and this one answers."""


def waiting_for(by: User, among: Collection[Move] = WAITS) -> Clause:
    """What waits for `by`; nothing where the table gives their post no such move."""
    actor = mover(by).facts
    open_to = {rule.move for rule in TRANSITIONS if rule.open_to(actor)}
    moves = sorted(open_to.intersection(WAITS, among))

    def says() -> ColumnElement[bool]:
        if not moves:
            return sa.false()
        # Said first as an index says it.
        opened = _in(*(state for state in State if state in OPEN))
        return opened & sa.or_(*(WAITS[move]() for move in moves))

    return Clause(f"mine:{','.join(moves)}", says, {ME: by.owner, MY_UNIT: by.unit_id})
