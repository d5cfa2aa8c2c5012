"""On time judged twice and kept, and since when a unit has had an issue."""

import sqlalchemy as sa
from alembic import op

revision = "0008_clocks"
down_revision = "0007_pairs"

# What was submitted or closed before is judged by the deadline that stands: an earlier one is in the events only.
SHANGHAI_DATE = {
    "sqlite": "date({column}, '+8 hours')",
    "postgresql": "({column} AT TIME ZONE 'Asia/Shanghai')::date",
}


def upgrade() -> None:
    op.add_column("issue", sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("issue", sa.Column("submitted_on_time", sa.Boolean(), nullable=True))
    op.add_column("issue", sa.Column("closed_on_time", sa.Boolean(), nullable=True))
    op.execute("UPDATE issue SET handed_at = received_at WHERE state = 'assigned'")
    day = SHANGHAI_DATE[op.get_bind().dialect.name]
    for column in ("submitted_at", "closed_at"):
        judged = column.replace("_at", "_on_time")
        op.execute(
            f"UPDATE issue SET {judged} = CASE WHEN deadline_at IS NULL "
            f"THEN {day.format(column=column)} <= deadline ELSE {column} <= deadline_at END "
            f"WHERE {column} IS NOT NULL"
        )


def downgrade() -> None:
    for column in ("closed_on_time", "submitted_on_time", "handed_at"):
        op.drop_column("issue", column)
