"""What the public sees, and the states in which there is nothing to show."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Page, expect

from tests.e2e.caller import Caller
from tests.e2e.steps import PASSWORD, sign_in
from tools.look.camera import Camera, new_phone, on_top
from tools.look.demo import Server

MIDDLE = 420
NO_ROOM = """() => {
  IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
}"""
NO_CAMERA = """navigator.mediaDevices.getUserMedia = () =>
  Promise.reject(new DOMException('no', 'NotAllowedError'))"""


def public_pages(browser: Browser, url: str, camera: Camera, code: str) -> None:
    """The page behind the QR code."""
    page = new_phone(browser).new_page()
    page.goto(f"{url}/n/{code}?public=1")
    camera.take(page, "16-public", "公示信息")
    page.goto(f"{url}/n/00000000?public=1")
    camera.take(page, "16-public-unknown", "公示信息：没有这个编号", alone=True)


def states(page: Page, url: str, camera: Camera, elsewhere: str) -> None:
    """Codes that lead nowhere, and a phone that gives no camera."""
    page.goto(f"{url}/go/00000000")
    page.get_by_text("不在你的包保名单里").wait_for()
    camera.take(page, "23-unknown-code", "名单里没有，或编码不存在")
    page.goto(f"{url}/go/{elsewhere}")
    page.get_by_role("button", name="看公示信息").wait_for()
    camera.take(page, "23-not-yours", "不是自己包保的")
    page.add_init_script(NO_CAMERA)
    page.goto(f"{url}/scan")
    page.get_by_role("button", name="查找").wait_for()
    camera.take(page, "23-no-camera", "没有相机权限", tall=False)
    cadre = page.context
    cadre.set_offline(True)
    page.goto(f"{url}/go/{elsewhere}")
    page.get_by_text("不在你的名单里").wait_for()
    camera.take(page, "23-offline-code", "没有网络，名单里没有", alone=True)
    cadre.set_offline(False)


def waiting_for_the_list(browser: Browser, url: str, camera: Camera) -> None:
    """The first minute on a slow network: the list is still on its way."""
    page = new_phone(browser, worker=False).new_page()
    page.route(re.compile("/api/v1/sync"), lambda route: None)
    page.goto(f"{url}/login")
    page.get_by_label("账号", exact=True).fill("cadre-village")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_text("正在下载包保名单").wait_for()
    camera.take(page, "23-loading", "首次加载")
    page.unroute_all(behavior="ignoreErrors")


def all_visited(browser: Browser, url: str, camera: Camera) -> None:
    """A cadre who has been everywhere this quarter."""
    cadre = Caller(url, "cadre-city")
    for entity in cadre.get("/sync")["entities"]:
        if entity["due"] and not entity["due"]["done_at"]:
            cadre.suspended(entity, str(uuid4()), "停业装修，门口有告示", shown=True)
    page = new_phone(browser, worker=False).new_page()
    sign_in(page, url, "cadre-city")
    page.goto(f"{url}/tasks")
    page.get_by_text("都督导完了").wait_for()
    camera.take(page, "23-all-done", "本期已全部督导")


def no_room(page: Page, url: str, camera: Camera, shop: str, picture: Path) -> None:
    """A phone with no room left for a photo."""
    page.goto(f"{url}/entity/{shop}")
    page.get_by_role("button", name="开始督导").click()
    card = page.locator("section.card.item").nth(1)
    card.get_by_role("radio", name="不符合", exact=True).click()
    page.wait_for_timeout(500)
    page.evaluate(NO_ROOM)
    card.get_by_label("现场照片：拍照").set_input_files(picture)
    page.get_by_role("dialog", name="手机空间快满了").wait_for()
    page.wait_for_timeout(400)
    camera.take(page, "23-no-room", "手机空间不足", tall=False)
    page.get_by_role("button", name="不带照片继续").click()
    told = card.get_by_role("group", name="现场照片").get_by_role("alert")
    told.wait_for()
    on_top(told, MIDDLE)
    camera.take(page, "23-no-room-told", "手机空间不足：没带照片", tall=False, alone=True)
    page.reload()


def kept_twice(page: Page, url: str, camera: Camera, shop: dict[str, Any]) -> None:
    """The server already keeps something else under the number of a record."""
    page.goto(f"{url}/entity/{shop['id']}")
    page.get_by_role("button", name="无法督导").click()
    page.get_by_role("radio", name="停业").click()
    page.get_by_label("情况说明").fill("停业一周，门口贴了告示。")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交登记").click()
    page.wait_for_url("**/saved/*")
    Caller(url, "cadre-village").suspended(shop, page.url.split("/")[-1], "已经停业")
    page.goto(f"{url}/sync")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("需确认")).to_be_visible(timeout=40_000)
    camera.take(page, "23-kept-twice", "上传后发现重复")


def unreachable(server: Server, camera: Camera, office: Page, cadre: Page) -> None:
    """A server that does not answer."""
    server.stop()
    office.goto(f"{server.url}/ledger")
    office.wait_for_timeout(2500)
    camera.take(office, "23-server-down", "台账：没连上服务器")
    cadre.goto(f"{server.url}/home")
    cadre.wait_for_timeout(1500)
    camera.take(cadre, "23-server-down-home", "首页：没连上服务器", alone=True)
