"""The log of changes, written once for a statement where many rows come or go with one.

An import brings four rows of these tables for each entity; a call of a function for every row was
the dearest part of it on PostgreSQL. What is told of whom stays as it was (see 0005_change_log).
"""

from alembic import op

revision = "0100_change_log_statements"
down_revision = "0099_transfer_address"

SUBJECT = {"entity": "id", "entity_contact": "entity_id", "assignment": "entity_id"}
EVENTS = {"INSERT": "NEW", "DELETE": "OLD"}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # It has triggers for rows only, and no language to call.
        return
    for table, subject in SUBJECT.items():
        _rows(table, "UPDATE")
        for event, side in EVENTS.items():
            name = f"{table}_changed_{event.lower()}"
            op.execute(
                f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (stamp, subject) SELECT txid_current(), found.{subject}
  FROM (SELECT DISTINCT {subject} FROM changed) AS found;
  RETURN NULL;
END
$$
"""
            )
            op.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON {table} "
                f"REFERENCING {side} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )


def _rows(table: str, events: str) -> None:
    op.execute(f"DROP TRIGGER {table}_changed ON {table}")
    op.execute(
        f"CREATE TRIGGER {table}_changed AFTER {events} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_changed()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in SUBJECT:
        for event in EVENTS:
            name = f"{table}_changed_{event.lower()}"
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
        _rows(table, "INSERT OR UPDATE OR DELETE")
