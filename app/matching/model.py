"""One part as a mixed-integer programme, and its solution read back.

x[g, c]   firms of group g that cadre c covers; firms alike in all that counts are one group
u[g]      firms of the group that stay without
s[c, k]   the steps of a cadre's load, each dearer than the one before
y[c, a]   cadre c goes to area a;  z[c]: the first area is free
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

import highspy
import numpy as np

from app.matching.problem import Cadre, Choice, Firm, Part
from app.matching.standing import Standing
from app.matching.weighing import Weights


@dataclass
class _Columns:
    """The programme, column by column and row by row. It is minimised.

    Only the areas are chosen by whole numbers: once they are, what remains is a transport of whole
    firms, and its corners are whole by themselves.
    """

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[float, float, list[tuple[int, float]]]] = field(default_factory=list)

    def add(self, cost: float, upper: float, *, whole: bool = False) -> int:
        """A new variable from 0 up."""
        if whole:
            self.whole.append(len(self.cost))
        self.cost.append(cost)
        self.upper.append(upper)
        return len(self.cost) - 1

    def row(self, low: float, high: float, terms: list[tuple[int, float]]) -> None:
        """A constraint: low ≤ Σ terms ≤ high."""
        self.rows.append((low, high, terms))

    def lp(self) -> highspy.HighsLp:
        """As HiGHS takes it."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), len(self.rows)
        lp.col_cost_ = np.array(self.cost)
        lp.col_lower_ = np.zeros(len(self.cost))
        lp.col_upper_ = np.array(self.upper)
        lp.row_lower_ = np.array([low for low, _, _ in self.rows])
        lp.row_upper_ = np.array([high for _, high, _ in self.rows])
        lengths = [len(terms) for _, _, terms in self.rows]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths)])
        lp.a_matrix_.index_ = np.array([i for _, _, terms in self.rows for i, _ in terms])
        lp.a_matrix_.value_ = np.array([v for _, _, terms in self.rows for _, v in terms])
        if self.whole:
            kinds = [highspy.HighsVarType.kContinuous] * len(self.cost)
            for number in self.whole:
                kinds[number] = highspy.HighsVarType.kInteger
            lp.integrality_ = kinds
        return lp


class Model:
    """The programme of one part."""

    def __init__(self, part: Part, weights: Weights, standing: Standing) -> None:
        self._part = part
        self._weights = weights
        self._gains = standing.gains
        self._groups = self._grouped()
        self._columns = _Columns()
        self._x: dict[tuple[int, UUID], int] = {}
        self._u: list[int] = []
        self._steps: dict[UUID, list[tuple[int, int]]] = {}
        self._y: dict[tuple[UUID, str], int] = {}
        self._z: dict[UUID, int] = {}
        self._lay()

    def solve(self, start: Choice, seconds: float) -> dict[UUID, UUID | None] | None:
        """The best matching found in time, begun at `start`; None where nothing was found."""
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.99),  # points are whole
            ("time_limit", seconds),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(self._columns.lp())
        if self._columns.whole:
            begun = highspy.HighsSolution()
            begun.col_value = self._begun(start)
            solver.setSolution(begun)
        values = _run(solver)
        if values is not None and self._columns.whole:
            # The areas as chosen; what is left has a whole corner.
            chosen = self._columns.whole
            loose = [highspy.HighsVarType.kContinuous] * len(chosen)
            solver.changeColsIntegrality(len(chosen), np.array(chosen), np.array(loose))
            for number in chosen:
                fixed = round(values[number])
                solver.changeColBounds(number, fixed, fixed)
            values = _run(solver)
        return None if values is None else self._read(values)

    def _grouped(self) -> list[list[Firm]]:
        def alike(firm: Firm) -> tuple[str, tuple[int, ...]]:
            return firm.area or "", tuple(self._gains[firm.id, c.id] for c in self._part.cadres)

        ordered = sorted(self._part.firms, key=lambda firm: (alike(firm), str(firm.id)))
        return [list(some) for _, some in groupby(ordered, key=alike)]

    def _lay(self) -> None:
        columns = self._columns
        for number, group in enumerate(self._groups):
            for cadre in self._part.cadres:
                points = -self._gains[group[0].id, cadre.id]
                self._x[number, cadre.id] = columns.add(points, len(group))
            self._u.append(columns.add(0, len(group)))
            covered = [(self._x[number, cadre.id], 1.0) for cadre in self._part.cadres]
            columns.row(len(group), len(group), [*covered, (self._u[-1], 1.0)])
        columns.row(self._part.short, self._part.short, [(u, 1.0) for u in self._u])
        for cadre in self._part.cadres:
            self._lay_load(cadre)
            if self._weights.spread:
                self._lay_areas(cadre)

    def _lay_load(self, cadre: Cadre) -> None:
        most = len(self._part.firms) if cadre.room is None else cadre.room
        most = min(most, len(self._part.firms))
        nths = range(cadre.held + 1, cadre.held + most + 1)
        widths = Counter(self._weights.of_nth(cadre, nth) for nth in nths)
        steps = [(self._columns.add(cost, width), width) for cost, width in sorted(widths.items())]
        self._steps[cadre.id] = steps
        has = [(self._x[number, cadre.id], 1.0) for number in range(len(self._groups))]
        self._columns.row(0, 0, [*has, *((step, -1.0) for step, _ in steps)])

    def _lay_areas(self, cadre: Cadre) -> None:
        areas = {group[0].area for group in self._groups} - {None} - cadre.held_areas
        if len(areas) + len(cadre.held_areas) < 2:
            return
        for area in sorted(area for area in areas if area is not None):
            self._y[cadre.id, area] = self._columns.add(self._weights.spread, 1, whole=True)
        if not cadre.held_areas:
            self._z[cadre.id] = self._columns.add(-self._weights.spread, 1)
            goes = [(self._y[cadre.id, area], -1.0) for area in areas if area is not None]
            self._columns.row(-len(goes), 0, [(self._z[cadre.id], 1.0), *goes])
        for number, group in enumerate(self._groups):
            goes_there = self._y.get((cadre.id, group[0].area or ""))
            if goes_there is not None:
                size = float(len(group))
                terms = [(self._x[number, cadre.id], 1.0), (goes_there, -size)]
                self._columns.row(-size, 0, terms)

    def _begun(self, start: Choice) -> list[float]:
        values = [0.0] * len(self._columns.cost)
        loads: Counter[UUID] = Counter()
        for number, group in enumerate(self._groups):
            for firm in group:
                cadre_id = start[firm.id]
                if cadre_id is None:
                    values[self._u[number]] += 1
                    continue
                values[self._x[number, cadre_id]] += 1
                loads[cadre_id] += 1
                goes = self._y.get((cadre_id, firm.area or ""))
                if goes is not None:
                    values[goes] = 1
                    if cadre_id in self._z:
                        values[self._z[cadre_id]] = 1
        for cadre_id, steps in self._steps.items():
            left = loads[cadre_id]
            for step, width in steps:
                values[step] = min(left, width)
                left -= int(values[step])
        return values

    def _read(self, values: list[float]) -> dict[UUID, UUID | None]:
        chosen: dict[UUID, UUID | None] = {}
        for number, group in enumerate(self._groups):
            waiting = iter(group)
            for cadre in self._part.cadres:
                for _ in range(round(values[self._x[number, cadre.id]])):
                    chosen[next(waiting).id] = cadre.id
            chosen.update((firm.id, None) for firm in waiting)
        return chosen


def _run(solver: highspy.Highs) -> list[float] | None:
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return list(solver.getSolution().col_value)
