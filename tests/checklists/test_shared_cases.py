"""The shared table of cases, on the server; the phone runs the same in vitest."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.checklists.answers import Answer, Recheck
from app.checklists.composing import composed
from app.checklists.conditions import Said
from app.checklists.engine import Evaluation, evaluate
from app.checklists.expr import ExprError, holds, parse
from app.checklists.format import Checklist
from app.checklists.laws import Basis, Law, Statute, cited
from app.checklists.library import Library, load
from app.checklists.profile import Profile
from app.checklists.reading import read_document
from tests.checklists.forms import whole

ROOT = Path(__file__).resolve().parents[2]
CASES = read_document((ROOT / "tests/checklist_cases.yaml").read_text("utf-8"), "cases").data
TODAY = date(2026, 11, 23)

Case = dict[str, Any]


@pytest.fixture(scope="module")
def library() -> Library:
    return load(ROOT / "checklists")


def profile(facts: Case) -> Profile:
    return Profile(**facts | {"flags": frozenset(facts.get("flags", ()))})


@pytest.mark.parametrize("case", CASES["conditions"], ids=lambda case: case["expr"])
def test_a_condition_means_the_same_everywhere(case: Case) -> None:
    if "error" in case:
        with pytest.raises(ExprError) as refused:
            parse(case["expr"])
        assert str(refused.value) == case["error"]
    else:
        said = Said(**case.get("said", {}))
        found = holds(parse(case["expr"]), profile(case.get("entity", {})), said)
        assert found is case["holds"]


@pytest.mark.parametrize("case", CASES["laws"], ids=lambda case: case["name"])
def test_a_clause_is_cited_the_same_everywhere(case: Case) -> None:
    statutes = {code: Statute.model_validate(s) for code, s in CASES["statutes"].items()}
    basis = [Basis.model_validate({"confidence": "high", **one}) for one in case["basis"]]
    own = {
        code: Law.model_validate({"confidence": "核对过", **law})
        for code, law in case.get("own", {}).items()
    }
    found = cited(basis, own, statutes, case["day"])
    assert [f"{c.title} {c.article} {c.version}".strip() for c in found] == case["cites"]


@pytest.mark.parametrize("case", CASES["visits"], ids=lambda case: case["name"])
def test_a_visit_is_judged_the_same_everywhere(case: Case, library: Library) -> None:
    names = [case.get("form") or case["checklist"], *case.get("modules", [])]
    entity = case["entity"]
    result = evaluate(
        composed([named(name, library) for name in names]),
        profile(CASES["entities"][entity] if isinstance(entity, str) else entity),
        [Answer.model_validate(answer) for answer in case.get("answers", [])],
        TODAY,
        [Recheck.model_validate(recheck) for recheck in case.get("rechecks", [])],
        keep_answered=case.get("keep_answered", False),
    )
    about = case.get("about") or [answer["item"] for answer in case["answers"]]
    seen = summary(result, about)
    wanted = {key: case[key] for key in seen if key in case}
    assert wanted, "a case without an expectation proves nothing"
    assert {key: narrowed(key, seen[key], wanted[key]) for key in wanted} == wanted


def named(name: str, library: Library) -> Checklist:
    return form(name) if name in CASES["forms"] else released(library, name)


def released(library: Library, id: str) -> Checklist:
    version = library.get(id, 1)
    assert version is not None
    return version.body


def form(name: str) -> Checklist:
    """A form of the table's own; what no case speaks of is the same in every item."""
    return whole(CASES["forms"][name])


def summary(result: Evaluation, about: list[str]) -> Case:
    """What a case may expect, for the items it is about."""
    missing = [m for m in result.missing if m.item in about]
    derived = [d for d in result.derived if d.item in about]
    return {
        "count": len(result.shown),
        "shown": {code: code in result.shown for code in about},
        "required": {code: code in result.required for code in about},
        "children": {code: result.children.get(code, []) for code in about},
        "missing": [f"{place(m.item, m.child)} {m.reason}" for m in missing],
        "derived": [f"{place(d.item, d.child)} {d.then}" for d in derived],
        "says": [m.text for m in missing] + [d.text for d in derived],
        "kept": {a.item: a.model_dump() for a in result.answers if a.item in about},
        "issues": [
            {
                "item": issue.item,
                "severity": issue.severity,
                "original": issue.original_severity,
                "deadline": f"{issue.deadline.value} {issue.deadline.unit}",
                "unit": issue.unit,
                "fixed_on_site": issue.fixed_on_site,
            }
            for issue in result.issues
            if issue.item in about
        ],
        "facts": result.facts,
        "professional": result.for_professional,
        "too_many_na": result.too_many_na,
        "unknown": result.unknown,
    }


def place(item: str, child: str | None) -> str:
    return f"{item}/{child}" if child else item


def narrowed(key: str, seen: Any, wanted: Any) -> Any:
    """Issues and kept answers, cut down to the keys the case speaks of."""
    if key == "issues":
        width = max(len(seen), len(wanted))
        asked = [*wanted, *[{}] * (width - len(wanted))]
        return [
            {k: v for k, v in s.items() if k in w or not w}
            for s, w in zip(seen, asked, strict=False)
        ]
    if key == "kept":
        return {
            item: {k: v for k, v in answer.items() if k in wanted.get(item, answer)}
            for item, answer in seen.items()
        }
    if key in ("shown", "required", "children"):
        return {code: value for code, value in seen.items() if code in wanted}
    return seen
