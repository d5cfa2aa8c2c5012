"""What a condition may speak of: flags and words of the entity, and the questions further up."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from app.checklists.conditions import Answered, Compare, Filled, Flag, Leaf, Measured
from app.checklists.fields import ChoiceField, NumberField
from app.checklists.items import BaseItem, TextItem, YesNoItem
from app.checklists.parts import Part

STAGES = {"生产": "production", "销售": "retail"}
GRADES = ("A", "B", "C", "D")


@dataclass
class Vocabulary:
    """Everything known at one place of a checklist, and what may be said of it there."""

    flags: Collection[str]
    kinds: Collection[str]
    items: dict[str, BaseItem] = field(default_factory=dict)
    fields: dict[str, Part] = field(default_factory=dict)
    later: Collection[str] = ()

    def learn(self, item: BaseItem) -> None:
        """From here on the item and its questions may be spoken of."""
        self.items[item.code] = item
        if isinstance(item, YesNoItem):
            self.fields |= {child.code: child for child in item.children}
        else:
            self.fields[item.code] = item

    def words(self, name: str) -> Collection[str]:
        """The words an entity's kind, stage or grade may be."""
        return {"kind": self.kinds, "stage": STAGES.values(), "grade": GRADES}[name]

    def faults(self, leaf: Leaf) -> Iterator[str]:
        """What is wrong with one part of a condition."""
        match leaf:
            case Flag(name):
                if name not in self.flags:
                    yield f"flags.yaml 里没有标记“{name}”，请改正拼写或先登记这个标记"
            case Compare(word, values, _):
                for value in values:
                    if value not in self.words(word):
                        allowed = "、".join(self.words(word))
                        yield f"entity.{word} 没有“{value}”这个取值，可用：{allowed}"
            case Answered(code, values, _):
                yield from self._answered(code, values)
            case Filled(code, values, _):
                yield from self._filled(code, values)
            case Measured(code):
                known = self.fields.get(code)
                if known is None:
                    yield self._unknown(code, "问题")
                elif not isinstance(known, NumberField):
                    yield f"“{code}”填的不是数字，不能比大小"

    def _answered(self, code: str, values: Collection[str]) -> Iterator[str]:
        item = self.items.get(code)
        if item is None:
            yield self._unknown(code, "条目")
        elif isinstance(item, TextItem):
            yield f"“{code}”只记文字，没有是、否，请改用 value('{code}')"
        for value in values:
            if value not in ("yes", "no", "na"):
                yield f"answer 只能与 'yes'、'no'、'na' 比较，没有“{value}”"

    def _filled(self, code: str, values: Collection[str]) -> Iterator[str]:
        known = self.fields.get(code)
        if known is None:
            yield self._unknown(code, "问题")
        elif isinstance(known, NumberField):
            yield f"“{code}”填的是数字，后面写不带引号的数"
        elif isinstance(known, ChoiceField):
            for value in values:
                if value not in known.options:
                    yield f"“{code}”没有“{value}”这个选项，可用：{'、'.join(known.options)}"

    def _unknown(self, code: str, what: str) -> str:
        if code in self.later:
            return f"“{code}”排在后面，条件只能引用前面的{what}，请调整顺序"
        return f"前面没有编号为“{code}”的{what}，请改正编号"
