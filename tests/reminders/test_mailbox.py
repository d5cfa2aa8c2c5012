"""One's own messages over HTTP, in the pull, and marked as read."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.tokens import access_token
from app.per_request import present
from tests.ledger.scene import Scene, an_issue, bring
from tests.people import Browser
from tests.reminders.conftest import Office

MORNING = datetime.fromisoformat("2026-11-30T08:30:00+08:00").astimezone(UTC)


class Reader:
    def __init__(self, app: FastAPI, client: Browser) -> None:
        self.app, self.client = app, client

    def ask(self, who: Account, method: str, path: str, at: datetime = MORNING, **more: Any) -> Any:
        self.app.dependency_overrides[present] = lambda: at
        token = access_token(who, self.app.state.settings, at)
        headers = {"Authorization": f"Bearer {token}"}
        return self.client.request(method, path, headers=headers, **more)


def test_a_message_is_read_by_its_reader_and_by_nobody_else(
    app: FastAPI, client: Browser, session: Session, office: Office, scene: Scene
) -> None:
    bring(session, scene, an_issue(session, scene), "rectifying")
    office.work(MORNING)
    reader = Reader(app, client)
    (shown,) = reader.ask(scene.station, "GET", "/api/v1/messages").json()
    assert (shown["title"], shown["read_at"]) == ("今天到期 1 项", None)
    assert shown["lines"] == [
        {
            "text": "今天到期 1 项",
            "to": "/ledger?due_from=2026-11-30&due_to=2026-11-30",
        }
    ]
    assert reader.ask(scene.cadre, "GET", "/api/v1/messages").json() == []
    upto = {"upto": shown["at"]}
    for who in (scene.cadre, scene.station, scene.station):
        assert reader.ask(who, "POST", "/api/v1/messages/read", json=upto).status_code == 204
    (read,) = reader.ask(scene.station, "GET", "/api/v1/messages").json()
    assert read["read_at"] == "2026-11-30T00:30:00Z"
    (unread,) = reader.ask(scene.reviewer, "GET", "/api/v1/messages").json()
    assert unread["read_at"] is None


def test_the_pull_brings_messages_when_there_is_something_new(
    app: FastAPI, client: Browser, session: Session, office: Office, scene: Scene
) -> None:
    bring(session, scene, an_issue(session, scene), "rectifying")
    reader = Reader(app, client)
    first = reader.ask(scene.station, "GET", "/api/v1/sync").json()
    assert first["messages"] == []
    cursor = first["cursor"]
    nothing = reader.ask(scene.station, "GET", "/api/v1/sync", params={"cursor": cursor}).json()
    assert nothing["messages"] is None
    office.work(MORNING)
    new = reader.ask(scene.station, "GET", "/api/v1/sync", params={"cursor": cursor}).json()
    assert [one["title"] for one in new["messages"]] == ["今天到期 1 项"]
    later = MORNING + timedelta(minutes=1)
    upto = {"upto": new["messages"][0]["at"]}
    reader.ask(scene.station, "POST", "/api/v1/messages/read", at=later, json=upto)
    again = reader.ask(
        scene.station, "GET", "/api/v1/sync", at=later, params={"cursor": new["cursor"]}
    ).json()
    assert again["messages"][0]["read_at"] is not None
