"""催办 and 转办 as they were given, for one message to each unit and the list behind it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022_batches"
down_revision = "0021_stand_ins"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "ledger_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("move", sa.String(length=24), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_batch")),
    )


def downgrade() -> None:
    op.drop_table("ledger_batch")
