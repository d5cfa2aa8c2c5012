"""Saved views of the ledger, and indexes for each order of its list with the filters behind it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_ledger_desk"
down_revision = "0005_change_log"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OPEN = sa.text("state IN ('registered','assigned','rectifying','reviewing')")
FILTERED = [
    "state",
    "severity",
    "entity_grade",
    "business_type",
    "listed",
    "returned_count",
    "repeat_of",
]
OF_CLOCK = ["deadline_at", "paused_since"]
LEVELS = {"province": [], "city": ["city_code"], "county": ["county_code"], "town": ["town_code"]}

OPEN_ONES = {
    **{
        f"ix_issue_open_{level}": [*place, "found_at", "id", *FILTERED, "deadline", *OF_CLOCK]
        for level, place in LEVELS.items()
    },
    **{
        f"ix_issue_due_{level}": [*place, "deadline", "id", *FILTERED, "found_at", *OF_CLOCK]
        for level, place in LEVELS.items()
    },
}
ALL = {
    "ix_issue_found": ["found_at", "id"],
    "ix_issue_deadline": ["deadline", "id"],
    "ix_issue_city_found": ["city_code", "found_at", "id"],
    "ix_issue_county_found": ["county_code", "found_at", "id", *FILTERED, "deadline"],
    "ix_issue_county_due": ["county_code", "deadline", "id"],
    "ix_issue_town_found": ["town_code", "found_at", "id"],
}
BEFORE = {
    "ix_issue_open_city": ["city_code", "found_at", "id"],
    "ix_issue_open_county": ["county_code", "found_at", "id"],
    "ix_issue_open_town": ["town_code", "found_at", "id"],
}


def upgrade() -> None:
    op.create_table(
        "ledger_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("query", JSON, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_ledger_view_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_view")),
    )
    op.create_index(op.f("ix_ledger_view_owner_id"), "ledger_view", ["owner_id"])
    # Whom a reminder is for.
    op.create_index(op.f("ix_account_unit_id"), "account", ["unit_id"])
    _drop([*BEFORE, "ix_issue_county_found"])
    _create(OPEN_ONES, OPEN)
    _create(ALL, None)


def downgrade() -> None:
    _drop([*OPEN_ONES, *ALL])
    _create(BEFORE, OPEN)
    _create({"ix_issue_county_found": ["county_code", "found_at", "id"]}, None)
    op.drop_index(op.f("ix_account_unit_id"), table_name="account")
    op.drop_index(op.f("ix_ledger_view_owner_id"), table_name="ledger_view")
    op.drop_table("ledger_view")


def _create(indexes: dict[str, list[str]], where: sa.TextClause | None) -> None:
    for name, columns in indexes.items():
        op.create_index(name, "issue", columns, sqlite_where=where, postgresql_where=where)


def _drop(names: list[str]) -> None:
    for name in names:
        op.drop_index(name, table_name="issue")
