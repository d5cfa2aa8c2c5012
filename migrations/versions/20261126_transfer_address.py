"""划转: the new address, where the premises move too and not only who manages them."""

import sqlalchemy as sa
from alembic import op

revision = "0099_transfer_address"
down_revision = "0027_visit_drafts"


def upgrade() -> None:
    op.add_column(
        "entity_transfer",
        sa.Column("to_address", sa.String(length=200), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("entity_transfer", "to_address")
