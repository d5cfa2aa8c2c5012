"""A phone that comes from the first release goes on with everything it held."""

from playwright.sync_api import expect
from sqlmodel import select

from app.inspections.models import Inspection
from app.ledger.models import Issue
from tests.e2e.conftest import Phone
from tests.faults.faults import cut_before
from tests.faults.first_release import CLOSED, leave_behind
from tests.faults.stage import FAULT, SHOP, Case, submit
from tests.faults.truth import on_the_phone, owed, stored, until


def test_a_phone_of_the_first_release_goes_on_and_loses_nothing(case: Case) -> None:
    case.phone = Phone(case.phone.playwright, case.at / "of-the-first-release")
    page = case.phone.open()
    old = leave_behind(case, page)
    case.wire.when("", "^/api/", cut_before, times=9999)
    page.goto(f"{case.wire.url}/home")
    expect(page.get_by_text("1 条记录只存在这部手机")).to_be_visible()
    expect(page.get_by_role("region", name="没填完的督导表").get_by_text(SHOP)).to_be_visible()
    page.goto(f"{case.wire.url}/visit/{old.draft}/finish")
    expect(page.get_by_alt_text("孙立华的签名")).to_be_visible()

    case.wire.heal()
    submit(page)
    page.wait_for_url("**/saved/**")
    page.goto(f"{case.wire.url}/sync")
    until(lambda: not owed(page), page)
    with case.reading() as session:
        kept = {one.id: one for one in session.exec(select(Inspection))}
        assert session.exec(select(Issue)).one().description == FAULT
    assert kept.keys() == {old.draft, old.report}
    assert kept[old.report].statement == CLOSED
    told = on_the_phone(page)
    assert told["drafts"] == 0
    assert stored(case) == {row["sha"] for row in told["photos"]}
    assert stored(case) == {photo["sha"] for photo in old.photos}
