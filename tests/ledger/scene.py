"""A town, the people who handle its issues, and issues found there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import user_of
from app.db import begin_write
from app.entities.models import Entity
from app.ids import sha256_hex
from app.ledger.events import place_of
from app.ledger.findings import EntitySnapshot, Finding
from app.ledger.models import Feedback, Issue
from app.ledger.moving import move
from app.ledger.opening import open_issues
from app.ledger.orders import MoveOrder, mover
from app.ledger.steps import issue_or_404
from tests.builders import (
    CITY,
    COUNTY,
    TOWN,
    Tree,
    make_account,
    make_assignment,
    make_entity,
    make_region_tree,
)

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""A Monday, 11:00 in Shanghai."""

PHOTO = sha256_hex("a photo")


@dataclass(frozen=True)
class Scene:
    """One restaurant and everybody who has to do with its issues."""

    tree: Tree
    entity: Entity
    cadre: Account
    station: Account
    reviewer: Account
    bureau: Account
    bureau_2: Account
    office: Account
    office_2: Account
    city_office: Account
    inspector: Account


def a_scene(session: Session) -> Scene:
    """The scene, written to the database."""
    tree = make_region_tree(session)
    entity = make_entity(session)
    cadre = make_account(session, name="李淑琴", post="社区党委书记")
    make_assignment(session, entity, cadre)

    def person(role: Role, region: str, unit: UUID | None, name: str, post: str) -> Account:
        return make_account(session, role=role, region=region, unit=unit, name=name, post=post)

    return Scene(
        tree=tree,
        entity=entity,
        cadre=cadre,
        station=person(Role.STATION, TOWN, tree.station, "高文静", "所员"),
        reviewer=person(Role.STATION, TOWN, tree.station, "陈立新", "所长"),
        bureau=person(Role.BUREAU, COUNTY, tree.bureau, "孟庆海", "科员"),
        bureau_2=person(Role.BUREAU, COUNTY, tree.bureau, "蒋玉梅", "科长"),
        office=person(Role.OFFICE, COUNTY, tree.office, "宋建民", "干事"),
        office_2=person(Role.OFFICE, COUNTY, tree.office, "吕晓燕", "副主任"),
        city_office=person(Role.OFFICE, CITY, None, "于海波", "干事"),
        inspector=person(Role.INSPECTOR, COUNTY, None, "曹卫东", "督查员"),
    )


def a_finding(scene: Scene, **changed: Any) -> Finding:
    """A problem the cadre found at the restaurant."""
    entity = scene.entity
    told: dict[str, Any] = {
        "id": uuid4(),
        "origin": "visit",
        "inspection_id": uuid4(),
        "entity": EntitySnapshot(
            id=entity.id,
            name=entity.name,
            address=entity.address,
            grade=entity.baobao_grade,
            kind=entity.kind,
            business_type=entity.business_type,
            **place_of(entity),
        ),
        "item_code": "CATR-E01",
        "item_text": "冷藏柜生熟分开",
        "description": "冷藏柜生熟混放",
        "severity": "minor",
        "severity_given": "minor",
        "severity_reason": "",
        "basis": [{"title": "食品安全法", "article": "第33条"}],
        "requirement": "立即分柜存放",
        "deadline_value": 5,
        "deadline_unit": "workday",
        "found_at": NOW,
        "received_at": NOW,
        "finder": user_of(scene.cadre),
    }
    return Finding(**{**told, **changed})


def an_issue(session: Session, scene: Scene, *, at: datetime = NOW, **changed: Any) -> Issue:
    """An issue the cadre's visit opened, committed."""
    finding = a_finding(scene, **changed)
    begin_write(session)
    open_issues(session, [finding], at=at)
    session.commit()
    return issue_or_404(session, finding.id)


def found_now() -> dict[str, Any]:
    """Found and received at this moment, for what is judged by the present day."""
    at = datetime.now(UTC)
    return {"found_at": at, "received_at": at}


def order(seen: Issue, name: str, **fields: Any) -> MoveOrder:
    """An order made from what is seen."""
    return MoveOrder.model_validate(
        {"id": uuid4(), "move": name, "seen_version": seen.version, **fields}
    )


GIVEN: dict[str, dict[str, Any]] = {
    "submit": {"note": "已分柜存放", "date": "2026-11-23"},
    "return": {"note": "照片看不清"},
    "close": {"note": "现场看过", "photos": [PHOTO], "on_site": True},
    "request_extension": {"note": "缺货", "days": 2},
    "refuse_extension": {"note": "可以买到"},
    "propose_void": {"note": "重复登记"},
    "reopen": {"note": "现场没有改"},
    "file_case": {"number": "历下市监案〔2026〕1号", "date": "2026-11-23"},
    "refer": {"note": "公安机关", "number": "历下市监移〔2026〕1号"},
    "list": {"number": "督〔2026〕1号", "deadline": "2026-12-31"},
    "unlist": {"note": "已整改"},
    "pause": {"note": "停业装修"},
    "end": {"note": "已注销", "photos": [PHOTO]},
}
"""Enough for each move, so that a test says only what it is about."""


def act(
    session: Session,
    issue: Issue,
    who: Account,
    name: str,
    *,
    at: datetime = NOW,
    **fields: Any,
) -> Issue:
    """`who` makes a move, committed; what it needs is given unless the test gives its own."""
    given = order(issue, name, **{**GIVEN.get(name, {}), **fields})
    moved = move(session, issue.id, given, by=mover(user_of(who)), at=at)
    session.commit()
    return moved


def bring(session: Session, scene: Scene, issue: Issue, state: str) -> Issue:
    """Take an assigned issue on to `rectifying`, `reviewing` or `closed` (never a critical one)."""
    path = {"rectifying": 1, "reviewing": 2, "closed": 3}[state]
    steps = ((scene.station, "accept"), (scene.station, "submit"), (scene.reviewer, "close"))
    for who, name in steps[:path]:
        issue = act(session, issue, who, name)
    return issue


def told(session: Session, account_id: object) -> list[str]:
    rows = session.exec(select(Feedback).where(Feedback.account_id == account_id))
    return [row.text for row in rows]
