"""Slowing down who asks too often without an account: a count per minute, in this process."""

import threading
from collections import OrderedDict
from datetime import datetime

from app.errors import TooMany

_KEYS = 10_000


class Throttle:
    """At most `per_minute` of something for each key; old keys are forgotten."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._seen: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, key: str, at: datetime) -> None:
        """Count one more.  Raises TooMany."""
        minute = int(at.timestamp()) // 60
        with self._lock:
            last, times = self._seen.pop(key, (minute, 0))
            times = times + 1 if last == minute else 1
            self._seen[key] = (minute, times)
            if len(self._seen) > _KEYS:
                self._seen.popitem(last=False)
        if times > self._per_minute:
            raise _too_many()

    def refuse_full(self, key: str, at: datetime) -> None:
        """Let pass while the minute's measure is not used up; counts nothing.  Raises TooMany."""
        last, times = self._seen.get(key, (0, 0))
        if last == int(at.timestamp()) // 60 and times >= self._per_minute:
            raise _too_many()


def _too_many() -> TooMany:
    return TooMany("操作太频繁，请一分钟后再试。", retry_after_s=60)
