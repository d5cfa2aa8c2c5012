"""Batches of one's own region: found, held for a change, listed."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.user import User
from app.errors import Conflict, NotFound
from app.registry.models import BatchState, ImportBatch

_LISTED = 100


class BatchChanged(Conflict, slug="import-changed", title="这一批有变化"):
    """Somebody changed the batch since it was looked at, or it is past that step."""


def batch_or_404(session: Session, batch_id: UUID, by: User, *, hold: bool = False) -> ImportBatch:
    """A batch that an office of the same region handed in.  Raises NotFound.

    With `hold` nobody else changes it until this transaction ends.
    """
    query = select(ImportBatch).where(
        col(ImportBatch.id) == batch_id,
        col(ImportBatch.region_code) == by.region_code,
        col(ImportBatch.state) != BatchState.READING,
    )
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("没有这一批导入，请返回列表刷新。")
    return found


def open_batch(session: Session, batch_id: UUID, by: User) -> ImportBatch:
    """A batch whose rows may still be mended.  Raises BatchChanged."""
    batch = batch_or_404(session, batch_id, by, hold=True)
    if batch.state is BatchState.UNDONE:
        raise BatchChanged("这一批已经撤销，请重新上传表格。")
    return batch


def batches(session: Session, by: User) -> list[ImportBatch]:
    """The region's newest batches."""
    query = select(ImportBatch).where(
        col(ImportBatch.region_code) == by.region_code,
        col(ImportBatch.state) != BatchState.READING,
    )
    return list(session.exec(query.order_by(col(ImportBatch.made_at).desc()).limit(_LISTED)))
