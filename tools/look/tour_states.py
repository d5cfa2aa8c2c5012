"""What the public sees, and the states in which there is nothing to show."""

from playwright.sync_api import Browser, Page

from tools.look.camera import Camera, new_phone
from tools.look.demo import Server

NO_CAMERA = """navigator.mediaDevices.getUserMedia = () =>
  Promise.reject(new DOMException('no', 'NotAllowedError'))"""


def public_pages(browser: Browser, url: str, camera: Camera, code: str) -> None:
    """The page behind the QR code, and the poster that carries it."""
    page = new_phone(browser).new_page()
    page.goto(f"{url}/n/{code}?public=1")
    camera.take(page, "16-public", "公示信息")
    page.goto(f"{url}/n/00000000?public=1")
    camera.take(page, "16-public-unknown", "公示信息：没有这个编号", alone=True)
    camera.take_poster(browser, f"{url}/n/{code}/poster", "17-poster", "公示牌")


def states(page: Page, url: str, camera: Camera, elsewhere: str) -> None:
    """Codes that lead nowhere, and a phone that gives no camera."""
    page.goto(f"{url}/go/00000000")
    page.get_by_text("没有这个公示编号").wait_for()
    camera.take(page, "23-unknown-code", "没有这个编号")
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


def unreachable(server: Server, camera: Camera, office: Page, cadre: Page) -> None:
    """A server that does not answer."""
    server.stop()
    office.goto(f"{server.url}/ledger")
    office.wait_for_timeout(2500)
    camera.take(office, "23-server-down", "台账：没连上服务器")
    cadre.goto(f"{server.url}/home")
    cadre.wait_for_timeout(1500)
    camera.take(cadre, "23-server-down-home", "首页：没连上服务器", alone=True)
