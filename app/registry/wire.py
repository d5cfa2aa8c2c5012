"""What the API shows and takes of imports."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.registry.columns import Shape
from app.registry.faults import Gravity
from app.registry.models import BatchState


class ColumnShown(BaseModel):
    """A column of a sheet."""

    place: int
    letter: str
    heading: str
    field: str | None
    """None for a column that is kept in the answer, but not read."""
    title: str | None


class SheetShown(BaseModel):
    """A sheet as it was understood."""

    name: str
    shape: Shape | None
    """None where the sheet lists nothing of ours."""
    shape_name: str
    heading_row: int
    rows: int
    declared: int | None
    """The number the sheet itself gives under 合计."""
    columns: list[ColumnShown]
    missing: list[str]
    """Titles of required columns that were not found."""


class FieldShown(BaseModel):
    """A column a sheet of some kind may have."""

    key: str
    title: str
    required: bool
    choices: list[str]


class Counts(BaseModel):
    """Rows read and what becomes of them: rows = insert + update + same + faulty + doubted."""

    rows: int
    insert: int
    update: int
    same: int
    faulty: int
    doubted: int
    taken: int


class CodeShown(BaseModel):
    """A kind of finding in a batch."""

    code: str
    name: str
    gravity: Gravity
    many: int
    waiting: int
    """Of these nobody has given a reason for."""
    reason: str | None


class BatchRow(BaseModel):
    """A batch in the list."""

    id: UUID
    kind: Shape
    kind_name: str
    file: str
    state: BatchState
    made_by: str
    made_at: datetime
    applied_by: str
    applied_at: datetime | None
    undone_by: str
    undone_at: datetime | None
    counts: Counts


class BatchShown(BatchRow):
    """A batch with what was found in it."""

    version: int
    again: bool = False
    """The same file had been handed in before: this is that batch."""
    sheets: list[SheetShown]
    shapes: dict[Shape, Counts]
    codes: list[CodeShown]
    fields: dict[Shape, list[FieldShown]]


class FindingShown(BaseModel):
    """What is wrong in a cell, and how to mend it."""

    seq: int
    n: int
    sheet: str
    number: int
    """Of the row in its sheet; 0 for a remark on a whole sheet."""
    letter: str
    field: str
    title: str
    code: str
    name: str
    gravity: Gravity
    shown: str
    text: str
    suggestion: str | None
    reason: str | None
    choices: list[str]


class FindingPage(BaseModel):
    """A page of findings; `next` is the cursor of the following one."""

    items: list[FindingShown]
    next: str | None


class Correction(BaseModel):
    """A cell's better text."""

    model_config = ConfigDict(extra="forbid")

    seq: int
    field: str = Field(max_length=40)
    value: str = Field(max_length=400)


class CorrectionOrder(BaseModel):
    """Cells to be mended."""

    cells: list[Correction] = Field(min_length=1, max_length=200)


class ReasonOrder(BaseModel):
    """Why warnings of a kind are right all the same; of one row, or of all. Empty takes it back."""

    code: str = Field(max_length=20)
    seq: int | None = None
    reason: str = Field(max_length=120)


class ColumnOrder(BaseModel):
    """Which column of a sheet is which, by place."""

    sheet: int
    columns: dict[int, str]


class ApplyOrder(BaseModel):
    """What to take in: everything, if nothing stands against any row, or the good rows only."""

    mode: Literal["all", "good"]
    version: int
    """Of the batch as it was looked at."""


def totals_of(kept: dict[str, Any]) -> Counts:
    """The counts of a batch; none yet while it is being read."""
    empty = dict.fromkeys(Counts.model_fields, 0)
    return Counts.model_validate({**empty, **{k: v for k, v in kept.items() if k in empty}})
