"""A first pull fits through a slow line, and the next one brings only what changed."""

import pytest

from bench.first_sync import ENTITIES, ISSUES, LIMIT, measure
from bench.installation import installation


@pytest.mark.load
def test_three_hundred_entities_and_two_hundred_issues_fit_in_three_hundred_kilobytes() -> None:
    with installation("sqlite") as there:
        found = measure(there)
        there.engine.dispose()
    assert (found.entities, found.issues) == (ENTITIES, ISSUES)
    assert found.first <= LIMIT
    # A page gets through 20 kbit/s within the minute a phone waits for an answer.
    assert max(found.pages) <= 100_000
    assert found.nothing_new <= 5_000
    assert found.one_change <= 5_000
