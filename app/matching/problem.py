"""What is matched: firms, cadres, and the rules that always hold (DOMAIN 2.1, 2.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from app.assignments.caps import Cap
from app.assignments.rules import LEVEL_OF_GRADE

Choice = Mapping[UUID, UUID | None]
"""Per firm its cadre; None for a firm that nobody can cover."""

_RANK = {"city": 0, "county": 1, "town": 2, "village": 3}


@dataclass(frozen=True)
class Firm:
    """A premises to be covered. `places` are its divisions from the city down, by level."""

    id: UUID
    grade: str
    kind: str
    business_types: tuple[str, ...]
    places: Mapping[str, str]
    cadre_id: UUID | None = None
    """Who covers it now."""

    @property
    def level(self) -> str:
        """The level that covers its grade."""
        return LEVEL_OF_GRADE[self.grade]

    @property
    def territory(self) -> str | None:
        """The division whose cadres may cover it; None where its village was never entered."""
        return self.places.get(self.level)

    @property
    def area(self) -> str | None:
        """The division one step below its territory, which a cadre's firms should share.

        None where there is no smaller one.
        """
        below = [code for level, code in self.places.items() if _RANK[level] > _RANK[self.level]]
        return below[0] if below else None


@dataclass(frozen=True)
class Cadre:
    """Somebody who may cover firms."""

    id: UUID
    level: str
    region: str
    cap: Cap
    lines: tuple[str, ...] = ()
    areas: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    """Divisions below his own that his post puts him at the head of."""
    liaisons: frozenset[UUID] = frozenset()
    held: int = 0
    """Firms he covers beside those of the problem."""
    held_areas: frozenset[str] = frozenset()

    @property
    def room(self) -> int | None:
        """How many more he may have; None where only a reminder stands."""
        return max(0, self.cap.limit - self.held) if self.cap.hard else None


def may_cover(cadre: Cadre, firm: Firm) -> bool:
    """层级对应 and 属地相符: the rules that know no exception."""
    return cadre.level == firm.level and cadre.region == firm.territory


@dataclass(frozen=True)
class Part:
    """Firms and cadres of one level and one division: no other cadre may cover these firms."""

    level: str
    region: str | None
    firms: tuple[Firm, ...]
    cadres: tuple[Cadre, ...]

    @property
    def short(self) -> int:
        """How many firms stay without a cadre, however one matches."""
        if not self.cadres:
            return len(self.firms)
        rooms = [cadre.room for cadre in self.cadres]
        if None in rooms:
            return 0
        return max(0, len(self.firms) - sum(room for room in rooms if room is not None))


@dataclass(frozen=True)
class Problem:
    """A county's firms and cadres, or part of them."""

    firms: tuple[Firm, ...]
    cadres: tuple[Cadre, ...]

    @cached_property
    def by_id(self) -> Mapping[UUID, Cadre]:
        """Cadres by their account."""
        return {cadre.id: cadre for cadre in self.cadres}

    def parts(self) -> Iterable[Part]:
        """The problem, fallen apart by the rules that know no exception."""
        firms: dict[tuple[str, str | None], list[Firm]] = {}
        cadres: dict[tuple[str, str | None], list[Cadre]] = {}
        for firm in self.firms:
            firms.setdefault((firm.level, firm.territory), []).append(firm)
        for cadre in self.cadres:
            cadres.setdefault((cadre.level, cadre.region), []).append(cadre)
        for key, some in firms.items():
            yield Part(*key, tuple(some), tuple(cadres.get(key, ())))
