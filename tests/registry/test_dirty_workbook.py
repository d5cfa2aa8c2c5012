"""5,000 rows spoilt in every way offices spoil them: each fault in its cell, no false alarm."""

import io
from collections import Counter
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import Session, SQLModel, func, select

from app.entities.models import Entity
from tests.builders import VILLAGE, make_account
from tests.registry.books import HEADING, Importing, Offices, coloured, shop, workbook
from tests.registry.faults_table import RUINS
from tests.registry.test_importing import KEPT, dump

ROWS = 5000
TITLES = [["历下区食品安全包保主体台账（2026年第四季度）"], ["填报单位：区食药安办"]]
EVERY = 20
"""One spoilt row in so many; the row before it is its partner."""


def letter(place: int) -> str:
    return chr(ord("A") + place)


def a_dirty_sheet() -> tuple[list[list[Any]], Counter[tuple[int, str, str]]]:
    """Rows, and what must be found in which cell."""
    rows: list[list[Any]] = []
    due: Counter[tuple[int, str, str]] = Counter()
    for number in range(1, ROWS + 1):
        cells = shop(number)["cells"]
        at = number + len(TITLES) + 1
        if number % EVERY == 0:
            ruin = RUINS[number // EVERY % len(RUINS)]
            ruin.spoil(cells, number)
            due[at, letter(ruin.place), ruin.code] += 1
            if ruin.on_partner:
                due[at - 1, letter(ruin.place), ruin.code] += 1
            for code, place in ruin.also:
                due[at, letter(place), code] += 1
        rows.append(cells)
    return rows, due


@pytest.mark.parametrize("settings", ["sqlite", "postgresql"], indirect=True)
def test_every_fault_is_named_in_its_cell_and_no_clean_row_is(
    desk: Importing, offices: Offices, session: Session
) -> None:
    assert len({ruin.code for ruin in RUINS}) >= 37
    for phone in ("13900000021", "13900000022"):
        namesake = make_account(session, region=VILLAGE, name="王同名")
        namesake.phone = phone
        session.add(namesake)
    session.commit()
    before = dump(session)
    rows, due = a_dirty_sheet()
    total = ["合计", f"{ROWS} 家", *[""] * (len(HEADING) - 2)]
    file = workbook(("包保台账", [*TITLES, HEADING, *rows, total]))
    batch = desk.checked(file)
    found = Counter(desk.codes(batch))
    assert found - due == Counter(), "false alarms"
    assert due - found == Counter(), "missed"

    counts = batch["counts"]
    parts = sum(counts[key] for key in ("insert", "update", "same", "faulty", "doubted"))
    assert (counts["rows"], parts) == (ROWS, ROWS)
    faulty = {row for row, _, _ in due}
    assert counts["faulty"] + counts["doubted"] == len(faulty)
    assert batch["sheets"][0]["declared"] == ROWS
    assert sum(one["many"] for one in batch["codes"]) == due.total()

    _is_marked(desk, batch, due)
    done = desk.apply(batch, "good")
    assert done.status_code == 200, done.text
    session.rollback()
    assert len(session.exec(select(Entity.id)).all()) == ROWS - len(faulty)
    once = _counted(session)
    assert desk.undo(batch).status_code == 200
    assert dump(session) == before
    again = desk.checked(file, name="再来.xlsx")
    assert Counter(desk.codes(again)) == due
    desk.apply(again, "good")
    assert _counted(session) == once


def _counted(session: Session) -> dict[str, int]:
    """How many rows the register's tables have."""
    session.rollback()
    return {
        name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for name in KEPT
        for table in [SQLModel.metadata.tables[name]]
    }


def _is_marked(desk: Importing, batch: Any, due: Counter[tuple[int, str, str]]) -> None:
    """The same sheet back: spoilt cells coloured where they stood, the reasons beside them."""
    answer = desk.browser.get(f"/api/v1/imports/{batch['id']}/marked.xlsx")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("包保台账")
    said = dict(enumerate(lines.to_python(skip_empty_area=False), start=1))
    assert said[1][0] == TITLES[0][0]
    assert said[3][: len(HEADING)] == list(HEADING)
    assert coloured(answer.content, "xl/worksheets/sheet2.xml", below=3) == {
        (row, column) for row, column, _ in due
    }
    reasons = {row for row, line in said.items() if row > 3 and line[len(HEADING)]}
    assert reasons == {row for row, _, _ in due}
