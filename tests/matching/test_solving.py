"""Random counties (E3): the rules hold, nothing is worse than the baseline, reasons are true."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assignments.lines import Lines
from app.assignments.own import lines_of
from app.matching.own import in_force
from app.matching.problem import Cadre, Choice, Firm, Part, Problem, may_cover
from app.matching.solving import Solution, solve
from app.matching.weighing import Weights, score
from app.matching.wording import Names, matched, unmatched
from app.settings import Settings
from tests.matching.counties import a_county

RULES = in_force(Settings(data=Path("/nonexistent")))
LINES = lines_of(Settings(data=Path("/nonexistent")))
SHARES = (("A", 1), ("B", 4), ("C", 5), ("D", 6))
CADRES = {"city": 1, "county": 3, "town": 2, "village": 1}


def a_small_county(seed: int) -> Problem:
    random = Random(seed)
    cadres = {level: random.randint(0, most) for level, most in CADRES.items()}
    return a_county(
        random,
        towns=2,
        villages=2,
        firms=random.randint(1, 40),
        cadres=cadres,
        shares=SHARES,
        hard=random.randint(1, 6),
        soft=random.randint(2, 8),
    )


def solved(problem: Problem, weights: Weights = RULES.weights) -> Solution:
    return solve(problem, weights, LINES, budget_s=5)


def names_for(problem: Problem) -> Names:
    codes = {code for firm in problem.firms for code in firm.places.values()}
    loads = Counter({cadre.id: cadre.held for cadre in problem.cadres})
    now = [firm.cadre_id for firm in problem.firms if firm.cadre_id is not None]
    loads.update(id for id in now if id in problem.by_id)
    return Names(
        {code: f"地方{code}" for code in codes},
        {cadre.id: f"干部{number}" for number, cadre in enumerate(problem.cadres)},
        loads,
        {},
    )


def is_true(code: str, firm: Firm, cadre: Cadre, loads: Counter[object]) -> bool:
    """Each reason recomputed from the data alone."""
    line = {"教育": "学校食堂", "商贸": "商场超市"}
    place = {"A": "city", "B": "county", "C": "town", "D": "village"}[firm.grade]
    moved = firm.cadre_id is not None and firm.cadre_id != cadre.id
    return {
        "level": cadre.level == place,
        "place": firm.places.get(place) == cadre.region,
        "keep": firm.cadre_id == cadre.id,
        "liaison": firm.id in cadre.liaisons,
        "head": not cadre.heads.isdisjoint(firm.places.values()),
        "area": not cadre.areas.isdisjoint(firm.places.values()),
        "line": any(line.get(name) == firm.kind for name in cadre.lines)
        or ("商贸" in cadre.lines and firm.kind == "便利店/食杂店"),
        "vacant": firm.cadre_id is None,
        "balance": moved and loads[firm.cadre_id] > loads[cadre.id],
        "whole": moved and loads[firm.cadre_id] <= loads[cadre.id],
    }[code]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000))
def test_a_proposal_keeps_the_rules_and_is_never_worse_than_the_baseline(seed: int) -> None:
    problem = a_small_county(seed)
    found = solved(problem)
    assert found.choice.keys() == {firm.id for firm in problem.firms}
    loads = Counter({cadre.id: cadre.held for cadre in problem.cadres})
    for firm in problem.firms:
        cadre_id = found.choice[firm.id]
        if cadre_id is not None:
            assert may_cover(problem.by_id[cadre_id], firm)
            loads[cadre_id] += 1
    for cadre in problem.cadres:
        if cadre.cap.hard:
            assert loads[cadre.id] <= max(cadre.cap.limit, cadre.held)
    assert found.score.unmatched == sum(part.short for part in problem.parts())
    assert found.score.rank >= found.greedy.rank


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000))
def test_every_reason_is_true_and_none_that_holds_is_left_out(seed: int) -> None:
    problem = a_small_county(seed)
    found, names = solved(problem), names_for(problem)
    loads: Counter[object] = Counter(names.loads)
    for part in problem.parts():
        for firm in part.firms:
            cadre_id = found.choice[firm.id]
            if cadre_id is None:
                check_unmatched(firm, part, names)
                continue
            cadre = problem.by_id[cadre_id]
            told = [one["code"] for one in matched(firm, cadre, LINES, names)]
            assert all(is_true(code, firm, cadre, loads) for code in told), told
            principles = ("keep", "liaison", "head", "area", "line")
            assert all(code in told for code in principles if is_true(code, firm, cadre, loads))


def check_unmatched(firm: Firm, part: Part, names: Names) -> None:
    (why,) = unmatched(firm, part, names)
    if why["code"] == "no_village":
        assert firm.grade == "D" and "village" not in firm.places
    elif why["code"] == "no_cadre":
        assert part.cadres == ()
    else:
        assert why["code"] == "full"
        room = sum(max(0, cadre.cap.limit - cadre.held) for cadre in part.cadres)
        assert all(cadre.cap.hard for cadre in part.cadres)
        assert room < len(part.firms)
        assert f"还差 {len(part.firms) - room} 家" in why["text"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_nobody_is_moved_for_nothing(seed: int) -> None:
    problem = a_small_county(seed)
    found = solved(problem)
    loads = Counter(id for id in found.choice.values() if id is not None)
    for firm in problem.firms:
        cadre_id, before = found.choice[firm.id], problem.by_id.get(firm.cadre_id or firm.id)
        if cadre_id in (None, firm.cadre_id) or before is None or not may_cover(before, firm):
            continue
        if before.cap.hard and before.held + loads[before.id] >= before.cap.limit:
            continue
        back = {**found.choice, firm.id: before.id}
        assert score(problem, back, RULES.weights, LINES).total < found.score.total


def test_the_best_of_all_matchings_is_found_where_they_can_be_counted() -> None:
    from itertools import product

    for seed in range(12):
        problem = a_county(
            Random(seed),
            towns=1,
            villages=3,
            firms=6,
            cadres={"town": 2},
            shares=(("C", 1),),
            soft=3,
            hard=3,
        )
        firms, cadres = problem.firms, [*(cadre.id for cadre in problem.cadres), None]
        best = max(
            score(problem, choice, RULES.weights, LINES).rank
            for some in product(cadres, repeat=len(firms))
            if within_caps(problem, choice := dict(zip([f.id for f in firms], some, strict=True)))
        )
        assert solved(problem).score.rank == best


def within_caps(problem: Problem, choice: Choice) -> bool:
    loads = Counter(choice.values())
    return all(
        not cadre.cap.hard or cadre.held + loads[cadre.id] <= max(cadre.cap.limit, cadre.held)
        for cadre in problem.cadres
    )


@pytest.mark.parametrize(
    ("weight", "expected"), [({"keep": 1000}, True), ({"keep": 0, "balance": 1000}, False)]
)
def test_the_weights_decide_between_keeping_and_evening_out(
    weight: dict[str, int], expected: bool
) -> None:
    problem = a_county(
        Random(3), towns=1, villages=1, firms=8, cadres={"village": 2}, shares=(("D", 1),)
    )
    busy = problem.cadres[0]
    firms = tuple(
        Firm(f.id, f.grade, f.kind, f.business_types, f.places, busy.id)
        for f in problem.firms
        if "village" in f.places
    )
    found = solved(Problem(firms, problem.cadres), RULES.weights.model_copy(update=weight))
    assert (set(found.choice.values()) == {busy.id}) is expected


def test_lines_in_these_counties_are_those_of_the_data_file() -> None:
    assert isinstance(LINES, Lines)
    assert LINES.covering(["教育"], "学校食堂", ["catering"]) == "教育"
    assert LINES.covering(["商贸"], "便利店/食杂店", ["circulation"]) == "商贸"
