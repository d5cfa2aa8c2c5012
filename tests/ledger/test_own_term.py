"""Registered outside a visit with a day of its own: earlier than the term, never later."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import Response
from sqlmodel import Session

from app.clock import shanghai_date
from app.ledger.models import Issue
from app.ledger.service import verify_chain
from app.ledger.steps import issue_or_404
from tests.ledger.scene import Scene, a_scene
from tests.people import Browser

DAY = timedelta(days=1)


def today() -> date:
    return shanghai_date(datetime.now(UTC))


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def register(client: Browser, scene: Scene, **changed: Any) -> Response:
    told = {
        "id": str(uuid4()),
        "entity_id": str(scene.entity.id),
        "text": "冷藏柜生熟分开",
        "description": "混放",
        "severity": "minor",
        "requirement": "分柜",
    }
    sent: Response = client.as_(scene.station).post("/api/v1/issues", json={**told, **changed})
    return sent


def term(client: Browser, scene: Scene, severity: str) -> date:
    """The last day of a severity, as it stands when no other is asked for."""
    return date.fromisoformat(register(client, scene, severity=severity).json()["deadline"])


@pytest.mark.parametrize("severity", ["minor", "major"])
def test_an_earlier_day_is_taken_and_the_last_day_is_the_term(
    client: Browser, session: Session, scene: Scene, severity: str
) -> None:
    last = term(client, scene, severity)
    for day in (last, last - DAY, today()):
        made = register(client, scene, severity=severity, deadline=f"{day}")
        assert made.status_code == 201, made.text
        shown = made.json()
        assert (shown["deadline"], shown["original_deadline"]) == (f"{day}", f"{day}")
        issue: Issue = issue_or_404(session, UUID(shown["id"]))
        assert verify_chain(session, issue.id) is None
        session.commit()


@pytest.mark.parametrize("severity", ["minor", "major", "critical"])
def test_a_later_day_and_one_that_has_passed_are_refused_with_the_reason(
    client: Browser, scene: Scene, severity: str
) -> None:
    last = term(client, scene, severity)
    later = register(client, scene, severity=severity, deadline=f"{last + DAY}")
    assert later.status_code == 422
    assert later.json()["errors"][0]["pointer"] == "/deadline"
    assert f"最晚到 {last.month}月{last.day}日" in later.json()["detail"]
    assert "可以提前，不能推后" in later.json()["detail"]
    passed = register(client, scene, severity=severity, deadline=f"{today() - DAY}")
    assert passed.status_code == 422
    assert "不能早于今天" in passed.json()["detail"]


def test_sent_again_it_is_the_same_issue_and_with_another_day_it_is_refused(
    client: Browser, scene: Scene
) -> None:
    day = today() + DAY
    told = {"id": str(uuid4()), "deadline": f"{day}"}
    first = register(client, scene, **told)
    assert register(client, scene, **told).json()["number"] == first.json()["number"]
    assert register(client, scene, **{**told, "deadline": f"{day + DAY}"}).status_code == 409
