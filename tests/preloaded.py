"""Everything a server process reads before it listens, read once: see `serving`."""

import uvicorn

import app.main
from app.checklists.library import get_library
from app.settings import get_settings

get_library()
# What a process is told comes from its own environment, not from this one's.
get_settings.cache_clear()

__all__ = ["app", "uvicorn"]
