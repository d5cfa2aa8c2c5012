"""Who may issue which document, for which issues, and what becomes of a second sending."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Audit
from app.documents.models import Document
from app.entities.models import Entity
from app.ledger.findings import EntitySnapshot
from app.ledger.models import Issue
from app.ledger.service import verify_chain
from app.ledger.steps import issue_or_404
from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    PROVINCE,
    TOWN,
    make_account,
    make_entity,
)
from tests.documents.scene import WHERE, an_issue_now, an_order, issue, offers
from tests.ledger.scene import Scene, a_finding, an_issue, bring
from tests.people import Browser

KINDS = ("rectify", "listing", "talk", "urge")
MARKET = {"rectify", "talk"}
OFFICE = {"listing", "urge"}

MAY: dict[tuple[Role, str], set[str]] = {
    (Role.STATION, TOWN): {"rectify"},
    (Role.BUREAU, COUNTY): MARKET,
    (Role.BUREAU, CITY): MARKET,
    (Role.BUREAU, PROVINCE): MARKET,
    (Role.OFFICE, COUNTY): OFFICE,
    (Role.OFFICE, CITY): OFFICE,
    (Role.OFFICE, PROVINCE): OFFICE,
}
"""By hand from DOMAIN 4.5; whoever is not named issues nothing."""

PLACES: list[tuple[Role, str]] = [
    *MAY,
    *((Role.INSPECTOR, place) for place in (COUNTY, CITY, PROVINCE)),
    *(
        (role, place)
        for role in (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)
        for place in (COUNTY,)
    ),
    *((Role.CADRE, place) for place in (TOWN, COUNTY, CITY)),
    (Role.ASSISTANT, CITY),
]


def the_person(session: Session, scene: Scene, role: Role, region: str) -> Account:
    units = {Role.STATION: scene.tree.station, Role.BUREAU: scene.tree.bureau}
    unit = units.get(role) or (scene.tree.office if role is Role.OFFICE else None)
    return make_account(session, role=role, region=region, unit=unit)


@pytest.mark.parametrize(("role", "region"), PLACES)
def test_each_role_issues_the_kinds_of_its_table_and_no_other(
    client: Browser, session: Session, scene: Scene, role: Role, region: str
) -> None:
    person = the_person(session, scene, role, region)
    found = an_issue_now(session, scene)
    may = MAY.get((role, region), set())
    market = client.as_(scene.bureau if role is not Role.BUREAU else person)
    for kind in KINDS:
        source = market if kind in MARKET else client.as_(scene.office)
        order = an_order(source, kind, found.id)
        answer = client.as_(person).post(WHERE, json=order)
        assert answer.status_code == (201 if kind in may else 403), (
            role,
            region,
            kind,
            answer.text,
        )
    if may:
        assert set(offers(client.as_(person), found.id)) == may
    session.commit()
    assert len(session.exec(select(Document)).all()) == len(may)


def test_the_form_fills_itself_from_the_issues(
    client: Browser, session: Session, scene: Scene
) -> None:
    first = an_issue_now(session, scene, requirement="立即分柜存放。")
    second = an_issue_now(session, scene, requirement="补齐标签")
    offer = offers(client.as_(scene.bureau), first.id, second.id)["rectify"]
    fields = {field["name"]: field["value"] for field in offer["fields"]}
    assert fields["requirement"] == "1. 立即分柜存放。\n2. 补齐标签。"
    assert fields["deadline"] == str(first.deadline)
    assert fields["contact"] == "孟庆海"
    assert (offer["addressee"], offer["why_not"]) == ("禾谷里餐饮店", "")
    supervised = offers(client.as_(scene.office), first.id)["listing"]
    assert (supervised["addressee"], supervised["unit_id"]) == (
        "历下市场监管所",
        str(scene.tree.station),
    )


def test_it_is_numbered_and_stands_in_the_life_of_its_issues(
    client: Browser, session: Session, scene: Scene
) -> None:
    issues = [an_issue_now(session, scene), an_issue_now(session, scene)]
    answer = issue(client, scene.bureau, "rectify", *(one.id for one in issues))
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    year = shown["issued_at"][:4]
    assert shown["number"] == f"历下市监整〔{year}〕1号"
    assert (shown["state"], shown["overdue"], shown["may"]) == (
        "to_sign",
        False,
        ["sign", "revoke"],
    )
    assert {named["id"] for named in shown["named"]} == {str(one.id) for one in issues}
    session.commit()
    for one in issues:
        life = client.as_(scene.station).get(f"/api/v1/issues/{one.id}").json()["events"]
        assert (life[-1]["move"], life[-1]["move_name"]) == ("document", "出具文书")
        assert life[-1]["note"] == f"已出具整改通知书 {shown['number']}"
        assert verify_chain(session, one.id) is None
    (line,) = session.exec(select(Audit).where(Audit.action == "document.issue")).all()
    assert line.detail == {"number": shown["number"], "kind": "整改通知书"}


def test_a_station_writes_its_own_name_into_the_number(
    client: Browser, session: Session, scene: Scene
) -> None:
    shown = issue(client, scene.station, "rectify", an_issue_now(session, scene).id).json()
    assert shown["number"].startswith("历下市监历下整〔")


def test_the_same_order_again_is_the_same_document(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    bureau = client.as_(scene.bureau)
    order = an_order(bureau, "rectify", found.id)
    first, again = bureau.post(WHERE, json=order), bureau.post(WHERE, json=order)
    assert (first.status_code, again.json()) == (201, first.json())
    bring(session, scene, found_again(session, found.id), "closed")
    assert bureau.post(WHERE, json=order).status_code == 201
    other = bureau.post(WHERE, json={**order, "fields": {**order["fields"], "contact": "别人"}})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/document-differs")
    by_another = client.as_(scene.bureau_2).post(WHERE, json=order)
    assert by_another.status_code == 409
    session.commit()
    assert len(session.exec(select(Document)).all()) == 1


def found_again(session: Session, issue_id: UUID) -> Issue:
    session.commit()
    return issue_or_404(session, issue_id)


def test_what_does_not_fit_is_refused_with_the_reason(
    client: Browser, session: Session, scene: Scene
) -> None:
    closed = bring(session, scene, an_issue_now(session, scene), "closed")
    offer = offers(client.as_(scene.bureau), closed.id)["rectify"]
    assert offer["why_not"] == "所选问题里有已经办结的，不能再出具文书。"
    refused = issue(client, scene.bureau, "rectify", closed.id)
    assert (refused.status_code, refused.json()["detail"]) == (409, offer["why_not"])

    here = an_issue_now(session, scene)
    neighbour = make_entity(session, name="隔壁面馆")
    elsewhere = an_issue_now(session, scene, entity=snapshot(scene, neighbour))
    refused = issue(client, scene.bureau, "rectify", here.id, elsewhere.id)
    assert refused.json()["detail"] == "整改通知书一次只送一家企业，所选问题属于不同的企业。"
    both = issue(client, scene.office, "listing", here.id, elsewhere.id)
    assert (both.status_code, both.json()["issues"]) == (201, 2)


def snapshot(scene: Scene, entity: Entity) -> EntitySnapshot:
    return replace(a_finding(scene).entity, id=entity.id, name=entity.name)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("requirement", " ", "请填写整改要求"),
        ("requirement", "长" * 1001, "整改要求最多 1000 字"),
        ("deadline", "2020-01-01", "整改期限不能早于今天"),
        ("deadline", "明天", "整改期限不是一个日期"),
        ("deadline", "2099-12-03T09:30", "整改期限不是一个日期"),
        ("nonsense", "x", "没有这一栏"),
    ],
)
def test_a_field_that_will_not_do_is_named(
    client: Browser, session: Session, scene: Scene, field: str, value: str, told: str
) -> None:
    found = an_issue_now(session, scene)
    answer = issue(client, scene.bureau, "rectify", found.id, fields={field: value})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/document-incomplete")
    assert answer.json()["errors"] == [{"pointer": f"/fields/{field}", "detail": told}]


def test_a_paper_gives_the_enterprise_no_more_days_than_the_ledger(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    day = found.deadline
    later = {"deadline": str(day + timedelta(days=1))}
    answer = issue(client, scene.bureau, "rectify", found.id, fields=later)
    told = f"整改期限不能晚于台账里的{day.year}年{day.month}月{day.day}日，要延期请先办延期"
    assert (answer.status_code, answer.json()["errors"][0]["detail"]) == (422, told)
    same = issue(client, scene.bureau, "rectify", found.id, fields={"deadline": str(day)})
    assert same.status_code == 201

    def hint(of: Issue) -> str:
        offer = offers(client.as_(scene.bureau), of.id)["rectify"]
        return str(next(one["hint"] for one in offer["fields"] if one["name"] == "deadline"))

    long_ago = datetime.now(UTC) - timedelta(days=60)
    past = an_issue(session, scene, found_at=long_ago, received_at=long_ago)
    assert hint(found) == ""
    assert "已过。这里另定的日期不改变台账期限" in hint(past)


@pytest.mark.parametrize("value", ["2099-01-15", "2099-01-15T25:00", "2099-01-15T09:30+08:00"])
def test_a_time_has_a_day_and_a_minute(
    client: Browser, session: Session, scene: Scene, value: str
) -> None:
    found = an_issue_now(session, scene)
    answer = issue(client, scene.bureau, "talk", found.id, fields={"time": value})
    assert answer.json()["errors"] == [{"pointer": "/fields/time", "detail": "约谈时间不是时间"}]


def test_another_county_learns_and_issues_nothing(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    order = an_order(client.as_(scene.bureau), "rectify", found.id)
    issued = client.as_(scene.bureau).post(WHERE, json=order).json()
    session.commit()
    stranger = client.as_(
        make_account(session, role=Role.BUREAU, region=OTHER_COUNTY, unit=scene.tree.other_bureau)
    )
    asked = stranger.get(f"{WHERE}/kinds", params={"issue": str(found.id)})
    assert asked.status_code == 404
    assert stranger.post(WHERE, json={**order, "id": str(uuid4())}).status_code == 404
    for where in (f"{WHERE}/{issued['id']}", f"{WHERE}/{issued['id']}.docx"):
        assert stranger.get(where).status_code == 404
    for what, body in (
        ("signature", {"name": "甲", "on": issued["issued_at"][:10]}),
        ("feedback", {"text": "已整改", "on": issued["issued_at"][:10]}),
        ("revoke", {"note": "写错了"}),
    ):
        assert stranger.post(f"{WHERE}/{issued['id']}/{what}", json=body).status_code == 404
    assert stranger.get(WHERE).json()["items"] == []
    assert set(stranger.get(f"{WHERE}/counts").json().values()) == {0}
    assert stranger.get(WHERE, params={"issue": str(found.id)}).json()["items"] == []


def test_the_cadre_reads_what_was_issued_about_his_shop(
    client: Browser, session: Session, scene: Scene
) -> None:
    issued = issue(client, scene.bureau, "rectify", an_issue_now(session, scene).id).json()
    shown = client.as_(scene.cadre).get(f"{WHERE}/{issued['id']}").json()
    assert (shown["number"], shown["may"]) == (issued["number"], [])


def test_an_office_without_a_unit_of_its_own_is_told_whom_to_ask(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    order = an_order(client.as_(scene.office), "urge", found.id)
    answer = client.as_(scene.city_office).post(WHERE, json=order)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/no-unit")
