"""JSON Schema of a checklist file, for editors and for `GET /api/v1/checklists/schema`."""

import json
from pathlib import Path
from typing import Any

from app.checklists.format import Checklist

SCHEMA = "checklist.schema.json"


def schema() -> dict[str, Any]:
    """The schema as data."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "督导检查表"}
    return Checklist.model_json_schema(mode="validation") | head


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_schema(folder: Path) -> None:
    """Bring the schema file up to the format."""
    (folder / SCHEMA).write_text(schema_text(), "utf-8")
