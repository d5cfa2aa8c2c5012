"""What comes back instead of a receipt: strangers' pages, a busy server, our own no."""

from sqlmodel import select

from app.db import now
from app.inspections.models import Inspection, InspectionConflict
from tests.e2e.caller import Caller
from tests.faults.faults import portal, says, says_html
from tests.faults.stage import CADRE, FAULT, Case, sign_in_again, submit
from tests.faults.truth import arrived_once, nothing_arrived, on_the_phone, stored, until
from tests.faults.wire import Does
from tests.inspections.visits import body

VISIT = r"^/api/v1/inspections/"
BUSY = "服务器暂时忙，稍后会自动再试"
STRANGER = "网络要求先登录或认证，没连上督导通服务器"


NO_VERDICT: list[tuple[Does, str]] = [
    (says(500, "系统出错"), BUSY),
    (says_html(401), STRANGER),
    (says(503, "正在维护", Retry_After="2"), BUSY),
    (says_html(403), STRANGER),
    (says_html(502), BUSY),
    (says_html(404), STRANGER),
    (says(429, "提交太频繁，请 2 秒后再试。", Retry_After="2"), "请 2 秒后再试"),
    (says_html(413), STRANGER),
]
"""What the phone is answered, and what it says of it: never twice the same in turn."""


def test_what_is_no_verdict_is_waited_out_however_often_it_comes(case: Case) -> None:
    case.wire.when("PUT", VISIT, NO_VERDICT[0][0], times=99)
    page = case.finish_page()
    submit(page)
    page.wait_for_url("**/saved/**")
    page.goto(f"{case.wire.url}/sync")
    waiting = page.get_by_role("region", name="还没上传")
    now_ = page.get_by_role("button", name="现在上传")
    for answer, why in NO_VERDICT:
        case.wire.heal()
        case.wire.when("PUT", VISIT, answer, times=99)
        now_.click()
        waiting.get_by_text(why).wait_for()
        assert nothing_arrived(case)
    case.wire.heal()
    now_.click()
    arrived_once(case, page)


def test_who_is_told_to_wait_waits_so_long_and_then_sends_by_itself(case: Case) -> None:
    case.wire.when("PUT", VISIT, says(429, "请 6 秒后再试。", Retry_After="6"))
    page = case.finish_page()
    submit(page)
    arrived_once(case, page)
    first, second = case.wire.asked("PUT", VISIT)
    # It hears of it at some moment of the first, whose end the wire notes later still.
    assert second.began - first.began >= 6
    assert first.status == 429


def test_a_captive_portal_is_no_server(case: Case) -> None:
    case.wire.when("", "", portal, times=9999)
    page = case.finish_page()
    submit(page)
    page.get_by_role("heading", name="已存在这部手机").wait_for()
    page.goto(f"{case.wire.url}/sync")
    page.get_by_role("region", name="还没上传").get_by_text(STRANGER).wait_for()
    assert nothing_arrived(case)
    case.wire.heal()
    page.get_by_role("button", name="现在上传").click()
    arrived_once(case, page)


def test_what_the_server_refuses_stays_and_is_told_in_its_words(case: Case) -> None:
    no = 403
    case.wire.when("PUT", VISIT, says(no, f"这次不能收下，因为第 {no} 条。"))
    page = case.finish_page()
    submit(page)
    page.get_by_role("heading", name="服务器没有收下").wait_for()
    page.get_by_text(f"这次不能收下，因为第 {no} 条。").wait_for()
    page.goto(f"{case.wire.url}/sync")
    again = page.get_by_role("button", name="重试", exact=True)
    for no in (404, 409, 413, 422):
        case.wire.when("PUT", VISIT, says(no, f"这次不能收下，因为第 {no} 条。"))
        again.click()
        page.get_by_role("alert").get_by_text(f"因为第 {no} 条").wait_for()
        page.get_by_text("1 条没传上去，要处理").wait_for()
        assert nothing_arrived(case)
        assert len(on_the_phone(page)["photos"]) == 3
    again.click()
    arrived_once(case, page)


def test_other_content_under_the_same_number_is_kept_beside_it_with_its_photos(case: Case) -> None:
    other = body(at=now(), entity_id=str(case.prepared.shop))
    author = Caller(f"http://127.0.0.1:{case.port}", CADRE)
    author.http.put(f"/api/v1/inspections/{case.prepared.draft}", json=other).raise_for_status()
    page = case.finish_page()
    submit(page)
    page.get_by_role("heading", name="服务器没有收下").wait_for()
    page.goto(f"{case.wire.url}/sync")
    page.get_by_text("需确认").wait_for()
    with case.reading() as session:
        [first] = session.exec(select(Inspection)).all()
        [second] = session.exec(select(InspectionConflict)).all()
        assert first.issue_count == 0
        assert second.inspection_id == first.id
        assert FAULT in str(second.body)
    pictures = {row["sha"] for row in on_the_phone(page)["photos"]}
    until(lambda: stored(case) == pictures, page)


def test_an_access_token_that_ended_is_renewed_unseen(case: Case) -> None:
    fault = case.wire.when("PUT", VISIT, says(401, "登录已过期，请重新登录。"))
    page = case.finish_page()
    submit(page)
    arrived_once(case, page)
    assert len(fault.happened) == 1
    assert len(case.wire.asked("POST", "^/api/v1/auth/refresh$")) == 1


def test_a_session_that_ended_keeps_the_record_until_the_next_sign_in(case: Case) -> None:
    ended = says(401, "登录已过期，请重新登录。", slug="session-expired")
    case.wire.when("PUT", VISIT, ended, times=99)
    case.wire.when("POST", "^/api/v1/auth/refresh$", ended, times=99)
    page = case.finish_page()
    submit(page)
    page.get_by_text("登录已过期。重新登录后会自动上传").wait_for()
    page.goto(f"{case.wire.url}/sync")
    page.get_by_text("1 条等待登录").wait_for()
    assert nothing_arrived(case)
    case.wire.heal()
    page.get_by_role("button", name="重新登录").click()
    sign_in_again(page)
    arrived_once(case, page)
