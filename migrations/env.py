"""Runs the migrations against the configured database."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import AutoString, SQLModel

import app.accounts.models
import app.assignments.models
import app.assignments.snapshots
import app.assignments.stand_ins
import app.audit.models
import app.changes.transfer_model
import app.checklists.models
import app.documents.models
import app.entities.history
import app.entities.models
import app.inspections.draft_models
import app.inspections.models
import app.jobs.models
import app.ledger.batch_models
import app.ledger.calendar_models
import app.ledger.models
import app.matching.models
import app.media.models
import app.notices.models
import app.publishing.models
import app.quarantine.models
import app.regions.models
import app.registry.models
import app.reminders.models
import app.sync.changes  # noqa: F401
from app.db import Utc, make_engine
from app.settings import get_settings


def render(kind: str, thing: Any, _: AutogenContext) -> str | Literal[False]:
    """Write our column types in SQLAlchemy's own words: a migration never imports the product."""
    if kind != "type":
        return False
    if isinstance(thing, Utc):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, AutoString):
        return f"sa.String(length={thing.length})" if thing.length else "sa.String()"
    if type(thing).__name__ == "JSON":
        return "JSON"
    return False


ONLY_IN_POSTGRESQL = {"ix_issue_words"}
"""Indexes on expressions that SQLite does not have; they stand in their migration alone."""


def ours(name: str | None, kind: str, _: Any) -> bool:
    """Whether the models tell of a thing in the database."""
    return kind != "index" or name not in ONLY_IN_POSTGRESQL


engine = context.config.attributes.get("engine") or make_engine(get_settings())

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=render,
        include_name=ours,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
