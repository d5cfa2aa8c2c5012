"""代拟, straight to its screens: a form that was filled in for a leader, given back, returned."""

from collections.abc import Callable
from uuid import UUID, uuid4

from playwright.sync_api import Page, expect

from app.db import now
from tests.e2e.caller import Caller
from tests.e2e.steps import sign_in

Look = Callable[[Page, str], None]


def given_back(look: Look, url: str, shop: UUID, leader: Page, helper: Page) -> None:
    """Look at all of it; the assistant is signed in on `helper` afterwards."""
    _hand_over(url, shop)
    leader.goto(f"{url}/home")
    waiting = leader.get_by_role("region", name="待您签字的督导表")
    waiting.wait_for()
    look(leader, "waiting for a signature")
    waiting.get_by_role("button").click()
    note = leader.get_by_role("note").filter(has_text="代拟")
    note.wait_for()
    look(leader, "drafted by another")
    note.get_by_role("button", name="退回").click()
    sheet = leader.get_by_role("dialog")
    sheet.get_by_label("退回原因").fill("请补写是哪个柜子")
    look(leader, "given back")
    sheet.get_by_role("button", name="退回", exact=True).click()
    leader.wait_for_url("**/home")
    sign_in(helper, url, "assistant")
    expect(leader.get_by_text("条记录只存在这部手机")).to_have_count(0)
    helper.goto(f"{url}/home")
    helper.get_by_role("region", name="领导退回的督导表").wait_for()
    look(helper, "returned by the leader")


def _hand_over(url: str, shop: UUID) -> None:
    drafted = {
        "handing": str(uuid4()),
        "entity_id": str(shop),
        "checklist": {"id": "catering", "version": 1},
        "mode": "onsite",
        "outcome": "done",
        "started_at": now().isoformat(),
        "answers": [{"item": "CATR-A03", "answer": "yes"}],
        "rechecks": [],
        "participants": [{"role": "enterprise", "name": "孙立华"}],
        "signatures": {"enterprise_refused": False},
        "statement": "",
        "photos": [],
        "profile": {
            "flags": [],
            "kind": "小餐饮（登记）",
            "stage": None,
            "grade": "D",
            "level": "village",
            "has_prior_issues": False,
        },
    }
    Caller(url, "assistant").put(f"/visit-drafts/{uuid4()}", drafted)
