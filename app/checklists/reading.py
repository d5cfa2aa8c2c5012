"""YAML text to checklist, with every fault named by file, line and a sentence that mends it.

ruamel.yaml reads YAML 1.2 (`no` stays a word, duplicate keys are refused) and remembers lines.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, DocumentStartEvent

from app.checklists.coherence import findings
from app.checklists.format import Checklist
from app.checklists.parts import Place

_SUSPECT = re.compile(r"[&*!]|^---", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Problem:
    """A fault in a file: where it is and how to mend it."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行：{self.text}"


class ChecklistError(ValueError):
    """Checklist files that cannot be used; `problems` in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Document:
    """A YAML document as plain data, and the line of every place in it."""

    file: str
    data: Any
    marked: Any

    def line(self, place: Place) -> int:
        """The 1-based line of the deepest part of `place` that exists."""
        node, line = self.marked, 1
        for step in place:
            if isinstance(step, str) and step.startswith("tag:"):
                continue
            try:
                line = (node.lc.key(step) if isinstance(step, str) else node.lc.item(step))[0] + 1
                node = node[step]
            except (KeyError, IndexError, TypeError, AttributeError):
                break
        return line

    def problem(self, place: Place, text: str) -> Problem:
        """A fault at `place`."""
        return Problem(self.file, self.line(place), text)


def read_document(text: str, file: str) -> Document:
    """Parse one YAML document of plain maps, lists and values; ChecklistError otherwise."""
    try:
        _refuse_tricks(text, file)
        marked = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        key = str(error.problem).split('"')[1] if '"' in str(error.problem) else ""
        raise _faulty(file, error, f"“{key}”写了两次，请删去一个") from error
    except MarkedYAMLError as error:
        raise _faulty(file, error, _spelling(text, error)) from error
    except YAMLError as error:
        raise ChecklistError(
            [Problem(file, 1, "文件含有不能识别的字符，请用 UTF-8 另存")]
        ) from error
    return Document(file, _plain(marked), marked)


def read_checklist(
    document: Document, flags: Collection[str], statutes: Collection[str] = ()
) -> Checklist:
    """The checklist a document holds; ChecklistError lists everything wrong with it."""
    try:
        body = Checklist.model_validate(document.data)
    except ValidationError as error:
        raise unlike(document, error) from error
    faults = {document.problem(place, text) for place, text in findings(body, flags, statutes)}
    if faults:
        raise ChecklistError(sorted(faults))
    return body


def unlike(document: Document, error: ValidationError) -> ChecklistError:
    """What a document that does not fit its form is refused with."""
    found = {document.problem(e["loc"], _sentence(e)) for e in error.errors()}
    return ChecklistError(sorted(found))


def _refuse_tricks(text: str, file: str) -> None:
    # Reading events doubles the time to load; most files show at a glance that they hold no trick.
    if not _SUSPECT.search(text):
        return
    documents = 0
    for event in YAML(typ="rt").parse(text):
        documents += isinstance(event, DocumentStartEvent)
        trick = _trick(event) or (
            "一个文件只写一份表，请删去 --- 以后的内容" if documents > 1 else None
        )
        if trick:
            raise ChecklistError([Problem(file, event.start_mark.line + 1, trick)])


def _trick(event: Any) -> str | None:
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        return "不用 & 和 * 引用，请把内容写全"
    if getattr(event, "tag", None):
        return "不用 ! 开头的类型标记，请删去"
    return None


def _faulty(file: str, error: MarkedYAMLError, text: str) -> ChecklistError:
    mark = error.problem_mark or error.context_mark
    return ChecklistError([Problem(file, mark.line + 1 if mark else 1, text)])


def _spelling(text: str, error: MarkedYAMLError) -> str:
    mark = error.problem_mark
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "这一行开头用了 Tab 键，缩进只能用空格，请改成空格"
    return "这里的 YAML 写法有误，请检查缩进、冒号后的空格和引号"


def _plain(node: Any) -> Any:
    if isinstance(node, CommentedMap):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(value) for value in node]
    return node


_SENTENCES = {
    "extra_forbidden": "不认识“{key}”，请改正拼写或删去这一行",
    "missing": "缺少“{key}”，请补上",
    "literal_error": "“{key}”的值不对，可用：{expected}",
    "string_type": "“{key}”要写成文字，数字请加引号",
    "string_too_short": "“{key}”太短或没有填，至少 {min_length} 个字",
    "string_too_long": "“{key}”太长，最多 {max_length} 个字",
    "string_pattern_mismatch": "“{key}”的编号样式不对，请照其他条目的样子改",
    "too_short": "“{key}”至少要有 {min_length} 项",
    "int_type": "“{key}”要写成整数，不加引号",
    "float_type": "“{key}”要写成数字，不加引号",
    "bool_type": "“{key}”只能写 true 或 false",
    "date_from_datetime_parsing": "“{key}”要写成日期，如 2026-01-01，不加引号",
    "int_parsing": "“{key}”要写成整数，不加引号",
    "date_type": "“{key}”要写成日期，如 2026-01-01，不加引号",
    "list_type": "“{key}”要写成列表，每项前加“- ”",
    "dict_type": "“{key}”下面要写成“键: 值”",
    "model_type": "“{key}”下面要写成“键: 值”",
    "greater_than_equal": "“{key}”不能小于 {ge}",
    "less_than_equal": "“{key}”不能大于 {le}",
}


def _sentence(error: ErrorDetails) -> str:
    steps = [step for step in error["loc"] if not str(step).startswith("tag:")]
    named = [step for step in steps if isinstance(step, str)]
    key = named[-1] if named else "文件"
    if error["type"].startswith("union_tag"):
        return f"“{key}”这一项的 type 或 when 缺少或不对，请照其他条目的样子改"
    context = {
        name: str(value).replace(" or ", "、") for name, value in error.get("ctx", {}).items()
    }
    pattern = _SENTENCES.get(error["type"], "“{key}”的写法不对，请照其他条目的样子改")
    return pattern.format(key=key, **context)
