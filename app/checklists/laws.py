"""Laws and standards with the days they are in force, and what an item cites on a given day.

Pure; twin of `pwa/src/domain/laws.ts`, both held to `tests/checklist_cases.yaml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import Field

from app.checklists.parts import Confidence, Part, Place, Sentence

NOTICE = timedelta(days=60)
"""How long before its end a basis is reported to who writes checklists."""


class Edition(Part):
    """A law as it reads from one day on; the next edition ends it."""

    version: Sentence
    title: Sentence | None = Field(default=None, description="这一版的名称与总名称不同时才写")
    valid_from: date | None = Field(default=None, description="施行日期；只有第一版可以不写")
    valid_to: date | None = Field(default=None, description="废止日期；换版的不写，由下一版接上")


class Statute(Part):
    """A law or standard, whatever its edition."""

    title: Sentence
    editions: list[Edition] = Field(min_length=1)
    confidence: Sentence = Field(description="可信度说明：哪些核对过原文，哪些凭记忆")
    note: Sentence | None = None
    region: str | None = Field(default=None, pattern=r"^\d{6}$", description="地方法规的区划代码")


Statutes = Mapping[str, Statute]


class Law(Part):
    """A law or standard the items rest on, as it was known when the version was written."""

    title: Sentence
    version: Sentence
    confidence: Sentence = Field(description="可信度说明：哪些核对过原文，哪些凭记忆")
    note: Sentence | None = None
    region: str | None = Field(default=None, pattern=r"^\d{6}$", description="地方法规的区划代码")


class Basis(Part):
    """One clause behind an item, and how far its number can be trusted."""

    law: str = Field(description="laws 里的代号")
    article: Sentence
    confidence: Confidence
    valid_from: date | None = Field(default=None, description="这一条从哪天起适用；不写就是一直")
    valid_to: date | None = Field(default=None, description="这一条适用到哪天；不写就是一直")


@dataclass(frozen=True)
class Citation:
    """What is said of one clause; `version` is empty where nothing is known of it."""

    title: str
    article: str
    version: str


@dataclass(frozen=True)
class Span:
    """The days an edition is in force; None is open."""

    edition: Edition
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether the edition is in force on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def spans(statute: Statute) -> list[Span]:
    """The editions in order, each until the day before the next."""
    editions = statute.editions
    starts = [edition.valid_from for edition in editions[1:]]
    nexts = [start - timedelta(days=1) if start else None for start in starts]
    return [
        Span(edition, edition.valid_from, _earlier(edition.valid_to, ends))
        for edition, ends in zip(editions, [*nexts, None], strict=True)
    ]


def cited(
    basis: Sequence[Basis], own: Mapping[str, Law], statutes: Statutes, day: date
) -> list[Citation]:
    """The clauses an item rests on, each as the law reads on `day`.

    A clause not in force that day is left out, unless none would be left: an old visit must
    still say what it was judged by.
    """
    in_force = [one for one in basis if is_in_force(one, statutes, day)]
    return [_citation(one, own, statutes, day) for one in in_force or basis]


def is_in_force(one: Basis, statutes: Statutes, day: date) -> bool:
    """Whether a clause, and the law it stands in, are in force on a day as far as is known."""
    if (one.valid_from and day < one.valid_from) or (one.valid_to and one.valid_to < day):
        return False
    statute = statutes.get(one.law)
    return statute is None or any(span.holds(day) for span in spans(statute))


def faults(code: str, statute: Statute) -> Iterator[tuple[Place, str]]:
    """What is wrong with the days of a statute."""
    before: date | None = None
    for n, edition in enumerate(statute.editions):
        place: Place = (code, "editions", n)
        if n and edition.valid_from is None:
            yield place, "第二版起要写施行日期 valid_from，如 2026-01-01"
        elif before and edition.valid_from and edition.valid_from <= before:
            yield (*place, "valid_from"), "各版要按施行日期从早到晚排列，请调整顺序或改正日期"
        if edition.valid_from and edition.valid_to and edition.valid_to < edition.valid_from:
            yield (*place, "valid_to"), "废止日期早于施行日期，请改正其中一个"
        before = edition.valid_from or before


def _citation(one: Basis, own: Mapping[str, Law], statutes: Statutes, day: date) -> Citation:
    statute, named = statutes.get(one.law), own.get(one.law)
    found = next((s.edition for s in spans(statute) if s.holds(day)), None) if statute else None
    if statute and found:
        return Citation(found.title or statute.title, one.article, found.version)
    if named:
        return Citation(named.title, one.article, named.version)
    return Citation(statute.title if statute else one.law, one.article, "")


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other
