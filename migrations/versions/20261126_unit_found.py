"""The issues of a unit in the order of the list, with what its own county and state filter by."""

from alembic import op

revision = "0014_unit_found"
down_revision = "0013_link_code"

COLUMNS = ["unit_id", "found_at", "id", "state", "county_code"]


def upgrade() -> None:
    op.create_index("ix_issue_unit_found", "issue", COLUMNS)
    op.drop_index("ix_issue_unit_state", table_name="issue")


def downgrade() -> None:
    op.create_index("ix_issue_unit_state", "issue", ["unit_id", "state"])
    op.drop_index("ix_issue_unit_found", table_name="issue")
