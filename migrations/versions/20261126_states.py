"""Changes of an entity's state: proposed, decided, and kept; visits no longer owed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020_states"
down_revision = "0019_duties"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
PLACE = ("region_code", "city_code", "county_code", "town_code")


def _place() -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length=12), nullable=False) for name in PLACE]


def upgrade() -> None:
    op.add_column("due", sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "state_proposal",
        *_place(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("photos", JSON, nullable=False),
        sa.Column("duplicate_of", sa.Uuid(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_name", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by_name", sa.String(length=40), nullable=False),
        sa.Column("told_note", sa.String(length=500), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_state_proposal_entity_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_state_proposal_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_proposal")),
    )
    waiting = sa.text("decision IS NULL")
    op.create_index(
        "ix_state_proposal_open",
        "state_proposal",
        ["county_code", "proposed_at", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index("ix_state_proposal_entity", "state_proposal", ["entity_id", "proposed_at"])
    op.create_table(
        "entity_state_change",
        *_place(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_state_change_entity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_state_change")),
    )
    op.create_index("ix_entity_state_change_entity", "entity_state_change", ["entity_id", "at"])
    _append_only("entity_state_change")


def _append_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    # The function was made with the first of such tables.
    for name, when, each in (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {when} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_table("entity_state_change")
    op.drop_table("state_proposal")
    op.drop_column("due", "dropped_at")
