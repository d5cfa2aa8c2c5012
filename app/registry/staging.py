"""A file read into its batch, a piece at a time, each row found out about on the way.

Each piece is committed by itself: nobody else waits for a long file, and a batch counts only once
it is checked. What a broken reading left behind is cleared away by the next one.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.db import begin_write, table_of
from app.regions.scope import Scope
from app.registry.across import Across
from app.registry.behind import Behind
from app.registry.bulk import among, insert_many, prepared
from app.registry.checking import Checked, checked, findings, staged
from app.registry.columns import Shape, forms
from app.registry.ground import Ground
from app.registry.headings import Sheet, sheet_of, understood
from app.registry.meeting import Meeting
from app.registry.models import BatchState, ImportBatch, ImportChange, ImportFinding, ImportRow
from app.registry.settling import settle
from app.registry.sheets import NoSheet, Page, pages

PIECE = 2000
MOST_ROWS = 2_000_000
Progress = Callable[[int], None]
_row, _finding, _batch = table_of(ImportRow), table_of(ImportFinding), table_of(ImportBatch)
_ABANDONED = timedelta(hours=6)
_KEPT = timedelta(days=30)
"""How long rows lie about that were never taken in, or taken back."""
_PART = "小计"
_SUMS = ("合计", "总计", "共计", _PART)
_NOTES = re.compile(
    r"^(注|备注|填表|说明|制表|审核|填报|联系人|单位盖章|负责人签字)[\d一二三、：:（(人说单日]"
)
_NUMBER = re.compile(r"\d+")


class Staging:
    """One file on its way into its batch."""

    def __init__(
        self, session: Session, batch: ImportBatch, scope: Scope, ground: Ground, told: Progress
    ) -> None:
        self.session = session
        self.batch_id = batch.id
        self.batch = batch
        self.ground = ground
        self.meeting = Meeting(session, scope, ground, batch.id)
        self.told = told
        self.behind = Behind(session)
        self.seq = 0
        self.sheets: list[Sheet] = []

    def read(self, file: BinaryIO, name: str, wanted: Shape) -> None:
        """Read every sheet; the batch is checked at the end.  Raises NoSheet."""
        with self.behind:
            for page in pages(file, name):
                self._page(page, wanted)
        lists = [sheet for sheet in self.sheets if sheet.shape is not None]
        if not any(sheet.shape is wanted for sheet in lists):
            raise NoSheet(_no_heading(wanted, self.sheets))
        if self._out_of_order(lists):
            # A sheet named what a later one brings: look at those rows once more.
            self.again(everything=True)
        self.finish()

    def add(self, sheet: Sheet) -> None:
        """Take in how one more sheet was understood."""
        self.sheets.append(sheet)
        if sheet.shape is not None:
            self.meeting.shapes.add(sheet.shape)

    def _page(self, page: Page, wanted: Shape) -> None:
        sheet, rows = understood(page, wanted, self.ground.marks)
        self.add(sheet)
        at = len(self.sheets) - 1
        piece: list[Checked] = []
        for number, cells in rows:
            if not _says_something(sheet, number, cells):
                continue
            self.seq += 1
            if self.seq > MOST_ROWS:
                raise NoSheet(f"一份表最多 {MOST_ROWS // 10000} 万行，请分成几份。")
            sheet.rows += 1
            piece.append(checked(self.seq, sheet, at, number, cells, self.ground))
            if len(piece) == PIECE:
                self._keep(piece)
                piece = []
        self._keep(piece)

    def _keep(self, piece: list[Checked]) -> None:
        self.behind.wait()
        self.meeting.meet(piece)
        rows = [staged(one, self.batch_id) for one in piece]
        found = [note for one in piece for note in findings(one, self.batch_id)]
        inserts = [prepared(self.session, _row, rows), prepared(self.session, _finding, found)]

        def write() -> None:
            begin_write(self.session)
            for insert in inserts:
                insert()
            self.session.commit()

        # The next rows are read meanwhile.
        self.behind.start(write)
        self.told(len(piece))

    def _out_of_order(self, lists: list[Sheet]) -> bool:
        order = list(Shape)
        places = [order.index(sheet.shape) for sheet in lists if sheet.shape]
        return places != sorted(places)

    def again(self, *, everything: bool = False, seqs: set[int] | None = None) -> None:
        """Read staged rows once more, from their cells: all of them, or those of these numbers."""
        for shape in Shape:
            for piece in self._staged(shape, None if everything else seqs or set()):
                self.meeting.meet(piece)
                begin_write(self.session)
                self._replace(piece)
                if everything:
                    self.session.commit()

    def _staged(self, shape: Shape, seqs: set[int] | None) -> Iterator[list[Checked]]:
        last = 0
        query = sa.select(_row.c.seq, _row.c.sheet, _row.c.number, _row.c.cells).where(
            _row.c.batch_id == self.batch_id, _row.c.shape == shape, _row.c.taken.is_(False)
        )
        if seqs is not None:
            query = query.where(among(self.session, _row.c.seq, seqs))
        while True:
            piece = self.session.execute(
                query.where(_row.c.seq > last).order_by(_row.c.seq).limit(PIECE)
            ).all()
            if not piece:
                return
            last = piece[-1].seq
            yield [
                checked(
                    one.seq,
                    self.sheets[one.sheet],
                    one.sheet,
                    one.number,
                    list(one.cells),
                    self.ground,
                )
                for one in piece
            ]

    def _replace(self, piece: list[Checked]) -> None:
        seqs = [one.seq for one in piece]
        for table in (_finding, _row):
            mine = (table.c.batch_id == self.batch_id, among(self.session, table.c.seq, seqs))
            self.session.execute(sa.delete(table).where(*mine))
        insert_many(self.session, _row, [staged(one, self.batch_id) for one in piece])
        found = [note for one in piece for note in findings(one, self.batch_id)]
        insert_many(self.session, _finding, found)

    def finish(self) -> None:
        """Compare the rows with each other and count; from here on the batch is checked."""
        begin_write(self.session)
        Across(self.session, self.batch_id, self.sheets).compare(self.ground.places.by_code)
        batch = self.session.get(ImportBatch, self.batch_id, populate_existing=True)
        assert batch is not None
        batch.totals = settle(self.session, batch)
        batch.sheets = [sheet.as_json() for sheet in self.sheets]
        if batch.state is BatchState.READING:
            batch.state = BatchState.CHECKED
        batch.version += 1
        self.session.add(batch)
        self.session.flush()
        self.batch = batch


def _says_something(sheet: Sheet, number: int, cells: list[str]) -> bool:
    said = [text for text in cells if text]
    if not said:
        return False
    first = said[0].replace(" ", "")
    if first.startswith(_SUMS):
        if not first.startswith(_PART):
            _declare(sheet, number, cells)
        return False
    # A remark over the whole width, or beneath the table.
    alone = len(set(said)) == 1 and (len(said) > 2 or cells.index(said[0]) not in sheet.columns)
    return not alone and not (len(said) <= 2 and _NOTES.match(first))


def _declare(sheet: Sheet, number: int, cells: list[str]) -> None:
    """Keep what a row of 合计 says; the sum of a column of numbers is none of rows."""
    fields = forms()[sheet.shape].fields if sheet.shape else {}
    for place, text in enumerate(cells):
        known = fields.get(sheet.columns.get(place, ""))
        found = _NUMBER.search(text.replace(",", ""))
        if found and not (known and known.cell == "number"):
            sheet.declared, sheet.total_row, sheet.total_place = int(found[0]), number, place
            sheet.total_cells = cells
            return


def _no_heading(wanted: Shape, sheets: list[Sheet]) -> str:
    form = forms()[wanted]
    titles = "、".join(one.title for one in form.fields.values() if one.required)
    where = "" if len(sheets) < 2 else f"{len(sheets)} 张工作表里"
    return f"{where}没找到{form.name}的表头。表头里至少要有：{titles}。可以先下载模板对照。"


def clear(session: Session, batch_id: UUID) -> None:
    """Take a batch out with all that was kept for it, in the caller's write."""
    for model in (ImportChange, ImportFinding, ImportRow):
        table = table_of(model)
        session.execute(sa.delete(table).where(table.c.batch_id == batch_id))
    session.execute(sa.delete(_batch).where(_batch.c.id == batch_id))


def clear_old(session: Session, at: datetime) -> None:
    """Take out what broken readings left, and old rows of no use, in the caller's write."""
    kept = {BatchState.READING: _ABANDONED, BatchState.CHECKED: _KEPT, BatchState.UNDONE: _KEPT}
    query = sa.select(_batch.c.id).where(
        sa.or_(
            *(
                (_batch.c.state == state) & (_batch.c.made_at < at - age)
                for state, age in kept.items()
            )
        )
    )
    for (batch_id,) in session.execute(query).all():
        clear(session, batch_id)


def staging_of(
    session: Session, batch: ImportBatch, scope: Scope, ground: Ground, told: Progress
) -> Staging:
    """A batch's staging taken up again."""
    staging = Staging(session, batch, scope, ground, told)
    kept: list[dict[str, Any]] = batch.sheets
    for one in kept:
        staging.add(sheet_of(dict(one)))
    return staging
