"""Conditions of a checklist: readable, about things that exist further up, and not idle."""

from collections.abc import Iterator

from app.checklists.conditions import Answered, Filled, Measured
from app.checklists.dead import verdict
from app.checklists.expr import Expr, ExprError, leaves, parse
from app.checklists.items import BaseItem, JudgedItem, YesNoItem
from app.checklists.parts import Place
from app.checklists.questions import OnCondition
from app.checklists.vocabulary import Vocabulary

Finding = tuple[Place, str]


def condition_faults(item: BaseItem, place: Place, known: Vocabulary) -> Iterator[Finding]:
    """What is wrong with the conditions of one item; afterwards it is known to those below."""
    yield from _shows(item, place, known)
    if isinstance(item, YesNoItem):
        for c, child in enumerate(item.children):
            if isinstance(child.show, OnCondition):
                at = (*place, "children", c, "show")
                yield from _one(child.show.when, at, known, "子问题", "删去 show")
    known.learn(item)
    if isinstance(item, JudgedItem):
        for c, check in enumerate(item.checks):
            at = (*place, "checks", c, "when")
            yield from _one(check.when, at, known, "提示", "改正它")


def _shows(item: BaseItem, place: Place, known: Vocabulary) -> Iterator[Finding]:
    if item.when is None:
        return
    at = (*place, "when")
    found = list(_one(item.when, at, known, "条目", "删去 when"))
    yield from found
    if found or item.tier != "core":
        return
    for leaf in leaves(parse(item.when)):
        if isinstance(leaf, (Answered, Filled, Measured)):
            above = _owner(leaf.code, known)
            if above.tier == "standard":
                text = f"必查条目不能看常规条目“{above.code}”的答案，村级督导没有那一条"
                yield at, f"{text}；请把两条改成同一级别"


def _one(source: str, at: Place, known: Vocabulary, what: str, otherwise: str) -> Iterator[Finding]:
    try:
        expr: Expr = parse(source)
    except ExprError as error:
        yield at, f"条件读不懂：{error}"
        return
    wrong = [text for leaf in leaves(expr) for text in known.faults(leaf)]
    yield from ((at, text) for text in dict.fromkeys(wrong))
    if wrong:
        return
    always = verdict(expr, known)
    if always is False:
        yield at, f"这个条件什么情况都不成立，{what}永远不会出现，请改正条件"
    elif always is True:
        yield at, f"这个条件什么情况都成立，等于没写，请{otherwise}"


def _owner(code: str, known: Vocabulary) -> BaseItem:
    return known.items[code] if code in known.items else known.items[code[:-1]]
