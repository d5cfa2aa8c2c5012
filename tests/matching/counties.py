"""Invented counties for the solver: firms and cadres without a database."""

from random import Random
from uuid import UUID

from app.assignments.caps import Cap
from app.matching.problem import Cadre, Firm, Problem

CITY, COUNTY = "370100000000", "370102000000"
KINDS = {
    "A": ("集体用餐配送单位", "catering"),
    "B": ("商场超市", "circulation"),
    "C": ("学校食堂", "catering"),
    "D": ("便利店/食杂店", "circulation"),
}
_SHARES = (("A", 1), ("B", 7), ("C", 46), ("D", 946))
"""Of a thousand firms (DOMAIN 2.1)."""


def a_county(
    random: Random,
    *,
    towns: int,
    villages: int,
    firms: int,
    cadres: dict[str, int],
    shares: tuple[tuple[str, int], ...] = _SHARES,
    hard: int = 10,
    soft: int = 30,
    covered: float = 0.6,
) -> Problem:
    """A county of `towns` × `villages`; `cadres` says how many each division of a level has."""
    codes = {
        f"{COUNTY[:6]}{town:03d}000": [
            f"{COUNTY[:6]}{town:03d}{village:03d}" for village in range(1, villages + 1)
        ]
        for town in range(1, towns + 1)
    }
    everywhere = [village for those in codes.values() for village in those]
    grades = random.choices([g for g, _ in shares], [share for _, share in shares], k=firms)
    ids = [UUID(int=random.getrandbits(128)) for _ in grades]
    people = [
        _a_cadre(random, level, region, codes, ids, hard=hard, soft=soft)
        for level, regions in (
            ("city", [CITY]),
            ("county", [COUNTY]),
            ("town", list(codes)),
            ("village", everywhere),
        )
        for region in regions
        for _ in range(cadres.get(level, 0))
    ]
    by_place: dict[tuple[str, str], list[Cadre]] = {}
    for one in people:
        by_place.setdefault((one.level, one.region), []).append(one)
    made = []
    for id, grade in zip(ids, grades, strict=True):
        village = random.choice(everywhere)
        firm = _a_firm(random, id, grade, village)
        there = by_place.get((firm.level, firm.territory or ""), [])
        now = random.choice(there).id if there and random.random() < covered else None
        made.append(Firm(firm.id, firm.grade, firm.kind, firm.business_types, firm.places, now))
    return Problem(tuple(made), tuple(people))


def _a_firm(random: Random, id: UUID, grade: str, village: str) -> Firm:
    kind, business = KINDS[grade]
    places = {"city": CITY, "county": COUNTY, "town": f"{village[:9]}000", "village": village}
    if random.random() < 0.01:
        del places["village"]
    return Firm(id, grade, kind, (business,), places)


def _a_cadre(
    random: Random,
    level: str,
    region: str,
    codes: dict[str, list[str]],
    firms: list[UUID],
    *,
    hard: int,
    soft: int,
) -> Cadre:
    below = {"county": list(codes), "town": codes.get(region, [])}.get(level, [])
    areas = frozenset(random.sample(below, min(len(below), random.randint(0, 3))))
    heads = frozenset(random.sample(below, 1)) if below and random.random() < 0.2 else frozenset()
    lines = ("教育",) if random.random() < 0.2 else ("商贸",) if random.random() < 0.2 else ()
    cap = Cap(limit=hard, hard=True) if level == "county" else Cap(limit=soft, hard=False)
    if random.random() < 0.1:
        cap = Cap(limit=random.randint(1, cap.limit), hard=True)
    kept = random.sample(firms, min(len(firms), 2)) if random.random() < 0.1 else []
    return Cadre(
        id=UUID(int=random.getrandbits(128)),
        level=level,
        region=region,
        cap=cap,
        lines=lines,
        areas=areas,
        heads=heads,
        liaisons=frozenset(kept),
        held=random.randint(0, 2) if random.random() < 0.3 else 0,
    )
