"""The divisions an import may name, found by code or by the offices' own words for them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from app.regions.models import Level

_TAIL = re.compile(
    r"(社区居民委员会|社区居委会|居民委员会|村民委员会|居委会|村委会|社区居委|居委|村委)$"
)


class Place(NamedTuple):
    """A division, as far as rows need to know it."""

    code: str
    level: Level
    name: str
    city_code: str | None
    county_code: str | None
    town_code: str | None
    valid_to: date | None = None
    successor: str | None = None


def short(name: str) -> str:
    """泉城路社区居民委员会 and 泉城路社区居委 are 泉城路社区; 王家村村民委员会 is 王家村."""
    found = _TAIL.search(name)
    if not found:
        return name
    stem = name[: found.start()]
    return stem + "社区" if found[0].startswith("社区") else stem


@dataclass
class Places:
    """The divisions of the importer's own region, and those a sheet of divisions brings along."""

    own: str
    level: Level
    by_code: dict[str, Place] = field(default_factory=dict)
    towns: dict[str, list[str]] = field(default_factory=dict)
    villages: dict[str, list[str]] = field(default_factory=dict)
    within: dict[str, list[str]] = field(default_factory=dict)
    """The villages of a town."""

    def add(self, places: Iterable[Place]) -> None:
        """Take more divisions in."""
        for place in places:
            if place.code in self.by_code:
                continue
            self.by_code[place.code] = place
            if place.valid_to is not None:
                continue
            if place.level is Level.TOWN:
                self.towns.setdefault(place.name, []).append(place.code)
            elif place.level is Level.VILLAGE:
                self.villages.setdefault(short(place.name), []).append(place.code)
                self.within.setdefault(place.town_code or "", []).append(place.code)

    def named(self, town: str, village: str) -> list[str]:
        """The codes of a town, or of a village in it (in any, if none is named)."""
        towns = self._ends(self.towns, town) if town else []
        if not village:
            return towns
        found = self.villages.get(short(village), [])
        if town:
            found = [code for code in found if self.by_code[code].town_code in towns]
        return found

    def like(self, town: str, village: str) -> str | None:
        """The nearest name there is, for a name that is none."""
        if not village:
            close = get_close_matches(town, self.towns, n=1, cutoff=0.5)
            return close[0] if close else None
        towns = self._ends(self.towns, town) if town else []
        codes = [code for one in towns for code in self.within.get(one, [])]
        names = [self.by_code[code].name for code in codes] if towns else list(self.villages)
        close = get_close_matches(short(village), names, n=1, cutoff=0.5)
        return close[0] if close else None

    @staticmethod
    def _ends(names: dict[str, list[str]], said: str) -> list[str]:
        # 历下区泉城路街道办事处 is 泉城路街道.
        said = said.removesuffix("办事处").removesuffix("人民政府")
        if said in names:
            return names[said]
        fits = [name for name in names if said.endswith(name) or name == said + "街道"]
        return names[fits[0]] if len(fits) == 1 else []
