"""A server killed in the middle of its work loses nothing it has acknowledged (A7)."""

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from app.accounts.tokens import access_token
from app.db import now
from app.ids import uuid7
from app.inspections.models import Inspection
from app.ledger.models import Issue
from app.settings import Settings
from tests.inspections.visits import a_scene, address, answers, body, sha
from tests.serving import ServerProcess, free_port

ENOUGH = 40
PROFILE = {"level": "village", "kind": "小餐饮（登记）", "grade": "D"}


@pytest.mark.load
def test_every_acknowledged_visit_survives_a_kill_with_all_its_issues(
    settings: Settings, session: Session
) -> None:
    scene = a_scene(session)
    at = now()
    wrong = {"CATR-D01": [sha("d01")], "CATR-E01": [sha("e01")]}
    visit = json.dumps(
        body(scene.entity, at=at, answers=answers(wrong=wrong, at=at), profile=PROFILE)
    )
    headers = {
        "Authorization": f"Bearer {access_token(scene.cadre, settings, at)}",
        "Content-Type": "application/json",
    }
    server = ServerProcess(settings, free_port())
    acknowledged: dict[UUID, bytes] = {}
    unanswered: list[UUID] = []
    enough = Event()

    def submit_until_killed(_: int) -> None:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        while True:
            id = uuid7()
            try:
                answer = _put(connection, id, visit, headers)
            except (OSError, HTTPException):
                unanswered.append(id)
                return
            acknowledged[id] = answer
            if len(acknowledged) >= ENOUGH:
                enough.set()

    with ThreadPoolExecutor(8) as phones:
        running = [phones.submit(submit_until_killed, n) for n in range(8)]
        assert enough.wait(120)
        server.kill()
        for phone in running:
            phone.result()
    assert len(unanswered) == 8, "each phone was cut off in the middle of a submission"

    server.start()
    try:
        session.commit()
        stored = {visit.id: visit for visit in session.exec(select(Inspection))}
        assert acknowledged.keys() <= stored.keys()
        assert stored.keys() <= acknowledged.keys() | set(unanswered)
        opened = list(session.exec(select(Issue.inspection_id).order_by(col(Issue.number))))
        for id, inspection in stored.items():
            assert opened.count(id) == inspection.issue_count == 2
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        for id in unanswered:
            _put(connection, id, visit, headers)
        again = {id: _put(connection, id, visit, headers) for id in acknowledged}
        assert again == acknowledged
    finally:
        server.stop()


def _put(connection: HTTPConnection, id: UUID, visit: str, headers: dict[str, Any]) -> bytes:
    connection.request("PUT", address(id), visit.encode(), headers)
    answer = connection.getresponse()
    content = answer.read()
    assert answer.status in (200, 201), content
    return content
