"""Cadres away: stand-ins from a day to a day, departures, and whom a visitor stood in for."""

import sqlalchemy as sa
from alembic import op

revision = "0021_stand_ins"
down_revision = "0020_notice_printing"


def upgrade() -> None:
    op.add_column("inspection", sa.Column("stands_for", sa.Uuid(), nullable=True))
    op.create_table(
        "stand_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("cadre_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["absent_id"], ["account.id"], name=op.f("fk_stand_in_absent_id")),
        sa.ForeignKeyConstraint(["cadre_id"], ["account.id"], name=op.f("fk_stand_in_cadre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.create_index(op.f("ix_stand_in_absent_id"), "stand_in", ["absent_id"])
    op.create_index(op.f("ix_stand_in_cadre_id"), "stand_in", ["cadre_id"])
    op.create_table(
        "departure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cadre_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entities", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["account.id"], name=op.f("fk_departure_cadre_id")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["account.id"], name=op.f("fk_departure_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
    )
    op.create_index(op.f("ix_departure_cadre_id"), "departure", ["cadre_id"])


def downgrade() -> None:
    op.drop_table("departure")
    op.drop_table("stand_in")
    op.drop_column("inspection", "stands_for")
