"""Numbered documents, the issues they name, and the templates they were made from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011_documents"
down_revision = "0010_reminders"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "document_template",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_document_template")),
    )
    op.create_table(
        "document",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("issuer_id", sa.Uuid(), nullable=False),
        sa.Column("issuer_name", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("addressee", sa.String(length=120), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_by_name", sa.String(length=40), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sign_by", sa.Date(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed", JSON, nullable=True),
        sa.Column("feedback_due", sa.Date(), nullable=False),
        sa.Column("feedback_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("feedback", JSON, nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked", JSON, nullable=True),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_document_issued_by")),
        sa.ForeignKeyConstraint(["issuer_id"], ["unit.id"], name=op.f("fk_document_issuer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_unit_id")),
        sa.ForeignKeyConstraint(
            ["template"], ["document_template.sha256"], name=op.f("fk_document_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("issuer_id", "kind", "year", "seq", name="uq_document_series"),
    )
    for name in ("city", "county", "town"):
        columns = [f"{name}_code", "issued_at", "id"]
        op.create_index(f"ix_document_{name}", "document", columns, unique=False)
    op.create_index("ix_document_unit", "document", ["unit_id", "issued_at", "id"], unique=False)
    op.create_index("ix_document_entity", "document", ["entity_id"], unique=False)
    op.create_table(
        "document_issue",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_issue_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_document_issue_issue_id")
        ),
        sa.PrimaryKeyConstraint("document_id", "issue_id", name=op.f("pk_document_issue")),
    )
    op.create_index(
        op.f("ix_document_issue_issue_id"), "document_issue", ["issue_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("document_issue")
    op.drop_table("document")
    op.drop_table("document_template")
