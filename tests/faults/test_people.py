"""What a phone keeps for whom: sealed, for so long, and gone only when said in so many words."""

import json

from playwright.sync_api import Page, expect

from tests.faults.stage import FAULT, SHOP, Case, sign_in_again, submit
from tests.faults.truth import arrived_once, nothing_arrived

_RAW = """async () => {
  const text = []
  const seen = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      text.push(new TextDecoder().decode(value))
      return undefined
    }
    return value
  }
  const ask = (request) => new Promise((ok, no) => {
    request.onsuccess = () => ok(request.result)
    request.onerror = () => no(request.error)
  })
  for (const { name } of await indexedDB.databases()) {
    const db = await ask(indexedDB.open(name))
    for (const store of db.objectStoreNames) {
      const rows = await ask(db.transaction(store).objectStore(store).getAll())
      text.push(JSON.stringify(rows, (_key, value) => seen(value)))
    }
    db.close()
  }
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) text.push(request.url)
  return text.concat(Object.values(localStorage)).join('\\n')
}"""


def test_nothing_a_person_wrote_lies_open_on_the_phone(case: Case) -> None:
    page = case.finish_page()
    page.get_by_role("button", name="提交督导记录").wait_for()
    raw = page.evaluate(_RAW)
    assert str(case.prepared.draft) in raw, "ids lie open, so this does look at the rows"
    for words in (FAULT, SHOP, "孙立华", "13800001234", "周明远", "/api/"):
        assert words not in raw
        assert json.dumps(words)[1:-1] not in raw


def test_signing_out_tells_what_would_be_lost_and_wipes_only_on_the_word(case: Case) -> None:
    case.wire.is_down = True
    page = case.finish_page()
    submit(page)
    page.wait_for_url("**/saved/**")
    page.goto(f"{case.wire.url}/me")
    page.get_by_text("退出登录").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("还有 1 份只存在这部手机")
    leave = sheet.get_by_role("button", name="清除并退出")
    expect(leave).to_be_disabled()
    sheet.get_by_label("输入“清理”才能退出").fill("清理")
    leave.click()
    page.wait_for_url("**/login**")
    left: list[str] = page.evaluate("indexedDB.databases().then((all) => all.map((d) => d.name))")
    # A room for enterprises' links, who have no account, may be there; hers is gone.
    assert [name for name in left if name.startswith("dudao:") and name != "dudao:link"] == []
    assert nothing_arrived(case)


def test_whoever_makes_room_for_another_comes_back_to_everything_without_a_network(
    case: Case,
) -> None:
    case.wire.is_down = True
    page = case.finish_page()
    submit(page)
    page.wait_for_url("**/saved/**")
    page.goto(f"{case.wire.url}/me")
    page.get_by_text("换人登录").click()
    page.get_by_role("dialog").get_by_role("button", name="换人登录").click()
    page.wait_for_url("**/login**")
    expect(page.get_by_text("周明远还有 1 份没上传")).to_be_visible()
    case.phone.close()

    page = case.open("/login")
    expect(page.get_by_text("周明远还有 1 份没上传")).to_be_visible()
    sign_in_again(page)
    page.wait_for_url("**/home")
    case.wire.is_down = False
    page.goto(f"{case.wire.url}/sync")
    arrived_once(case, page)


def test_past_the_longest_offline_age_a_person_signs_in_and_finds_everything(case: Case) -> None:
    case.kill_server()
    case.start_server(DUDAO_OFFLINE_DAYS="1")
    page = case.open("/home")
    _heard_from_the_server(case, page)
    case.phone.close()

    page = case.open("/home", clock_off_days=2)
    page.wait_for_url("**/login**")
    sign_in_again(page)
    expect(page.get_by_role("region", name="没填完的督导表").get_by_text(SHOP)).to_be_visible(
        timeout=30_000
    )
    case.phone.close()
    page = case.finish_page()
    submit(page)
    arrived_once(case, page)


def _heard_from_the_server(case: Case, page: Page) -> None:
    for _ in range(300):
        if any(one.status == 200 for one in case.wire.asked("GET", "^/api/v1/checklists")):
            break
        if any(one.status == 200 and one.ended for one in case.wire.asked("GET", "^/api/v1/sync")):
            break
        page.wait_for_timeout(100)
    # The answer is on the wire; the phone still has to write it down.
    page.wait_for_timeout(1500)
