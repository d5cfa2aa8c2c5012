"""How far a phone has come: an opaque word, good for one person in one role."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.accounts.user import User
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.sync.changes import KEPT, Position

_VERSION = "2"


@dataclass(frozen=True)
class Run:
    """A pull under way: what is asked for, and how far its pages have come."""

    since: Position | None
    """None: everything."""
    upto: Position
    """Where the log stood when the run began: the next one goes on from there."""
    after: UUID | None = None
    """The last entity told; more are to come."""

    @property
    def name(self) -> str:
        """What all its pages have in common."""
        return _told(self.upto)


def word(run: Run, by: User, *, after: UUID | None) -> str:
    """What the phone sends back to go on: within the run, or once it is `after` None, beyond it."""
    parts = [_VERSION, _owner(by), run.name]
    if after is not None:
        parts += [_told(run.since) if run.since else "", after.hex]
    return "-".join(parts)


def read(cursor: str | None, by: User, now: Position) -> Run:
    """The run that goes on from a cursor.

    Everything is sent where the word is not ours or another's, where the log no longer reaches
    back so far, where the database was set back to an earlier state, and in a new quarter, whose
    visits are owed without any row changing.
    """
    afresh = Run(None, now)
    try:
        version, owner, seen, *within = (cursor or "").split("-")
        upto = _position(seen)
        if version != _VERSION or owner != _owner(by) or not _reaches(upto, now):
            return afresh
        if not within:
            return Run(upto, now)
        since, after = within
        return Run(_position(since) if since else None, upto, UUID(after))
    except (ValueError, OverflowError, OSError):
        return afresh


def _reaches(seen: Position, now: Position) -> bool:
    return (
        seen.stamp <= now.stamp
        and now.at - seen.at < KEPT
        and period_of(shanghai_date(seen.at)) == period_of(shanghai_date(now.at))
    )


def _told(seen: Position) -> str:
    return f"{seen.stamp:x}.{int(seen.at.timestamp() * 1_000_000):x}"


def _position(told: str) -> Position:
    stamp, at = told.split(".")
    return Position(int(stamp, 16), datetime.fromtimestamp(int(at, 16) / 1_000_000, UTC))


def _owner(by: User) -> str:
    # Another role, another cadre to assist or to stand in for, sees other rows.
    absent = " ".join(str(one) for one in by.stands_for)
    who = f"{by.id} {by.role} {by.assists_id} {by.region_code} {absent}".rstrip()
    return hashlib.sha256(who.encode()).hexdigest()[:12]
