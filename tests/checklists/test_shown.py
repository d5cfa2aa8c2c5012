"""Each of the 133 items appears exactly where a table written by hand says it does."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.checklists.engine import evaluate
from app.checklists.format import Checklist
from app.checklists.library import Library, load
from app.checklists.profile import Level, Profile
from app.checklists.reading import read_document

HERE = Path(__file__).parent
TABLE = read_document((HERE / "shown.yaml").read_text("utf-8"), "shown.yaml").data
PREFIX = {"production": "PROD", "circulation": "CIRC", "catering": "CATR", "special": "SPEC"}
TODAY = date(2026, 11, 23)

Row = dict[str, Any]


@pytest.fixture(scope="module")
def library() -> Library:
    return load(HERE.parents[1] / "checklists")


def body(library: Library, id: str) -> Checklist:
    version = library.get(id, 1)
    assert version is not None
    return version.body


def profile(row: Row, level: Level) -> Profile:
    facts = row["entity"]
    return Profile(**facts | {"flags": frozenset(facts.get("flags", ())), "level": level})


def wanted(row: Row, *tiers: str) -> set[str]:
    always = TABLE["always"][row["checklist"]]
    codes = [code for tier in tiers for code in [*always[tier], *row.get(tier, [])]]
    return {f"{PREFIX[row['checklist']]}-{code}" for code in codes}


@pytest.mark.parametrize("row", TABLE["entities"], ids=lambda row: row["name"])
def test_an_entity_meets_exactly_these_items(library: Library, row: Row) -> None:
    form = body(library, row["checklist"])
    for level in ("town", "county", "city"):
        shown = evaluate(form, profile(row, level), [], TODAY).shown
        assert set(shown) == wanted(row, "core", "standard")
    village = evaluate(form, profile(row, "village"), [], TODAY).shown
    assert set(village) == wanted(row, "core")


def test_the_table_speaks_of_all_133_items(library: Library) -> None:
    told = {code for row in TABLE["entities"] for code in wanted(row, "core", "standard")}
    every = {item.code for version in library for item in version.body.items()}
    assert len(every) == 133
    assert told == every


@pytest.mark.parametrize("id", PREFIX)
def test_every_item_with_a_condition_is_met_and_missed_by_somebody(
    library: Library, id: str
) -> None:
    rows = [row for row in TABLE["entities"] if row["checklist"] == id]
    for item in body(library, id).items():
        seen = {item.code in wanted(row, "core", "standard") for row in rows}
        assert seen == ({True, False} if item.when else {True}), item.code
