"""Rows of the register of entities set beside it: which one each means, and what it changes."""

from typing import Any

from app.registry.changing import changes_of
from app.registry.checking import Checked
from app.registry.known_entities import Premised, Premises
from app.registry.likeness import plain_name
from app.registry.where import told


def matching(one: Checked, known: Premised) -> Premises | None:
    """The register's entity that a row of the register means; odd likenesses are noted."""
    row = one.row
    uscc, name = row.keys["uscc"], row.keys["name"]
    address, town = row.refs["address"], row.refs["town"]
    coded = known.coded(uscc) if uscc else []
    for other in coded:
        if other.address == address:
            return other
    alike = [other for other in coded if name and plain_name(other.name) == plain_name(name)]
    if len(alike) == 1:
        row.fault(
            "address_conflict",
            "address",
            "名录里同一代码、同一名称的地址不同。是搬了家就写原因照样导入；是另一家门店请在名称里写明。",
        )
        return alike[0]
    for other in known.named(name) if name else []:
        if (other.town, other.address) != (town, address):
            continue
        if not uscc or not other.uscc:
            return other
        row.fault("similar", "name", "名录里有名称、地址相同的一家，代码不同，请核对是不是同一家。")
        break
    return None


def compare(
    one: Checked, found: Premises | None, before: dict[str, Any] | None, fresh: str
) -> None:
    """Find out what a row does to the entity it means, and note what an import may not do.

    What it means none of is a new one, of a `fresh` id.
    """
    row = one.row
    if found is None or before is None:
        one.action, one.target = "insert", fresh
        return
    one.target = found.id
    if row.keys["name"] and plain_name(found.name) != plain_name(row.keys["name"]):
        row.fault(
            "name_changes",
            "name",
            f"名录里这家叫“{found.name}”，改名了就写原因照样导入。",
            found.name,
        )
    grade = row.keys["grade"]
    if grade and found.grade != grade:
        row.fault(
            "grade_changes",
            "grade",
            f"名录里这家是 {found.grade} 级，调整了就写原因照样导入。",
            found.grade,
        )
    state = row.data.get("state")
    if state and state != before["state"]:
        row.fault(
            "state_changes",
            "state",
            "名录里的经营状态不同。状态变了请在名录里提出并附证明，这一格清空再导入。",
        )
    region = row.data.get("region_code")
    if region and region != before["region_code"]:
        row.fault(
            "region_changes", told(row), "这家在名录里属于别的镇街、村居，换辖区请在名录里办移交。"
        )
    one.action = "update" if changes_of(before, row.data) else "same"
