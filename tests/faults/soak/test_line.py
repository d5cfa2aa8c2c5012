"""A village's line: slow, far away, and cut again and again; the whole of it is `bench.line`."""

from bench.line import drain
from tests.faults.stage import Case

ENOUGH = 1.05


def test_a_queue_empties_over_a_line_that_keeps_breaking(case: Case) -> None:
    went = drain(case, visits=3, size=(900, 675), between=(1, 6))
    assert went.cuts >= 2
    assert went.sent / went.needed <= ENOUGH, went
    assert went.longest_pause < 30, went
