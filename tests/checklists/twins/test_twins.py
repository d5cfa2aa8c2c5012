"""The server and the phone judge any visit on any checklist alike."""

import os
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from app.checklists.engine import evaluate
from app.checklists.format import Checklist
from tests.checklists.twins.forms import checklists
from tests.checklists.twins.phone import Phone, as_phone
from tests.checklists.twins.visits import answers, entities, rechecks

TODAY = date(2026, 11, 23)
EXAMPLES = int(os.environ.get("EXAMPLES", "60"))
VISITS = 4


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    started = Phone()
    yield started
    started.close()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(body=checklists(), data=st.data())
def test_phone_and_server_agree_on_any_visit(
    phone: Phone, body: Checklist, data: st.DataObject
) -> None:
    note(body.model_dump_json(exclude_defaults=True))
    # To make a checklist takes longer than to judge a visit on it.
    for _ in range(VISITS):
        who, given_answers = data.draw(entities()), data.draw(answers(body))
        earlier, keep = data.draw(rechecks), data.draw(st.booleans())
        ours = evaluate(body, who, given_answers, TODAY, earlier, keep_answered=keep)
        theirs = phone.judge(body, who, given_answers, TODAY.isoformat(), earlier, keep)
        assert as_phone(ours) == theirs
