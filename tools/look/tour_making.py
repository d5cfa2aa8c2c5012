"""做新版: from when, what is to be confirmed, and how the rarer kinds of question look."""

from playwright.sync_api import Browser, expect

from tests.e2e.steps import sign_in
from tools.look.camera import Camera, new_phone, on_top

UNDER_BAR = 72


def making(browser: Browser, url: str, camera: Camera) -> None:
    """The county office looks at its draft, the city office at what its own form asks."""
    county = new_phone(browser).new_page()
    sign_in(county, url, "office-county")
    county.goto(f"{url}/checklists/drafts")
    county.get_by_label("从哪天启用").wait_for()
    camera.take(county, "27-making", "做新版督导表")
    county.get_by_role("link", name="待发布").first.click()
    county.get_by_role("region", name="待确认").first.wait_for()
    camera.take(county, "27-draft", "核对新版：待确认")

    city = new_phone(browser).new_page()
    sign_in(city, url, "office-city")
    city.goto(f"{url}/checklists/catering-jinan/101/preview")
    group = city.locator("#item-CATR-T04")
    group.get_by_label("品名").fill("酱油 500 毫升")
    group.get_by_label("条码").fill("6901028075763")
    group.get_by_role("button", name="再加一个商品").click()
    expect(group.get_by_role("group", name="商品 2", exact=True)).to_be_visible()
    on_top(group, UNDER_BAR)
    camera.take(city, "27-question-group", "题型：逐个登记（条码、日期、照片）", tall=False)
    photo = city.locator("#item-CATR-T05")
    on_top(photo, UNDER_BAR)
    camera.take(city, "27-question-photo", "题型：照片", tall=False)
