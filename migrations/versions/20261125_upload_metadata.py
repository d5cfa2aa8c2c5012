"""An upload keeps what its client told of it, which tus gives back."""

import sqlalchemy as sa
from alembic import op

revision = "0003_upload_metadata"
down_revision = "0002_quarantine"


def upgrade() -> None:
    op.add_column(
        "upload", sa.Column("told", sa.String(length=1000), server_default="", nullable=False)
    )


def downgrade() -> None:
    with op.batch_alter_table("upload") as table:
        table.drop_column("told")
