"""Runs the migrations against the configured database."""

from alembic import context

import app.accounts.models
import app.assignments.models
import app.audit.models
import app.checklists.models
import app.entities.models
import app.inspections.models
import app.ledger.models
import app.media.models
import app.notices.models
import app.regions.models  # noqa: F401
from app.db import make_engine
from app.settings import get_settings
from sqlmodel import SQLModel

engine = context.config.attributes.get("engine") or make_engine(get_settings())

with engine.connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=sqlite,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
