"""Abuses of the enterprise's link: each is refused, and leaves nothing but the audit.

Each function on the list arranges what the abuse needs and gives the abuse itself.  What is stored
before it and after it is compared row by row and file by file.
"""

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from app.errors import PROBLEM
from app.ledger.rectify_routes import MISSES_PER_ADDRESS, PER_LINK
from app.ledger.throttle import Throttle
from app.per_request import present
from app.settings import Settings
from tests.ledger import abuses_of_the_way_in, abuses_of_what_is_sent
from tests.ledger.abuse import LINES, Line
from tests.ledger.link_scene import Ring, an_issue_in_hand
from tests.ledger.scene import a_scene
from tests.people import Browser

WHERE_THEY_STAND = (abuses_of_the_way_in, abuses_of_what_is_sent)
"""To be on the list they have to be read."""


@pytest.fixture
def ring(client: Browser, session: Session, settings: Settings) -> Ring:
    scene = a_scene(session)
    return Ring(client, session, scene, settings, an_issue_in_hand(session, scene))


def tried(line: Line, ring: Ring) -> list[str]:
    """What went otherwise than the line says."""
    ring.hand_out(let_in=line.let_in)
    abuse = line.arrange(ring)
    before = ring.stored()
    answer = abuse()
    left = ring.stored() - before
    said = answer.json() if answer.headers.get("Content-Type") == PROBLEM else {}
    told = (answer.status_code, said.get("type"), bool(said.get("detail")))
    expected = (line.status, f"/problems/{line.slug}", True)
    return [f"answered {told}"] * (told != expected) + [f"left {one}" for one in sorted(left)]


def test_each_of_73_abuses_is_refused_and_leaves_nothing_behind(
    app: FastAPI, ring: Ring, session: Session, settings: Settings
) -> None:
    wrong = {}
    for line in LINES:
        # Each in a browser of its own, on an issue of its own, in a minute of its own.
        app.state.rectify_throttles = (Throttle(PER_LINK), Throttle(MISSES_PER_ADDRESS))
        app.dependency_overrides.pop(present, None)
        issue = an_issue_in_hand(session, ring.scene)
        one = Ring(Browser(app), session, ring.scene, settings, issue)
        if found := tried(line, one):
            wrong[line.arrange.__name__] = found
    assert wrong == {}
    assert len({line.arrange.__name__ for line in LINES}) == len(LINES) == 73


def test_text_that_would_be_code_elsewhere_is_text_here(ring: Ring) -> None:
    ring.hand_out()
    text = "<img src=x onerror=alert(1)>'; DROP TABLE issue; -- ${7*7} {{7*7}}"
    sent = ring.submit(text=text, name="<b>赵</b>")
    assert sent.json()["rectification"]["text"] == text
    assert sent.headers["Content-Type"] == "application/json"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert ring.now().state == "reviewing"


def test_more_in_the_body_than_is_asked_for_is_not_looked_at(ring: Ring) -> None:
    ring.hand_out()
    sent = ring.submit(move="close", state="closed", severity="minor", issue_id="x", channel="x")
    assert (sent.json()["state"], ring.now().severity) == ("reviewing", ring.issue.severity)
    assert sent.json()["rectification"]["channel"] == "enterprise"


def test_the_same_answer_sent_again_is_one_answer(ring: Ring) -> None:
    ring.hand_out()
    answer = ring.answer()
    first = ring.client.post(ring.base, json=answer)
    before = ring.stored()
    again = ring.client.post(ring.base, json=answer)
    assert (again.status_code, again.json()) == (200, first.json())
    assert ring.stored() == before
