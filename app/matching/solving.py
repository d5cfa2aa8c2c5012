"""A proposal for a whole problem: part by part by the solver, never worse than the baseline."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.assignments.lines import Lines
from app.matching.greedy import greedy
from app.matching.model import Model
from app.matching.problem import Cadre, Part, Problem
from app.matching.standing import Standing
from app.matching.weighing import Score, Weights, score

BUDGET_S = 40.0
"""For a whole county; what is not proved best by then is the best found."""
MOST_S = 8.0
"""For one part of it."""


@dataclass(frozen=True)
class Solution:
    """Who is to cover what, weighed, and the baseline beside it."""

    choice: Mapping[UUID, UUID | None]
    score: Score
    greedy: Score


def solve(
    problem: Problem, weights: Weights, lines: Lines, *, budget_s: float = BUDGET_S
) -> Solution:
    """The best matching found within the budget of time."""
    ends = time.monotonic() + budget_s
    chosen: dict[UUID, UUID | None] = {}
    baseline: dict[UUID, UUID | None] = {}
    for part in sorted(problem.parts(), key=lambda one: len(one.firms) * len(one.cadres)):
        plain = greedy(part, weights, lines)
        baseline |= plain
        left = min(MOST_S, ends - time.monotonic())
        chosen |= _best(part, plain, weights, lines, left)
    return Solution(
        chosen,
        score(problem, chosen, weights, lines),
        score(problem, baseline, weights, lines),
    )


def _best(
    part: Part,
    plain: dict[UUID, UUID | None],
    weights: Weights,
    lines: Lines,
    seconds: float,
) -> dict[UUID, UUID | None]:
    one_way = not part.cadres or (len(part.cadres) == 1 and not part.short)
    if one_way or seconds <= 0:
        return plain
    found = Model(part, weights, Standing(part, weights, lines)).solve(plain, seconds)
    if found is None:
        return plain
    small = Problem(part.firms, part.cadres)
    settled = _settled(part, found, weights, lines)
    return max(settled, plain, key=lambda choice: score(small, choice, weights, lines).rank)


def _settled(
    part: Part, found: dict[UUID, UUID | None], weights: Weights, lines: Lines
) -> dict[UUID, UUID | None]:
    """Nobody is moved for nothing: a firm goes back where that is at least as good."""
    standing = Standing(part, weights, lines)
    cadres = {cadre.id: cadre for cadre in part.cadres}
    chosen = dict(found)
    for firm in part.firms:
        given = chosen[firm.id]
        if given is not None:
            standing.put(firm, cadres[given])
    while _one_goes_back(part, chosen, standing, cadres):
        pass
    return chosen


def _one_goes_back(
    part: Part,
    chosen: dict[UUID, UUID | None],
    standing: Standing,
    cadres: Mapping[UUID, Cadre],
) -> bool:
    any_went = False
    for firm in part.firms:
        given, before = chosen[firm.id], cadres.get(firm.cadre_id) if firm.cadre_id else None
        if given is None or before is None or given == before.id or not standing.free(before):
            continue
        standing.take(firm, cadres[given])
        back = standing.worth(firm, before) >= standing.worth(firm, cadres[given])
        chosen[firm.id] = before.id if back else given
        standing.put(firm, before if back else cadres[given])
        any_went |= back
    return any_went
