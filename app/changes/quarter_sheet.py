"""A frozen quarter as a workbook: the divisions, and each enterprise as it stood."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import sqlalchemy as sa
from sqlmodel import Session, col
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.accounts.user import User
from app.assignments.snapshots import QuarterSnapshot
from app.audit.service import record
from app.changes.quarters import QuarterShown, inside_of, late_by
from app.clock import shanghai_minute
from app.db import begin_write
from app.entities.models import BUSINESS_TYPES
from app.errors import Conflict
from app.regions.models import Region

MOST = 50_000
"""Enterprises of one file."""
_STATES = {
    "open": "在营", "suspended": "停业", "dormant": "歇业", "not_found": "查无下落",
    "deregistered": "注销", "revoked": "吊销", "moved": "迁出", "duplicate": "重复",
}  # fmt: skip
_PARTS = (
    ("地方", 22), ("主体", 9), ("无人包保", 9), ("应督导", 9), ("当季已督导", 11),
    ("当季完成率", 11), ("补录", 8), ("含补录已督导", 13),
)  # fmt: skip
_ROWS = (
    ("序号", 6), ("主体名称", 30), ("包保级别", 9), ("业态", 10), ("季末状态", 9), ("属地", 30),
    ("包保干部", 10), ("职务", 22), ("应督导", 8), ("当季已督导", 11), ("补录", 8),
)  # fmt: skip
Cell = str | int


class QuarterTooLong(Conflict, slug="list-too-long"):
    """More enterprises than a file holds."""


def quarter_sheet(session: Session, told: QuarterShown, *, by: User, at: datetime) -> bytes:
    """The quarter of a division as .xlsx; the audit names who took it.  Raises QuarterTooLong."""
    if told.whole.entities > MOST:
        raise QuarterTooLong(
            f"这里有 {told.whole.entities} 家，超过 {MOST} 家，请按下一级分别导出。"
        )
    out = BytesIO()
    book = Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
    frozen = shanghai_minute(told.frozen_at)
    head = f"{told.whole.name} {told.period} 督导完成情况　{frozen} 固定，此后上传的计入补录"
    # Whoever passes the file on is named in it.
    foot = f"{by.name} {shanghai_minute(at)} 导出"
    summary = book.add_worksheet("汇总")
    _write(summary, [head, foot], _PARTS, _summary(told), bold)
    listed = book.add_worksheet("明细")
    _write(listed, [head, foot], _ROWS, _detail(session, told), bold)
    book.close()
    begin_write(session)
    what, rows = f"{told.period} {told.whole.code}", told.whole.entities
    record(session, at, by, "quarter.exported", "quarter", what, rows=rows)
    return out.getvalue()


def _write(
    page: Worksheet,
    lines: list[str],
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[Cell]],
    bold: Format,
) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for place, (_, width) in enumerate(columns):
        page.set_column(place, place, width)
    for at, line in enumerate(lines):
        page.write_string(at, 0, line)
    top = len(lines)
    page.repeat_rows(top)
    for place, (name, _) in enumerate(columns):
        page.write_string(top, place, name, bold)
    for at, row in enumerate(rows, start=top + 1):
        for place, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(at, place, value)
            else:
                page.write_string(at, place, value)


def _summary(told: QuarterShown) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for one in (*told.parts, told.whole):
        # Nothing owed is no rate, neither nought nor all.
        rate = f"{100 * one.done / one.owed:.1f}%" if one.owed else "—"
        name = "合计" if one is told.whole else one.name
        counts = (one.entities, one.vacant, one.owed, one.done)
        rows.append([name, *counts, rate, one.late, one.done + one.late])
    return rows


def _detail(session: Session, told: QuarterShown) -> list[list[Cell]]:
    region = session.get_one(Region, told.whole.code)
    places = dict(session.execute(sa.select(col(Region.code), col(Region.path_name))).all())
    late = dict(late_by(session, told.period, region, "entity_id"))
    query = (
        sa.select(QuarterSnapshot)
        .where(col(QuarterSnapshot.period) == told.period, inside_of(QuarterSnapshot, region))
        .order_by(col(QuarterSnapshot.region_code), col(QuarterSnapshot.entity_name))
    )
    return [
        [
            number,
            one.entity_name,
            f"{one.grade}级",
            BUSINESS_TYPES.get(one.business_type, one.business_type),
            _STATES.get(one.state, one.state),
            places.get(one.region_code, one.region_code),
            one.cadre_name or "无人包保",
            one.cadre_post,
            one.owed,
            one.done,
            late.get(one.entity_id, 0),
        ]
        for number, one in enumerate(session.execute(query).scalars(), start=1)
    ]
