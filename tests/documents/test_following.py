"""签收, 反馈, 作废, what is overdue, and the list of documents."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.roles import Role
from app.clock import shanghai_date
from app.documents.models import Document
from app.ledger.service import verify_chain
from tests.builders import COUNTY, OTHER_TOWN, TOWN, make_account
from tests.documents.scene import WHERE, an_issue_now, issue, text_of, word_of
from tests.ledger.scene import Scene
from tests.people import Browser


def today() -> str:
    return str(shanghai_date(datetime.now(UTC)))


def signature(**changed: Any) -> dict[str, Any]:
    return {"name": "孙立华", "on": today(), **changed}


def test_a_document_is_signed_for_and_answered_once(
    client: Browser, session: Session, scene: Scene
) -> None:
    made = issue(client, scene.bureau, "rectify", an_issue_now(session, scene).id).json()
    bureau, where = client.as_(scene.bureau), f"{WHERE}/{made['id']}"
    early = bureau.post(f"{where}/feedback", json={"text": "已整改", "on": today()})
    assert (early.status_code, early.json()["detail"]) == (409, "请先记录签收，再记反馈。")
    signed = bureau.post(f"{where}/signature", json=signature()).json()
    assert (signed["state"], signed["signed_on"]) == ("to_answer", today())
    assert signed["signed"]["how"] == "直接送达"
    assert bureau.post(f"{where}/signature", json=signature()).json() == signed
    other = bureau.post(f"{where}/signature", json=signature(name="别人"))
    assert (other.status_code, other.json()["type"]) == (409, "/problems/document-written")
    answered = bureau.post(f"{where}/feedback", json={"text": "已整改", "on": today()}).json()
    assert (answered["state"], answered["answer"]["text"]) == ("answered", "已整改")
    assert answered["may"] == ["revoke"]


@pytest.mark.parametrize("days", [-1, 1])
def test_nobody_signs_before_it_was_issued_or_tomorrow(
    client: Browser, session: Session, scene: Scene, days: int
) -> None:
    made = issue(client, scene.bureau, "rectify", an_issue_now(session, scene).id).json()
    day = str(shanghai_date(datetime.now(UTC)) + timedelta(days=days))
    answer = client.as_(scene.bureau).post(
        f"{WHERE}/{made['id']}/signature", json=signature(on=day)
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/on")


def test_the_unit_addressed_signs_and_answers_but_revokes_nothing(
    client: Browser, session: Session, scene: Scene
) -> None:
    made = issue(client, scene.office, "listing", an_issue_now(session, scene).id).json()
    station, where = client.as_(scene.station), f"{WHERE}/{made['id']}"
    assert station.get(where).json()["may"] == ["sign"]
    assert station.post(f"{where}/signature", json=signature()).status_code == 200
    assert station.get(where).json()["may"] == ["feedback"]
    refused = station.post(f"{where}/revoke", json={"note": "不对"})
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "只有出具单位可以作废这份文书。",
    )


def test_who_is_neither_issuer_nor_addressed_writes_nothing(
    client: Browser, session: Session, scene: Scene
) -> None:
    made = issue(client, scene.bureau, "rectify", an_issue_now(session, scene).id).json()
    for person in (scene.station, scene.office):
        other = client.as_(person)
        assert other.get(f"{WHERE}/{made['id']}").json()["may"] == []
        answer = other.post(f"{WHERE}/{made['id']}/signature", json=signature())
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/document-not-yours")
    by_cadre = client.as_(scene.cadre).post(f"{WHERE}/{made['id']}/signature", json=signature())
    assert by_cadre.status_code == 403


def test_a_paper_lies_on_the_desk_of_the_unit_addressed_wherever_its_issues_are(
    client: Browser, session: Session, scene: Scene
) -> None:
    other = make_account(
        session, role=Role.STATION, region=OTHER_TOWN, unit=scene.tree.other_station
    )
    found = an_issue_now(session, scene)
    given = {"addressee": "市中市场监管所", "unit_id": str(scene.tree.other_station)}
    made = issue(client, scene.office, "urge", found.id, **given).json()
    desk = client.as_(other)
    assert [row["id"] for row in desk.get(WHERE).json()["items"]] == [made["id"]]
    # The paper alone: not the issue, which is another town's.
    assert desk.get(f"{WHERE}/{made['id']}").json()["named"] == []
    assert desk.get(f"/api/v1/issues/{found.id}").status_code == 404


def test_a_revoked_document_stays_with_its_number_and_the_reason(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    made = issue(client, scene.bureau, "rectify", found.id).json()
    bureau, where = client.as_(scene.bureau), f"{WHERE}/{made['id']}"
    gone = bureau.post(f"{where}/revoke", json={"note": "期限写错"}).json()
    assert (gone["state"], gone["revoked"]["note"], gone["may"]) == ("revoked", "期限写错", [])
    assert bureau.post(f"{where}/revoke", json={"note": "期限写错"}).json() == gone
    late = bureau.post(f"{where}/signature", json=signature())
    assert (late.status_code, late.json()["detail"]) == (409, "这份文书已经作废。")
    life = bureau.get(f"/api/v1/issues/{found.id}").json()["events"]
    assert life[-1]["note"] == f"已作废整改通知书 {made['number']}：期限写错"
    session.commit()
    assert verify_chain(session, found.id) is None
    assert made["number"] in text_of(word_of(bureau, made["id"]))
    again = issue(client, scene.bureau, "rectify", found.id).json()
    assert again["number"].endswith("〕2号")


def moved_back(session: Session, document_id: str, **days: int) -> None:
    """The document's days lie in the past."""
    day = shanghai_date(datetime.now(UTC))
    session.commit()
    values = {name: day - timedelta(days=ago) for name, ago in days.items()}
    session.execute(sa.update(Document).where(Document.id == UUID(document_id)).values(**values))  # type: ignore[arg-type]
    session.commit()


def test_each_state_is_counted_and_found(client: Browser, session: Session, scene: Scene) -> None:
    found = an_issue_now(session, scene)
    made = {
        name: issue(client, scene.bureau, "rectify", found.id).json()["id"]
        for name in ("fresh", "unsigned", "unanswered", "answered", "revoked")
    }
    bureau = client.as_(scene.bureau)
    for name in ("unanswered", "answered"):
        bureau.post(f"{WHERE}/{made[name]}/signature", json=signature())
    bureau.post(f"{WHERE}/{made['answered']}/feedback", json={"text": "已整改", "on": today()})
    bureau.post(f"{WHERE}/{made['revoked']}/revoke", json={"note": "写错"})
    moved_back(session, made["unsigned"], sign_by=1)
    for name in ("unanswered", "answered", "revoked"):
        moved_back(session, made[name], sign_by=2, feedback_due=1)

    def ids(query: str) -> set[str]:
        return {row["id"] for row in bureau.get(f"{WHERE}?{query}").json()["items"]}

    wanted = {
        "to_sign": {"fresh", "unsigned"},
        "to_answer": {"unanswered"},
        "overdue": {"unsigned", "unanswered"},
        "answered": {"answered"},
        "revoked": {"revoked"},
    }
    for state, names in wanted.items():
        assert ids(f"state={state}") == {made[name] for name in names}, state
    late = {row["id"] for row in bureau.get(WHERE).json()["items"] if row["overdue"]}
    assert late == {made[name] for name in wanted["overdue"]}
    counts = bureau.get(f"{WHERE}/counts").json()
    assert counts == {**{state: len(names) for state, names in wanted.items()}, "all": 5}
    assert ids(f"issue={found.id}&kind=rectify") == set(made.values())
    assert ids(f"entity={scene.entity.id}") == set(made.values())
    assert ids("kind=talk") == set()
    assert ids("q=禾谷里 〕2号") == {made["unsigned"]}
    assert ids("q=%25") == set()


def test_pages_follow_each_other_without_gap_or_repeat(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    made = [issue(client, scene.bureau, "rectify", found.id).json()["id"] for _ in range(5)]
    session.commit()
    session.execute(sa.update(Document).values(issued_at=datetime.now(UTC)))
    session.commit()
    bureau, seen, cursor = client.as_(scene.bureau), [], ""
    while True:
        page = bureau.get(f"{WHERE}?limit=2{cursor}").json()
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert (len(seen), set(seen)) == (5, set(made))
    assert bureau.get(f"{WHERE}?cursor=x").status_code == 422


def test_a_town_sees_what_is_about_its_own_issues(
    client: Browser, session: Session, scene: Scene
) -> None:
    made = issue(client, scene.bureau, "rectify", an_issue_now(session, scene).id).json()
    session.commit()
    for region, sees in ((TOWN, True), (OTHER_TOWN, False)):
        unit = scene.tree.station if sees else scene.tree.other_station
        person = make_account(session, role=Role.STATION, region=region, unit=unit)
        assert (client.as_(person).get(f"{WHERE}/{made['id']}").status_code == 200) is sees
    session.commit()
    inspector = make_account(session, role=Role.INSPECTOR, region=COUNTY)
    assert client.as_(inspector).get(WHERE).json()["items"][0]["id"] == made["id"]
