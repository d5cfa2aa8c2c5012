"""代拟: a visit that an assistant hands to his leader, and what the leader changed of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027_visit_drafts"
down_revision = "0026_commitments"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STAGE = sa.Enum("waiting", "returned", "signed", name="stage", native_enum=False, length=20)

# Both people of a draft are told of whatever becomes of it.
TRIGGERS_SQLITE = tuple(
    f"CREATE TRIGGER visit_draft_changed_{event.lower()} AFTER {event} ON visit_draft BEGIN "
    "INSERT INTO change (stamp, subject) "
    "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change'), 0) + 1, found.* FROM "
    "(SELECT NEW.leader_id UNION ALL SELECT NEW.drafted_by) AS found; END"
    for event in ("INSERT", "UPDATE")
)
TRIGGERS_POSTGRESQL = (
    """
CREATE FUNCTION visit_draft_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (stamp, subject)
  VALUES (txid_current(), NEW.leader_id), (txid_current(), NEW.drafted_by);
  RETURN NULL;
END
$$
""",
    "CREATE TRIGGER visit_draft_changed AFTER INSERT OR UPDATE ON visit_draft "
    "FOR EACH ROW EXECUTE FUNCTION visit_draft_changed()",
)


def upgrade() -> None:
    op.create_table(
        "visit_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("leader_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("handing", sa.Uuid(), nullable=False),
        sa.Column("stage", STAGE, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_visit_draft_entity_id")
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["account.id"], name=op.f("fk_visit_draft_leader_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["account.id"], name=op.f("fk_visit_draft_drafted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_draft")),
    )
    op.create_index("ix_visit_draft_leader", "visit_draft", ["leader_id", "stage"])
    op.create_index("ix_visit_draft_drafter", "visit_draft", ["drafted_by", "stage"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in TRIGGERS_SQLITE if sqlite else TRIGGERS_POSTGRESQL:
        op.execute(statement)
    op.add_column(
        "inspection", sa.Column("signer_changed", JSON, server_default="[]", nullable=False)
    )


def downgrade() -> None:
    # Not in a batch: a table made anew would lose its triggers.
    op.drop_column("inspection", "signer_changed")
    op.drop_index("ix_visit_draft_drafter", table_name="visit_draft")
    op.drop_index("ix_visit_draft_leader", table_name="visit_draft")
    op.drop_table("visit_draft")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION visit_draft_changed()")
