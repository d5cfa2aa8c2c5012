"""What an item asks and the questions under it: codes, references, ranges, options, rules."""

from collections.abc import Iterator

from app.checklists.fields import (
    ChoiceField,
    DateField,
    GroupField,
    NumberField,
    PhotoField,
    Rule,
)
from app.checklists.items import BaseItem, YesNoItem
from app.checklists.parts import Part, Place
from app.checklists.questions import Child, ChoiceChild, OnAnswer, OnChild
from app.checklists.vocabulary import STAGES

Finding = tuple[Place, str]

MOST_PHOTOS = 60
"""In all lines of a group together: about 20 MB, which a phone still sends over a village's net."""


def question_faults(item: BaseItem, place: Place) -> Iterator[Finding]:
    """What is wrong with what an item asks, and with the questions under it."""
    if not isinstance(item, YesNoItem):
        yield from _details(item, place)
        if isinstance(item, ChoiceField) and item.binds and item.when:
            yield (*place, "binds"), "决定环节的问题要放在没有显示条件的条目里"
        return
    by_code = {child.code: child for child in item.children}
    for c, child in enumerate(item.children):
        at = (*place, "children", c)
        if not child.code.startswith(item.code):
            yield (*at, "code"), f"子问题编号“{child.code}”应以“{item.code}”开头"
        yield from _shown_by(child, by_code, (*at, "show"))
        yield from _details(child, at)
        yield from _no_when_failed(child, at)
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


def _no_when_failed(child: Child, at: Place) -> Iterator[Finding]:
    if not isinstance(child, (NumberField, DateField, ChoiceField)):
        return
    rules: list[Rule] = list(child.rules)
    for r, rule in enumerate(rules):
        if rule.then == "answer_no" and child.show == OnAnswer(answer="no"):
            text = "答“否”后才显示的子问题不能再判本条为“否”，请改用 warn"
            yield (*at, "rules", r, "then"), text


def _details(field: Part, at: Place) -> Iterator[Finding]:
    match field:
        case NumberField(min=float(low), max=float(high)) if low > high:
            yield (*at, "min"), "最小值大于最大值，请改正其中一个"
        case ChoiceField():
            yield from _options(field, at)
        case GroupField():
            yield from _columns(field, at)


def _columns(field: GroupField, at: Place) -> Iterator[Finding]:
    if field.min_rows > field.max_rows:
        yield (*at, "min_rows"), "最少行数大于最多行数，请改正其中一个"
    photos = sum(one.max_count for one in field.columns if isinstance(one, PhotoField))
    if photos * field.max_rows > MOST_PHOTOS:
        text = (
            f"{field.max_rows} 行每行 {photos} 张照片，共 {photos * field.max_rows} 张，"
            f"手机传不动；请改小 max_rows 或照片栏的 max_count，合计不超过 {MOST_PHOTOS} 张"
        )
        yield (*at, "max_rows"), text
    seen: set[str] = set()
    for c, column in enumerate(field.columns):
        place = (*at, "columns", c)
        if column.code in seen:
            yield (*place, "code"), f"栏“{column.code}”重复了，请换一个编号"
        seen.add(column.code)
        yield from _details(column, place)
        if getattr(column, "binds", None):
            yield (*place, "binds"), "重复填写的栏不能用 binds，请删去"
        if getattr(column, "prefill", None):
            yield (*place, "prefill"), "重复填写的栏不能带出登记信息，请删去 prefill"


def _options(field: ChoiceField, at: Place) -> Iterator[Finding]:
    if len(set(field.options)) < len(field.options):
        yield (*at, "options"), "选项有重复，请删去一个"
    if field.binds and set(field.options) != set(STAGES):
        yield (*at, "options"), f"决定环节的选项只能是：{'、'.join(STAGES)}"
    for r, rule in enumerate(field.rules):
        if rule.option not in field.options:
            yield (*at, "rules", r, "option"), f"没有“{rule.option}”这个选项"
