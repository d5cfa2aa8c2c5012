"""Less ordinary lives of an issue, each step at the screen of who takes it: phone, then desk."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Server
from tests.e2e.county import County, people_of
from tests.e2e.handling import Handler, month_day, picks, says, shows, ticks, today
from tests.e2e.qr_camera import photo
from tests.e2e.stored import until
from tests.e2e.windows import window

Staff = Callable[..., list[Handler]]

at_both_screens = pytest.mark.parametrize(
    ("settings", "at_desk"),
    [
        pytest.param("sqlite", False, id="phone-sqlite"),
        pytest.param("postgresql", True, id="desk-postgresql"),
    ],
    indirect=["settings"],
)


@pytest.fixture
def county(server: Server) -> County:
    """The county on a fresh server."""
    return people_of(server)


@pytest.fixture
def staff(chromium_: Browser, county: County) -> Iterator[Staff]:
    """Sit people down at their screens, by login."""
    seated: list[Handler] = []

    def sit(*logins: str, desk: bool) -> list[Handler]:
        new = [
            Handler(window(chromium_, desk=desk).new_page(), county.server.url, login, desk=desk)
            for login in logins
        ]
        seated.extend(new)
        return new

    yield sit
    for one in seated:
        one.page.context.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photo taken at the shop."""
    return photo(tmp_path / "shop.jpg", "#8aa7bd")


@at_both_screens
def test_more_time_is_refused_and_granted_and_an_issue_is_handed_on(
    county: County, staff: Staff, at_desk: bool
) -> None:
    station, bureau = staff("station", "bureau", desk=at_desk)
    refused, granted = county.issue("冷藏柜生熟混放", 1), county.issue("排烟罩积油", 1)
    first = county.now(granted).deadline
    for issue in (refused, granted):
        asked = (says("理由", "设备要从外地运来"), says("延长天数", "2"))
        station.makes(issue, "申请延期", *asked)
        station.sees(
            issue,
            "延期待批",
            "等县局审批延期",
            "申请延期 / 高文静 / 申请延长 2 个工作日 / 设备要从外地运来",
        )
    station.cannot(granted, "同意延期", "不同意延期", "申请延期")

    bureau.sees(refused, "延期待批", "等你审批延期", "申请延期")
    bureau.makes(refused, "不同意延期", says("理由", "本地可以买到"))
    bureau.sees(refused, "待整改", "等企业整改", "不同意延期 / 孟庆海 / 本地可以买到")
    station.cannot(refused, "申请延期")

    bureau.makes(granted, "同意延期")
    until(lambda: county.now(granted).deadline > first, bureau.page)
    later = f"期限改到{month_day(county.now(granted).deadline)}"
    bureau.sees(granted, "待整改", "等企业整改", f"同意延期 / {later}")
    station.sees(granted, "待整改", "等企业整改", f"同意延期 / {later}")
    station.told(f"原期限 {month_day(first)}")
    assert county.now(refused).deadline == first

    bureau.makes(
        granted, "转办", picks("承办单位", "历下区市场监管局"), says("理由", "由局里直接办理")
    )
    bureau.sees(granted, "待签收", "等你签收", "转办 / 交给历下区市场监管局 / 由局里直接办理")
    assert county.now(granted).unit_id == county.scene.tree.bureau


@at_both_screens
def test_an_issue_is_given_out_paused_filed_referred_and_ended_and_another_voided(
    county: County, staff: Staff, at_desk: bool, picture: Path
) -> None:
    office, second, bureau = staff("office", "office2", "bureau", desk=at_desk)
    far, double = county.far_issue("留样不足"), county.issue("洗手池缺洗手液")
    office.sees(far, "待交办", "等待交办", "督导发现，要求整改 / 李淑琴")
    office.makes(far, "交办", picks("承办单位", "历下区市场监管局"))
    office.sees(far, "待签收", "等待签收", "交办 / 宋建民 / 交给历下区市场监管局")

    bureau.makes(far, "签收")
    bureau.sees(far, "待整改", "等企业整改", "签收 / 孟庆海")
    bureau.makes(far, "暂停计时", says("理由", "停业装修"))
    bureau.sees(far, "暂停计时", "期限不走", "暂停计时 / 停业装修")
    bureau.makes(far, "恢复计时")
    bureau.sees(far, "待整改", "等企业整改", "恢复计时")
    bureau.makes(far, "登记立案", says("案号", "历下市监案〔2026〕1号"), says("立案日期", today()))
    bureau.sees(
        far,
        "已立案",
        "等企业整改",
        f"登记立案 / 案号 历下市监案〔2026〕1号 / {month_day(today())}立案",
    )
    bureau.makes(
        far, "移送", says("移送给", "市公安局历下分局"), says("移送文号", "历下市监移〔2026〕1号")
    )
    bureau.sees(
        far,
        "已移送",
        "等企业整改",
        "移送 / 孟庆海 / 移送给市公安局历下分局 / 文号 历下市监移〔2026〕1号",
    )
    proof = shows("注销、搬离等证明照片", picture)
    bureau.makes(far, "终结", says("理由", "店已注销"), proof)
    bureau.sees(far, "已终结", None, "终结 / 孟庆海 / 店已注销")
    assert county.now(far).state == "ended"

    office.makes(double, "提议作废", says("理由", "与另一条重复"))
    office.sees(double, "作废待确认", "等待确认作废", "提议作废 / 宋建民 / 与另一条重复")
    office.cannot(double, "确认作废", "提议作废")
    second.sees(double, "作废待确认", "等你确认作废", "提议作废 / 宋建民 / 与另一条重复")
    second.makes(double, "确认作废")
    second.sees(double, "已作废", None, "确认作废 / 吕晓燕")
    assert county.now(double).state == "voided"


@at_both_screens
def test_a_critical_issue_is_returned_twice_listed_lifted_closed_by_two_and_opened_again(
    county: County, staff: Staff, at_desk: bool, picture: Path
) -> None:
    station, reviewer, office = staff("station", "reviewer", "office", desk=at_desk)
    before = county.issue("面粉超过保质期", 3)
    issue = county.issue("使用超过保质期的原料", 1, severity="critical", repeat_of=before)
    done = (says("怎么改的", "已全部下架封存"), says("整改完成日期", today()))
    station.makes(issue, "代报整改", *done)
    station.sees(
        issue,
        "待复核",
        "等待复核",
        f"代企业提交整改 / 高文静 / {month_day(today())}改完 / 已全部下架封存",
    )
    station.told("一年内第 2 次")
    station.cannot(issue, "退回", "同意销号")

    reviewer.makes(issue, "退回", picks("退回原因", "没有全部改完"))
    reviewer.sees(
        issue, "已退回", "等企业整改", "退回 / 陈立新 / 没有全部改完，请按整改要求改完后再提交。"
    )
    county.steps(issue, "submit")
    reviewer.makes(issue, "退回", picks("退回原因", "缺少证明材料"))
    reviewer.sees(issue, "已升级到县级", "等企业整改", "退回 / 缺少证明材料")

    ahead = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    office.makes(
        issue,
        "挂牌督办",
        says("督办文号", "督〔2026〕1号"),
        picks("责任单位", "历下市场监管所"),
        says("督办期限", ahead),
    )
    office.sees(
        issue,
        "挂牌督办",
        "等企业整改",
        f"责任单位：历下市场监管所 / 文号 督〔2026〕1号 / 督办期限 {month_day(ahead)}",
    )
    office.told("已升级到县级")
    county.steps(issue, "submit")
    reviewer.cannot(issue, "同意销号")
    reviewer.told("由挂牌的食药安办解除后才能销号")
    second, bureau, inspector = staff("office2", "bureau", "inspector", desk=at_desk)
    second.makes(issue, "解除挂牌", says("理由", "已按要求整改"))
    second.sees(issue, "待复核", "等待复核", "解除挂牌 / 吕晓燕")

    opinion = says("复核意见", "现场看过，已整改到位"), ticks("已到现场复核")
    reviewer.makes(issue, "同意销号", *opinion, shows("复核照片", picture))
    reviewer.sees(
        issue, "待会签", "等县局会签", "复核通过，报县局会签 / 现场复核 / 现场看过，已整改到位"
    )
    reviewer.cannot(issue, "同意销号", "会签销号")
    reviewer.told("等县局另一人会签")
    bureau.makes(issue, "会签销号")
    bureau.sees(issue, "已销号", None, "会签销号 / 孟庆海")

    inspector.makes(issue, "重新打开", says("理由", "现场没有改"))
    inspector.sees(issue, "重新打开", "等企业整改", "重新打开 / 曹卫东 / 现场没有改")
    inspector.told("会签销号")
    assert county.now(issue).first_closed_at is not None
