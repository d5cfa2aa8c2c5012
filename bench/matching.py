"""A county of 8,000 firms and 900 cadres: how long a proposal takes, and how it stands to greedy.

python -m bench.matching [firms] [seed]
"""

import sys
import time
from pathlib import Path
from random import Random

from app.matching.own import in_force
from app.matching.problem import may_cover
from app.matching.solving import solve
from app.settings import Settings
from tests.matching.counties import a_county

CADRES = {"county": 30, "town": 11, "village": 2}


def main(firms: int = 8000, seed: int = 1) -> None:
    """Solve one county and print the figures."""
    rules = in_force(Settings(data=Path("/nonexistent")))
    problem = a_county(Random(seed), towns=15, villages=23, firms=firms, cadres=CADRES)
    print(f"{len(problem.firms)} firms, {len(problem.cadres)} cadres")
    begun, cpu = time.perf_counter(), time.process_time()
    found = solve(problem, rules.weights, rules.lines)
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    for firm in problem.firms:
        cadre_id = found.choice[firm.id]
        assert cadre_id is None or may_cover(problem.by_id[cadre_id], firm)
    print(f"{wall:.1f} s, of that {cpu:.1f} s of one core")
    for name, score in (("solver", found.score), ("greedy", found.greedy)):
        print(f"{name}: {score.unmatched} unmatched, {score.total} points, {dict(score.parts)}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
