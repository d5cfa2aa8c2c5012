"""Imports into the register: batches, their rows and findings, and what they changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0025_registry_import"
down_revision = "0024_opinions"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("file", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sheets", JSON, nullable=False),
        sa.Column("totals", JSON, nullable=False),
        sa.Column("accepted", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by_name", sa.String(length=40), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_import_batch_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_region", "import_batch", ["region_code", "made_at"])
    op.create_table(
        "import_row",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(length=20), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("ident", sa.String(length=32), nullable=False),
        sa.Column("likeness", sa.String(length=32), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("target", sa.String(length=36), nullable=False),
        sa.Column("needs_entity", sa.Integer(), nullable=True),
        sa.Column("needs_cadre", sa.Integer(), nullable=True),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id")
        ),
        sa.PrimaryKeyConstraint("batch_id", "seq", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_uscc", "import_row", ["batch_id", "uscc"])
    op.create_index("ix_import_row_phone", "import_row", ["batch_id", "phone"])
    op.create_table(
        "import_finding",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("gravity", sa.String(length=8), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("shown", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=240), nullable=False),
        sa.Column("suggestion", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_finding_batch_id")
        ),
        sa.PrimaryKeyConstraint("batch_id", "seq", "n", name=op.f("pk_import_finding")),
    )
    op.create_index("ix_import_finding_code", "import_finding", ["batch_id", "code"])
    op.create_table(
        "import_change",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.String(length=36), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("left", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_change_batch_id")
        ),
        sa.PrimaryKeyConstraint("batch_id", "n", name=op.f("pk_import_change")),
    )
    # A person is told from others of the same name by the telephone number.
    op.create_index("ix_account_phone", "account", ["phone"])


def downgrade() -> None:
    op.drop_index("ix_account_phone", table_name="account")
    op.drop_table("import_change")
    op.drop_index("ix_import_finding_code", table_name="import_finding")
    op.drop_table("import_finding")
    op.drop_index("ix_import_row_phone", table_name="import_row")
    op.drop_index("ix_import_row_uscc", table_name="import_row")
    op.drop_table("import_row")
    op.drop_index("ix_import_batch_region", table_name="import_batch")
    op.drop_table("import_batch")
