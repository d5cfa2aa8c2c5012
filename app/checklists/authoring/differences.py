"""What one version asks otherwise than another, sorted by what it means for who is inspected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from app.checklists.authoring import words
from app.checklists.authoring.child_differences import child_changes
from app.checklists.format import SEVERITIES, BaseItem, Checklist, Deadline, YesNoItem

Way = Literal["added", "removed", "reworded", "tightened", "loosened", "changed"]
WAYS: dict[Way, str] = {
    "added": "新增",
    "removed": "删去",
    "tightened": "收紧",
    "loosened": "放宽",
    "reworded": "改写",
    "changed": "其他",
}
_HOURS = {"immediate": 0.0, "hour": 1.0, "calendar_day": 24.0, "workday": 33.6}
"""A working day lasts a fifth of a week with its rest days."""
_TOLD = {
    *("code", "text", "tier", "severity", "when", "basis", "guide", "rectify", "deadline"),
    *("optional", "type", "allow_na", "photo_on_fail", "children"),
}


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise; `before` or `after` is empty where there was or is nothing."""

    way: Way
    code: str
    what: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """The change as a line: 收紧 CIRC-A01 整改期限：5 个工作日 → 3 个工作日."""
        head = f"{WAYS[self.way]} {self.code} {self.what}".rstrip()
        said = self._said()
        return f"{head}：{said}" if said else head

    def words(self) -> str:
        """The same without its way and code: 整改期限：5 个工作日 → 3 个工作日."""
        return "：".join(part for part in (self.what, self._said()) if part)

    def _said(self) -> str:
        if self.before and self.after:
            return f"{self.before} → {self.after}"
        return self.before or self.after


def differences(before: Checklist, after: Checklist) -> list[Change]:
    """Every change in the order of the newer version; what it no longer asks comes last."""
    old = {item.code: item for item in before.items()}
    now = {item.code for item in after.items()}
    found = list(_head(before, after))
    for item in after.items():
        if item.code not in old:
            found.append(Change("added", item.code, after=f"{item.text}（{words.brief(item)}）"))
        else:
            found += _item(old[item.code], item)
    found += [Change("removed", code, before=old[code].text) for code in old if code not in now]
    return found


def loosening(changes: list[Change]) -> list[Change]:
    """What asks less than before: a city may not take it out of the provincial base."""
    return [change for change in changes if change.way in ("removed", "loosened", "changed")]


def _head(before: Checklist, after: Checklist) -> Iterator[Change]:
    if before.name != after.name:
        yield Change("reworded", "", "表名", before.name, after.name)
    if before.note != after.note:
        yield Change("reworded", "", "说明", before.note, after.note)
    for kind in after.kinds:
        if kind not in before.kinds:
            yield Change("added", "", "适用业态", after=kind)
    for kind in before.kinds:
        if kind not in after.kinds:
            yield Change("removed", "", "适用业态", before=kind)
    names = {section.code: section.name for section in before.sections}
    for section in after.sections:
        if section.code in names and names[section.code] != section.name:
            yield Change("reworded", section.code, "大类", names[section.code], section.name)


def _item(before: BaseItem, after: BaseItem) -> Iterator[Change]:
    code = after.code
    for what, old, new in (
        ("题目", before.text, after.text),
        ("怎么查", before.guide, after.guide),
        ("不符合时处理", before.rectify, after.rectify),
        ("依据", _basis(before), _basis(after)),
    ):
        if old != new:
            yield Change("reworded", code, what, old, new)
    for what, old_rank, new_rank, told in _ranked(before, after):
        if old_rank != new_rank:
            way: Way = "tightened" if new_rank > old_rank else "loosened"
            yield Change(way, code, what, *told)
    if before.when != after.when:
        yield _condition(before, after)
    old_photo, new_photo = words.photo_reason(before), words.photo_reason(after)
    if old_photo and new_photo and old_photo != new_photo:
        yield Change("reworded", code, "拍照原因", old_photo, new_photo)
    if isinstance(before, YesNoItem) and isinstance(after, YesNoItem):
        for child_way, child, what, *texts in child_changes(before.children, after.children):
            yield Change(child_way, child, what, *texts)
    if _rest(before) != _rest(after):
        yield Change("changed", code, "其他设置有变化")


def _ranked(
    before: BaseItem, after: BaseItem
) -> Iterator[tuple[str, float, float, tuple[str, str]]]:
    """What has an order: its name, how strict it was and is, and both in words."""
    severities = (words.SEVERITY[before.severity], words.SEVERITY[after.severity])
    ranks = [float(SEVERITIES.index(item.severity)) for item in (before, after)]
    yield "严重程度", ranks[0], ranks[1], severities
    deadlines = (words.deadline(before.deadline), words.deadline(after.deadline))
    yield "整改期限", -_hours(before.deadline), -_hours(after.deadline), deadlines
    tiers = (words.TIER[before.tier], words.TIER[after.tier])
    yield "级别", float(before.tier == "core"), float(after.tier == "core"), tiers
    asked = ("选填" if before.optional else "必填", "选填" if after.optional else "必填")
    yield "作答", float(not before.optional), float(not after.optional), asked
    photos = [float(bool(words.photo_reason(item))) for item in (before, after)]
    told = tuple("要拍照" if one else "不必拍照" for one in photos)
    yield "不符合时", photos[0], photos[1], (told[0], told[1])
    if isinstance(before, YesNoItem) and isinstance(after, YesNoItem):
        na = ("可以选" if before.allow_na else "不能选", "可以选" if after.allow_na else "不能选")
        yield "不适用", float(not before.allow_na), float(not after.allow_na), na


def _condition(before: BaseItem, after: BaseItem) -> Change:
    if after.when is None:
        return Change("tightened", after.code, "条件", before.when or "", "所有主体都查")
    if before.when is None:
        return Change("loosened", after.code, "条件", "所有主体都查", after.when)
    return Change("changed", after.code, "条件", before.when, after.when)


def _hours(deadline: Deadline) -> float:
    return deadline.value * _HOURS[deadline.unit]


def _basis(item: BaseItem) -> str:
    return "；".join(f"{basis.law} {basis.article}" for basis in item.basis)


def _rest(item: BaseItem) -> dict[str, Any]:
    """What no line above speaks of, keys of later formats included."""
    return item.model_dump(mode="json", exclude_defaults=True, exclude=_TOLD)
