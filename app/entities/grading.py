"""包保 grades by criteria that are data: a proposal with its reason; the office may overrule."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.own_rules import read_rules
from app.settings import get_settings

Grade = Literal["A", "B", "C", "D"]
HERE = Path(__file__).parent


class Proposed(BaseModel):
    """A grade, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    grade: Grade
    why: str


class Criterion(Proposed):
    """A grade for what fits everything that is said here."""

    kinds: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    diners: int = 0
    flags: tuple[str, ...] = ()

    def fits(self, kind: str, facts: Mapping[str, Any]) -> bool:
        """Whether a kind of premises with these facts meets the criterion."""
        diners = facts.get("diners")
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.scale or facts.get("scale") in self.scale)
            and (not self.diners or (isinstance(diners, int) and diners >= self.diners))
            and all(facts.get(flag) is True for flag in self.flags)
        )


class Criteria(BaseModel):
    """The criteria from the most particular down; the first that fits counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: tuple[Criterion, ...]
    otherwise: Proposed

    def propose(self, kind: str, facts: Mapping[str, Any]) -> Proposed:
        """The grade that the criteria give, and why."""
        for rule in self.rules:
            if rule.fits(kind, facts):
                return Proposed(grade=rule.grade, why=rule.why)
        return self.otherwise


@lru_cache
def criteria() -> Criteria:
    """The criteria of this installation: the office's own file, or ours."""
    own = get_settings().rules_folder
    return Criteria.model_validate(read_rules("grading.yaml", HERE, own))
