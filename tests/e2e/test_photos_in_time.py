"""A photo takes a moment to be made smaller and written down: what is handed in waits for it."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from app.accounts.roles import Role
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import TOWN, make_assignment, make_entity, make_region_tree
from tests.e2e.caller import Caller
from tests.e2e.conftest import Phone, Server
from tests.e2e.filling import answer_everything, sign
from tests.e2e.qr_camera import photo
from tests.e2e.steps import password_account, sign_in

FAULT = "冷藏柜里生肉放在熟食上方"
WRONG = "生熟食品的刀板"
# An old phone with a large photo: opening it takes seconds.
SLOW = """(() => {
  const real = window.createImageBitmap.bind(window)
  window.createImageBitmap = async (...given) => {
    await new Promise(done => setTimeout(done, 1000))
    return real(...given)
  }
})()"""

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def shop(server: Server) -> UUID:
    """A small restaurant, the cadre who answers for it, and its station."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        password_account(
            session, "station", role=Role.STATION, region=TOWN, unit=tree.station, name="高文静"
        )
        entity = make_entity(session)
        make_assignment(session, entity, cadre, due_in=period_of(shanghai_date(now())))
        return entity.id


@pytest.fixture
def slow_page(phone: Callable[..., Phone]) -> Page:
    """A page on a phone that is slow with photos."""
    page = phone("slow").open()
    page.add_init_script(SLOW)
    return page


def _take(where: Page | Locator, label: str, picture: Path) -> None:
    where.get_by_label(label).set_input_files(picture)


def test_the_enterprises_answer_waits_for_its_photo(
    server: Server, shop: UUID, slow_page: Page, tmp_path: Path
) -> None:
    station = Caller(server.url, "station")
    issue = station.move(station.register(str(shop), FAULT), "accept")
    link = station.post(f"/issues/{issue['id']}/link")

    slow_page.goto(f"{server.url}/r/{link['token']}")
    slow_page.get_by_label("验证码", exact=True).fill(link["code"])
    slow_page.get_by_role("button", name="确定").click()
    slow_page.get_by_label("怎么改的").fill("生熟已分开存放")
    slow_page.get_by_label("反馈人姓名").fill("孙立华")
    _take(slow_page, "整改后照片：拍照", photo(tmp_path / "after.jpg", "#6f8f54"))
    slow_page.get_by_role("button", name="提交整改").click()

    expect(slow_page.get_by_label("已提交的整改")).to_be_visible()
    assert len(station.get(f"/issues/{issue['id']}")["photos"]["after"]) == 1


def test_an_answer_filed_on_behalf_waits_for_its_photo(
    server: Server, shop: UUID, slow_page: Page, tmp_path: Path
) -> None:
    station = Caller(server.url, "station")
    issue = station.move(station.register(str(shop), FAULT), "accept")

    sign_in(slow_page, server.url, "station")
    slow_page.goto(f"{server.url}/issue/{issue['id']}")
    slow_page.get_by_role("button", name="代报整改").click()
    sheet = slow_page.get_by_role("dialog").last
    sheet.get_by_label("怎么改的").fill("生熟已分开存放")
    sheet.get_by_label("整改完成日期").fill(f"{shanghai_date(now())}")
    _take(sheet, "整改后照片：拍照", photo(tmp_path / "after.jpg", "#6f8f54"))
    sheet.get_by_role("button", name="提交整改").click()

    expect(slow_page.get_by_text("待复核").first).to_be_visible()
    assert len(station.get(f"/issues/{issue['id']}")["photos"]["after"]) == 1


def test_a_cadre_who_goes_on_at_once_keeps_the_photos_just_taken(
    server: Server, shop: UUID, slow_page: Page, tmp_path: Path
) -> None:
    first = photo(tmp_path / "first.jpg", "#b9543f")
    sign_in(slow_page, server.url, "cadre")
    slow_page.goto(f"{server.url}/entity/{shop}")
    slow_page.get_by_role("button", name="开始督导").click()
    answer_everything(slow_page, wrong=WRONG, note=FAULT, picture=first)

    # A second and a third photo from two buttons, and on to the signatures without looking.
    card = slow_page.locator("section.card.item", has_text=WRONG)
    _take(card, "现场照片：拍照", photo(tmp_path / "second.jpg", "#8aa7bd"))
    _take(card, "现场照片：从相册选", photo(tmp_path / "third.jpg", "#40613c"))
    slow_page.get_by_role("button", name="去签字").click()

    expect(slow_page.get_by_text("照片 3 张")).to_be_visible(timeout=15_000)
    slow_page.get_by_role("radio", name="孙立华").click()
    for who in ("周明远", "孙立华"):
        slow_page.get_by_role("button", name="点这里横屏签字").first.click()
        sign(slow_page, who)
    slow_page.get_by_role("button", name="提交督导记录").click()
    expect(slow_page.get_by_role("heading", name="已提交")).to_be_visible(timeout=15_000)
    visit = Caller(server.url, "cadre").get("/inspections")["items"][0]
    answers = Caller(server.url, "cadre").get(f"/inspections/{visit['id']}")["answers"]
    assert [len(one["photos"]) for one in answers if one["answer"] == "no"] == [3]


def test_going_back_waits_for_the_photo_just_taken(
    server: Server, shop: UUID, slow_page: Page, tmp_path: Path
) -> None:
    sign_in(slow_page, server.url, "cadre")
    slow_page.goto(f"{server.url}/entity/{shop}")
    slow_page.get_by_role("button", name="开始督导").click()
    card = slow_page.locator("section.card.item", has_text=WRONG)
    card.get_by_role("radio", name="不符合", exact=True).click()
    _take(card, "现场照片：拍照", photo(tmp_path / "one.jpg", "#b9543f"))
    slow_page.get_by_role("button", name="返回").click()

    slow_page.get_by_role("button", name="继续督导").click()
    expect(card.get_by_label("删除第 1 张照片")).to_be_visible()
