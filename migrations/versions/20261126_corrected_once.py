"""A record is corrected once: of two corrections sent at the same time one is refused."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0018_corrected_once"
down_revision = "0017_correction"

_visit = sa.table(
    "inspection",
    sa.column("id", sa.Uuid()),
    sa.column("corrects", sa.Uuid()),
    sa.column("received_at"),
    sa.column("receipt_no"),
)


def upgrade() -> None:
    _in_a_row(op.get_bind())
    op.drop_index("ix_inspection_corrects", "inspection")
    op.create_index("uq_inspection_corrects", "inspection", ["corrects"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_inspection_corrects", "inspection")
    op.create_index("ix_inspection_corrects", "inspection", ["corrects"])


def _in_a_row(connection: sa.Connection) -> None:
    # Where two got in, the later one corrects the earlier: one record stands, and all are linked.
    twice = (
        sa.select(_visit.c.corrects)
        .where(_visit.c.corrects.is_not(None))
        .group_by(_visit.c.corrects)
        .having(sa.func.count() > 1)
    )
    for corrected in connection.execute(twice).scalars().all():
        order = (_visit.c.received_at, _visit.c.receipt_no)
        rivals = sa.select(_visit.c.id).where(_visit.c.corrects == corrected).order_by(*order)
        standing = None
        for id in connection.execute(rivals).scalars().all():
            if standing is not None:
                end = _end_of(connection, standing)
                moved = sa.update(_visit).where(_visit.c.id == id).values(corrects=end)
                connection.execute(moved)
            standing = id


def _end_of(connection: sa.Connection, id: UUID) -> UUID:
    later = sa.select(_visit.c.id).where(_visit.c.corrects == sa.bindparam("of"))
    while (following := connection.execute(later.limit(1), {"of": id}).scalar()) is not None:
        id = following
    return id
