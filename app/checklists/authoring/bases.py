"""The legal basis of an item, as text in a cell: 《食品安全法》第三十五条."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.checklists.authoring.cautions import known_titles
from app.checklists.authoring.cells import CellFault
from app.checklists.authoring.origin import Origin
from app.checklists.format import Basis

CONFIDENCE = {
    "verified": "已核对",
    "searched": "已检索",
    "high": "较有把握",
    "med": "待核对",
    "low": "未核对",
}
_ENDS = {"valid_from": "起", "valid_to": "止"}
_NO_ARTICLE = "条款未注明"
_ONE = re.compile(
    r"(?:(?P<key>\w+))?《(?P<title>[^《》]+)》\s*(?P<article>[^〔〕]*)(?:〔(?P<sure>[^〔〕]+)〕)?"
)
_BARE = re.compile(r"(?P<title>.+?)(?P<article>第[一二三四五六七八九十百0-9].*)")


class Lawbook:
    """The laws of a checklist while it is read: those known, and those a cell names anew."""

    def __init__(self, origin: Origin) -> None:
        self._settled = known_titles(origin.known, origin.statutes)
        self._strange: dict[str, list[str]] = {}
        self._used: set[str] = set()
        self._known: dict[str, dict[str, Any]] = {}
        for body in origin.known:
            for key, law in body.laws.items():
                self._known[key] = law.model_dump(exclude_defaults=True)
        self._recorded = {key: str(law.title) for key, law in origin.statutes.items()}
        self._own = {key: body for key, body in self._known.items() if key not in self._recorded}
        if origin.current is not None:
            for key, law in origin.current.laws.items():
                self._own[key] = law.model_dump(exclude_defaults=True)

    def own(self) -> dict[str, dict[str, Any]]:
        """The laws the checklist must describe itself, in the order they are cited."""
        return {key: law for key, law in self._own.items() if key in self._used}

    def cite(self, bases: list[dict[str, Any]], cell: str) -> None:
        """Keep the cell of every law that nobody has looked at yet."""
        for basis in bases:
            title = str(self._known.get(basis["law"], {}).get("title", ""))
            if title and self._recorded and title not in self._settled:
                self._strange.setdefault(title, []).append(cell)

    def notes(self) -> list[str]:
        """What is to be confirmed of the laws, by cell."""
        return [
            f"待确认：{'、'.join(dict.fromkeys(cells))} 引用的《{title}》不在法规目录里；"
            "名称写错的请改正后重传，没写错的发布时确认"
            for title, cells in self._strange.items()
        ]

    def put(self, key: str, law: dict[str, Any]) -> None:
        """A law the workbook describes itself."""
        self._known[key] = self._own[key] = law

    def read(self, text: str, before: list[Basis]) -> list[dict[str, Any]]:
        """The bases a cell names; what was the same `before` keeps how sure its number is."""
        parts = [part.strip() for part in re.split(r"\n+|[；;](?=\s*[A-Z]*《)", text)]
        found = [self._one(part, before) for part in parts if part]
        if not found:
            raise CellFault("没写依据，请写法规和条款，如《中华人民共和国食品安全法》第三十五条")
        return found

    def _one(self, text: str, before: list[Basis]) -> dict[str, Any]:
        match = _ONE.fullmatch(text.rstrip("。；;")) or _BARE.fullmatch(text.rstrip("。；;"))
        if match is None:
            raise CellFault(
                f"看不出“{text[:20]}”是哪部法规，请写成《中华人民共和国食品安全法》第三十五条"
            )
        told = match.groupdict()
        key = told.get("key") or self._key(told["title"].strip())
        article = (told["article"] or "").strip() or _NO_ARTICLE
        self._used.add(key)
        same = next((b for b in before if (b.law, b.article) == (key, article)), None)
        words = {word: name for name, word in CONFIDENCE.items()}
        sure, *days = (told.get("sure") or "").split("，")
        confidence = words.get(sure) or (same.confidence if same else "low")
        return {"law": key, "article": article, "confidence": confidence, **_days(days)}

    def _key(self, title: str) -> str:
        """The law of that title; a short title is enough where only one ends in it."""
        every = [(key, str(law["title"])) for key, law in self._known.items()]
        every += self._recorded.items()
        exact = [key for key, name in every if name == title]
        ending = {key for key, name in every if name.endswith(title)}
        if exact or len(ending) == 1:
            return (exact or list(ending))[0]
        taken = {key for key, _ in every}
        number = 1
        while f"LAW{number}" in taken:
            number += 1
        self.put(f"LAW{number}", _new(title))
        return f"LAW{number}"


def written(bases: list[Basis], titles: Mapping[str, str]) -> str:
    """The text of a cell that `Lawbook.read` takes for the same bases; `titles` by law."""
    names = list(titles.values())
    lines = []
    for basis in bases:
        title = titles.get(basis.law, basis.law)
        key = basis.law if names.count(title) != 1 else ""
        sure = "，".join([CONFIDENCE[basis.confidence], *_in_force(basis)])
        lines.append(f"{key}《{title}》{basis.article}〔{sure}〕")
    return "\n".join(lines)


def _in_force(basis: Basis) -> list[str]:
    days = basis.model_dump(mode="json")
    return [f"{days[key]}{word}" for key, word in _ENDS.items() if days.get(key)]


def _days(parts: list[str]) -> dict[str, date]:
    found = {}
    for part in parts:
        for key, word in _ENDS.items():
            if part.endswith(word):
                found[key] = date.fromisoformat(part.removesuffix(word))
    return found


def _new(title: str) -> dict[str, Any]:
    return {
        "title": title,
        "version": "表格里没写版本",
        "confidence": "来自导入的表格，没有核对原文",
    }
