"""A visit keeps the times of the phone's own clock beside ours."""

import sqlalchemy as sa
from alembic import op

revision = "0004_device_times"
down_revision = "0003_upload_metadata"


def upgrade() -> None:
    for name in ("device_started_at", "device_finished_at"):
        op.add_column("inspection", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("inspection", sa.Column("device_skew_s", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("inspection") as table:
        for name in ("device_skew_s", "device_finished_at", "device_started_at"):
            table.drop_column(name)
