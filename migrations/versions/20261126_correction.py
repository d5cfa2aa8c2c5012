"""A correction says why, and a record is asked which one took its place."""

import sqlalchemy as sa
from alembic import op

revision = "0017_correction"
down_revision = "0016_heading"


def upgrade() -> None:
    op.add_column(
        "inspection",
        sa.Column("correction_reason", sa.String(), server_default="", nullable=False),
    )
    op.create_index("ix_inspection_corrects", "inspection", ["corrects"])


def downgrade() -> None:
    op.drop_index("ix_inspection_corrects", "inspection")
    # Not in a batch: a table made anew would lose its triggers.
    op.drop_column("inspection", "correction_reason")
