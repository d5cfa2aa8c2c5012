"""The first schema: places, people, entities, visits, the ledger and its proof."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

# Events and the audit trail take no UPDATE and no DELETE, whoever tries.
APPEND_ONLY_SQLITE = (
    "CREATE TRIGGER issue_event_no_update BEFORE UPDATE ON issue_event BEGIN SELECT RAISE(ABORT, 'issue_event is append-only'); END",
    "CREATE TRIGGER issue_event_no_delete BEFORE DELETE ON issue_event BEGIN SELECT RAISE(ABORT, 'issue_event is append-only'); END",
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
)
APPEND_ONLY_POSTGRESQL = (
    """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$
""",
    "CREATE TRIGGER issue_event_no_change BEFORE UPDATE OR DELETE ON issue_event FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER issue_event_no_truncate BEFORE TRUNCATE ON issue_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=True),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_index("ix_audit_county_code_at", "audit", ["county_code", "at"], unique=False)
    op.create_index(op.f("ix_audit_subject_id"), "audit", ["subject_id"], unique=False)
    op.create_table(
        "checklist_version",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("business_type", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("body", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_checklist_version")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "entity",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("licence_no", sa.String(length=40), nullable=False),
        sa.Column("licence_valid_to", sa.Date(), nullable=True),
        sa.Column("business_type", sa.String(length=20), nullable=False),
        sa.Column("business_types", JSON, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("flags", JSON, nullable=False),
        sa.Column("baobao_grade", sa.String(length=1), nullable=False),
        sa.Column("risk_level", sa.String(length=1), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "suspended",
                "dormant",
                "deregistered",
                "revoked",
                "moved",
                "not_found",
                "duplicate",
                name="entitystate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("geo_region_code", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
    )
    op.create_index(op.f("ix_entity_changed_at"), "entity", ["changed_at"], unique=False)
    op.create_index(op.f("ix_entity_name"), "entity", ["name"], unique=False)
    op.create_index(op.f("ix_entity_uscc"), "entity", ["uscc"], unique=False)
    op.create_table(
        "frequency_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=True),
        sa.Column("business_type", sa.String(length=20), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frequency_rule")),
    )
    op.create_table(
        "inspection_conflict",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_conflict")),
    )
    op.create_index(
        op.f("ix_inspection_conflict_inspection_id"),
        "inspection_conflict",
        ["inspection_id"],
        unique=False,
    )
    op.create_table(
        "issue",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("entity_name", sa.String(length=120), nullable=False),
        sa.Column("entity_address", sa.String(length=200), nullable=False),
        sa.Column("entity_grade", sa.String(length=1), nullable=False),
        sa.Column("entity_kind", sa.String(length=40), nullable=False),
        sa.Column("business_type", sa.String(length=20), nullable=False),
        sa.Column("item_code", sa.String(length=20), nullable=True),
        sa.Column("item_text", sa.String(length=300), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("severity_given", sa.String(length=10), nullable=False),
        sa.Column("severity_reason", sa.String(length=300), nullable=False),
        sa.Column("basis", JSON, nullable=False),
        sa.Column("requirement", sa.String(length=500), nullable=False),
        sa.Column("finder_id", sa.Uuid(), nullable=False),
        sa.Column("finder_name", sa.String(length=40), nullable=False),
        sa.Column("finder_post", sa.String(length=80), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("unit_kind", sa.String(length=10), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "assigned",
                "rectifying",
                "reviewing",
                "closed",
                "voided",
                "ended",
                name="state",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deadline_value", sa.Integer(), nullable=False),
        sa.Column("deadline_unit", sa.String(length=12), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline_provisional", sa.Boolean(), nullable=False),
        sa.Column("original_deadline", sa.Date(), nullable=False),
        sa.Column("notice_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fixed_on_site", sa.Boolean(), nullable=False),
        sa.Column("photo_before", sa.Boolean(), nullable=False),
        sa.Column("awaiting_countersign", sa.Boolean(), nullable=False),
        sa.Column("closer", sa.String(length=60), nullable=True),
        sa.Column("extension", JSON, nullable=True),
        sa.Column("void_proposal", JSON, nullable=True),
        sa.Column("case_file", JSON, nullable=True),
        sa.Column("referral", JSON, nullable=True),
        sa.Column("listing", JSON, nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("paused_since", sa.Date(), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("not_fixed", sa.Boolean(), nullable=False),
        sa.Column("repeat_of", sa.Uuid(), nullable=True),
        sa.Column("returned_count", sa.Integer(), nullable=False),
        sa.Column("reopened_count", sa.Integer(), nullable=False),
        sa.Column("rectification", JSON, nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitters", JSON, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("number", name=op.f("uq_issue_number")),
    )
    op.create_index("ix_issue_changed", "issue", ["changed_at"], unique=False)
    op.create_index(
        "ix_issue_county_found", "issue", ["county_code", "found_at", "id"], unique=False
    )
    op.create_index("ix_issue_entity", "issue", ["entity_id"], unique=False)
    op.create_index(op.f("ix_issue_inspection_id"), "issue", ["inspection_id"], unique=False)
    op.create_index(
        "ix_issue_open_city",
        "issue",
        ["city_code", "found_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
        postgresql_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
    )
    op.create_index(
        "ix_issue_open_county",
        "issue",
        ["county_code", "found_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
        postgresql_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
    )
    op.create_index(
        "ix_issue_open_town",
        "issue",
        ["town_code", "found_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
        postgresql_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
    )
    op.create_index("ix_issue_unit_state", "issue", ["unit_id", "state"], unique=False)
    op.create_table(
        "login_failures",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_failures")),
    )
    op.create_table(
        "media",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_media")),
    )
    op.create_table(
        "media_link",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column("issue_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_link")),
    )
    op.create_index(op.f("ix_media_link_entity_id"), "media_link", ["entity_id"], unique=False)
    op.create_index(
        op.f("ix_media_link_inspection_id"), "media_link", ["inspection_id"], unique=False
    )
    op.create_index(op.f("ix_media_link_issue_id"), "media_link", ["issue_id"], unique=False)
    op.create_index(op.f("ix_media_link_sha256"), "media_link", ["sha256"], unique=False)
    op.create_table(
        "region",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "province",
                "city",
                "county",
                "town",
                "village",
                name="level",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("parent_code", sa.String(length=12), nullable=True),
        sa.Column("path_name", sa.String(length=200), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=True),
        sa.Column("county_code", sa.String(length=12), nullable=True),
        sa.Column("town_code", sa.String(length=12), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["region.code"], name=op.f("fk_region_parent_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_expires_at"), "upload", ["expires_at"], unique=False)
    op.create_index("ix_upload_owner_sha256", "upload", ["owner", "sha256"], unique=False)
    op.create_table(
        "due",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("due_by", sa.Date(), nullable=False),
        sa.Column("done_inspection_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_due_entity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sa.UniqueConstraint("entity_id", "period", "nth", name="uq_due_entity_id_period_nth"),
    )
    op.create_index(op.f("ix_due_period"), "due", ["period"], unique=False)
    op.create_table(
        "entity_contact",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_contact_entity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_contact")),
    )
    op.create_index(
        op.f("ix_entity_contact_entity_id"), "entity_contact", ["entity_id"], unique=False
    )
    op.create_table(
        "issue_event",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=24), nullable=False),
        sa.Column("from_state", sa.String(length=12), nullable=True),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=40), nullable=False),
        sa.Column("actor_post", sa.String(length=80), nullable=False),
        sa.Column("actor_role", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("order_digest", sa.String(length=64), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_event_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_event")),
        sa.UniqueConstraint("issue_id", "seq", name="uq_issue_event_issue_id_seq"),
    )
    op.create_table(
        "media_owner",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["media.sha256"], name=op.f("fk_media_owner_sha256")),
        sa.PrimaryKeyConstraint("sha256", "owner", name=op.f("pk_media_owner")),
    )
    op.create_table(
        "notice",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("short_code", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_notice_entity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("short_code", name=op.f("uq_notice_short_code")),
        sa.UniqueConstraint("token", name=op.f("uq_notice_token")),
    )
    op.create_index(op.f("ix_notice_entity_id"), "notice", ["entity_id"], unique=False)
    op.create_table(
        "rectify_link",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_rectify_link_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectify_link")),
    )
    op.create_index(op.f("ix_rectify_link_issue_id"), "rectify_link", ["issue_id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("station", "bureau", "office", name="unitkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_unit_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_region_code"), "unit", ["region_code"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "cadre",
                "assistant",
                "station",
                "bureau",
                "office",
                "inspector",
                "sysadmin",
                "secadmin",
                "auditor",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "province",
                "city",
                "county",
                "town",
                "village",
                name="level",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=True),
        sa.Column("county_code", sa.String(length=12), nullable=True),
        sa.Column("town_code", sa.String(length=12), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("assists_id", sa.Uuid(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_generation", sa.Integer(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("privacy_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assists_id"], ["account.id"], name=op.f("fk_account_assists_id")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_account_region_code")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_index(op.f("ix_account_role"), "account", ["role"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("cadre_id", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "province",
                "city",
                "county",
                "town",
                "village",
                name="level",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["account.id"], name=op.f("fk_assignment_cadre_id")),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_assignment_entity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(
        "ix_assignment_cadre_current", "assignment", ["cadre_id", "valid_to"], unique=False
    )
    op.create_index(op.f("ix_assignment_changed_at"), "assignment", ["changed_at"], unique=False)
    op.create_index(op.f("ix_assignment_entity_id"), "assignment", ["entity_id"], unique=False)
    op.create_index(
        "uq_assignment_current",
        "assignment",
        ["entity_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "feedback",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_feedback_account_id")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_feedback_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_account_id"), "feedback", ["account_id"], unique=False)
    op.create_index(op.f("ix_feedback_issue_id"), "feedback", ["issue_id"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("city_code", sa.String(length=12), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("town_code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("receipt_no", sa.String(length=32), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("cadre_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("assignment_level", sa.String(length=10), nullable=False),
        sa.Column("checklist_id", sa.String(length=40), nullable=False),
        sa.Column("checklist_version", sa.Integer(), nullable=False),
        sa.Column("checklist_digest", sa.String(length=64), nullable=False),
        sa.Column("modules", JSON, nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_now", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skew_s", sa.Integer(), nullable=False),
        sa.Column("profile", JSON, nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("rechecks", JSON, nullable=False),
        sa.Column("participants", JSON, nullable=False),
        sa.Column("signatures", JSON, nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("photos", JSON, nullable=False),
        sa.Column("conclusion", sa.String(length=12), nullable=False),
        sa.Column("remarks", JSON, nullable=False),
        sa.Column("issue_count", sa.Integer(), nullable=False),
        sa.Column("receipt", JSON, nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["cadre_id"], ["account.id"], name=op.f("fk_inspection_cadre_id")),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_inspection_entity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_inspection_receipt_no")),
    )
    op.create_index(
        "ix_inspection_cadre_received", "inspection", ["cadre_id", "received_at"], unique=False
    )
    op.create_index(
        "ix_inspection_city_received",
        "inspection",
        ["city_code", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_inspection_county_received",
        "inspection",
        ["county_code", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_inspection_entity_received", "inspection", ["entity_id", "received_at"], unique=False
    )
    op.create_index(
        "ix_inspection_town_received",
        "inspection",
        ["town_code", "received_at", "id"],
        unique=False,
    )
    op.create_table(
        "refresh_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_refresh_token_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_token_token_hash")),
    )
    op.create_index(
        op.f("ix_refresh_token_account_id"), "refresh_token", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_refresh_token_family_id"), "refresh_token", ["family_id"], unique=False
    )
    op.create_index(
        op.f("ix_refresh_token_parent_id"), "refresh_token", ["parent_id"], unique=False
    )

    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in APPEND_ONLY_SQLITE if sqlite else APPEND_ONLY_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_refresh_token_parent_id"), table_name="refresh_token")
    op.drop_index(op.f("ix_refresh_token_family_id"), table_name="refresh_token")
    op.drop_index(op.f("ix_refresh_token_account_id"), table_name="refresh_token")
    op.drop_table("refresh_token")
    op.drop_index("ix_inspection_town_received", table_name="inspection")
    op.drop_index("ix_inspection_entity_received", table_name="inspection")
    op.drop_index("ix_inspection_county_received", table_name="inspection")
    op.drop_index("ix_inspection_city_received", table_name="inspection")
    op.drop_index("ix_inspection_cadre_received", table_name="inspection")
    op.drop_table("inspection")
    op.drop_index(op.f("ix_feedback_issue_id"), table_name="feedback")
    op.drop_index(op.f("ix_feedback_account_id"), table_name="feedback")
    op.drop_table("feedback")
    op.drop_index(
        "uq_assignment_current",
        table_name="assignment",
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.drop_index(op.f("ix_assignment_entity_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_changed_at"), table_name="assignment")
    op.drop_index("ix_assignment_cadre_current", table_name="assignment")
    op.drop_table("assignment")
    op.drop_index(op.f("ix_account_role"), table_name="account")
    op.drop_table("account")
    op.drop_index(op.f("ix_unit_region_code"), table_name="unit")
    op.drop_table("unit")
    op.drop_index(op.f("ix_rectify_link_issue_id"), table_name="rectify_link")
    op.drop_table("rectify_link")
    op.drop_index(op.f("ix_notice_entity_id"), table_name="notice")
    op.drop_table("notice")
    op.drop_table("media_owner")
    op.drop_table("issue_event")
    op.drop_index(op.f("ix_entity_contact_entity_id"), table_name="entity_contact")
    op.drop_table("entity_contact")
    op.drop_index(op.f("ix_due_period"), table_name="due")
    op.drop_table("due")
    op.drop_index("ix_upload_owner_sha256", table_name="upload")
    op.drop_index(op.f("ix_upload_expires_at"), table_name="upload")
    op.drop_table("upload")
    op.drop_table("region")
    op.drop_index(op.f("ix_media_link_sha256"), table_name="media_link")
    op.drop_index(op.f("ix_media_link_issue_id"), table_name="media_link")
    op.drop_index(op.f("ix_media_link_inspection_id"), table_name="media_link")
    op.drop_index(op.f("ix_media_link_entity_id"), table_name="media_link")
    op.drop_table("media_link")
    op.drop_table("media")
    op.drop_table("login_failures")
    op.drop_index("ix_issue_unit_state", table_name="issue")
    op.drop_index(
        "ix_issue_open_town",
        table_name="issue",
        sqlite_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
        postgresql_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
    )
    op.drop_index(
        "ix_issue_open_county",
        table_name="issue",
        sqlite_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
        postgresql_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
    )
    op.drop_index(
        "ix_issue_open_city",
        table_name="issue",
        sqlite_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
        postgresql_where=sa.text("state IN ('registered','assigned','rectifying','reviewing')"),
    )
    op.drop_index(op.f("ix_issue_inspection_id"), table_name="issue")
    op.drop_index("ix_issue_entity", table_name="issue")
    op.drop_index("ix_issue_county_found", table_name="issue")
    op.drop_index("ix_issue_changed", table_name="issue")
    op.drop_table("issue")
    op.drop_index(op.f("ix_inspection_conflict_inspection_id"), table_name="inspection_conflict")
    op.drop_table("inspection_conflict")
    op.drop_table("frequency_rule")
    op.drop_index(op.f("ix_entity_uscc"), table_name="entity")
    op.drop_index(op.f("ix_entity_name"), table_name="entity")
    op.drop_index(op.f("ix_entity_changed_at"), table_name="entity")
    op.drop_table("entity")
    op.drop_table("counter")
    op.drop_table("checklist_version")
    op.drop_index(op.f("ix_audit_subject_id"), table_name="audit")
    op.drop_index("ix_audit_county_code_at", table_name="audit")
    op.drop_index(op.f("ix_audit_at"), table_name="audit")
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
