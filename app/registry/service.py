"""Imports: a file checked, looked at and mended, taken in, undone."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.user import User
from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write, table_of
from app.errors import Conflict, Malformed
from app.ids import uuid7
from app.regions.models import Level
from app.regions.scope import Scope, scope_of
from app.registry.apply_assignments import apply_assignments
from app.registry.apply_entities import apply_contacts, apply_entities
from app.registry.apply_people import apply_accounts
from app.registry.apply_regions import apply_regions
from app.registry.applying import Applying
from app.registry.batches import BatchChanged, batch_or_404, open_batch
from app.registry.columns import Shape
from app.registry.ground import Ground, ground_of
from app.registry.models import BatchState, ImportBatch, ImportRow
from app.registry.places import Place
from app.registry.settling import settle
from app.registry.staging import Staging, clear, clear_old, staging_of
from app.registry.undoing import Undoing
from app.registry.wire import ApplyOrder

WRITE = {
    Shape.REGIONS: apply_regions,
    Shape.ACCOUNTS: apply_accounts,
    Shape.ENTITIES: apply_entities,
    Shape.CONTACTS: apply_contacts,
    Shape.ASSIGNMENTS: apply_assignments,
}
KINDS = (Shape.REGIONS, Shape.ACCOUNTS, Shape.ENTITIES, Shape.ASSIGNMENTS)
"""What a file may be handed in as; its further sheets come along."""
Progress = Callable[[int], None]
_row = table_of(ImportRow)


class NotReady(Conflict, slug="import-not-ready", title="还不能导入"):
    """Rows stand in the way of taking everything in."""


def silent(many: int) -> None:
    """Nobody watches."""


def hand_in(
    session: Session,
    kind: Shape,
    file: BinaryIO,
    name: str,
    *,
    by: User,
    at: datetime,
    told: Progress = silent,
) -> tuple[ImportBatch, bool]:
    """Check a file; the same one handed in again gives its batch, and True.  Raises NoSheet."""
    scope = scope_of(session)
    digest = _digest(file)
    known = _same_file(session, kind, digest, by)
    if known is not None:
        return known, True
    ground = ground_of(session, scope, shanghai_date(at))
    begin_write(session)
    clear_old(session, at)
    batch = ImportBatch(
        id=uuid7(),
        kind=kind,
        state=BatchState.READING,
        region_code=by.region_code,
        file=name[:120],
        digest=digest,
        sheets=[],
        made_by=by.id,
        made_by_name=by.name,
        made_at=at,
    )
    batch_id = batch.id
    session.add(batch)
    session.commit()
    staging = Staging(session, batch, scope, ground, told)
    try:
        staging.read(file, name, kind)
    except BaseException:
        session.rollback()
        begin_write(session)
        clear(session, batch_id)
        session.commit()
        raise
    counts = _counts(staging.batch)
    record(session, at, by, "import.checked", "import", batch_id, **counts)
    return staging.batch, False


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def _same_file(session: Session, kind: Shape, digest: str, by: User) -> ImportBatch | None:
    query = select(ImportBatch).where(
        col(ImportBatch.digest) == digest,
        col(ImportBatch.kind) == kind,
        col(ImportBatch.region_code) == by.region_code,
        col(ImportBatch.state).in_([BatchState.CHECKED, BatchState.APPLIED]),
    )
    return session.exec(query.order_by(col(ImportBatch.made_at).desc())).first()


def _counts(batch: ImportBatch) -> dict[str, Any]:
    return {key: value for key, value in batch.totals.items() if isinstance(value, int)}


def ground_for(session: Session, batch: ImportBatch, scope: Scope, at: datetime) -> Ground:
    """What the batch is read beside, with the divisions it brings itself."""
    ground = ground_of(session, scope, shanghai_date(at))
    query = sa.select(_row.c.data).where(
        _row.c.batch_id == batch.id, _row.c.shape == Shape.REGIONS, _row.c.errors == 0
    )
    found = [data for data in session.execute(query).scalars() if data]
    order = list(Level)
    for data in sorted(found, key=lambda one: order.index(Level(one["level"]))):
        above = ground.places.by_code.get(data["parent_code"] or "")
        own = {Level(data["level"]): data["code"]}
        ground.places.add(
            [
                Place(
                    data["code"],
                    Level(data["level"]),
                    data["name"],
                    own.get(Level.CITY) or (above.city_code if above else None),
                    own.get(Level.COUNTY) or (above.county_code if above else None),
                    own.get(Level.TOWN) or (above.town_code if above else None),
                )
            ]
        )
    return ground


def recheck(session: Session, batch_id: UUID, *, by: User, at: datetime) -> ImportBatch:
    """Read every staged row once more, beside the register as it is now."""
    batch = open_batch(session, batch_id, by)
    scope = scope_of(session)
    staging = staging_of(session, batch, scope, ground_for(session, batch, scope, at), silent)
    staging.again(everything=True)
    staging.finish()
    return staging.batch


def apply(
    session: Session,
    batch_id: UUID,
    order: ApplyOrder,
    *,
    by: User,
    at: datetime,
    told: Progress = silent,
) -> ImportBatch:
    """Take a batch in, in one transaction.  Raises NotReady, BatchChanged, RegisterMoved."""
    scope = scope_of(session)
    ground = ground_for(session, batch_or_404(session, batch_id, by), scope, at)
    begin_write(session)
    batch = open_batch(session, batch_id, by)
    counts = _counts(batch)
    ready = counts["rows"] - counts["faulty"] - counts["doubted"] - counts["taken"]
    if batch.state is BatchState.APPLIED and not ready:
        return batch
    if order.version != batch.version:
        raise BatchChanged("这一批刚刚改过，请刷新看过再导入。")
    held = counts["faulty"] + counts["doubted"]
    if order.mode == "all" and held:
        raise NotReady(f"还有 {held} 行没改好或没确认，请改好，或选先导入没有问题的。")
    if not ready:
        raise NotReady("没有可以导入的行，请先改好再导入。")
    today = shanghai_date(at)
    doing = Applying(session, batch, scope, ground, by=by, on=today, at=at, told=told)
    doing.run(WRITE)
    batch.state = BatchState.APPLIED
    batch.applied_at, batch.applied_by_name = at, by.name
    batch.totals = settle(session, batch)
    batch.version += 1
    session.add(batch)
    session.flush()
    record(session, at, by, "import.applied", "import", batch_id, **_counts(batch))
    return batch


def undo(
    session: Session, batch_id: UUID, *, by: User, at: datetime, told: Progress = silent
) -> ImportBatch:
    """Undo a batch, or refuse with each row that was changed since.  Raises UndoRefused."""
    begin_write(session)
    batch = batch_or_404(session, batch_id, by, hold=True)
    if batch.state is BatchState.UNDONE:
        return batch
    if batch.state is not BatchState.APPLIED:
        raise Malformed("这一批还没有导入，不用撤销。")
    Undoing(session, batch, told, by=by, at=at).run()
    batch.state = BatchState.UNDONE
    batch.undone_at, batch.undone_by_name = at, by.name
    batch.totals = settle(session, batch)
    session.add(batch)
    session.flush()
    record(session, at, by, "import.undone", "import", batch_id, **_counts(batch))
    return batch
