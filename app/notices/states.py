"""How a notice stands: none made, not printed, holding, no longer holding, withdrawn."""

from typing import Literal

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import col

from app.notices.models import Notice

State = Literal["none", "unprinted", "valid", "changed", "revoked"]


def in_state(state: State) -> ColumnElement[bool]:
    """What the database can tell of a state; whether a printed one holds is compared afterwards."""
    match state:
        case "none":
            return col(Notice.id).is_(None)
        case "unprinted":
            return sa.and_(col(Notice.id).is_not(None), col(Notice.printed_at).is_(None))
        case _:
            return col(Notice.printed_at).is_not(None)


def state_of(notice: Notice, changed: list[str]) -> State:
    """The state of a notice, once what has changed since it was printed is known."""
    if notice.revoked_at is not None:
        return "revoked"
    if notice.printed_at is None:
        return "unprinted"
    return "changed" if changed else "valid"
