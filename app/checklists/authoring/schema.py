"""JSON Schema of a checklist file, for editors and for `GET /api/v1/checklists/schema`."""

import json
from pathlib import Path
from typing import Any

from app.checklists.format import Checklist
from app.checklists.overlay import Overlay

SCHEMA = "checklist.schema.json"


def schema() -> dict[str, Any]:
    """The schema as data."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "督导检查表"}
    return Checklist.model_json_schema(mode="validation") | head


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def overlay_text() -> str:
    """The schema of what is laid over another checklist, as the file holds it."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "地方督导检查表"}
    made = Overlay.model_json_schema(mode="validation") | head
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


SCHEMAS = {SCHEMA: schema_text, "overlay.schema.json": overlay_text}


def write_schema(folder: Path) -> None:
    """Bring the schema files up to the format."""
    for name, text in SCHEMAS.items():
        (folder / name).write_text(text(), "utf-8")
