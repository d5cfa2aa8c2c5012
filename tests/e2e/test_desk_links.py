"""Links to the ledger that somebody was sent: they survive signing in, at a desk and on a phone."""

from playwright.sync_api import Browser, Page, expect

from tests.e2e.desks import give_password, new_desk, panel, row, rows
from tests.e2e.offices import KNIFE, Office
from tests.e2e.steps import PASSWORD


def test_a_shared_link_survives_signing_in_at_a_desk_and_on_a_phone(
    office: Office, desk: Page, chromium_: Browser
) -> None:
    issue = office.issues[KNIFE]["id"]
    asked = f"/ledger?tab=all&severity=major&open={issue}"
    desk.goto(f"{office.url}{asked}")
    desk.wait_for_url("**/login?**")
    give_password(desk, "reviewer")
    expect(desk).to_have_url(f"{office.url}{asked}", timeout=30_000)
    expect(rows(desk)).to_have_count(3)
    expect(panel(desk).get_by_role("heading", name=KNIFE, exact=True)).to_be_visible()
    expect(row(desk, KNIFE)).to_have_attribute("aria-current", "true")

    with new_desk(chromium_, {"width": 390, "height": 844}) as phone:
        phone.goto(f"{office.url}/ledger?severity=minor&grade=C")
        give_password(phone, "reviewer")
        expect(phone).to_have_url(f"{office.url}/ledger?severity=minor&grade=C", timeout=30_000)
        expect(phone.get_by_text("另有 1 个筛选，来自链接")).to_be_visible()
        phone.goto(f"{office.url}/ledger?open={issue}")
        expect(phone.get_by_role("heading", name=KNIFE)).to_be_visible()
        expect(phone).to_have_url(f"{office.url}/issue/{issue}")


def test_a_shared_link_survives_the_first_password(office: Office, desk: Page) -> None:
    desk.goto(f"{office.url}/ledger?tab=all&grade=C")
    give_password(desk, "newcomer")
    expect(desk.get_by_role("heading", name="修改密码")).to_be_visible(timeout=30_000)
    desk.get_by_label("临时密码", exact=True).fill(PASSWORD)
    for label in ("新密码", "再输一次新密码"):
        desk.get_by_label(label, exact=True).fill("Quancheng-lu-26")
    desk.get_by_role("button", name="保存新密码").click()
    expect(desk).to_have_url(f"{office.url}/ledger?tab=all&grade=C", timeout=30_000)
    expect(rows(desk)).to_have_count(2)
