"""An enterprise's link may ask for a code that is told apart from it."""

import sqlalchemy as sa
from alembic import op

revision = "0013_link_code"
down_revision = "0012_place_statistics"


def upgrade() -> None:
    op.add_column(
        "rectify_link",
        sa.Column("with_code", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "rectify_link",
        sa.Column("code_failures", sa.Integer(), server_default="0", nullable=False),
    )
    op.add_column(
        "rectify_link", sa.Column("code_locked_until", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    with op.batch_alter_table("rectify_link") as table:
        for name in ("code_locked_until", "code_failures", "with_code"):
            table.drop_column(name)
