"""Bring the database to the newest schema."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from app.settings import ROOT


def alembic_config(engine: Engine) -> Config:
    """Alembic's configuration from pyproject.toml, bound to `engine`."""
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["engine"] = engine
    return config


def migrate(engine: Engine) -> None:
    """Run every migration not yet applied; does nothing on a current database."""
    command.upgrade(alembic_config(engine), "head")
