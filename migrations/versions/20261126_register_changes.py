"""Transfers between divisions, changes of grade, risk in rules of frequency, frozen quarters."""

import sqlalchemy as sa
from alembic import op

revision = "0022_register_changes"
down_revision = "0022_batches"

PLACE = ("region_code", "city_code", "county_code", "town_code")


def _place() -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length=12), nullable=False) for name in PLACE]


def upgrade() -> None:
    op.add_column("frequency_rule", sa.Column("risk_level", sa.String(length=1), nullable=True))
    op.create_table(
        "entity_transfer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("entity_name", sa.String(length=120), nullable=False),
        *(
            sa.Column(f"{end}_{level}", sa.String(length=12), nullable=False)
            for end in ("from", "to")
            for level in ("region", "county", "city")
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_name", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=500), nullable=False),
        sa.Column("issues", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_transfer_entity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_transfer")),
    )
    waiting = sa.text("decision IS NULL")
    op.create_index(
        "uq_entity_transfer_open",
        "entity_transfer",
        ["entity_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    for name in ("entity_id", "from_county", "to_county"):
        op.create_index(op.f(f"ix_entity_transfer_{name}"), "entity_transfer", [name])
    op.create_table(
        "entity_grade_change",
        *_place(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("from_grade", sa.String(length=1), nullable=False),
        sa.Column("to_grade", sa.String(length=1), nullable=False),
        sa.Column("proposed", sa.String(length=1), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("approver", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_grade_change_entity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_grade_change")),
    )
    op.create_index("ix_entity_grade_change_entity", "entity_grade_change", ["entity_id", "at"])
    op.create_table(
        "quarter_snapshot",
        *_place(),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("entity_name", sa.String(length=120), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("business_type", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("cadre_id", sa.Uuid(), nullable=True),
        sa.Column("cadre_name", sa.String(length=40), nullable=False),
        sa.Column("cadre_post", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period", "entity_id", name=op.f("pk_quarter_snapshot")),
    )
    op.create_table(
        "quarter_freeze",
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entities", sa.Integer(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_quarter_freeze")),
    )
    for table in ("entity_grade_change", "quarter_snapshot"):
        _append_only(table)


def _append_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    for name, when, each in (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {when} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    for table in ("quarter_freeze", "quarter_snapshot", "entity_grade_change", "entity_transfer"):
        op.drop_table(table)
    op.drop_column("frequency_rule", "risk_level")
