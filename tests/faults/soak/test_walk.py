"""Whatever happens in whatever order, the server ends where a model says it must.

`make soak OPS=500 SEED=7` walks further; a failure names its seed and the way.
"""

import os

from tests.faults.soak.walk import Walk
from tests.faults.stage import Case
from tests.faults.truth import on_the_phone, owed, stored, until

SEED = int(os.environ.get("SEED", "20261125"))
STEPS = int(os.environ.get("OPS", "40"))


def test_a_random_walk_ends_where_the_model_does(case: Case) -> None:
    walk = Walk(case, SEED)
    try:
        walk.go(STEPS)
        walk.arrive()
        page = walk.page
        page.goto(f"{case.wire.url}/sync")
        until(lambda: not owed(page), page, 120 + STEPS)
        with case.reading() as session:
            walk.model.agrees_with(session)
        told = on_the_phone(page)
        # The draft the phone came with was never touched, nor are its pictures anywhere else.
        assert told["drafts"] == 1
        assert sum(row["at"] == "local" for row in told["photos"]) == 3
        assert stored(case) == {row["sha"] for row in told["photos"] if row["at"] == "sent"}
        page.get_by_text("都已上传").wait_for()
    except Exception as error:
        raise AssertionError(f"seed {SEED}, step {len(walk.way)}: {walk.way}") from error
    assert walk.model.records
