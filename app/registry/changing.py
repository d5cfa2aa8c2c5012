"""What a row changes about an entity that is in the register already."""

from datetime import date
from typing import Any

from app.registry.entity_rows import derived

_DAYS = ("licence_valid_to", "active_from")
_DERIVED = ("is_enterprise", "requires_director")
_ASIDE = ("flags", "contacts", "cadre", "entity_id")


def changes_of(before: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """The columns of an entity that a row says otherwise; a cell left empty says nothing."""
    found = {
        key: value
        for key, value in data.items()
        if key not in _ASIDE and _plain(before[key]) != value
    }
    said = {key: value for key, value in data.get("flags", {}).items() if key not in _DERIVED}
    uscc = data.get("uscc") or before["uscc"]
    flags = derived({**before["flags"], **said}, uscc, data.get("kind") or before["kind"])
    if flags != before["flags"]:
        found["flags"] = flags
    if "business_type" in found:
        others = [one for one in before["business_types"] if one != before["business_type"]]
        found["business_types"] = list(dict.fromkeys([found["business_type"], *others]))
    if contacts_change(before["contacts"], data.get("contacts", [])):
        found["contacts"] = data["contacts"]
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def contacts_change(before: list[dict[str, Any]], said: list[dict[str, Any]]) -> bool:
    """Whether the people of those duties that are named are others than those kept."""
    return any(
        {(one["name"], one["phone"]) for one in before if one["role"] == role}
        != {(one["name"], one["phone"]) for one in said if one["role"] == role}
        for role in {one["role"] for one in said}
    )


def typed(data: dict[str, Any]) -> dict[str, Any]:
    """The same with days as days."""
    return {
        key: date.fromisoformat(value) if key in _DAYS and isinstance(value, str) else value
        for key, value in data.items()
    }
