"""How good a matching is: weights as data, what speaks for a pair, what a whole costs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.assignments.lines import Lines
from app.matching.problem import Cadre, Choice, Firm, Problem

FILE = "weights.yaml"
GAINS = ("keep", "liaison", "head", "line", "area")
COSTS = ("spread", "balance", "over")


class Weights(BaseModel):
    """Points for each principle; see `weights.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keep: int = Field(ge=0, le=1000)
    liaison: int = Field(ge=0, le=1000)
    head: int = Field(ge=0, le=1000)
    line: int = Field(ge=0, le=1000)
    area: int = Field(ge=0, le=1000)
    spread: int = Field(ge=0, le=1000)
    balance: int = Field(ge=0, le=1000)
    over: int = Field(ge=0, le=1000)
    heads: list[str] = []

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """The weights a file says.  Raises ValueError."""
        return cls.model_validate(content)

    def of_nth(self, cadre: Cadre, nth: int) -> int:
        """What a cadre's n-th firm costs; never less than the one before it."""
        beyond = self.over if nth > cadre.cap.limit else 0
        return self.balance * nth // cadre.cap.limit + beyond


@dataclass(frozen=True)
class Score:
    """A matching's parts, in points. Fewer unmatched firms go before any number of points."""

    unmatched: int
    parts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Gains less costs."""
        return sum(self.parts[name] for name in GAINS) - sum(self.parts[name] for name in COSTS)

    @property
    def rank(self) -> tuple[int, int]:
        """The greater the better."""
        return -self.unmatched, self.total


def speaks_for(cadre: Cadre, firm: Firm, lines: Lines) -> list[str]:
    """Which principles speak for a pair."""
    places = set(firm.places.values())
    found = {
        "keep": firm.cadre_id == cadre.id,
        "liaison": firm.id in cadre.liaisons,
        "head": bool(cadre.heads & places),
        "line": lines.covering(cadre.lines, firm.kind, firm.business_types) is not None,
        "area": bool(cadre.areas & places),
    }
    return [name for name in GAINS if found[name]]


def gain(cadre: Cadre, firm: Firm, weights: Weights, lines: Lines) -> int:
    """The points of a pair."""
    return sum(getattr(weights, name) for name in speaks_for(cadre, firm, lines))


def score(problem: Problem, choice: Choice, weights: Weights, lines: Lines) -> Score:
    """A matching weighed from the data alone."""
    parts = Counter(dict.fromkeys((*GAINS, *COSTS), 0))
    loads: Counter[UUID] = Counter()
    areas: dict[UUID, set[str]] = {}
    unmatched = 0
    for firm in problem.firms:
        cadre_id = choice.get(firm.id)
        if cadre_id is None:
            unmatched += 1
            continue
        cadre = problem.by_id[cadre_id]
        for name in speaks_for(cadre, firm, lines):
            parts[name] += getattr(weights, name)
        loads[cadre_id] += 1
        if firm.area is not None:
            areas.setdefault(cadre_id, set(cadre.held_areas)).add(firm.area)
    for cadre_id, load in loads.items():
        cadre = problem.by_id[cadre_id]
        for nth in range(cadre.held + 1, cadre.held + load + 1):
            beyond = weights.over if nth > cadre.cap.limit else 0
            parts["over"] += beyond
            parts["balance"] += weights.of_nth(cadre, nth) - beyond
        new = len(areas.get(cadre_id, ())) - max(1, len(cadre.held_areas))
        parts["spread"] += weights.spread * max(0, new)
    return Score(unmatched, dict(parts))
