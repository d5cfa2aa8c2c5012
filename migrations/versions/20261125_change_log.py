"""A log of what changed for whom, written by the database itself."""

import sqlalchemy as sa
from alembic import op

revision = "0005_change_log"
down_revision = "0004_device_times"

# Per table: which changes count, and whom they concern, with `row` for the changed row.
SUBJECTS = {
    "entity": ("INSERT UPDATE DELETE", "SELECT row.id"),
    **dict.fromkeys(
        ("entity_contact", "assignment", "due", "notice", "inspection", "issue"),
        ("INSERT UPDATE DELETE", "SELECT row.entity_id"),
    ),
    "feedback": ("INSERT UPDATE DELETE", "SELECT row.entity_id UNION ALL SELECT row.account_id"),
    # A photo arrives: the records that show it no longer wait for it.
    "media_owner": (
        "INSERT DELETE",
        "SELECT DISTINCT entity_id FROM media_link WHERE sha256 = row.sha256 AND owner = row.owner",
    ),
    # Names that entities and issues are shown with.
    "account": (
        "UPDATE",
        "SELECT entity_id FROM assignment WHERE cadre_id = row.id AND valid_to IS NULL",
    ),
    "region": ("UPDATE", "SELECT id FROM entity WHERE region_code = row.code"),
    "unit": ("UPDATE", "SELECT DISTINCT entity_id FROM issue WHERE unit_id = row.id"),
}
OF_COLUMNS = {"account": "name, post", "region": "name, path_name", "unit": "name, phone"}


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "change",
        sa.Column("seq", number, sa.Identity(always=True), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_subject", "change", ["subject", "stamp"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, (events, subjects) in SUBJECTS.items():
        for statement in (_sqlite if sqlite else _postgresql)(table, events.split(), subjects):
            op.execute(statement)


def _columns(table: str, event: str) -> str:
    return f" OF {OF_COLUMNS[table]}" if event == "UPDATE" and table in OF_COLUMNS else ""


def _sqlite(table: str, events: list[str], subjects: str) -> list[str]:
    # One writer at a time: the order of writing is the order of committing.
    return [
        f"CREATE TRIGGER {table}_changed_{event.lower()} AFTER {event}{_columns(table, event)} ON {table} BEGIN "
        "INSERT INTO change (stamp, subject) "
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change'), 0) + 1, found.* FROM "
        f"({subjects.replace('row.', 'OLD.' if event == 'DELETE' else 'NEW.')}) AS found; END"
        for event in events
    ]


def _postgresql(table: str, events: list[str], subjects: str) -> list[str]:
    told = subjects.replace("row.", "changed.")
    when = " OR ".join(event + _columns(table, event) for event in events)
    return [
        f"""
CREATE FUNCTION {table}_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed "{table}"%ROWTYPE;
BEGIN
  IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;
  INSERT INTO change (stamp, subject) SELECT txid_current(), found.* FROM ({told}) AS found;
  RETURN NULL;
END
$$
""",
        f'CREATE TRIGGER {table}_changed AFTER {when} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {table}_changed()',
    ]


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, (events, _) in SUBJECTS.items():
        if sqlite:
            for event in events.split():
                op.execute(f"DROP TRIGGER {table}_changed_{event.lower()}")
        else:
            op.execute(f'DROP TRIGGER {table}_changed ON "{table}"')
            op.execute(f"DROP FUNCTION {table}_changed()")
    op.drop_index("ix_change_subject", table_name="change")
    op.drop_table("change")
