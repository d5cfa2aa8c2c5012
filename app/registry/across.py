"""Rows set beside each other, by the database: repeated, contradicting, not corresponding.

Findings of this kind stand after those of the row itself (`n` from 100 on) and are made anew
whenever a cell was mended.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.db import table_of
from app.registry.bulk import insert_many
from app.registry.checking import shown
from app.registry.columns import Shape
from app.registry.faults import gravity
from app.registry.headings import Sheet
from app.registry.models import ImportFinding, ImportRow

row, finding = table_of(ImportRow), table_of(ImportFinding)
FIRST = 100
OF_NO_ROW = 0
"""The number of what stands below the rows of a sheet: `n` is `FIRST` and the sheet's place."""
_COLUMNS = tuple(
    row.c[name]
    for name in (
        "seq", "sheet", "number", "cells", "name", "uscc", "grade", "phone", "person", "ident",
        "likeness",
    )
)  # fmt: skip
_MOST = 20_000


class Across:
    """The comparisons within one batch."""

    def __init__(self, session: Session, batch_id: UUID, sheets: list[Sheet]) -> None:
        self.session = session
        self.batch_id = batch_id
        self.sheets = sheets
        self.found: dict[int, list[tuple[str, str, str, str]]] = {}

    def compare(self, parents: Iterable[str]) -> None:
        """Make the findings anew; `parents` are the codes of divisions there will be."""
        self.session.execute(
            sa.delete(finding).where(finding.c.batch_id == self.batch_id, finding.c.n >= FIRST)
        )
        shapes = {sheet.shape for sheet in self.sheets}
        self._totals()
        if Shape.ENTITIES in shapes:
            self._same_premises()
            self._same_code()
            self._alike()
        if Shape.ACCOUNTS in shapes:
            self._same_phone()
        if Shape.ASSIGNMENTS in shapes:
            self._responsible()
        if Shape.REGIONS in shapes:
            self._regions(frozenset(parents))
        self._keep()

    def _groups(self, shape: Shape, column: str, *, many: str = "seq") -> Iterator[list[Any]]:
        """Rows that share a value of a column while they differ in another."""
        shared = (
            sa.select(row.c[column])
            .where(row.c.batch_id == self.batch_id, row.c.shape == shape, row.c[column] != "")
            .group_by(row.c[column])
            .having(sa.func.count(row.c[many].distinct()) > 1)
        )
        rows = self.session.execute(
            sa.select(*_COLUMNS)
            .where(row.c.batch_id == self.batch_id, row.c.shape == shape, row.c[column].in_(shared))
            .order_by(row.c[column], row.c.seq)
            .limit(_MOST)
        )
        for _, group in groupby(rows, key=lambda one: getattr(one, column)):
            yield list(group)

    def _note(self, one: Any, code: str, field: str, text: str) -> None:
        said = self._cell(one, field)
        self.found.setdefault(one.seq, []).append((code, field, text, said))

    def _cell(self, one: Any, field: str) -> str:
        columns = self.sheets[one.sheet].columns
        at = next((place for place, key in columns.items() if key == field), None)
        return shown(field, one.cells[at]) if at is not None and at < len(one.cells) else ""

    def _place(self, one: Any) -> str:
        name = self.sheets[one.sheet].name if len(self.sheets) > 1 else ""
        return f"{name}第 {one.number} 行"

    def _same_premises(self) -> None:
        for group in self._groups(Shape.ENTITIES, "ident"):
            first, *later = group
            for one in later:
                if one.name != first.name:
                    for this, other in ((first, one), (one, first)):
                        self._note(
                            this,
                            "name_conflict",
                            "name",
                            f"和{self._place(other)}代码、地址相同，名称不同，请核对。",
                        )
                elif one.grade != first.grade:
                    for this, other in ((first, one), (one, first)):
                        self._note(
                            this,
                            "grade_conflict",
                            "grade",
                            f"和{self._place(other)}是同一家，层级不同，请核对。",
                        )
                else:
                    self._note(
                        one, "duplicate", "name", f"和{self._place(first)}是同一家，请删去一行。"
                    )

    def _same_code(self) -> None:
        for group in self._groups(Shape.ENTITIES, "uscc", many="ident"):
            first: dict[str, Any] = {}
            for one in group:
                before = first.setdefault(one.name, one)
                if before.ident != one.ident:
                    self._note(
                        one,
                        "address_conflict",
                        "address",
                        f"和{self._place(before)}代码、名称相同，地址不同。是两处门店就写原因照样导入。",
                    )

    def _alike(self) -> None:
        for group in self._groups(Shape.ENTITIES, "likeness", many="ident"):
            first, *later = group
            for one in later:
                if one.ident != first.ident:
                    self._note(
                        one,
                        "similar",
                        "name",
                        f"和{self._place(first)}名称、地址几乎一样，请核对是不是同一家。",
                    )

    def _same_phone(self) -> None:
        for group in self._groups(Shape.ACCOUNTS, "phone"):
            first, *later = group
            for one in later:
                if one.person == first.person:
                    self._note(
                        one,
                        "person_same",
                        "person",
                        f"和{self._place(first)}是同一人，请删去一行。",
                    )
                    continue
                for this, other in ((first, one), (one, first)):
                    self._note(
                        this,
                        "phone_two_names",
                        "phone",
                        f"和{self._place(other)}手机号相同，姓名不同，请核对。",
                    )

    def _responsible(self) -> None:
        for group in self._groups(Shape.ASSIGNMENTS, "ident"):
            first, *later = group
            for one in later:
                if (one.person, one.phone) == (first.person, first.phone):
                    self._note(
                        one, "duplicate", "name", f"和{self._place(first)}相同，请删去一行。"
                    )
                    continue
                for this, other in ((first, one), (one, first)):
                    self._note(
                        this,
                        "responsible_two",
                        "cadre",
                        f"和{self._place(other)}是同一家，包保干部不同；一家只能有一位，请核对。",
                    )

    def _regions(self, parents: frozenset[str]) -> None:
        for group in self._groups(Shape.REGIONS, "ident"):
            for one in group[1:]:
                self._note(
                    one, "code_twice", "code", f"和{self._place(group[0])}代码相同，请核对。"
                )
        rows = self.session.execute(
            sa.select(*_COLUMNS, row.c.data).where(
                row.c.batch_id == self.batch_id,
                row.c.shape == Shape.REGIONS,
                row.c.errors == 0,
            )
        )
        for one in rows:
            above = one.data.get("parent_code")
            if above and above not in parents:
                field = "parent" if self._cell(one, "parent") else "code"
                self._note(one, "parent", field, f"没有上级区划 {above}，请先补上，或核对代码。")

    def _totals(self) -> None:
        """A wrong 合计 is told of its own cell; no row of the list has that number."""
        rows = [
            {
                "batch_id": self.batch_id,
                "seq": OF_NO_ROW,
                "n": FIRST + at,
                "code": "total",
                "gravity": gravity("total"),
                "field": "",
                "shown": sheet.total_cells[sheet.total_place][:60],
                "text": sheet.apart,
                "suggestion": None,
            }
            for at, sheet in enumerate(self.sheets)
            if sheet.shape is not None and sheet.is_apart
        ]
        insert_many(self.session, finding, rows)

    def _keep(self) -> None:
        rows = [
            {
                "batch_id": self.batch_id,
                "seq": seq,
                "n": FIRST + n,
                "code": code,
                "gravity": gravity(code),
                "field": field,
                "shown": said,
                "text": text,
                "suggestion": None,
            }
            for seq, notes in self.found.items()
            for n, (code, field, text, said) in enumerate(dict.fromkeys(notes))
        ]
        insert_many(self.session, finding, rows)
