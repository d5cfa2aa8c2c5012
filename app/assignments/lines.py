"""分管行业: which firms belong to a line of industry."""

from collections.abc import Collection, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

FILE = "lines.yaml"


class IndustryLine(BaseModel):
    """A line of industry: other ways to write it, and what belongs to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    also: list[str] = []
    kinds: list[str] = []
    business: list[str] = []

    def covers(self, kind: str, business_types: Collection[str]) -> bool:
        """Whether a firm belongs to the line."""
        return kind in self.kinds or any(one in self.business for one in business_types)


class Lines:
    """The lines an installation knows, by name."""

    def __init__(self, known: Mapping[str, IndustryLine]) -> None:
        self.known = dict(known)
        self._names = {other: name for name, line in known.items() for other in line.also}

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """The lines a file says.  Raises ValueError."""
        return cls({name: IndustryLine.model_validate(one) for name, one in content.items()})

    def name(self, word: str) -> str | None:
        """The name of a line however an office writes it; None for what is none."""
        word = word.strip().removeprefix("分管").removesuffix("工作")
        return word if word in self.known else self._names.get(word)

    def covering(
        self, lines: Collection[str], kind: str, business_types: Collection[str]
    ) -> str | None:
        """The first of a cadre's lines to which a firm belongs."""
        for name in lines:
            line = self.known.get(name)
            if line is not None and line.covers(kind, business_types):
                return name
        return None
