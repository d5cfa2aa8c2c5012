"""A visit keeps the names it was made under: its printed record never changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016_heading"
down_revision = "0015_checklist_drafts"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("inspection", sa.Column("heading", JSON, server_default="{}", nullable=False))


def downgrade() -> None:
    # Not in a batch: a table made anew would lose its triggers.
    op.drop_column("inspection", "heading")
