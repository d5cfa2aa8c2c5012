"""Batches and findings as they are shown."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from app.db import table_of
from app.registry.across import FIRST, OF_NO_ROW
from app.registry.columns import Field, Form, Shape, forms, title_of
from app.registry.faults import KINDS
from app.registry.ground import kind_names
from app.registry.headings import Sheet, sheet_of
from app.registry.models import ImportBatch, ImportFinding, ImportRow
from app.registry.wire import (
    BatchRow,
    BatchShown,
    CodeShown,
    ColumnShown,
    Counts,
    FieldShown,
    FindingPage,
    FindingShown,
    SheetShown,
    totals_of,
)

_row, _finding = table_of(ImportRow), table_of(ImportFinding)


def letter_of(place: int) -> str:
    """The letter of a column: 0 is A, 26 is AA."""
    letters = ""
    while place >= 0:
        letters = chr(ord("A") + place % 26) + letters
        place = place // 26 - 1
    return letters


def batch_row(batch: ImportBatch) -> BatchRow:
    """A batch in the list."""
    return BatchRow(
        id=batch.id,
        kind=batch.kind,
        kind_name=forms()[batch.kind].name,
        file=batch.file,
        state=batch.state,
        made_by=batch.made_by_name,
        made_at=batch.made_at,
        applied_by=batch.applied_by_name,
        applied_at=batch.applied_at,
        undone_by=batch.undone_by_name,
        undone_at=batch.undone_at,
        counts=totals_of(batch.totals),
    )


def batch_shown(batch: ImportBatch, *, again: bool = False) -> BatchShown:
    """A batch with its sheets and what was found, by kind."""
    sheets = [sheet_of(dict(kept)) for kept in batch.sheets]
    shapes = {sheet.shape for sheet in sheets if sheet.shape} | {batch.kind}
    return BatchShown(
        **batch_row(batch).model_dump(),
        version=batch.version,
        again=again,
        sheets=[_sheet(sheet) for sheet in sheets],
        shapes={
            Shape(name): Counts.model_validate(counts)
            for name, counts in batch.totals.get("shapes", {}).items()
        },
        codes=[
            CodeShown(
                **one,
                name=KINDS[one["code"]].name,
                gravity=KINDS[one["code"]].gravity,
                reason=batch.accepted.get(one["code"]),
            )
            for one in batch.totals.get("codes", [])
        ],
        fields={shape: _fields(forms()[shape]) for shape in shapes},
    )


def _fields(form: Form) -> list[FieldShown]:
    return [
        FieldShown(key=key, title=one.title, required=one.required, choices=list(one.choices))
        for key, one in form.fields.items()
    ]


def _sheet(sheet: Sheet) -> SheetShown:
    form = forms()[sheet.shape] if sheet.shape else None
    return SheetShown(
        name=sheet.name,
        shape=sheet.shape,
        shape_name=form.name if form else "",
        heading_row=sheet.heading_row,
        rows=sheet.rows,
        declared=sheet.declared,
        columns=[
            ColumnShown(
                place=place,
                letter=letter_of(place),
                heading=heading,
                field=sheet.columns.get(place),
                title=_title(form, sheet, place),
            )
            for place, heading in enumerate(sheet.headings)
            if heading
        ],
        missing=[title_of(form, key) for key in sheet.missing] if form else [],
    )


def _title(form: Form | None, sheet: Sheet, place: int) -> str | None:
    key = sheet.columns.get(place)
    if form is None or key is None:
        return None
    return form.fields[key].title if key in form.fields else sheet.headings[place]


def findings_page(
    session: Session,
    batch: ImportBatch,
    *,
    code: str | None,
    gravity: str | None,
    cursor: str,
    limit: int,
) -> FindingPage:
    """A page of findings in the order of the rows."""
    wanted = [_finding.c.batch_id == batch.id]
    if code:
        wanted.append(_finding.c.code == code)
    if gravity:
        wanted.append(_finding.c.gravity == gravity)
    if cursor:
        seq, n = (int(part) for part in cursor.split("."))
        wanted.append(sa.tuple_(_finding.c.seq, _finding.c.n) > sa.tuple_(seq, n))
    rows = session.execute(
        sa.select(_finding, _row.c.sheet, _row.c.number, _row.c.shape)
        .outerjoin(
            _row, sa.and_(_row.c.batch_id == _finding.c.batch_id, _row.c.seq == _finding.c.seq)
        )
        .where(*wanted)
        .order_by(_finding.c.seq, _finding.c.n)
        .limit(limit + 1)
    ).all()
    sheets = [sheet_of(dict(kept)) for kept in batch.sheets]
    kinds = kind_names(session)
    items = [_shown(one, sheets, kinds) for one in rows[:limit]]
    last = items[-1] if len(rows) > limit else None
    return FindingPage(items=items, next=f"{last.seq}.{last.n}" if last else None)


def _total_shown(said: Any, sheet: Sheet) -> FindingShown:
    return FindingShown(
        **{key: said[key] for key in ("seq", "n", "code", "gravity", "field", "shown", "text")},
        sheet=sheet.name,
        number=sheet.total_row,
        letter=letter_of(sheet.total_place),
        title="合计",
        name=KINDS[said["code"]].name,
        suggestion=None,
        reason=said["reason"],
        choices=[],
    )


def _shown(one: sa.Row[tuple[object, ...]], sheets: list[Sheet], kinds: list[str]) -> FindingShown:
    said = one._mapping
    if said["seq"] == OF_NO_ROW:
        return _total_shown(said, sheets[said["n"] - FIRST])
    sheet = sheets[said["sheet"]] if said["sheet"] is not None else None
    form = forms()[sheet.shape] if sheet and sheet.shape else None
    columns = sheet.columns if sheet else {}
    place = next((at for at, key in columns.items() if key == said["field"]), None)
    known = form.fields.get(said["field"]) if form else None
    title = known.title if known else sheet.headings[place] if sheet and place is not None else ""
    return FindingShown(
        seq=said["seq"],
        n=said["n"],
        sheet=sheet.name if sheet else said["shown"],
        number=said["number"] or 0,
        letter=letter_of(place) if place is not None else "",
        field=said["field"],
        title=title,
        code=said["code"],
        name=KINDS[said["code"]].name,
        gravity=said["gravity"],
        shown=said["shown"],
        text=said["text"],
        suggestion=said["suggestion"],
        reason=said["reason"],
        choices=_choices(known, kinds),
    )


def _choices(known: Field | None, kinds: list[str]) -> list[str]:
    """What the template's drop-down of this column offers."""
    if known is None:
        return []
    return kinds if known.cell == "kind" else list(known.choices)
