"""Visits by their own time, within a city and a county: a list of certain days."""

from alembic import op

revision = "0028_visit_days"
down_revision = "0100_commitment_pages"

COLUMNS = {"city": "city_code", "county": "county_code"}


def upgrade() -> None:
    for name, column in COLUMNS.items():
        op.create_index(
            f"ix_inspection_{name}_finished", "inspection", [column, "finished_at", "id"]
        )


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_index(f"ix_inspection_{name}_finished", table_name="inspection")
