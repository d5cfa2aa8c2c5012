"""The condition language of checklist items, safe to evaluate on server and phone.

    entity.is_canteen or entity.is_group_meal
    entity.stage == 'retail' and not entity.online_sales
    entity.kind in ('药店', '母婴店')
    answer('CATR-A01') == 'no' and value('CATR-B04b') > 0

`or` binds weaker than `and`, `and` weaker than `not`. A bare name is a yes/no flag of the entity;
`kind`, `stage` and `grade` are words and are compared; `answer` and `value` speak of what was
answered further up. `pwa/src/domain/expr.ts` is the twin; `tests/checklist_cases.yaml` holds both
to one meaning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from app.checklists.conditions import (
    Answered,
    Both,
    Compare,
    Constant,
    Either,
    Expr,
    Filled,
    Flag,
    Measured,
    Not,
    Order,
    holds,
    leaves,
)
from app.checklists.profile import WORDS, Word

__all__ = ["Expr", "ExprError", "holds", "leaves", "parse"]

LONGEST = 300
DEEPEST = 30


class ExprError(ValueError):
    """A condition that does not parse; `at` is the 1-based character where reading stopped."""

    def __init__(self, text: str, at: int) -> None:
        super().__init__(f"{text}（第 {at} 个字符）")
        self.at = at


_TOKEN = re.compile(
    r"\s*(?:(?P<mark>[=!<>]=|[(),<>])|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<number>-?[0-9]+(?:\.[0-9]+)?)|(?P<word>[A-Za-z_][A-Za-z0-9_.]*)|(?P<bad>\S))"
)
_ORDERS = ("==", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


@lru_cache(maxsize=1024)
def parse(source: str) -> Expr:
    """Read a condition; ExprError says where and how to mend it."""
    if len(source) > LONGEST:
        raise ExprError(f"条件太长，请不要超过 {LONGEST} 个字符", LONGEST + 1)
    reader = _Reader(list(_tokens(source)))
    expr = reader.either()
    reader.end()
    return expr


def _tokens(source: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(source):
        kind = found.lastgroup or "bad"
        token = _Token(kind, found[kind], found.start(kind) + 1)
        if kind == "bad":
            raise ExprError(f"不认识“{token.text}”，文字要放在成对的引号里", token.at)
        yield token
    yield _Token("end", "", len(source) + 1)


class _Reader:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def either(self) -> Expr:
        left = self._both()
        while self._took("or"):
            left = Either(left, self._both())
        return left

    def end(self) -> None:
        token = self._peek()
        if token.kind != "end":
            raise ExprError(f"“{token.text}”前面缺少 and 或 or", token.at)

    def _both(self) -> Expr:
        left = self._negation()
        while self._took("and"):
            left = Both(left, self._negation())
        return left

    def _negation(self) -> Expr:
        if not self._took("not"):
            return self._atom()
        self._deeper()
        return Not(self._negation())

    def _atom(self) -> Expr:
        if self._took("("):
            self._deeper()
            inner = self.either()
            self._expect(")")
            return inner
        token = self._take()
        if token.text in ("true", "false"):
            return Constant(token.text == "true")
        if token.text in ("answer", "value"):
            return self._of_the_visit(token.text)
        name = token.text.removeprefix("entity.")
        if token.kind != "word" or name == token.text or not name or "." in name:
            raise ExprError("这里要写 entity. 开头的标记，如 entity.is_enterprise", token.at)
        word = next((known for known in WORDS if known == name), None)
        return Flag(name) if word is None else self._comparison(word)

    def _deeper(self) -> None:
        # Counted over the whole condition: neither language may run out of stack on a file.
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExprError("括号和 not 太多，请把条件拆简单些", self._tokens[self._next - 1].at)

    def _comparison(self, word: Word) -> Expr:
        if self._took("in"):
            return Compare(word, self._list(), negated=False)
        token = self._take()
        if token.text not in ("==", "!="):
            raise ExprError(f"entity.{word} 后面要写 ==、!= 或 in", token.at)
        return Compare(word, (self._string(),), negated=token.text == "!=")

    def _of_the_visit(self, what: str) -> Expr:
        self._expect("(")
        code = self._string()
        self._expect(")")
        made = Answered if what == "answer" else Filled
        if self._took("in"):
            return made(code, self._list(), negated=False)
        token = self._take()
        if token.kind != "mark" or token.text not in _ORDERS:
            raise ExprError(f"{what}('{code}') 后面要写 ==、!=、in 或大小比较", token.at)
        if what == "value" and self._peek().kind == "number":
            return Measured(code, cast(Order, token.text), float(self._take().text))
        if token.text not in ("==", "!="):
            raise ExprError("比大小只能用于 value，后面写数字，如 value('CATR-B04b') > 0", token.at)
        return made(code, (self._string(),), negated=token.text == "!=")

    def _list(self) -> tuple[str, ...]:
        self._expect("(")
        values = [self._string()]
        while self._took(","):
            values.append(self._string())
        self._expect(")")
        return tuple(values)

    def _string(self) -> str:
        token = self._take()
        if token.kind != "text":
            raise ExprError("这里要写带引号的文字，如 '药店'", token.at)
        return token.text[1:-1]

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._peek()
        if token.kind != "end":
            self._next += 1
        return token

    def _took(self, text: str) -> bool:
        token = self._peek()
        if token.kind == "text" or token.text != text:
            return False
        self._next += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._took(text):
            raise ExprError(f"这里缺少“{text}”", self._peek().at)
