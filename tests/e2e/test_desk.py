"""The ledger at a desk: filters that combine, the keyboard, the panel, decisions."""

from itertools import product

from playwright.sync_api import Page, expect

from tests.e2e.caller import Caller
from tests.e2e.desks import choose, open_desk, panel, row, rows
from tests.e2e.looking import faults, small_targets
from tests.e2e.offices import FRIDGE, ISSUES, LABEL, SOAP, Office

_BEYOND = """() => {
  const box = document.querySelector('.scroll')
  return box.scrollWidth - box.clientWidth
}"""
_SCALE = "scale => document.documentElement.style.setProperty('--dd-scale', scale)"


def test_filters_combine_and_stand_in_the_address(office: Office, desk: Page) -> None:
    open_desk(desk, office.url, "reviewer")
    expect(rows(desk)).to_have_count(6)

    choose(desk, "程度", "一般")
    expect(rows(desk)).to_have_count(3)
    desk.keyboard.press("/")
    desk.keyboard.type("洗手")
    expect(rows(desk)).to_have_count(1)
    expect(row(desk, SOAP)).to_be_visible()
    desk.wait_for_url("**/ledger?q=%E6%B4%97%E6%89%8B&severity=minor")

    desk.reload()
    expect(rows(desk)).to_have_count(1)
    desk.get_by_role("button", name="去掉筛选 一般").click()
    expect(desk).to_have_url(f"{office.url}/ledger?q=%E6%B4%97%E6%89%8B")
    desk.get_by_role("searchbox").fill("没有这家")
    expect(desk.get_by_role("heading", name="没有符合的问题")).to_be_visible()
    desk.get_by_role("button", name="清除筛选").last.click()
    expect(rows(desk)).to_have_count(6)

    _by_state_and_unit(office, desk)


def _by_state_and_unit(office: Office, desk: Page) -> None:
    """From the keyboard: the states of 未销号, and the unit that has them; 待复核 is a tab."""
    state = desk.get_by_role("group", name="状态", exact=True).get_by_role("button").first
    state.focus()
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("menuitemcheckbox", name="待交办")).to_be_focused()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")
    expect(rows(desk)).to_have_count(3)
    choose(desk, "承办单位", "历下市场监管所")
    desk.wait_for_url("**/ledger?state=assigned&unit=*")
    desk.reload()
    expect(desk.get_by_role("button", name="去掉筛选 历下市场监管所")).to_be_visible()
    expect(rows(desk)).to_have_count(3)
    desk.get_by_role("button", name="待复核 3").click()
    expect(rows(desk)).to_have_count(3)
    expect(desk.get_by_role("group", name="状态", exact=True)).to_have_count(0)
    assert "state=" not in desk.url


def test_the_keyboard_does_all_a_mouse_does(office: Office, desk: Page) -> None:
    open_desk(desk, office.url, "reviewer")
    first, second = rows(desk).nth(0), rows(desk).nth(1)
    first.focus()
    desk.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    desk.keyboard.press("Space")
    expect(second).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Space")
    expect(second).to_have_attribute("aria-selected", "false")
    desk.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-current", "true")
    expect(panel(desk)).to_be_visible()
    expect(second).to_be_focused()
    desk.keyboard.press("Enter")
    expect(panel(desk).get_by_role("heading", name="问题详情").first).to_be_focused()
    desk.keyboard.press("Escape")
    expect(panel(desk)).to_have_count(0)
    expect(second).to_be_focused()

    desk.keyboard.press("?")
    keys = desk.get_by_role("dialog", name="快捷键")
    expect(keys).to_be_visible()
    expect(keys.get_by_role("heading", name="快捷键")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(second).to_be_focused()
    desk.keyboard.press("/")
    expect(desk.get_by_role("searchbox")).to_be_focused()


def test_after_a_decision_the_next_row_opens(office: Office, desk: Page) -> None:
    open_desk(desk, office.url, "reviewer", "?tab=reviewing")
    expect(rows(desk)).to_have_count(3)
    row(desk, LABEL).click()
    beside = panel(desk)
    expect(beside.get_by_role("heading", name=LABEL, exact=True)).to_be_visible()
    expect(beside.get_by_alt_text("放大看整改后照片")).to_be_visible()
    order = rows(desk).locator(".title").all_inner_texts()
    here = order.index(LABEL)
    following = order[here + 1] if here + 1 < len(order) else order[here - 1]

    beside.get_by_role("button", name="同意销号").click()
    desk.get_by_label("复核意见").fill("看过照片，已贴标签。")
    desk.locator(".bottom-sheet").get_by_role("button", name="同意销号").click()
    desk.locator(".van-dialog").get_by_role("button", name="同意销号").click()

    expect(beside.get_by_role("heading", name=following, exact=True)).to_be_visible()
    expect(rows(desk)).to_have_count(2)
    closed = Caller(office.url, "station").get(f"/issues/{office.issues[LABEL]['id']}")
    assert closed["state"] == "closed"


def test_photos_are_gone_through_by_keys(office: Office, desk: Page) -> None:
    open_desk(desk, office.url, "reviewer", f"?open={office.issues[FRIDGE]['id']}")
    panel(desk).get_by_alt_text("放大看整改前照片").click()
    said = desk.get_by_role("status").filter(has_text="SHA-256")
    expect(said).to_contain_text("整改前")
    desk.keyboard.press("ArrowRight")
    expect(said).to_contain_text("整改后")
    desk.keyboard.press("ArrowLeft")
    expect(said).to_contain_text("整改前")
    desk.keyboard.press("Escape")
    expect(said).to_have_count(0)
    expect(panel(desk)).to_be_visible()
    desk.keyboard.press("Escape")
    expect(panel(desk)).to_have_count(0)


def test_a_list_that_cannot_be_had_says_so_and_is_asked_for_again(
    office: Office, desk: Page
) -> None:
    open_desk(desk, office.url, "reviewer")
    expect(rows(desk)).to_have_count(6)
    desk.route("**/api/v1/issues?*", lambda route: route.abort())
    choose(desk, "业态", "食品销售")
    expect(desk.get_by_role("heading", name="台账没打开")).to_be_visible()
    expect(desk.get_by_text("没连上服务器")).to_be_visible()
    desk.get_by_role("group", name="业态", exact=True).get_by_role("button").last.click()
    stale = desk.get_by_role("status").filter(has_text="没连上服务器，显示")
    expect(stale).to_be_visible()
    expect(rows(desk)).to_have_count(6)
    desk.unroute("**/api/v1/issues?*")
    stale.get_by_role("button", name="重试").click()
    expect(stale).to_have_count(0)
    choose(desk, "业态", "食品销售")
    expect(rows(desk)).to_have_count(2)


def test_pages_go_forth_and_back_and_a_decision_goes_on_to_the_next(
    office: Office, desk: Page
) -> None:
    """The server gives two rows a page here, so that six issues are three pages."""
    desk.route(
        "**/api/v1/issues?*",
        lambda route: route.continue_(url=route.request.url.replace("limit=50", "limit=2")),
    )
    open_desk(desk, office.url, "reviewer")
    titles = rows(desk).locator(".title")
    pages = []
    for _ in range(3):
        expect(rows(desk)).to_have_count(2)
        pages.append(titles.all_inner_texts())
        if len(pages) < 3:
            desk.get_by_role("button", name="下一页").click()
            expect(titles.filter(has_text=pages[-1][0])).to_have_count(0)
    assert sorted(words for page in pages for words in page) == sorted(ISSUES)
    expect(desk.get_by_role("button", name="下一页")).to_be_disabled()
    desk.get_by_role("button", name="上一页").click()
    expect(titles.first).to_have_text(pages[1][0])
    desk.get_by_role("button", name="上一页").click()
    expect(titles.first).to_have_text(pages[0][0])
    expect(desk.get_by_role("button", name="上一页")).to_be_disabled()


def test_a_word_still_being_composed_is_not_searched_for(office: Office, desk: Page) -> None:
    asked: list[str] = []
    desk.on("request", lambda one: asked.append(one.url) if "/issues?" in one.url else None)
    open_desk(desk, office.url, "reviewer")
    expect(rows(desk)).to_have_count(6)
    desk.keyboard.press("/")
    keyboard = desk.context.new_cdp_session(desk)
    composed = {"text": "xi'shou", "selectionStart": 7, "selectionEnd": 7}
    keyboard.send("Input.imeSetComposition", composed)
    desk.wait_for_timeout(800)
    assert not [url for url in asked if "q=" in url]
    keyboard.send("Input.insertText", {"text": "洗手"})
    expect(rows(desk)).to_have_count(1)
    expect(row(desk, SOAP)).to_be_visible()


def test_the_list_scrolls_while_the_panel_keeps_its_place(office: Office, desk: Page) -> None:
    open_desk(desk, office.url, "reviewer", f"?open={office.issues[FRIDGE]['id']}")
    desk.set_viewport_size({"width": 1280, "height": 520})
    heading = panel(desk).get_by_role("heading", name=FRIDGE, exact=True)
    expect(heading).to_be_visible()
    before = heading.bounding_box()
    rows(desk).last.scroll_into_view_if_needed()
    assert desk.evaluate("document.querySelector('.scroll').scrollTop") > 0
    assert heading.bounding_box() == before


def test_nothing_is_wrong_for_who_does_not_see_or_cannot_aim(office: Office, desk: Page) -> None:
    open_desk(desk, office.url, "reviewer", f"?open={office.issues[FRIDGE]['id']}")
    expect(panel(desk).get_by_role("heading", name=FRIDGE, exact=True)).to_be_visible()
    row(desk, SOAP).get_by_role("checkbox").check()
    assert faults(desk) == []
    assert small_targets(desk) == []
    desk.get_by_role("group", name="属地", exact=True).get_by_role("button").click()
    expect(desk.get_by_role("menuitemradio").first).to_be_visible()
    assert faults(desk) == []
    desk.keyboard.press("Escape")
    for button in ("催办", "导出", "保存当前筛选", "快捷键"):
        desk.get_by_role("button", name=button, exact=True).first.click()
        sheet = desk.get_by_role("dialog")
        expect(sheet).to_be_visible()
        desk.wait_for_timeout(400)
        assert faults(desk) == [], button
        assert small_targets(desk) == [], button
        sheet.get_by_role("button", name="关闭").click()
        expect(sheet).to_be_hidden()


def test_nothing_leaves_the_edge_of_a_desk(office: Office, desk: Page) -> None:
    open_desk(
        desk,
        office.url,
        "reviewer",
        f"?severity=minor,major&grade=C,D&open={office.issues[FRIDGE]['id']}",
    )
    expect(panel(desk).get_by_role("heading", name=FRIDGE, exact=True)).to_be_visible()
    for width, scale in product((1000, 1280, 1440, 1920), ("1", "1.3")):
        desk.set_viewport_size({"width": width, "height": 800})
        desk.evaluate(_SCALE, scale)
        desk.wait_for_timeout(150)
        where = f"{width} px × {scale}"
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, where
        assert desk.evaluate(_BEYOND) <= 1, f"the table scrolls sideways at {where}"
