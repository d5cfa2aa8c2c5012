"""The baseline: firm after firm to whoever suits it best at that moment."""

from uuid import UUID

from app.assignments.lines import Lines
from app.matching.problem import Firm, Part
from app.matching.standing import Standing
from app.matching.weighing import Weights


def greedy(part: Part, weights: Weights, lines: Lines) -> dict[UUID, UUID | None]:
    """A matching that keeps every rule: the firms with the most to gain choose first."""
    standing = Standing(part, weights, lines)
    chosen: dict[UUID, UUID | None] = {}

    def best_gain(firm: Firm) -> int:
        return max((standing.gains[firm.id, cadre.id] for cadre in part.cadres), default=0)

    for firm in sorted(part.firms, key=lambda one: (-best_gain(one), one.area or "", str(one.id))):
        free = [cadre for cadre in part.cadres if standing.free(cadre)]
        if not free:
            chosen[firm.id] = None
            continue
        cadre = max(free, key=lambda one: standing.worth(firm, one))
        chosen[firm.id] = cadre.id
        standing.put(firm, cadre)
    return chosen
