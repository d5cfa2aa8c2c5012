"""A checklist gets a newer version while a visit is being filled in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import make_engine, now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from tests.builders import make_assignment, make_entity, make_region_tree
from tests.e2e.conftest import Phone
from tests.e2e.qr_camera import photo
from tests.e2e.steps import password_account, sign_in
from tests.serving import ServerProcess, free_port
from tests.shelves import Body, add_version, items, own_shelf

GONE, REWORDED, NEW = "CATR-B01", "CATR-A01", "CATR-B09"
NEW_WORDS = "后厨的垃圾桶有盖，当天清走"

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@dataclass
class Place:
    """An installation whose checklists may get a newer version while it runs."""

    settings: Settings
    shelf: Path
    port: int
    entity: str
    process: ServerProcess

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def release(self, change: Callable[[Body], None]) -> None:
        """Put a newer version on the shelf and start again, as an administrator does."""
        add_version(self.shelf, "catering", change)
        self.process.stop()
        self.process = ServerProcess(self.settings, self.port)


@pytest.fixture
def place(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A cadre and one shop."""
    shelf = own_shelf(tmp_path / "checklists")
    monkeypatch.setenv("DUDAO_CHECKLISTS", str(shelf))
    engine = make_engine(settings)
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        cadre = password_account(session, "cadre")
        shop = make_entity(session)
        make_assignment(session, shop, cadre, due_in=period_of(shanghai_date(now())))
        entity = str(shop.id)
    engine.dispose()
    port = free_port()
    found = Place(settings, shelf, port, entity, ServerProcess(settings, port))
    yield found
    found.process.stop()


def _changed(body: Body) -> None:
    """One question less, one more, and one in other words with a graver fault."""
    for section in body["sections"]:
        section["items"] = [item for item in section["items"] if item["code"] != GONE]
    asked = items(body)
    asked[REWORDED]["text"] = "证照有效并悬挂在进门处"
    asked[REWORDED]["deadline"] = {"value": 1, "unit": "workday"}
    asked[REWORDED]["severity"] = "major"
    asked[REWORDED].pop("on_fail")
    section = next(one for one in body["sections"] if one["code"] == "CATR-B")
    template = asked["CATR-B02"] | {"code": NEW, "text": NEW_WORDS}
    template |= {"tier": "core"}
    for unwanted in ("children", "when"):
        template.pop(unwanted, None)
    section["items"].append(template)


def test_a_newer_version_is_offered_with_its_changes_and_takes_every_answer_along(
    place: Place, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    hers = phone("hers", kept=True)
    page = hers.open()
    sign_in(page, place.url, "cadre")
    page.goto(f"{place.url}/entity/{place.entity}")
    page.get_by_role("button", name="开始督导").click()
    kept = page.locator(f"#item-{REWORDED}")
    kept.get_by_role("radio", name="符合", exact=True).click()
    kept.get_by_label("编号").fill("JY13701020000011")
    gone = page.locator(f"#item-{GONE}")
    gone.get_by_role("radio", name="不符合", exact=True).click()
    gone.get_by_label("问题描述").fill("没有留存进货票据")
    gone.get_by_label("现场照片：拍照").set_input_files(photo(tmp_path / "a.jpg", "#8899aa"))
    expect(gone.get_by_role("img")).to_have_count(1)
    expect(page.get_by_text(re.compile("已存本机"))).to_be_visible()

    place.release(_changed)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    strip = page.get_by_role("button", name=re.compile("督导表有新版（第 2 版）"))
    strip.click(timeout=60_000)
    sheet = page.get_by_role("dialog", name="督导表第 2 版改了什么")
    expect(sheet.get_by_role("region", name="新增的题")).to_contain_text(NEW_WORDS)
    changed = sheet.get_by_role("region", name="有改动的题")
    expect(changed).to_contain_text("证照有效并悬挂在进门处")
    expect(changed).to_contain_text("程度：重大 → 较重")
    expect(sheet.get_by_role("region", name="去掉的题")).to_be_visible()
    expect(page.locator(f"#item-{NEW}")).to_have_count(0)

    sheet.get_by_role("button", name="换成新版").click()
    expect(strip).to_have_count(0)
    expect(page.locator(f"#item-{NEW}")).to_be_visible()
    expect(kept.get_by_role("radio", name="符合", exact=True)).to_be_checked()
    expect(kept.get_by_label("编号")).to_have_value("JY13701020000011")
    expect(kept.get_by_text("题目有改动，请核对")).to_be_visible()
    aside = page.get_by_role("region", name="新版没有的题")
    expect(aside).to_contain_text("不符合；没有留存进货票据；照片 1 张")
    expect(aside.get_by_role("img")).to_have_count(1)

    expect(page.get_by_text(re.compile("已存本机"))).to_be_visible()
    hers.kill()
    page = hers.open()
    page.goto(f"{place.url}/entity/{place.entity}")
    page.get_by_role("button", name=re.compile("继续督导")).click()
    expect(page.get_by_role("region", name="新版没有的题")).to_contain_text("没有留存进货票据")
    page.locator(f"#item-{REWORDED}").get_by_role("radio", name="符合", exact=True).click()
    expect(page.get_by_text("题目有改动，请核对")).to_have_count(0)


def test_who_stays_with_the_old_version_is_not_asked_again(
    place: Place, phone: Callable[..., Phone]
) -> None:
    page = phone("hers").open()
    sign_in(page, place.url, "cadre")
    page.goto(f"{place.url}/entity/{place.entity}")
    page.get_by_role("button", name="开始督导").click()
    card = page.locator(f"#item-{GONE}")
    card.get_by_role("radio", name="符合", exact=True).click()
    place.release(_changed)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    strip = page.get_by_role("button", name=re.compile("督导表有新版"))
    strip.click(timeout=60_000)
    page.get_by_role("button", name="这份先按原来的填").click()
    expect(strip).to_have_count(0)
    expect(card.get_by_role("radio", name="符合", exact=True)).to_be_checked()
    expect(page.get_by_text(re.compile("已存本机"))).to_be_visible()
    page.reload()
    expect(card.get_by_role("radio", name="符合", exact=True)).to_be_checked()
    page.wait_for_timeout(1500)
    expect(strip).to_have_count(0)
