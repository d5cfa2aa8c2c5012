"""A batch undone: everything as it was before, or nothing, with the reason for each row."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Table
from sqlmodel import Session, SQLModel

from app.accounts.user import User
from app.assignments.models import Due
from app.db import table_of
from app.errors import Conflict
from app.registry.bulk import among
from app.registry.columns import Shape
from app.registry.grade_trace import trace_grade
from app.registry.journal import THINGS, Thing, left_as, put_back, states, take_out
from app.registry.models import ImportBatch, ImportChange, ImportRow

PIECE = 2000
_TOLD = 50
_UNDONE = "撤销批量导入"
_change, _row, _due = table_of(ImportChange), table_of(ImportRow), table_of(Due)
_REASONS = {
    "inspection": "已有督导记录",
    "issue": "已有问题",
    "notice": "已发公示牌",
    "assignment": "已有包保关系",
    "entity_grade_change": "已调整过层级",
    "entity": "下面已有主体",
    "account": "下面已有账号",
    "region": "下面已有区划",
}
_PLACES = frozenset({"region_code", "geo_region_code", "town_code", "county_code", "parent_code"})
_OWN = frozenset(
    {"import_batch", "import_row", "import_finding", "import_change", "entity_contact"}
)


class UndoRefused(Conflict, slug="undo-refused", title="不能撤销"):
    """Rows of the batch were changed, or used, since; `errors` names each."""


class Undoing:
    """One batch on its way out."""

    def __init__(
        self,
        session: Session,
        batch: ImportBatch,
        told: Callable[[int], None],
        *,
        by: User,
        at: datetime,
    ) -> None:
        self.session = session
        self.batch = batch
        self.told = told
        self.by = by
        self.at = at
        self.refused: list[tuple[int, str]] = []

    def run(self) -> None:
        """Undo everything, in the caller's write.  Raises UndoRefused."""
        twice = any(sheet["shape"] == Shape.CONTACTS for sheet in self.batch.sheets)
        seen: set[str] | None = set() if twice else None
        for piece in self._pieces():
            self._look(piece, seen)
        self._refuse()
        for piece in self._pieces():
            self._undo(piece)
            self.told(len(piece))
        self._refuse()
        self.session.execute(
            sa.update(_row).where(_row.c.batch_id == self.batch.id).values(taken=False)
        )

    def _pieces(self) -> Iterator[Sequence[Any]]:
        """The changes, the last first; no thing stands twice in a piece."""
        last = None
        query = sa.select(_change).where(_change.c.batch_id == self.batch.id)
        while True:
            mine = query if last is None else query.where(_change.c.n < last)
            rows = self.session.execute(mine.order_by(_change.c.n.desc()).limit(PIECE)).all()
            if not rows:
                return
            ids: set[str] = set()
            many = 0
            for one in rows:
                if one.thing_id in ids:
                    break
                ids.add(one.thing_id)
                many += 1
            last = rows[many - 1].n
            yield rows[:many]

    def _look(self, piece: Sequence[Any], seen: set[str] | None) -> None:
        for name, thing in THINGS.items():
            mine = [one for one in piece if one.thing == name]
            if seen is not None:
                mine = [one for one in mine if one.thing_id not in seen]
                seen.update(one.thing_id for one in mine)
            if not mine:
                continue
            now = states(self.session, thing, [one.thing_id for one in mine])
            for one in mine:
                state = now.get(one.thing_id)
                if state is None:
                    self.refused.append((one.seq, "已经不在了"))
                elif left_as(state) != one.left:
                    self.refused.append((one.seq, "导入以后改过"))

    def _undo(self, piece: Sequence[Any]) -> None:
        for name, thing in reversed(THINGS.items()):
            mine = [one for one in piece if one.thing == name]
            made = {one.thing_id: one.seq for one in mine if one.before is None}
            if made:
                self._take_out(name, thing, made)
            befores = {one.thing_id: one.before for one in mine if one.before is not None}
            if name == "entity":
                self._trace(thing, befores)
            put_back(self.session, thing, befores)

    def _trace(self, thing: Thing, befores: dict[str, dict[str, Any]]) -> None:
        """A grade that is put back is one more change: history is only ever added to."""
        ids = [thing.id(one) for one in befores]
        query = sa.select(thing.table).where(among(self.session, thing.table.c.id, ids))
        for row in self.session.execute(query).all():
            now = dict(row._mapping)
            after = {**now, "baobao_grade": befores[str(now["id"])]["baobao_grade"]}
            trace_grade(self.session, now, after, _UNDONE, by=self.by, at=self.at)

    def _take_out(self, name: str, thing: Thing, made: dict[str, int]) -> None:
        ids = [thing.id(one) for one in made]
        if name == "entity":
            # Visits owed were reckoned from the entity alone, and go with it unless made.
            owed = (among(self.session, _due.c.entity_id, ids), _due.c.done_at.is_(None))
            self.session.execute(sa.delete(_due).where(*owed))
        used = False
        for table, column in _references(name, thing):
            mine = among(self.session, table.c[column], ids)
            query = sa.select(table.c[column]).where(mine).distinct()
            if table is thing.table:
                # What goes in the same piece holds nothing.
                query = query.where(~among(self.session, table.c[thing.key], ids))
            for id in self.session.execute(query).scalars():
                if name == "region" and table.name == "region" and column != "parent_code":
                    continue
                used = True
                reason = _REASONS.get(table.name, "已在别处用到")
                self.refused.append((made[str(id)], reason))
        if not used:
            take_out(self.session, thing, list(made))

    def _refuse(self) -> None:
        if not self.refused:
            return
        seqs = dict(sorted(self.refused)[:_TOLD])
        numbers = dict(
            self.session.execute(
                sa.select(_row.c.seq, _row.c.number).where(
                    _row.c.batch_id == self.batch.id, _row.c.seq.in_(seqs)
                )
            ).all()
        )
        errors = [
            {"pointer": f"/rows/{numbers[seq]}", "detail": f"第 {numbers[seq]} 行{why}"}
            for seq, why in seqs.items()
        ]
        many = len({seq for seq, _ in self.refused})
        raise UndoRefused(
            f"有 {many} 行导入以后改过或用过，这一批不能撤销；请逐条改正。", errors=errors
        )


def _references(name: str, thing: Thing) -> Iterator[tuple[Table, str]]:
    """The columns of other tables that name a thing of this kind."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name in _OWN or (name == "entity" and table.name == "due"):
            continue
        for column in table.columns:
            points = any(key.column.table is thing.table for key in column.foreign_keys)
            named = name == "entity" and column.name == "entity_id"
            within = name == "region" and column.name in _PLACES and table.name != "account"
            if (points or named or within) and column is not thing.table.c[thing.key]:
                yield table, column.name
