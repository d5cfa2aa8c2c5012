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
    day = SHANGHAI_DATE[op.get_bind().dialect.name]
    on_time = {
        column: f"CASE WHEN {column} IS NULL THEN NULL WHEN deadline_at IS NULL "
        f"THEN {day.format(column=column)} <= deadline ELSE {column} <= deadline_at END"
        for column in ("submitted_at", "closed_at")
    }
    # All at once: each row is written anew, with its place in twenty indexes, one time only.
    op.execute(
        "UPDATE issue SET handed_at = CASE WHEN state = 'assigned' THEN received_at END, "
        f"submitted_on_time = {on_time['submitted_at']}, closed_on_time = {on_time['closed_at']} "
        "WHERE state = 'assigned' OR submitted_at IS NOT NULL OR closed_at IS NOT NULL"
    )


def downgrade() -> None:
    for column in ("closed_on_time", "submitted_on_time", "handed_at"):
        op.drop_column("issue", column)
