"""What is otherwise in the questions beneath an item."""

from collections.abc import Iterator, Sequence
from typing import Literal

from app.checklists.authoring import words
from app.checklists.format import Child, ChoiceChild, NumberChild

ChildChange = tuple[
    Literal["added", "removed", "reworded", "tightened", "loosened", "changed"], str, str, str, str
]


def child_changes(before: Sequence[Child], after: Sequence[Child]) -> Iterator[ChildChange]:
    """How it changed, the code, what it is, before and after."""
    old = {child.code: child for child in before}
    now = {child.code for child in after}
    for child in after:
        if child.code not in old:
            yield "tightened", child.code, "新增小题", "", how(child)
        else:
            yield from _changes(old[child.code], child)
    for code, child in old.items():
        if code not in now:
            yield "loosened", code, "去掉小题", how(child), ""


def how(child: Child) -> str:
    """A question and the way it is answered, in a few words."""
    told = words.CHILD_TYPE.get(child.type, child.type)
    if isinstance(child, ChoiceChild):
        told = f"{'可多选' if child.multiple else '选一项'}：{'、'.join(child.options)}"
    elif isinstance(child, NumberChild) and child.unit:
        told = f"数字，{child.unit}"
    return f"{child.text}（{told}{'，选填' if child.optional else ''}）"


def _changes(before: Child, after: Child) -> Iterator[ChildChange]:
    if before == after:
        return
    if before.text != after.text:
        yield "reworded", after.code, "小题", before.text, after.text
    if before.optional != after.optional:
        way: Literal["tightened", "loosened"] = "loosened" if after.optional else "tightened"
        told = ("选填" if before.optional else "必填", "选填" if after.optional else "必填")
        yield way, after.code, "小题作答", *told
    same = {"text": after.text, "optional": after.optional}
    if before.model_copy(update=same) != after:
        old, new = how(before), how(after)
        if old == new or how(before.model_copy(update=same)) == new:
            old, new = "", "显示或判定规则有调整"
        yield "changed", after.code, "小题答法", old, new
