"""Checklists nobody wrote: every type of item, conditions over all that stands further up."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from app.checklists.format import Checklist
from tests.checklists.forms import whole

FLAGS = ("cold_chain", "is_canteen", "has_prior_issues")
KINDS = ("药店", "学校食堂", "小餐饮（登记）")
OPTIONS = ("甲", "乙", "丙")
LETTERS = "abcd"
Draw = st.DrawFn
Part = dict[str, Any]

_numbers = st.sampled_from((-20.0, -1.0, 0.0, 0.5, 3.0, 8.0, 40.0))
_then = st.sampled_from(("answer_no", "warn", "unit_office"))
mostly = st.sampled_from((True, True, True, False))
_kinds_of_value = ("number", "date", "choice", "photo", "signature", "barcode", "group")


def _maybe(draw: Draw, key: str, values: st.SearchStrategy[Any]) -> Part:
    return {key: draw(values)} if draw(st.booleans()) else {}


@st.composite
def rules(draw: Draw, kind: str) -> list[Part]:
    rule: Part = {"then": draw(_then), "text": draw(st.sampled_from(("请核对", "应答“否”")))}
    if kind == "number":
        rule |= {"when": draw(st.sampled_from(("above", "below"))), "number": draw(_numbers)}
    elif kind == "date":
        when = draw(st.sampled_from(("before_today", "within_days")))
        rule |= {"when": when} | ({"days": 30} if when == "within_days" else {})
    else:
        rule |= {"when": "chosen", "option": draw(st.sampled_from(OPTIONS))}
    return [rule] if draw(mostly) else []


@st.composite
def fields(draw: Draw, kind: str, *, nested: bool = False) -> Part:
    """What a question of a kind says of its answer."""
    found: Part = {"type": kind}
    if kind in ("number", "date", "choice"):
        found["rules"] = draw(rules(kind))
    if kind == "number":
        low = draw(st.sampled_from((None, -5.0, 0.0)))
        found |= {"min": low, "max": draw(st.sampled_from((None, 10.0, 50.5)))}
        found["whole"] = draw(st.booleans())
        found |= {} if nested else draw(st.sampled_from(({}, {}, {"binds": "entity.diners"})))
    elif kind == "date":
        found["max"] = draw(st.sampled_from((None, "today")))
    elif kind == "choice":
        found |= {"options": list(OPTIONS), "multiple": draw(st.booleans())}
    elif kind == "photo":
        found["max_count"] = draw(st.integers(1, 2))
    elif kind == "signature":
        found["who"] = "负责人"
    elif kind == "barcode":
        found["max_length"] = 5
    elif kind == "text":
        formats = (None, "sc_license_or_register", "jy_license_or_record", "special_food_reg_no")
        found |= {"max_length": 6, "format": draw(st.sampled_from(formats))}
    elif kind == "group":
        kinds = draw(
            st.lists(
                st.sampled_from(("text", "number", "date", "choice", "photo")),
                min_size=1,
                max_size=2,
            )
        )
        found |= {
            "row": "样品",
            "columns": [
                {"code": LETTERS[n], "text": f"栏{n}", "optional": draw(st.booleans())}
                | draw(fields(column, nested=True))
                for n, column in enumerate(kinds)
            ],
            "min_rows": draw(st.integers(0, 1)),
            "max_rows": 2,
        }
    return found


@st.composite
def conditions(draw: Draw, items: list[str], questions: list[str], depth: int = 2) -> str:
    """A condition over the entity and what stands further up."""
    if depth and draw(st.booleans()):
        left = draw(conditions(items, questions, depth - 1))
        if draw(st.booleans()):
            return f"not ({left})"
        right = draw(conditions(items, questions, depth - 1))
        return f"({left}) {draw(st.sampled_from(('and', 'or')))} {right}"
    leaves = [f"entity.{draw(st.sampled_from(FLAGS))}"]
    leaves.append(
        f"entity.kind {draw(st.sampled_from(('==', '!=')))} '{draw(st.sampled_from(KINDS))}'"
    )
    leaves.append("entity.grade in ('A', 'B')")
    if items:
        code = draw(st.sampled_from(items))
        leaves.append(f"answer('{code}') {draw(st.sampled_from(('==', '!=')))} 'no'")
        leaves.append(f"answer('{code}') in ('yes', 'na')")
    if questions:
        code = draw(st.sampled_from(questions))
        order = draw(st.sampled_from(("<", "<=", ">", ">=", "==", "!=")))
        leaves.append(f"value('{code}') {order} {draw(_numbers)}")
        leaves.append(f"value('{code}') in ('甲', '乙')")
        leaves.append(f"value('{code}') != '丙'")
    return draw(st.sampled_from(leaves))


@st.composite
def items(draw: Draw, code: str, above: list[str], asked: list[str]) -> Part:
    """An item; its questions are added to those `asked`."""
    kind = draw(st.sampled_from(("yes_no_na", "yes_no_na", "text", *_kinds_of_value)))
    severity = draw(st.sampled_from(("minor", "major", "critical")))
    deadline = (
        {"value": 0, "unit": "immediate"}
        if severity == "critical"
        else {"value": 12, "unit": "workday"}
    )
    found: Part = {"code": code, "text": f"{code} 怎么样", "type": kind, "severity": severity}
    found |= {"tier": draw(st.sampled_from(("core", "standard"))), "deadline": deadline}
    found |= {"optional": draw(st.booleans()), "needs_professional": draw(st.booleans())}
    found |= _maybe(draw, "when", conditions(above, asked))
    if kind == "text":
        asked.append(code)
        return found | {"max_length": 5}
    found |= _maybe(draw, "photo_on_fail", st.just({"reason": "拍下现状"}))
    questions: list[str] = []
    if kind == "yes_no_na":
        found |= {"allow_na": draw(st.booleans()), "children": draw(children(code, above, asked))}
        questions = [child["code"] for child in found["children"]]
    else:
        found |= draw(fields(kind))
        questions = [code]
    asked += questions
    if draw(st.booleans()):
        when = draw(conditions([*above, code], asked))
        found["checks"] = [{"when": when, "then": draw(_then), "text": "前后对不上"}]
    return found


@st.composite
def children(draw: Draw, item: str, above: list[str], asked: list[str]) -> list[Part]:
    """Up to four questions under an item."""
    found: list[Part] = []
    for n in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(("text", "issue_review", *_kinds_of_value)))
        shows: list[Any] = ["always", {"answer": "no"}, {"answer": "yes"}]
        shows.append({"when": draw(conditions(above, asked, 1))})
        shows += [
            {"child": other["code"], "one_of": list(OPTIONS[:2])}
            for other in found
            if other["type"] == "choice"
        ]
        child = {"code": f"{item}{LETTERS[n]}", "text": f"小题{n}", "optional": draw(st.booleans())}
        child |= {"show": draw(st.sampled_from(shows))}
        found.append(child | ({"type": kind} if kind == "issue_review" else draw(fields(kind))))
    return found


@st.composite
def checklists(draw: Draw) -> Checklist:
    """A checklist of up to seven items in two sections."""
    above: list[str] = []
    asked: list[str] = []
    sections = []
    for letter in "AB":
        made = []
        for n in range(draw(st.integers(1, 4))):
            code = f"TWIN-{letter}{n:02}"
            made.append(draw(items(code, list(above), asked)))
            above.append(code)
        sections.append({"code": f"TWIN-{letter}", "name": letter, "items": made})
    head = {"id": "twin", "version": 1, "name": "两边", "business_type": "catering"}
    return whole(
        head
        | {"valid_from": date(2026, 1, 1), "note": "测试", "kinds": ["药店"], "sections": sections}
    )
