"""What a checklist may know of the entity it is filled for; twin of `pwa/src/domain/profile.ts`."""

from dataclasses import dataclass, field
from typing import Literal

Word = Literal["kind", "stage", "grade"]
WORDS: tuple[Word, ...] = ("kind", "stage", "grade")
Level = Literal["village", "town", "county", "city"]


@dataclass(frozen=True)
class Profile:
    """The facts conditions ask about, and the level of the assignment the visit is made under.

    `flags` are the names in `checklists/flags.yaml`; `has_prior_issues` is kept apart because it
    comes from the ledger, not from the register of entities.
    """

    flags: frozenset[str] = field(default_factory=frozenset)
    kind: str | None = None
    stage: str | None = None
    grade: str | None = None
    level: Level = "town"
    has_prior_issues: bool = False

    def has(self, flag: str) -> bool:
        """Whether the entity carries `flag`."""
        if flag == "has_prior_issues":
            return self.has_prior_issues
        return flag in self.flags

    def word(self, name: Word) -> str | None:
        """The entity's kind, stage or grade, if known."""
        match name:
            case "kind":
                return self.kind
            case "stage":
                return self.stage
            case "grade":
                return self.grade
