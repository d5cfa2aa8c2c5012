"""Numbers: each once, without a hole, a series for each unit, kind and year."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.user import user_of
from app.db import open_session
from app.documents.issuing import issue_document
from app.documents.kinds import kinds_of
from app.documents.models import Document
from app.documents.numbering import short_name, written
from app.documents.wire import DocumentOrder
from app.ledger.service import verify_chain
from app.regions.models import Level, Region, Unit
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from tests.documents.scene import an_issue_now, issue
from tests.ledger.scene import Scene, a_scene
from tests.people import Browser

AT = datetime(2026, 11, 26, 2, tzinfo=UTC)
FIELDS = {
    "requirement": "立即分柜存放",
    "deadline": "2026-12-03",
    "contact": "孟庆海",
    "phone": "0531-00000002",
}


def an_order(issue_id: UUID, kind: str = "rectify") -> DocumentOrder:
    return DocumentOrder(id=uuid4(), kind=kind, issues=[issue_id], fields=FIELDS)


def issued(
    engine: Engine, settings: Settings, who: Account, order: DocumentOrder, at: datetime = AT
) -> str:
    """The number of a document issued in a session of its own."""
    with open_session(engine) as own:
        set_scope(own, EVERYWHERE)
        made = issue_document(own, order, settings, by=user_of(who), at=at)
        own.commit()
        return made.number


def test_many_at_once_get_each_a_number_of_their_own(
    session: Session, engine: Engine, settings: Settings
) -> None:
    scene = a_scene(session)
    found = [an_issue_now(session, scene).id for _ in range(4)]
    orders = [an_order(found[n % 4]) for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda one: issued(engine, settings, scene.bureau, one), orders))
    assert sorted(numbers) == sorted(f"历下市监整〔2026〕{n}号" for n in range(1, 25))
    session.commit()
    for issue_id in found:
        assert verify_chain(session, issue_id) is None


def test_one_order_sent_by_many_at_once_is_one_document(
    session: Session, engine: Engine, settings: Settings
) -> None:
    scene = a_scene(session)
    order = an_order(an_issue_now(session, scene).id)
    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(lambda _: issued(engine, settings, scene.bureau, order), range(16)))
    assert numbers == {"历下市监整〔2026〕1号"}
    session.commit()
    assert len(session.exec(select(Document)).all()) == 1


def test_each_unit_kind_and_year_counts_by_itself(
    session: Session, engine: Engine, settings: Settings
) -> None:
    scene = a_scene(session)
    found = an_issue_now(session, scene).id
    new_year = datetime(2026, 12, 31, 16, tzinfo=UTC)
    later = DocumentOrder(
        id=uuid4(), kind="rectify", issues=[found], fields={**FIELDS, "deadline": "2027-01-08"}
    )
    assert issued(engine, settings, scene.bureau, an_order(found)) == "历下市监整〔2026〕1号"
    assert issued(engine, settings, scene.station, an_order(found)) == "历下市监历下整〔2026〕1号"
    assert issued(engine, settings, scene.bureau, later, new_year) == "历下市监整〔2027〕1号"
    assert issued(engine, settings, scene.bureau_2, an_order(found)) == "历下市监整〔2026〕2号"


def test_what_is_refused_takes_no_number(
    client: Browser, session: Session, settings: Settings
) -> None:
    scene = a_scene(session)
    found = an_issue_now(session, scene)
    first = issue(client, scene.bureau, "rectify", found.id).json()["number"]
    assert issue(client, scene.bureau, "rectify", found.id, fields={"phone": ""}).status_code == 422
    broken(settings, "rectify.docx")
    assert issue(client, scene.bureau, "rectify", found.id).status_code == 409
    (settings.templates_folder / "rectify.docx").unlink()
    next_one = issue(client, scene.bureau, "rectify", found.id).json()["number"]
    assert (first[-2:], next_one[-2:]) == ("1号", "2号")


def broken(settings: Settings, name: str) -> None:
    folder: Path = settings.templates_folder
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"no Word file")


def test_a_write_that_fails_at_the_end_gives_its_number_back(
    session: Session, engine: Engine, settings: Settings
) -> None:
    scene: Scene = a_scene(session)
    found = an_issue_now(session, scene).id
    with open_session(engine) as own:
        set_scope(own, EVERYWHERE)
        taken = issue_document(own, an_order(found), settings, by=user_of(scene.bureau), at=AT)
        assert taken.number == "历下市监整〔2026〕1号"
        own.rollback()
    assert issued(engine, settings, scene.bureau, an_order(found)) == "历下市监整〔2026〕1号"


@pytest.mark.parametrize(
    ("name", "level", "short"),
    [
        ("历下区", Level.COUNTY, "历下"),
        ("单县", Level.COUNTY, "单县"),
        ("济南市", Level.CITY, "济南"),
        ("山东省", Level.PROVINCE, "山东"),
        ("峨边彝族自治县", Level.COUNTY, "峨边彝族"),
        ("泉城路街道", Level.TOWN, "泉城路"),
    ],
)
def test_a_place_is_named_shortly(name: str, level: Level, short: str) -> None:
    assert short_name(Region(code="1", level=level, name=name, path_name=name)) == short


def test_an_office_numbers_in_its_own_name(session: Session, settings: Settings) -> None:
    a_scene(session)
    kinds = kinds_of(settings)
    kind = kinds.get("urge")
    assert kind is not None
    office = session.exec(select(Unit).where(col(Unit.name) == "历下区食药安办")).one()
    assert written(session, kinds, kind, office, 2026, 12) == "历下食药安办函〔2026〕12号"
