"""PostgreSQL: a town says its county and city, and a unit its town, when rows are estimated."""

from alembic import op

revision = "0012_place_statistics"
down_revision = "0011_documents"

STATISTICS = """
CREATE STATISTICS issue_places (dependencies)
ON city_code, county_code, town_code, unit_id FROM issue
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(STATISTICS)
        # Enough of them to know a rare pair from a common one.
        op.execute("ALTER INDEX ix_issue_words ALTER COLUMN 1 SET STATISTICS 300")
        # The ledger only grows: a fiftieth is reason enough to bring its pages up to date.
        op.execute(
            "ALTER TABLE issue SET (autovacuum_vacuum_scale_factor = 0.02, "
            "autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE issue RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_scale_factor)"
        )
        op.execute("ALTER INDEX ix_issue_words ALTER COLUMN 1 SET STATISTICS -1")
        op.execute("DROP STATISTICS issue_places")
