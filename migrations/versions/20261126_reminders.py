"""Messages to people, and a table of work to be done once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010_reminders"
down_revision = "0009_calendars"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
WAITING = sa.text("state = 'waiting'")
STATE = sa.Enum("waiting", "done", "failed", name="jobstate", native_enum=False, length=20)

# A new message, or one that was read, is told to its reader's phone (see 0005_change_log).
TRIGGERS_SQLITE = tuple(
    f"CREATE TRIGGER message_changed_{event.lower()} AFTER {event} ON message BEGIN "
    "INSERT INTO change (stamp, subject) "
    "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change'), 0) + 1, NEW.account_id; END"
    for event in ("INSERT", "UPDATE")
)
TRIGGERS_POSTGRESQL = (
    """
CREATE FUNCTION message_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (stamp, subject) VALUES (txid_current(), NEW.account_id);
  RETURN NULL;
END
$$
""",
    "CREATE TRIGGER message_changed AFTER INSERT OR UPDATE ON message FOR EACH ROW EXECUTE FUNCTION message_changed()",
)


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("kind", "key", name="uq_job_kind_key"),
    )
    op.create_index(
        "ix_job_waiting", "job", ["due_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_message_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("account_id", "key", name="uq_message_account_id_key"),
    )
    op.create_index("ix_message_account_id_at", "message", ["account_id", "at"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in TRIGGERS_SQLITE if sqlite else TRIGGERS_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_message_account_id_at", table_name="message")
    op.drop_table("message")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION message_changed()")
    op.drop_index("ix_job_waiting", table_name="job")
    op.drop_table("job")
