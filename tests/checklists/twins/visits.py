"""Visits nobody made: good answers, wrong ones, and answers to questions that are not shown."""

from typing import Any

from hypothesis import strategies as st

from app.checklists.answers import Answer, Recheck
from app.checklists.fields import GroupField
from app.checklists.format import Checklist, TextItem, YesNoItem
from app.checklists.profile import Profile
from tests.checklists.twins.forms import FLAGS, KINDS, OPTIONS, mostly

SHA = "a" * 64
DAYS = ("2026-11-22", "2026-11-23", "2026-12-20", "2027-06-01", "2026-02-30", "0000-01-01", "昨天")
WORDS = (
    *("", " ", "　", "\x1c", "甲", "丙", "SC12", "SC11834020305037", "JY1", "YB13701020000001"),
    *("国食健注G20230001", "六个字以上的话", "a\rb", "😀😀😀😀😀😀😀"),
)
Draw = st.DrawFn

_numbers = st.one_of(
    st.sampled_from((-6, -1, 0, 0.5, 3, 5.0, 8, 9, 10, 51, 1e15)), st.integers(-10, 60)
)
_plain = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(DAYS),
    _numbers,
    st.lists(st.sampled_from((*OPTIONS, SHA, "丁")), max_size=3),
)


@st.composite
def values(draw: Draw, field: Any) -> Any:
    """A value that may fit the question, or may not."""
    kind = getattr(field, "type", "")
    if draw(st.sampled_from((True, *(False,) * 7))):
        return draw(_plain)
    if isinstance(field, GroupField):
        row = {column.code: draw(values(column)) for column in field.columns}
        rows = [row, {**row}][: draw(st.integers(0, 2))]
        if rows and draw(st.integers(0, 4)) == 0:
            rows[0].pop(field.columns[0].code)
        return rows
    if kind == "number":
        edges = [rule.number for rule in field.rules]
        edges += [edge for edge in (field.min, field.max) if edge is not None]
        return draw(st.one_of(_numbers, st.sampled_from(edges)) if edges else _numbers)
    if kind == "date":
        return draw(st.sampled_from(DAYS))
    if kind == "choice":
        one = draw(st.sampled_from(OPTIONS))
        return draw(st.sampled_from(([one, OPTIONS[0]], [one]))) if field.multiple else one
    if kind in ("photo", "signature"):
        return [SHA]
    return draw(st.sampled_from(WORDS))


@st.composite
def answers(draw: Draw, body: Checklist) -> list[Answer]:
    """Answers to most of the items, and sometimes to one nobody asked."""
    found = []
    for item in body.items():
        if not draw(mostly):
            continue
        given: dict[str, Any] = {"item": item.code}
        given["note"] = draw(st.sampled_from(("", " ", "说明", "甲", "五个字以上")))
        if isinstance(item, YesNoItem) or not draw(mostly):
            given["answer"] = draw(st.sampled_from(("yes", "no", "na", None)))
        if isinstance(item, YesNoItem):
            given["children"] = {
                child.code: draw(values(child)) for child in item.children if draw(mostly)
            }
        elif not isinstance(item, TextItem) and draw(mostly):
            given["value"] = draw(values(item))
        if given.get("answer") == "no":
            given["photos"] = draw(st.sampled_from(([], [SHA])))
            given["photos_after"] = draw(st.sampled_from(([], [SHA])))
            given["severity"] = draw(st.sampled_from((None, "minor", "major", "critical")))
            given["severity_reason"] = draw(st.sampled_from((None, " ", "轻微")))
            given["fixed_on_site"] = draw(st.booleans())
        found.append(Answer.model_validate(given))
    if draw(st.integers(0, 9)) == 0:
        found.append(Answer(item="TWIN-Z99", answer="yes"))
    return found


@st.composite
def entities(draw: Draw) -> Profile:
    """An entity at some level of assignment."""
    return Profile(
        flags=frozenset(draw(st.sets(st.sampled_from(FLAGS)))),
        kind=draw(st.sampled_from((*KINDS, None))),
        stage=draw(st.sampled_from(("production", "retail", None))),
        grade=draw(st.sampled_from(("A", "D", None))),
        level=draw(st.sampled_from(("village", "town"))),
        has_prior_issues=draw(st.booleans()),
    )


rechecks = st.lists(
    st.sampled_from(("fixed", "not_fixed", "repeated")).map(
        lambda result: Recheck.model_validate({"issue_id": "i1", "result": result})
    ),
    max_size=1,
)
