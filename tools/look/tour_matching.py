"""包保匹配: the board with a draft, its rules, and a proposal with its reasons."""

import re

from playwright.sync_api import Browser

from tests.e2e.steps import sign_in
from tools.look.camera import DESK, Camera


def matching(browser: Browser, url: str, camera: Camera) -> None:
    """The county office matches two firms of the home town, and has the rest proposed."""
    context = browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    sign_in(page, url, "office-county")
    page.goto(f"{url}/matching")
    cadres = page.get_by_role("table", name="包保干部").get_by_role("row")
    for name in ("百花洲茶社二店", "明府城糕点工坊"):
        page.get_by_role("checkbox", name=re.compile(name)).check()
    cadres.filter(has_text="李淑琴").get_by_role("button").wait_for()
    page.wait_for_timeout(600)
    camera.take_desk(page, "22-matching-chosen", "包保匹配：选好企业", alone=True)
    page.get_by_role("checkbox", name=re.compile("明府城糕点工坊")).uncheck()
    cadres.filter(has_text="李淑琴").get_by_text("同片区").wait_for()
    cadres.filter(has_text="李淑琴").get_by_role("button").click()
    page.get_by_role("region", name="草稿").wait_for()
    page.get_by_role("checkbox", name=re.compile("明府城糕点工坊")).check()
    page.wait_for_timeout(600)
    camera.take_desk(page, "22-matching", "包保匹配")
    page.get_by_role("button", name="匹配规则").click()
    page.get_by_text("总要满足").wait_for()
    page.wait_for_timeout(400)
    camera.take_desk(page, "22-matching-rules", "包保匹配：规则", alone=True)
    page.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="自动建议").click()
    page.get_by_role("button", name="开始建议").click()
    page.get_by_role("article").first.wait_for(timeout=60_000)
    page.wait_for_timeout(400)
    camera.take_desk(page, "22-matching-proposal", "包保匹配：自动建议的方案", alone=True)
    page.goto(f"{url}/duties?level=town")
    page.get_by_role("button", name=re.compile("陈立新")).click()
    page.get_by_role("group", name="分管行业").wait_for()
    camera.take_desk(page, "22-duties", "分管和片区", alone=True)
    context.close()
