"""Cells mended, columns named and warnings answered, without another upload."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.user import User
from app.audit.service import record
from app.db import begin_write, table_of
from app.errors import Malformed, NotFound
from app.regions.scope import scope_of
from app.registry.batches import open_batch
from app.registry.columns import forms, mark_of
from app.registry.faults import KINDS, Gravity
from app.registry.headings import Sheet, required_of
from app.registry.models import ImportBatch, ImportFinding, ImportRow
from app.registry.service import ground_for, silent
from app.registry.settling import settle
from app.registry.staging import Staging, staging_of
from app.registry.texts import tidy
from app.registry.wire import ColumnOrder, Correction, ReasonOrder

_row, _finding = table_of(ImportRow), table_of(ImportFinding)
_OF_OTHERS = (
    "entity_unknown",
    "entity_many",
    "entity_differs",
    "cadre_unknown",
    "cadre_many",
    "cadre_differs",
    "region_unknown",
    "depends",
)
"""Findings that a mended cell of another row may end."""


def mend(
    session: Session, batch_id: UUID, cells: list[Correction], *, by: User, at: datetime
) -> ImportBatch:
    """Write better texts into cells, and read again those rows and whoever refers to them."""
    begin_write(session)
    batch = open_batch(session, batch_id, by)
    staging = _staging(session, batch, at)
    seqs = {cell.seq for cell in cells}
    rows = {
        one.seq: (staging.sheets[one.sheet], list(one.cells))
        for one in session.execute(
            sa.select(_row.c.seq, _row.c.sheet, _row.c.cells).where(
                _row.c.batch_id == batch_id, _row.c.seq.in_(seqs), _row.c.taken.is_(False)
            )
        )
    }
    if seqs - rows.keys():
        raise NotFound("没有这一行，或已经导入，请刷新。")
    for cell in cells:
        sheet, texts = rows[cell.seq]
        _write(sheet, texts, cell)
    for seq, (_, texts) in rows.items():
        session.execute(
            sa.update(_row)
            .where(_row.c.batch_id == batch_id, _row.c.seq == seq)
            .values(cells=texts)
        )
    others = sa.select(_finding.c.seq).where(
        _finding.c.batch_id == batch_id, _finding.c.code.in_(_OF_OTHERS)
    )
    staging.again(seqs=seqs | set(session.execute(others).scalars()))
    staging.finish()
    return staging.batch


def _staging(session: Session, batch: ImportBatch, at: datetime) -> Staging:
    scope = scope_of(session)
    return staging_of(session, batch, scope, ground_for(session, batch, scope, at), silent)


def _write(sheet: Sheet, texts: list[str], cell: Correction) -> None:
    place = next((at for at, key in sheet.columns.items() if key == cell.field), None)
    if place is None:
        form = forms()[sheet.shape] if sheet.shape else None
        if form is None or cell.field not in form.fields:
            raise Malformed("这张表没有这一列，请刷新。")
        # What the sheet has no column for gets one at its right.
        place = max(len(sheet.headings), len(texts))
        sheet.headings += [""] * (place - len(sheet.headings)) + [form.fields[cell.field].title]
        sheet.columns[place] = cell.field
    texts += [""] * (place + 1 - len(texts))
    texts[place] = tidy(cell.value)


def name_columns(
    session: Session, batch_id: UUID, order: ColumnOrder, *, by: User, at: datetime
) -> ImportBatch:
    """Say which column of a sheet is which; every row is read again."""
    batch = open_batch(session, batch_id, by)
    staging = _staging(session, batch, at)
    if not 0 <= order.sheet < len(staging.sheets):
        raise NotFound("没有这张工作表，请刷新。")
    sheet = staging.sheets[order.sheet]
    if sheet.shape is None:
        raise Malformed("这张工作表没有认出表头，请对照模板改好表头再上传。")
    form = forms()[sheet.shape]
    keys = [key for key in order.columns.values() if not mark_of(key)]
    if unknown := [key for key in keys if key not in form.fields]:
        raise Malformed(f"没有“{unknown[0]}”这一列，请刷新。")
    if len(set(keys)) < len(keys):
        raise Malformed("有两列对应了同一个内容，请改成一列。")
    sheet.columns = {
        place: key for place, key in order.columns.items() if 0 <= place < len(sheet.headings)
    }
    sheet.missing = [key for key in required_of(form) if key not in sheet.columns.values()]
    staging.again(everything=True)
    staging.finish()
    return staging.batch


def answer(
    session: Session, batch_id: UUID, order: ReasonOrder, *, by: User, at: datetime
) -> ImportBatch:
    """Say why warnings are right all the same.  Raises Malformed for an error."""
    kind = KINDS.get(order.code)
    if kind is None or kind.gravity is not Gravity.WARNING:
        raise Malformed("这一类必须改好，不能写原因放行。")
    begin_write(session)
    batch = open_batch(session, batch_id, by)
    key = order.code if order.seq is None else f"{order.code}:{order.seq}"
    reason = order.reason.strip()
    kept = {name: said for name, said in batch.accepted.items() if name != key}
    batch.accepted = kept | {key: reason} if reason else kept
    batch.totals = settle(session, batch)
    batch.version += 1
    session.add(batch)
    session.flush()
    record(session, at, by, "import.answered", "import", batch_id, what=key, reason=reason)
    return batch
