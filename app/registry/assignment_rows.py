"""A row that says who answers for an entity."""

from app.registry import cells, codes
from app.registry.ground import Ground
from app.registry.people_rows import named_entity
from app.registry.row import Row


def read_assignment(row: Row, ground: Ground) -> None:
    """An entity and its 包保干部."""
    row.required()
    from_day = cells.day(row, "valid_from")
    row.data = {"valid_from": from_day.isoformat() if from_day else None}
    row.keys = {
        "uscc": codes.uscc(row),
        "name": row.plain("name"),
        "grade": cells.grade(row, "grade", "grade") or "",
        "phone": cells.phone(row, "cadre_phone"),
        "person": row.plain("cadre"),
    }
    row.refs = {"address": row.plain("address"), "post": row.plain("post")}
    named_entity(row)
