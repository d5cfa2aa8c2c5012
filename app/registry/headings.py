"""Where a sheet's heading stands, what the sheet lists, and which of its columns is which."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.registry.columns import Form, Shape, forms, recognised
from app.registry.sheets import Page

_WITHIN = 15
_NEEDED = 2


@dataclass
class Sheet:
    """A sheet as it was understood; kept with the batch."""

    name: str
    shape: Shape | None
    """None for one that lists nothing of ours: it is reported, not read."""
    heading_row: int
    headings: list[str]
    columns: dict[int, str]
    """Place of a column (from 0) to the key of its field."""
    missing: list[str] = field(default_factory=list)
    """Keys of required columns that were not found."""
    before: list[list[str]] = field(default_factory=list)
    """The rows above the heading, for the answer."""
    rows: int = 0
    declared: int | None = None
    """What the sheet itself says under 合计."""
    total_row: int = 0
    """The number of that row, 0 for a sheet without one; its cells, and the place of the number."""
    total_cells: list[str] = field(default_factory=list)
    total_place: int = 0

    @property
    def is_apart(self) -> bool:
        """Whether the sheet says another number of rows than it has."""
        return self.declared is not None and self.declared != self.rows

    @property
    def apart(self) -> str:
        """What to say of that."""
        return f"合计写的是 {self.declared}，读到 {self.rows} 行，请核对有没有漏行。"

    def as_json(self) -> dict[str, object]:
        """For the batch's row."""
        return {
            **self.__dict__,
            "columns": {str(place): key for place, key in self.columns.items()},
        }


def sheet_of(kept: dict[str, object]) -> Sheet:
    """The sheet as the batch's row has it."""
    made = Sheet(**kept)  # type: ignore[arg-type]
    made.shape = Shape(made.shape) if made.shape else None
    made.columns = {int(place): key for place, key in made.columns.items()}
    return made


def understood(
    page: Page, wanted: Shape, marks: dict[str, str]
) -> tuple[Sheet, Iterator[tuple[int, list[str]]]]:
    """A sheet, and its rows below the heading."""
    rows = iter(page.rows)
    first = list(itertools.islice(rows, _WITHIN))
    best = _best(first, forms()[wanted], marks)
    shape: Shape | None = wanted
    found, other = _another(first, wanted, marks)
    if best is None or _lacking(forms()[wanted], best[1]):
        # What lacks a column may be another list altogether, which has all of its own.
        if other is not None and (best is None or len(other[1]) >= len(best[1])):
            shape, best = found, other
        elif best is not None and _lacking(forms()[wanted], best[1]) > _most_lacking(wanted):
            shape = None
    elif other is not None and wanted is Shape.ACCOUNTS and len(other[1]) >= 2 * len(best[1]):
        # A register of entities names cadres with their numbers, too.
        shape, best = found, other
    if best is None or shape is None:
        headings = first[0][1] if first else []
        return Sheet(page.name, None, 0, headings, {}), iter(())
    at, columns = best
    form = forms()[shape]
    sheet = Sheet(
        page.name,
        shape,
        heading_row=first[at][0],
        headings=_shown(first, at),
        columns=columns,
        missing=[key for key in required_of(form) if key not in columns.values()],
        before=[row for _, row in first[:at]],
    )
    return sheet, itertools.chain(first[at + 1 :], rows)


def _most_lacking(wanted: Shape) -> float:
    return len(required_of(forms()[wanted])) / 2


def _shown(first: list[tuple[int, list[str]]], at: int) -> list[str]:
    above = first[at - 1][1] if at else []
    return [
        text or (above[place] if place < len(above) else "")
        for place, text in enumerate(first[at][1])
    ]


def required_of(form: Form) -> list[str]:
    """The keys of the columns a sheet must have."""
    return [key for key, one in form.fields.items() if one.required]


def _lacking(form: Form, columns: dict[int, str]) -> int:
    return sum(key not in columns.values() for key in required_of(form))


def _best(
    first: list[tuple[int, list[str]]], form: Form, marks: dict[str, str]
) -> tuple[int, dict[int, str]] | None:
    """The row that names the most columns; the upper of two that name as many."""
    found: tuple[int, dict[int, str]] | None = None
    for at, (_, texts) in enumerate(first):
        above = first[at - 1][1] if at else []
        columns = recognised(form, texts, above, marks)
        if len(columns) >= _NEEDED and (found is None or len(columns) > len(found[1])):
            found = at, columns
    return found


def _another(
    first: list[tuple[int, list[str]]], wanted: Shape, marks: dict[str, str]
) -> tuple[Shape | None, tuple[int, dict[int, str]] | None]:
    """The list that has all of its own columns here, and the most of them."""
    found: tuple[Shape | None, tuple[int, dict[int, str]] | None] = None, None
    for shape, form in forms().items():
        best = None if shape is wanted else _best(first, form, marks)
        if best is None or _lacking(form, best[1]):
            continue
        named = {"name", "uscc"} & set(best[1].values())
        if shape in (Shape.CONTACTS, Shape.ASSIGNMENTS) and not named:
            continue
        if found[1] is None or len(best[1]) > len(found[1][1]):
            found = shape, best
    return found
