"""What the paper of a notice says since it was printed, and why a notice no longer counts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020_notice_printing"
down_revision = "0020_states"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column(
        "notice", sa.Column("revoked_for", sa.String(length=200), nullable=False, server_default="")
    )
    op.add_column("notice", sa.Column("printed", JSON, nullable=True))
    op.add_column("notice", sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for column in ("printed_at", "printed", "revoked_for"):
        op.drop_column("notice", column)
