"""承诺书 signed on paper: several pages, when they came, and who handed them in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0100_commitment_pages"
down_revision = "0100_change_log_statements"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("commitment") as table:
        table.add_column(sa.Column("pages", JSON))
        table.add_column(sa.Column("received_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("filed_by", sa.Uuid()))
    array = "json_array" if op.get_bind().dialect.name == "sqlite" else "jsonb_build_array"
    op.execute(
        f"UPDATE commitment SET pages = {array}(sha256), received_at = signed_at, "
        "filed_by = cadre_id"
    )
    with op.batch_alter_table("commitment") as table:
        table.drop_column("sha256")
        table.alter_column("pages", nullable=False)
        table.alter_column("received_at", nullable=False)
        table.alter_column("filed_by", nullable=False)
        table.create_foreign_key(op.f("fk_commitment_filed_by"), "account", ["filed_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("commitment") as table:
        table.drop_constraint(op.f("fk_commitment_filed_by"), type_="foreignkey")
        table.add_column(sa.Column("sha256", sa.String(length=64)))
    first = "pages ->> 0" if op.get_bind().dialect.name == "postgresql" else "pages ->> '$[0]'"
    op.execute(f"UPDATE commitment SET sha256 = {first}")
    with op.batch_alter_table("commitment") as table:
        table.alter_column("sha256", nullable=False)
        for name in ("pages", "received_at", "filed_by"):
            table.drop_column(name)
