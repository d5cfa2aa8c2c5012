"""Checklists made on the installation: drafts, and who published a version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015_checklist_drafts"
down_revision = "0014_unit_found"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column(
        "checklist_version",
        sa.Column("origin", sa.String(length=10), server_default="shipped", nullable=False),
    )
    op.add_column(
        "checklist_version", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "checklist_version", sa.Column("published_by", sa.String(length=40), nullable=True)
    )
    op.create_table(
        "checklist_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("checklist_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("file", sa.String(length=120), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("notes", JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_checklist_draft_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_draft")),
    )
    op.create_index("ix_checklist_draft_made_at", "checklist_draft", ["made_at"])


def downgrade() -> None:
    op.drop_index("ix_checklist_draft_made_at", table_name="checklist_draft")
    op.drop_table("checklist_draft")
    op.drop_column("checklist_version", "published_by")
    op.drop_column("checklist_version", "published_at")
    op.drop_column("checklist_version", "origin")
