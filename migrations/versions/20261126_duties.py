"""What a cadre is in charge of (分管行业, 片区, 包保上限), and which firms a leader keeps in touch with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019_duties"
down_revision = "0018_corrected_once"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "cadre_duty",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("area_codes", JSON, nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_cadre_duty_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_cadre_duty")),
    )
    op.create_table(
        "liaison",
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("cadre_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["account.id"], name=op.f("fk_liaison_cadre_id")),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_liaison_entity_id")),
        sa.PrimaryKeyConstraint("entity_id", "cadre_id", name=op.f("pk_liaison")),
    )
    op.create_index(op.f("ix_liaison_cadre_id"), "liaison", ["cadre_id"], unique=False)


def downgrade() -> None:
    op.drop_table("liaison")
    op.drop_table("cadre_duty")
