"""A checked batch taken into the register: one transaction, a piece of rows at a time.

What was checked may have changed since: a row that would no longer do what the report said stops
the whole, and nothing is taken in (docs/decisions/0020-registry-import.md).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.user import User
from app.db import table_of
from app.errors import Conflict
from app.regions.scope import Scope
from app.registry.behind import Behind
from app.registry.bulk import prepared
from app.registry.columns import Shape
from app.registry.ground import Ground
from app.registry.journal import Journal
from app.registry.models import ImportBatch, ImportChange, ImportRow

PIECE = 2000
Progress = Callable[[int], None]
_row, _change = table_of(ImportRow), table_of(ImportChange)
_READ = tuple(
    _row.c[name]
    for name in ("seq", "number", "data", "uscc", "name", "phone", "grade", "action", "target")
)
"""What is written depends on nothing else of a staged row; its cells are the longest part."""


class RegisterMoved(Conflict, slug="register-moved", title="名录有变化"):
    """The register is no longer as it was when the batch was checked."""

    def __init__(self, number: int) -> None:
        super().__init__(f"检查以后名录有变化（第 {number} 行），没有导入。请点“重新检查”再确认。")


def _each(works: Sequence[Callable[[], Any]]) -> None:
    for work in works:
        work()


class Applying:
    """What all pieces of one batch share while it is taken in.

    What a piece inserts is sent while the next one is got ready: it waits until that one has asked
    what it must (`go_on`). Who uses `session` finds everything written.
    """

    def __init__(
        self,
        session: Session,
        batch: ImportBatch,
        scope: Scope,
        ground: Ground,
        *,
        by: User,
        on: date,
        at: datetime,
        told: Progress,
    ) -> None:
        self.early = session
        """To ask what no write of this batch bears upon; `session` for everything else."""
        self.batch = batch
        self.scope = scope
        self.ground = ground
        self.by = by
        self.on = on
        self.at = at
        self.told = told
        self.journal = Journal(session, batch.id)
        self._behind = Behind(session)
        self._ready: list[Callable[[], Any]] = []

    @property
    def session(self) -> Session:
        """The session, when all writes have come to it."""
        self.go_on()
        self._behind.wait()
        return self.early

    def go_on(self) -> None:
        """Begin to send what is ready."""
        ready, self._ready = self._ready, []
        if ready:
            self._behind.start(partial(_each, ready))

    def insert(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Make rows ready to be inserted."""
        self._ready.append(prepared(self.early, table, rows))

    def run(self, write: Mapping[Shape, Callable[["Applying", Sequence[Any]], None]]) -> int:
        """Take in every row that can be; gives how many.  Raises RegisterMoved."""
        taken = 0
        with self._behind:
            for shape in Shape:
                last = 0
                while rows := self._piece(shape, last):
                    write[shape](self, rows)
                    self.insert(_change, self.journal.noted())
                    self._ready.append(self._taken(shape, last, rows[-1].seq))
                    last = rows[-1].seq
                    taken += len(rows)
                    self.told(len(rows))
            self.go_on()
        return taken

    def _taken(self, shape: Shape, after: int, last: int) -> Callable[[], Any]:
        mine = (*self._open(shape), _row.c.seq > after, _row.c.seq <= last)
        return lambda: self.early.execute(sa.update(_row).where(*mine).values(taken=True))

    def _open(self, shape: Shape) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            _row.c.batch_id == self.batch.id,
            _row.c.shape == shape,
            _row.c.errors == 0,
            _row.c.doubts == 0,
            _row.c.taken.is_(False),
        )

    def _piece(self, shape: Shape, last: int) -> Sequence[Any]:
        self._behind.wait()
        mine = sa.select(*_READ).where(*self._open(shape), _row.c.seq > last)
        return self.early.execute(mine.order_by(_row.c.seq).limit(PIECE)).all()

    def reason(self, code: str, seq: int) -> str:
        """Why a warning was right all the same, for this row or for all of its kind."""
        said = self.batch.accepted
        return said.get(f"{code}:{seq}") or said.get(code, "")

    def place(self, code: str) -> dict[str, Any]:
        """The columns that say where a row belongs."""
        place = self.ground.places.by_code[code]
        return {
            "region_code": place.code,
            "city_code": place.city_code,
            "county_code": place.county_code,
            "town_code": place.town_code,
        }
