"""Rows read one by one: what they say, and what is wrong with them by themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.accounts.masking import mask_phone
from app.registry.assignment_rows import read_assignment
from app.registry.columns import Shape, forms
from app.registry.entity_rows import read_entity
from app.registry.faults import Gravity, gravity
from app.registry.ground import Ground
from app.registry.headings import Sheet
from app.registry.people_rows import read_account, read_contact
from app.registry.region_rows import read_region
from app.registry.row import Row
from app.registry.texts import without_ids

READERS: dict[Shape, Callable[[Row, Ground], None]] = {
    Shape.REGIONS: read_region,
    Shape.ACCOUNTS: read_account,
    Shape.ENTITIES: read_entity,
    Shape.CONTACTS: read_contact,
    Shape.ASSIGNMENTS: read_assignment,
}
_SHOWN = 60
_CELL = 400
_PHONES = ("phone", "owner_phone", "director_phone", "officer_phone", "cadre_phone")


@dataclass
class Checked:
    """A row of the file with all that was made of it."""

    seq: int
    shape: Shape
    sheet: int
    number: int
    cells: list[str]
    row: Row
    action: str = ""
    target: str = ""
    needs_entity: int | None = None
    needs_cadre: int | None = None


def checked(
    seq: int, sheet: Sheet, at: int, number: int, cells: list[str], ground: Ground
) -> Checked:
    """Read a row; every ID number in it is hidden before anything else sees it."""
    assert sheet.shape is not None
    ids = []
    for place, text in enumerate(cells):
        if len(text) >= 15:
            cells[place], found = without_ids(text)
            if found:
                ids.append(place)
            elif len(text) > _CELL and place not in sheet.columns:
                cells[place] = text[:_CELL]
    row = Row(forms()[sheet.shape], sheet.columns, cells, sheet.headings)
    for place in ids:
        if key := sheet.columns.get(place):
            row.fault(
                "id_number", key, "这里像是居民身份证号，系统不保存，请清空或改填执照上的代码。"
            )
    READERS[sheet.shape](row, ground)
    return Checked(seq, sheet.shape, at, number, cells, row)


def staged(one: Checked, batch_id: Any) -> dict[str, Any]:
    """The row as it is kept."""
    keys = one.row.keys
    faults = [gravity(fault.code) for fault in one.row.faults]
    return {
        "batch_id": batch_id,
        "seq": one.seq,
        "shape": one.shape,
        "sheet": one.sheet,
        "number": one.number,
        "cells": one.cells,
        "data": one.row.data,
        "ident": keys.get("ident", ""),
        "likeness": keys.get("likeness", ""),
        "uscc": keys.get("uscc", ""),
        "name": keys.get("name", ""),
        "phone": keys.get("phone", ""),
        "person": keys.get("person", ""),
        "grade": keys.get("grade", ""),
        "action": one.action,
        "target": one.target,
        "needs_entity": one.needs_entity,
        "needs_cadre": one.needs_cadre,
        "errors": faults.count(Gravity.ERROR),
        "doubts": faults.count(Gravity.WARNING),
        "taken": False,
    }


def findings(one: Checked, batch_id: Any) -> list[dict[str, Any]]:
    """What was found in the row, as it is kept."""
    return [
        {
            "batch_id": batch_id,
            "seq": one.seq,
            "n": n,
            "code": fault.code,
            "gravity": gravity(fault.code),
            "field": fault.field,
            "shown": shown(fault.field, one.row.texts.get(fault.field, "")),
            "text": fault.text[:240],
            "suggestion": fault.suggestion,
        }
        for n, fault in enumerate(one.row.faults)
    ]


def shown(field: str, text: str) -> str:
    """A cell as a report shows it: short, and a telephone number masked."""
    if field in _PHONES and len(text) >= 8:
        return mask_phone(text)[:_SHOWN]
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
