"""How often one address may look up notices, guess codes and write: counted in this process.

A notice hangs on a wall; its codes should merely not be harvested, and nobody should fill the
office's list.
"""

from datetime import datetime

from fastapi import Request

from app.accounts.guards import address_of
from app.ledger.throttle import Throttle
from app.notices.resolving import NoticeNotFound

PER_ADDRESS = 240
"""Look-ups a minute from one address, which may be a whole market behind one network."""

MISSES_PER_ADDRESS = 30
"""Wrong codes a minute: guessing is slow, mistyping is not punished."""

OPINIONS_PER_ADDRESS = 5


class Counted:
    """Counts a look-up from an address, and a wrong code once more."""

    def __init__(self, request: Request, at: datetime) -> None:
        self._all, self._misses, _ = _throttles(request)
        self._address, self._at = address_of(request), at

    def __enter__(self) -> None:
        self._misses.refuse_full(self._address, self._at)
        self._all.count(self._address, self._at)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is NoticeNotFound:
            self._misses.count(self._address, self._at)


def counted_opinion(request: Request, at: datetime) -> None:
    """Count something written.  Raises TooMany."""
    _throttles(request)[2].count(address_of(request), at)


def _throttles(request: Request) -> tuple[Throttle, Throttle, Throttle]:
    state = request.app.state
    if not hasattr(state, "notice_throttles"):
        limits = PER_ADDRESS, MISSES_PER_ADDRESS, OPINIONS_PER_ADDRESS
        state.notice_throttles = tuple(Throttle(most) for most in limits)
    made: tuple[Throttle, Throttle, Throttle] = state.notice_throttles
    return made
