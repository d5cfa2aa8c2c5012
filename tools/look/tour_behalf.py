"""代拟: what waits for the leader's signature, as he looks it through, and as it comes back."""

from playwright.sync_api import Browser, expect

from tests.e2e.steps import sign_in
from tools.look.camera import Camera, new_phone

WHY = "第 3 题没有写清是哪个柜子，请补写并补拍一张。"


def on_behalf(browser: Browser, url: str, camera: Camera) -> None:
    """The city leader finds what his assistant drafted, and gives it back."""
    page = new_phone(browser).new_page()
    sign_in(page, url, "cadre-city")
    waiting = page.get_by_role("region", name="待您签字的督导表")
    expect(waiting).to_be_visible()
    camera.take(page, "26-to-sign", "首页：待您签字")
    waiting.get_by_role("button").first.click()
    note = page.get_by_role("note").filter(has_text="代拟")
    expect(note).to_be_visible()
    camera.take(page, "26-drafted", "督导表：协助人代拟")
    note.get_by_role("button", name="退回").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("退回原因").fill(WHY)
    camera.take(page, "26-give-back", "退回协助人", tall=False)
    sheet.get_by_role("button", name="退回", exact=True).click()
    page.wait_for_url("**/home")
    helper = new_phone(browser).new_page()
    sign_in(helper, url, "assistant")
    expect(page.get_by_text("条记录只存在这部手机")).to_have_count(0)
    helper.goto(f"{url}/home")
    expect(helper.get_by_role("region", name="领导退回的督导表")).to_be_visible()
    camera.take(helper, "26-returned", "首页：领导退回")
