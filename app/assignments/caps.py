"""How many firms one cadre covers at most: by level, and by person where the register says so."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

FILE = "caps.yaml"


class Cap(BaseModel):
    """A number of firms; beyond a hard one nothing is matched, beyond another with a reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(ge=1, le=1000)
    hard: bool


class Caps(BaseModel):
    """The caps of the four levels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    city: Cap
    county: Cap
    town: Cap
    village: Cap

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """The caps a file says.  Raises ValueError."""
        return cls.model_validate(content)

    def of(self, level: str, own: int | None = None) -> Cap:
        """The cap of a cadre; his own is hard, and never above a hard one of his level."""
        given: Cap = getattr(self, level)
        if own is None:
            return given
        return Cap(limit=min(own, given.limit) if given.hard else own, hard=True)
