"""Append-only in the database itself: events and the audit trail take no UPDATE and no DELETE.

The migration runs these statements; whoever goes around the application meets them too.
"""

TABLES = ("issue_event", "audit")

SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
)

_REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$
"""

POSTGRESQL = (
    _REFUSE,
    *(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in TABLES
    ),
    *(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in TABLES
    ),
)


def statements(dialect: str) -> tuple[str, ...]:
    """The statements for a database, by SQLAlchemy's name of its dialect."""
    return SQLITE if dialect == "sqlite" else POSTGRESQL
