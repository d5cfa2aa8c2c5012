"""Working calendars that an administrator has loaded."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009_calendars"
down_revision = "0008_clocks"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
PROVISIONAL = sa.text("deadline_provisional")


def upgrade() -> None:
    op.create_table(
        "work_calendar",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("holidays", JSON, nullable=False),
        sa.Column("workdays", JSON, nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_work_calendar")),
    )
    op.create_index(
        "ix_issue_provisional",
        "issue",
        ["id"],
        sqlite_where=PROVISIONAL,
        postgresql_where=PROVISIONAL,
    )


def downgrade() -> None:
    op.drop_index("ix_issue_provisional", table_name="issue")
    op.drop_table("work_calendar")
