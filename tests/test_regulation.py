"""The table of moves against the law written out by hand: every cell, no disagreement.

A cell is a state, every flag, a severity, a move, a role with its level, and whether the actor took
an earlier step himself.  The law stands in `tests/ledger/expectation.py`, which imports nothing of
the product.
"""

from collections.abc import Iterator
from itertools import product

from app.ledger.facts import (
    ActorFacts,
    IssueFacts,
    Move,
    Severity,
    State,
    Who,
)
from app.ledger.refusals import Refusal
from app.ledger.transitions import moves_for, next_state
from tests.ledger import expectation as law
from tests.ledger.cells import FULL, ME, OWN, SOMEBODY
from tests.ledger.expectation import Cell

SAME = (None, *law.PERSONS)
FLAGS = tuple(
    product(
        (False, True),
        (None, "requested", "granted", "refused"),
        (False, True),
        (None, "county", "city", "province"),
        (False, True),
        (False, True),
    )
)
"""Countersignature pending, extension, voiding proposed, listed by, paused, overdue."""


def facts(cell: Cell) -> IssueFacts:
    def by(step: str) -> str:
        return ME if cell.same_as == step else SOMEBODY

    return IssueFacts(
        state=State(cell.state),
        severity=Severity(cell.severity),
        awaiting_countersign=cell.pending,
        extension=cell.extension,
        void_proposed=cell.proposed,
        listed_by=cell.listed_by,
        paused=cell.paused,
        overdue=cell.overdue,
        photo_before=True,
        extendable=5,
        unit_id=OWN,
        submitters=frozenset({by("submitter")}),
        closer=by("closer"),
        extension_requester=by("requester"),
        void_proposer=by("proposer"),
    )


def actor(cell: Cell) -> ActorFacts:
    return ActorFacts(Who(cell.role), cell.level, ME, OWN)


def outcome(cell: Cell) -> str | None:
    """The state a move leads to, None where it is refused."""
    try:
        return next_state(facts(cell), actor(cell), Move(cell.move), FULL).to.value
    except Refusal:
        return None


def every_actor() -> Iterator[Cell]:
    """Every state, move, role, level, severity and earlier step, no flag set."""
    everything = (law.MOVES, law.STATES, law.ROLES, law.LEVELS, law.SEVERITIES, SAME)
    for move, state, role, level, severity, same in product(*everything):
        assert same is None or isinstance(same, str)
        yield Cell(str(move), str(state), str(role), str(level), str(severity), same_as=same)


def every_flag() -> Iterator[Cell]:
    """Every combination of flags, for each move where it is lawful: its own states and actors."""
    for move, (states, who, _) in law.LAW.items():
        roles = sorted({name.partition("@")[0] for name in who})
        for state, role, level, severity in product(
            states, roles, ("province", "county", "town"), law.SEVERITIES
        ):
            for flags in FLAGS:
                yield Cell(move, state, role, level, severity, *flags)


def every_person_and_flag() -> Iterator[Cell]:
    """Every combination of flags and earlier steps, for the people of the county."""
    for move, (states, who, _) in law.LAW.items():
        for name, severity, same, flags in product(who, law.SEVERITIES, law.PERSONS, FLAGS):
            role, _, level = name.partition("@")
            yield Cell(move, states[-1], role, level or "county", severity, *flags, same_as=same)


def disagreements(cells: Iterator[Cell]) -> tuple[int, int, list[tuple[Cell, str | None]]]:
    """How many cells there are, how many are lawful, and those where table and law part."""
    seen = allowed = 0
    parted = []
    for cell in cells:
        seen += 1
        expected = law.leads_to(cell) if law.lawful(cell) else None
        allowed += expected is not None
        if outcome(cell) != expected:
            parted.append((cell, outcome(cell)))
    return seen, allowed, parted


def test_in_105000_cells_of_actors_table_and_law_agree() -> None:
    assert disagreements(every_actor()) == (105_000, 2_685, [])


def test_in_122112_cells_of_flags_table_and_law_agree() -> None:
    assert disagreements(every_flag()) == (122_112, 63_904, [])


def test_in_104448_cells_of_persons_and_flags_table_and_law_agree() -> None:
    assert disagreements(every_person_and_flag()) == (104_448, 54_336, [])


def test_what_is_offered_is_what_is_allowed() -> None:
    for cell in every_actor():
        offered = {option.move for option in moves_for(facts(cell), actor(cell))}
        assert (Move(cell.move) in offered) == law.lawful(cell), cell
