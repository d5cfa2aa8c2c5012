"""A part half matched: loads and areas so far, and what one firm more would be worth."""

from collections import Counter
from uuid import UUID

from app.assignments.lines import Lines
from app.matching.problem import Cadre, Firm, Part
from app.matching.weighing import Weights, gain


class Standing:
    """Who has what at a moment; pairs are weighed once."""

    def __init__(self, part: Part, weights: Weights, lines: Lines) -> None:
        self._weights = weights
        self.gains = {
            (firm.id, cadre.id): gain(cadre, firm, weights, lines)
            for firm in part.firms
            for cadre in part.cadres
        }
        self.loads: Counter[UUID] = Counter({cadre.id: cadre.held for cadre in part.cadres})
        # Areas held beside the problem count as one firm that never leaves.
        self._areas = {cadre.id: Counter(cadre.held_areas) for cadre in part.cadres}

    def free(self, cadre: Cadre) -> bool:
        """Whether the cadre may have one more."""
        return not cadre.cap.hard or self.loads[cadre.id] < cadre.cap.limit

    def worth(self, firm: Firm, cadre: Cadre) -> int:
        """What the whole gains by giving the firm to the cadre."""
        load = self._weights.of_nth(cadre, self.loads[cadre.id] + 1)
        return self.gains[firm.id, cadre.id] - load - self._of_area(firm, cadre)

    def put(self, firm: Firm, cadre: Cadre) -> None:
        """The cadre has the firm."""
        self.loads[cadre.id] += 1
        if firm.area is not None:
            self._areas[cadre.id][firm.area] += 1

    def take(self, firm: Firm, cadre: Cadre) -> None:
        """The cadre has it no longer."""
        self.loads[cadre.id] -= 1
        if firm.area is not None:
            self._areas[cadre.id][firm.area] -= 1
            if not self._areas[cadre.id][firm.area]:
                del self._areas[cadre.id][firm.area]

    def _of_area(self, firm: Firm, cadre: Cadre) -> int:
        areas = self._areas[cadre.id]
        is_new = firm.area is not None and bool(areas) and firm.area not in areas
        return self._weights.spread if is_new else 0
