"""What a checklist must satisfy beyond its form: codes, references, conditions, consequences.

Each finding is a place (keys and indexes from the top of the file) and a Chinese sentence that
says how to mend it; `reading.py` turns the place into a line.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from app.checklists.expr import Compare, ExprError, parse, parts
from app.checklists.format import (
    BaseItem,
    Checklist,
    Child,
    ChoiceChild,
    DateChild,
    NumberChild,
    OnAnswer,
    OnChild,
    Rule,
    YesNoItem,
)
from app.checklists.parts import Place

Finding = tuple[Place, str]

STAGES = {"生产": "production", "销售": "retail"}
GRADES = ("A", "B", "C", "D")
MAJOR_MOST_WORKDAYS = 10
CRITICAL_ACTIONS = {
    "advise_enterprise_stop_or_segregate",
    "transfer_to_samr",
    "notify_supervisor",
    "no_close_without_samr_review",
}


def findings(
    body: Checklist, flags: Collection[str], statutes: Collection[str] = ()
) -> Iterator[Finding]:
    """Everything wrong with a well-formed checklist.

    `flags` is the vocabulary of conditions, `statutes` the laws on record beside the file's own.
    """
    if body.valid_to is not None and body.valid_to < body.valid_from:
        yield ("valid_to",), "停用日期早于启用日期，请改正其中一个"
    yield from _codes(body)
    yield from _laws(body, statutes)
    for s, section in enumerate(body.sections):
        for i, item in enumerate(section.items):
            place: Place = ("sections", s, "items", i)
            if not item.code.startswith(section.code):
                yield (*place, "code"), f"编号“{item.code}”应以所在部分的“{section.code}”开头"
            yield from _condition(item, place, body.kinds, flags)
            yield from _severity(item, place)
            if isinstance(item, YesNoItem):
                yield from _children(item, place)


def _codes(body: Checklist) -> Iterator[Finding]:
    seen: set[str] = set()
    for s, section in enumerate(body.sections):
        yield from _once(section.code, ("sections", s, "code"), seen)
        for i, item in enumerate(section.items):
            place: Place = ("sections", s, "items", i)
            yield from _once(item.code, (*place, "code"), seen)
            for c, child in enumerate(_children_of(item)):
                yield from _once(child.code, (*place, "children", c, "code"), seen)


def _once(code: str, place: Place, seen: set[str]) -> Iterator[Finding]:
    if code in seen:
        yield place, f"编号“{code}”重复了，请换一个没有用过的编号"
    seen.add(code)


def _laws(body: Checklist, statutes: Collection[str]) -> Iterator[Finding]:
    used: Counter[str] = Counter()
    for s, section in enumerate(body.sections):
        for i, item in enumerate(section.items):
            for b, basis in enumerate(item.basis):
                used[basis.law] += 1
                at: Place = ("sections", s, "items", i, "basis", b)
                if basis.law not in body.laws and basis.law not in statutes:
                    text = f"laws 里没有“{basis.law}”，请补上这部法规或改正代号"
                    yield (*at, "law"), text
                if basis.valid_from and basis.valid_to and basis.valid_to < basis.valid_from:
                    yield (*at, "valid_to"), "依据的失效日期早于生效日期，请改正其中一个"
    for key in body.laws:
        if key not in used:
            yield ("laws", key), f"法规“{key}”没有条目引用，请删去"


def _condition(
    item: BaseItem, place: Place, kinds: list[str], flags: Collection[str]
) -> Iterator[Finding]:
    if item.when is None:
        return
    place = (*place, "when")
    try:
        expr = parse(item.when)
    except ExprError as error:
        yield place, f"条件读不懂：{error}"
        return
    words = {"kind": kinds, "stage": tuple(STAGES.values()), "grade": GRADES}
    for part in parts(expr):
        if not isinstance(part, Compare):
            if part.name not in flags:
                yield place, f"flags.yaml 里没有标记“{part.name}”，请改正拼写或先登记这个标记"
            continue
        for value in part.values:
            if value not in words[part.word]:
                allowed = "、".join(words[part.word])
                yield place, f"entity.{part.word} 没有“{value}”这个取值，可用：{allowed}"


def _severity(item: BaseItem, place: Place) -> Iterator[Finding]:
    deadline, at = item.deadline, (*place, "deadline")
    if (deadline.unit == "immediate") != (deadline.value == 0):
        yield at, "immediate 的期限写 0，其他单位的期限至少写 1"
    too_long = deadline.unit == "workday" and deadline.value > MAJOR_MOST_WORKDAYS
    if item.severity == "major" and too_long:
        yield at, f"较重问题的期限不超过 {MAJOR_MOST_WORKDAYS} 个工作日"
    if item.severity != "critical":
        return
    if deadline.unit != "immediate":
        yield at, "重大问题的期限只能是 immediate"
    lacking = CRITICAL_ACTIONS - set(item.on_fail)
    if lacking:
        yield (*place, "on_fail"), f"重大问题的 on_fail 还缺：{'、'.join(sorted(lacking))}"


def _children_of(item: BaseItem) -> list[Child]:
    return item.children if isinstance(item, YesNoItem) else []


def _children(item: YesNoItem, place: Place) -> Iterator[Finding]:
    by_code = {child.code: child for child in item.children}
    for c, child in enumerate(item.children):
        at = (*place, "children", c)
        if not child.code.startswith(item.code):
            yield (*at, "code"), f"子问题编号“{child.code}”应以“{item.code}”开头"
        yield from _shown_by(child, by_code, (*at, "show"))
        yield from _details(child, at)
        if isinstance(child, ChoiceChild) and child.binds and item.when:
            yield (*at, "binds"), "决定环节的问题要放在没有显示条件的条目里"


def _shown_by(child: Child, by_code: dict[str, Child], at: Place) -> Iterator[Finding]:
    if not isinstance(child.show, OnChild):
        return
    parent = by_code.get(child.show.child)
    if not isinstance(parent, ChoiceChild):
        yield at, f"本条没有编号为“{child.show.child}”的选择题，请改正引用"
        return
    for value in child.show.one_of:
        if value not in parent.options:
            yield at, f"“{parent.code}”没有“{value}”这个选项"
    trail = {child.code}
    above: Child | None = child
    while above is not None and isinstance(above.show, OnChild):
        above = by_code.get(above.show.child)
        if above is not None and above.code in trail:
            yield at, f"子问题的显示条件绕成了圈：{'、'.join(sorted(trail))}"
            return
        if above is not None:
            trail.add(above.code)


def _details(child: Child, at: Place) -> Iterator[Finding]:
    match child:
        case NumberChild(min=float(low), max=float(high)) if low > high:
            yield (*at, "min"), "最小值大于最大值，请改正其中一个"
        case ChoiceChild():
            yield from _options(child, at)
    if not isinstance(child, (NumberChild, DateChild, ChoiceChild)):
        return
    rules: list[Rule] = list(child.rules)
    for r, rule in enumerate(rules):
        if rule.then == "answer_no" and isinstance(child.show, OnAnswer):
            text = "答“否”后才显示的子问题不能再判本条为“否”，请改用 warn"
            yield (*at, "rules", r, "then"), text


def _options(child: ChoiceChild, at: Place) -> Iterator[Finding]:
    if len(set(child.options)) < len(child.options):
        yield (*at, "options"), "选项有重复，请删去一个"
    if child.binds and set(child.options) != set(STAGES):
        yield (*at, "options"), f"决定环节的选项只能是：{'、'.join(STAGES)}"
    for r, rule in enumerate(child.rules):
        if rule.option not in child.options:
            yield (*at, "rules", r, "option"), f"没有“{rule.option}”这个选项"
