"""The enterprise's link: one issue, its code, a submission, its photos."""

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.clock import shanghai_minute
from app.ledger.models import Issue, IssueEvent
from app.ledger.rectify_routes import MISSES_PER_ADDRESS
from app.ledger.steps import issue_or_404
from app.media.stamping import stamped
from tests.ledger.link_scene import a_token
from tests.ledger.scene import Scene, act, an_issue, bring, found_now
from tests.media.conftest import PLACE, a_placed_photo, pixels
from tests.people import Browser


def rectification(version: int, **changed: Any) -> dict[str, Any]:
    today = datetime.now(UTC).date().isoformat()
    told = {
        "id": str(uuid4()),
        "seen_version": version,
        "text": "已新增熟食柜",
        "date": today,
        "name": "赵文博",
        "photos": [],
    }
    return {**told, **changed}


def test_the_station_gets_a_link_to_show_and_to_paste(
    client: Browser, scene: Scene, issue: Issue
) -> None:
    station = client.as_(scene.station)
    made = station.post(f"/api/v1/issues/{issue.id}/link").json()
    assert made["url"].endswith(f"/r/{made['token']}")
    assert made["url"] in made["text"]
    assert made["qr_svg"].startswith("<svg")
    assert len(made["token"]) == 43
    assert station.post(f"/api/v1/issues/{issue.id}/link").json() == made


def test_the_text_says_how_it_was_found_and_whether_the_term_has_passed(
    client: Browser, session: Session, scene: Scene
) -> None:
    def text(issue_id: object) -> str:
        made = client.as_(scene.station).post(f"/api/v1/issues/{issue_id}/link")
        return str(made.json()["text"])

    visited = an_issue(session, scene, **found_now()).id
    long_ago = datetime.now(UTC) - timedelta(days=60)
    late = an_issue(session, scene, found_at=long_ago, received_at=long_ago).id
    session.execute(sa.update(Issue).where(col(Issue.id) == late).values(origin="station"))
    session.commit()
    assert re.search("：督导发现“冷藏柜生熟混放”，请于.*日前整改，并打开", text(visited))
    assert re.search("：检查发现“.*”，.*日的期限已过，请尽快整改，并打开", text(late))


def test_the_office_makes_no_link(client: Browser, scene: Scene, issue: Issue) -> None:
    assert client.as_(scene.office).post(f"/api/v1/issues/{issue.id}/link").status_code == 403


def test_a_closed_issue_needs_no_link(client: Browser, session: Session, scene: Scene) -> None:
    closed = bring(session, scene, an_issue(session, scene), "closed")
    assert client.as_(scene.station).post(f"/api/v1/issues/{closed.id}/link").status_code == 409


def test_the_enterprise_sees_the_one_issue(client: Browser, scene: Scene, issue: Issue) -> None:
    shown = client.get(f"/api/v1/rectify/{a_token(client, scene, issue)}").json()
    assert (shown["number"], shown["state"]) == (issue.number, "rectifying")
    assert shown["may_submit"] is True
    assert shown["entity_name"] == "禾谷里餐饮店"
    assert shown["unit"] == {"name": "历下市场监管所", "phone": "0531-00000000"}
    assert not {"events", "finder", "moves"} & shown.keys()


def test_the_enterprise_submits_and_another_closes(
    client: Browser, session: Session, scene: Scene, issue: Issue
) -> None:
    token = a_token(client, scene, issue)
    order = rectification(issue.version)
    sent = client.post(f"/api/v1/rectify/{token}", json=order)
    assert (sent.status_code, sent.json()["state"]) == (200, "reviewing")
    assert sent.json()["may_submit"] is False
    assert sent.json()["rectification"]["channel"] == "enterprise"
    assert client.post(f"/api/v1/rectify/{token}", json=order).json() == sent.json()
    session.commit()
    submitted = issue_or_404(session, issue.id)
    assert len(session.exec(select(IssueEvent).where(IssueEvent.move == "submit")).all()) == 1
    assert act(session, submitted, scene.station, "close").state == "closed"


def test_the_enterprise_reads_why_it_came_back(
    client: Browser, session: Session, scene: Scene, issue: Issue
) -> None:
    token = a_token(client, scene, issue)
    client.post(f"/api/v1/rectify/{token}", json=rectification(issue.version))
    session.commit()
    returned = issue_or_404(session, issue.id)
    act(session, returned, scene.station, "return", note="请补拍近照", date="2026-11-25")
    shown = client.get(f"/api/v1/rectify/{token}").json()
    assert shown["returned"]["note"] == "请补拍近照"
    assert shown["returned"]["by"] == "2026-11-25"
    assert shown["returned"]["reopened"] is False
    assert shown["may_submit"] is True


def test_the_enterprise_reads_why_it_was_opened_again(
    client: Browser, session: Session, scene: Scene, issue: Issue
) -> None:
    token = a_token(client, scene, issue)
    session.commit()
    sent_in = act(session, issue_or_404(session, issue.id), scene.station, "submit")
    back = act(session, sent_in, scene.reviewer, "return", note="请补拍近照", date="2026-11-25")
    closed = act(session, act(session, back, scene.station, "submit"), scene.reviewer, "close")
    assert client.get(f"/api/v1/rectify/{token}").json()["returned"] is None
    act(session, closed, scene.inspector, "reopen", note="现场没有改")
    told = client.get(f"/api/v1/rectify/{token}").json()["returned"]
    assert (told["note"], told["reopened"], told["by"]) == ("现场没有改", True, None)


def test_the_enterprise_asks_for_more_days_once(
    client: Browser, scene: Scene, issue: Issue
) -> None:
    token = a_token(client, scene, issue)
    order = {
        "id": str(uuid4()),
        "seen_version": issue.version,
        "reason": "缺货",
        "days": 2,
        "name": "赵文博",
    }
    asked = client.post(f"/api/v1/rectify/{token}/extension", json=order).json()
    assert (asked["extension"], asked["may_request_extension"]) == ("requested", False)
    assert (asked["extension_days_max"], asked["extension_unit"]) == (5, "个工作日")


def test_a_stale_page_learns_only_that_the_issue_moved_on(
    client: Browser, scene: Scene, issue: Issue
) -> None:
    token = a_token(client, scene, issue)
    stale = client.post(f"/api/v1/rectify/{token}", json=rectification(issue.version - 1))
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/issue-moved-on")
    assert "issue" not in stale.json()


def test_a_photo_goes_up_through_the_link_and_counts(
    client: Browser, scene: Scene, issue: Issue
) -> None:
    data = a_placed_photo()
    sha = hashlib.sha256(data).hexdigest()
    base = f"/api/v1/rectify/{a_token(client, scene, issue)}"
    told = f"sha256 {base64.b64encode(sha.encode()).decode()}"
    tus = {"Tus-Resumable": "1.0.0"}
    begun = client.post(
        f"{base}/media",
        headers={**tus, "Upload-Length": str(len(data)), "Upload-Metadata": told},
    )
    assert begun.status_code == 201
    sent = client.patch(
        begun.headers["Location"],
        content=data,
        headers={
            **tus,
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
        },
    )
    assert sent.status_code == 204
    shown = client.post(base, json=rectification(issue.version, photos=[sha])).json()
    assert shown["rectification"]["photos"] == [{"sha256": sha, "arrived": True}]
    read = client.get(f"{base}/media/sha256/{sha}")
    assert PLACE not in read.content
    assert pixels(read.content) == pixels(data)
    station = client.as_(scene.station).get(f"/api/v1/issues/{issue.id}").json()
    assert station["photos"]["after"] == [{"sha256": sha, "arrived": True}]
    assert station["photos_pending"] == 0
    came = station["events"][-1]
    seen = client.as_(scene.station).get(f"/api/v1/issues/{issue.id}/photos/{sha}")
    assert seen.content == stamped(
        data,
        [
            station["entity"]["name"],
            f"问题编号 {station['number']} · 提交整改",
            f"{came['actor']['name']} · {came['actor']['post']}",
            f"服务器收到 {shanghai_minute(datetime.fromisoformat(came['at']))}",
            f"原图 SHA-256 {sha}",
        ],
    )


def gone(client: Browser, token: str) -> bool:
    answer = client.get(f"/api/v1/rectify/{token}")
    said: str = answer.json()["detail"]
    return answer.status_code == 404 and said == "链接已失效，请联系市场监管所重新获取。"


def test_a_revoked_link_is_gone_and_the_next_is_another(
    client: Browser, scene: Scene, issue: Issue
) -> None:
    token = a_token(client, scene, issue)
    revoked = client.as_(scene.station).delete(f"/api/v1/issues/{issue.id}/link")
    assert revoked.status_code == 204
    assert gone(client, token)
    assert client.post(f"/api/v1/rectify/{token}", json=rectification(3)).status_code == 404
    assert a_token(client, scene, issue) != token


def forged(token: str) -> list[str]:
    """Tokens that are nearly right."""
    raw = base64.urlsafe_b64decode(token + "=")
    flipped = [
        base64.urlsafe_b64encode(raw[:n] + bytes([raw[n] ^ 1]) + raw[n + 1 :]).decode()[:43]
        for n in range(0, 32, 2)
    ]
    return [*flipped, token[:-1], token + "A", token.upper(), "0", "........", "*" * 43, "é" * 20]


def test_a_forged_token_opens_nothing(client: Browser, scene: Scene, issue: Issue) -> None:
    tokens = forged(a_token(client, scene, issue))
    assert len(tokens) < MISSES_PER_ADDRESS
    for token in tokens:
        assert gone(client, token), token


@pytest.mark.parametrize(
    "changed",
    [
        {"text": ""},
        {"text": "字" * 2001},
        {"date": (datetime.now(UTC) + timedelta(days=3)).date().isoformat()},
        {"date": "昨天"},
        {"photos": ["x"]},
        {"photos": ["../../etc/passwd"]},
        {"photos": [f"{n:064x}" for n in range(7)]},
        {"id": "1"},
        {"seen_version": "new"},
        {"name": "名" * 41},
    ],
    ids=str,
)
def test_a_submission_that_does_not_fit_is_refused_and_leaves_no_trace(
    client: Browser, session: Session, scene: Scene, issue: Issue, changed: dict[str, Any]
) -> None:
    token = a_token(client, scene, issue)
    sent = client.post(f"/api/v1/rectify/{token}", json=rectification(issue.version, **changed))
    assert sent.status_code == 422
    session.commit()
    assert issue_or_404(session, issue.id).version == issue.version


def test_a_submission_through_the_link_takes_no_other_move(
    client: Browser, session: Session, scene: Scene, issue: Issue
) -> None:
    token = a_token(client, scene, issue)
    sneaky = rectification(issue.version, move="close", issue_id=str(uuid4()), state="closed")
    assert client.post(f"/api/v1/rectify/{token}", json=sneaky).json()["state"] == "reviewing"
