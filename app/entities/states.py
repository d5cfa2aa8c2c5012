"""Which states an entity may go into, and what each means for who answers for it: pure rules.

Source: DOMAIN 2.3 and 2.6; 市场主体登记管理条例 第30条 (歇业).
"""

from app.entities.models import EntityState as S

IN_BUSINESS = frozenset({S.OPEN})
COVERED = frozenset({S.OPEN, S.SUSPENDED, S.DORMANT, S.NOT_FOUND})
"""Somebody has to answer for these: they may open again any day."""
GONE = frozenset(S) - COVERED
"""Nobody answers for them any more; their history stays."""
NEEDS_PROOF = frozenset({S.DEREGISTERED, S.REVOKED})

STATE_NAMES = {
    S.OPEN: "在营",
    S.SUSPENDED: "停业",
    S.DORMANT: "歇业",
    S.DEREGISTERED: "注销",
    S.REVOKED: "吊销",
    S.MOVED: "迁出",
    S.NOT_FOUND: "查无下落",
    S.DUPLICATE: "重复主体",
}

_OF_OUTCOME = {
    "suspended": S.SUSPENDED,
    "not_found": S.NOT_FOUND,
    "not_food": S.DEREGISTERED,
}
_SAID = {
    S.SUSPENDED: "督导时停业",
    S.NOT_FOUND: "督导时查无下落",
    S.DEREGISTERED: "督导时已不再经营食品",
    S.OPEN: "督导时正在营业，应恢复在营",
}


def state_found(outcome: str, state: S, *, closed_before: bool) -> S | None:
    """The state that a visit's outcome speaks for; None where it says nothing new.

    A door found closed twice running speaks for 停业. A refusal says nothing: somebody was there.
    """
    if outcome == "done":
        found: S | None = S.OPEN
    elif outcome == "closed_door":
        found = S.SUSPENDED if closed_before else None
    else:
        found = _OF_OUTCOME.get(outcome)
    return None if found is state else found


def counts_as_done(outcome: str, photos: int) -> bool:
    """Whether a visit settles what was owed: carried out, or 停业 found there and shown."""
    return outcome == "done" or (outcome == "suspended" and photos > 0)


def said_by_visit(found: S, outcome: str) -> str:
    """Why a visit proposes a state, in a few words."""
    return "连续两次上门都闭门" if outcome == "closed_door" else _SAID[found]
