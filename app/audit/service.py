"""Writing and reading the audit trail."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import insert
from sqlmodel import Session

from app.audit.models import Audit
from app.ids import uuid7

_SECRETS = frozenset({"password", "token", "access_token", "refresh_token", "secret", "phone"})


class Actor(Protocol):
    """As much of a signed-in person as a line of the trail keeps."""

    @property
    def id(self) -> UUID:
        """The account."""

    @property
    def name(self) -> str:
        """Kept with the line: a later change of name does not rewrite history."""

    @property
    def county_code(self) -> str | None:
        """Whose trail it is when the subject names no county of its own."""


def record(
    session: Session,
    at: datetime,
    actor: Actor | None,
    action: str,
    subject_type: str = "",
    subject_id: str | UUID = "",
    county_code: str | None = None,
    **detail: Any,
) -> None:
    """Add one line to the trail, in the caller's transaction.

    Raises ValueError for a detail that would write a secret or a phone number down.
    """
    if leaked := _SECRETS & detail.keys():
        raise ValueError(f"not for the audit trail: {', '.join(sorted(leaked))}")
    line = {
        "id": uuid7(),
        "at": at,
        "actor_id": actor.id if actor else None,
        "actor_name": actor.name if actor else "",
        "action": action,
        "subject_type": subject_type,
        "subject_id": str(subject_id),
        "county_code": county_code or (actor.county_code if actor else None),
        "detail": to_jsonable_python(detail),
        "address": session.info.get("address", ""),
    }
    session.execute(insert(Audit), [line])
