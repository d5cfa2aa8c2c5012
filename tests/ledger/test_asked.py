"""What an enterprise reads as its requirement: what it has to do itself."""

import pytest
from sqlmodel import Session

from app.ledger.asked import asked_of_enterprise
from app.settings import Settings
from tests.documents.scene import an_issue_now, offers
from tests.ledger.link_scene import Ring, an_issue_in_hand
from tests.ledger.scene import a_scene
from tests.people import Browser


@pytest.mark.parametrize(
    ("requirement", "asked"),
    [
        ("立即停用隔离登记，移交市场监管", "立即停用隔离登记"),
        ("立即停止超范围生产，隔离相关产品，移交市场监管", "立即停止超范围生产，隔离相关产品"),
        ("立即停止并移交市场监管", "立即停止"),
        ("更正公示，地址不实的移交市场监管", "更正公示"),
        ("停止使用，移交市场监管核查", "停止使用"),
        ("移交市场监管", "按市场监管部门的要求整改"),
        ("立即分柜存放，贴标签。", "立即分柜存放，贴标签。"),
        ("", ""),
    ],
)
def test_what_the_authorities_do_is_not_asked_of_it(requirement: str, asked: str) -> None:
    assert asked_of_enterprise(requirement) == asked


def test_its_page_and_its_notice_ask_the_same_and_the_station_sees_the_whole(
    client: Browser, session: Session, settings: Settings
) -> None:
    scene = a_scene(session)
    whole = "停止销售，移交市场监管"
    issue = an_issue_in_hand(session, scene, requirement=whole)
    ring = Ring(client, session, scene, settings, issue)
    ring.hand_out()
    assert client.get(ring.base).json()["requirement"] == "停止销售"
    station = client.as_(scene.station)
    assert station.get(f"/api/v1/issues/{issue.id}").json()["requirement"] == whole
    found = an_issue_now(session, scene, requirement=whole)
    fields = offers(client.as_(scene.bureau), found.id)["rectify"]["fields"]
    assert next(one for one in fields if one["name"] == "requirement")["value"] == "停止销售。"
