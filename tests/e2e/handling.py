"""Handling issues at a screen, phone or desk: everything is found by its role and its name."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from app.clock import shanghai_date
from tests.e2e.desks import open_desk, panel
from tests.e2e.steps import sign_in

PATIENCE_MS = 30_000
"""A busy machine takes its time; what is waited for must come all the same."""

Fill = Callable[[Locator], None]

TITLES = {"退回": "退回企业重新整改", "代报整改": "代企业提交整改"}
"""Sheets that are named otherwise than the button that opens them."""

BUTTONS = {
    "签收": "签收",
    "代报整改": "提交整改",
    "退回": "确认退回",
    "同意销号": "同意销号",
    "会签销号": "会签销号",
    "申请延期": "提交申请",
    "同意延期": "同意延期",
    "不同意延期": "不同意延期",
    "提议作废": "提议作废",
    "确认作废": "确认作废",
}
"""What confirms a sheet; of all others it is 确认 with the name of the move."""

ASKED_AGAIN = ("同意销号", "会签销号", "确认作废", "终结")


def says(label: str, words: str) -> Fill:
    """Words, a number or a date written into a field."""
    return lambda sheet: sheet.get_by_label(label).fill(words)


def picks(group: str, name: str) -> Fill:
    """One of several chosen."""
    return lambda sheet: (
        sheet.get_by_role("radiogroup", name=group).get_by_role("radio", name=name).click()
    )


def ticks(label: str) -> Fill:
    """Something declared."""
    return lambda sheet: sheet.get_by_role("checkbox", name=label).click()


def shows(label: str, picture: Path) -> Fill:
    """A photo taken; the picture is made smaller and written down before it can be sent."""

    def fill(sheet: Locator) -> None:
        sheet.get_by_label(f"{label}：拍照").set_input_files(picture)
        taken = sheet.get_by_role("group", name=label).get_by_role("button", name="删除第 1 张照片")
        expect(taken).to_be_visible(timeout=PATIENCE_MS)

    return fill


def today() -> str:
    """The day in Shanghai, as a date field takes it."""
    return shanghai_date(datetime.now(UTC)).isoformat()


def month_day(day: date | str) -> str:
    """11月27日 of a date."""
    _, month, of_month = str(day).split("-")
    return f"{int(month)}月{int(of_month)}日"


class Handler:
    """One person at one screen, signed in for the whole of a story."""

    def __init__(self, page: Page, url: str, login: str, *, desk: bool) -> None:
        self.page, self.url, self.desk = page, url, desk
        if desk:
            open_desk(self.page, url, login, "?tab=all")
        else:
            sign_in(self.page, url, login)

    @property
    def place(self) -> Locator:
        """Where the open issue stands."""
        return panel(self.page) if self.desk else self.page.get_by_role("main")

    def opens(self, issue: UUID) -> None:
        """The issue opened afresh: a page on the phone, a panel beside the list at the desk."""
        where = f"ledger?tab=all&open={issue}" if self.desk else f"issue/{issue}"
        self.page.goto(f"{self.url}/{where}")
        expect(self._line()).to_be_visible(timeout=PATIENCE_MS)

    def makes(self, issue: UUID, name: str, *fills: Fill) -> None:
        """Open the issue, choose a move, fill its sheet in and confirm it."""
        self.opens(issue)
        if name in ("同意销号", "会签销号", "退回") and not self.desk:
            self._reviews()
        main = self.place.get_by_role("button", name=name, exact=True)
        more = self._more()
        expect(main.or_(more).first).to_be_visible(timeout=PATIENCE_MS)
        if not main.count():
            more.click()
            main = self.page.get_by_role("dialog", name="更多办理").get_by_role(
                "button", name=name, exact=True
            )
        main.click()
        self._confirms(name, fills)

    def _confirms(self, name: str, fills: tuple[Fill, ...]) -> None:
        title = re.compile(f"^{TITLES.get(name, name)}(，|$)")
        sheet = self.page.get_by_role("dialog", name=title)
        for fill in fills:
            fill(sheet)
        sheet.get_by_role("button", name=BUTTONS.get(name, f"确认{name}"), exact=True).click()
        if name in ASKED_AGAIN:
            cancel = self.page.get_by_role("button", name="取消", exact=True)
            sure = self.page.get_by_role("dialog").filter(has=cancel)
            sure.get_by_role("button", name=name[:4], exact=True).click()
        # A question asked again fades out under the sheet's own words.
        try:
            expect(sheet).to_have_count(0, timeout=PATIENCE_MS)
        except AssertionError as error:
            raise AssertionError(f"still open: {sheet.inner_text()}") from error

    def cannot(self, issue: UUID, *names: str) -> None:
        """The moves are not offered to them, neither at once nor behind 更多."""
        self.opens(issue)
        # Whatever they may do stands there by now: an empty bar would prove nothing.
        expect(self._more()).to_be_visible(timeout=PATIENCE_MS)
        said = self.place.get_by_role("button").all_inner_texts()
        self._more().click()
        sheet = self.page.get_by_role("dialog", name="更多办理")
        expect(sheet).to_be_visible(timeout=PATIENCE_MS)
        said += sheet.get_by_role("button").all_inner_texts()
        sheet.get_by_role("button", name="关闭").click()
        expect(sheet).to_be_hidden(timeout=PATIENCE_MS)
        if "去复核" in said:
            self._reviews()
            said += self.place.get_by_role("button").all_inner_texts()
        assert not [name for name in names if name in said], said

    def sees(self, issue: UUID, state: str, next_: str | None, line: str) -> None:
        """The state, what comes next, and the newest step of the line: its parts between ` / `."""
        if str(issue) not in self.page.url or "/review/" in self.page.url:
            self.opens(issue)
        expect(self.place.get_by_text(state, exact=True).first).to_be_visible(timeout=PATIENCE_MS)
        steps = self._line().get_by_role("listitem")
        if next_:
            expect(steps.first).to_contain_text(next_, timeout=PATIENCE_MS)
        for words in line.split(" / "):
            expect(steps.nth(1 if next_ else 0)).to_contain_text(words, timeout=PATIENCE_MS)

    def told(self, words: str) -> None:
        """Something the open issue says, wherever it stands."""
        expect(self.place.get_by_text(words).first).to_be_visible(timeout=PATIENCE_MS)

    def _reviews(self) -> None:
        """On the phone a review has a page of its own."""
        self.place.get_by_role("button", name="去复核").click()
        expect(self.page.get_by_role("heading", name="复核整改")).to_be_visible(timeout=PATIENCE_MS)
        expect(self.place.get_by_role("button", name="退回", exact=True)).to_be_visible(
            timeout=PATIENCE_MS
        )

    def _line(self) -> Locator:
        return self.place.get_by_role("region", name="办理经过")

    def _more(self) -> Locator:
        return self.place.get_by_role("button", name="更多", exact=True).or_(
            self.place.get_by_role("button", name="办理这条问题", exact=True)
        )
