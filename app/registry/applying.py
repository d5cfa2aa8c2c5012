"""A checked batch taken into the register: one transaction, a piece of rows at a time.

What was checked may have changed since: a row that would no longer do what the report said stops
the whole, and nothing is taken in (docs/decisions/0020-registry-import.md).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.user import User
from app.db import table_of
from app.errors import Conflict
from app.regions.scope import Scope
from app.registry.bulk import among
from app.registry.columns import Shape
from app.registry.ground import Ground
from app.registry.journal import Journal
from app.registry.models import ImportBatch, ImportRow

PIECE = 2000
Progress = Callable[[int], None]
_row = table_of(ImportRow)
_READ = tuple(
    _row.c[name]
    for name in ("seq", "number", "data", "uscc", "name", "phone", "grade", "action", "target")
)
"""What is written depends on nothing else of a staged row; its cells are the longest part."""


class RegisterMoved(Conflict, slug="register-moved", title="名录有变化"):
    """The register is no longer as it was when the batch was checked."""

    def __init__(self, number: int) -> None:
        super().__init__(f"检查以后名录有变化（第 {number} 行），没有导入。请点“重新检查”再确认。")


class Applying:
    """What all pieces of one batch share while it is taken in."""

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
        self.session = session
        self.batch = batch
        self.scope = scope
        self.ground = ground
        self.by = by
        self.on = on
        self.at = at
        self.told = told
        self.journal = Journal(session, batch.id)

    def run(self, write: Mapping[Shape, Callable[["Applying", Sequence[Any]], None]]) -> int:
        """Take in every row that can be; gives how many.  Raises RegisterMoved."""
        taken = 0
        for shape in Shape:
            last = 0
            while rows := self._piece(shape, last):
                last = rows[-1].seq
                write[shape](self, rows)
                self.journal.write()
                seqs = [one.seq for one in rows]
                self.session.execute(
                    sa.update(_row)
                    .where(_row.c.batch_id == self.batch.id, among(self.session, _row.c.seq, seqs))
                    .values(taken=True)
                )
                taken += len(rows)
                self.told(len(rows))
        return taken

    def _piece(self, shape: Shape, last: int) -> Sequence[Any]:
        return self.session.execute(
            sa.select(*_READ)
            .where(
                _row.c.batch_id == self.batch.id,
                _row.c.shape == shape,
                _row.c.errors == 0,
                _row.c.doubts == 0,
                _row.c.taken.is_(False),
                _row.c.seq > last,
            )
            .order_by(_row.c.seq)
            .limit(PIECE)
        ).all()

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


def uuids(rows: Sequence[Any], action: str) -> list[UUID]:
    """The ids of what rows of one action become, or are."""
    return [UUID(one.target) for one in rows if one.action == action]
