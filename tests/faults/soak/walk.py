"""A random walk on a phone: fill in, shoot, submit, cut, kill, restart, change tabs.

The same seed walks the same way. What each step does to the model is written beside what it does
on the screen, and only after the screen has said so.
"""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from tests.e2e.filling import describe, questions, sign_both
from tests.faults.soak.model import Model, Report, Visit
from tests.faults.stage import Case, noisy_photo, submit

SMALL = (640, 480)
SAVED = "() => document.querySelector('[role=status].tag')?.innerText.includes('已存本机')"


class Walk:
    """One phone, one model, and the way so far."""

    def __init__(self, case: Case, seed: int) -> None:
        self.case = case
        self.random = Random(seed)
        self.model = Model()
        self.way: list[str] = []
        self.unvisited = list(case.prepared.others)
        self.working: Visit | None = None
        self.page = case.open("/home")
        self._steps: dict[str, tuple[int, Callable[[], None]]] = {
            "answer": (60, self.answer),
            "retype": (10, self.retype),
            "submit": (8, self.submit),
            "report": (6, self.report),
            "other draft": (6, self.other_draft),
            "cut": (6, self.cut),
            "restore": (6, self.restore),
            "kill the phone": (5, self.kill_phone),
            "kill the server": (4, self.kill_server),
            "second tab": (4, self.second_tab),
        }

    def go(self, steps: int) -> None:
        """So many steps."""
        names = list(self._steps)
        weights = [self._steps[name][0] for name in names]
        for _ in range(steps):
            name = self.random.choices(names, weights)[0]
            self.way.append(name)
            self._steps[name][1]()

    def arrive(self) -> None:
        """Mend everything, hand in what is begun; the model says what must then be there."""
        self.way.append("arrive")
        self.restore()
        for visit in list(self.model.begun):
            self.working = visit
            self._open()
            self.submit()

    def answer(self) -> None:
        """The next question that has no answer."""
        visit = self._visit()
        card = self._unanswered()
        if card is None:
            return self.submit()
        code = (card.get_attribute("id") or "").removeprefix("item-")
        given = "no" if self.random.random() < 0.12 else "yes"
        name = "不符合" if given == "no" else "符合"
        card.get_by_role("radiogroup").first.get_by_role("radio", name=name, exact=True).click()
        if given == "no":
            visit.notes[code] = f"第 {len(self.way)} 步写下：没有做到"
            describe(card, visit.notes[code], self._photo())
            visit.photos[code] = 1
        questions(card)
        self._saved()
        visit.answers[code] = given
        return None

    def retype(self) -> None:
        """Other words for something found wrong."""
        visit = self.working
        if visit is None or not visit.notes:
            return
        self._open()
        code = self.random.choice(sorted(visit.notes))
        words = f"第 {len(self.way)} 步改过：仍没有做到"
        self.page.locator(f"#item-{code}").get_by_label("问题描述").fill(words)
        self._saved()
        visit.notes[code] = words

    def submit(self) -> None:
        """Answer what is left, sign, hand in."""
        visit = self.working
        if visit is None:
            return
        self._open()
        while self._unanswered() is not None:
            self.answer()
        sign_both(self.page)
        submit(self.page)
        self.page.wait_for_url("**/saved/**")
        self.model.begun.remove(visit)
        self.model.handed_in.append(visit)
        self.working = None

    def report(self) -> None:
        """A closed door, with its photo."""
        if not self.unvisited:
            return
        entity = self.unvisited.pop()
        words = f"第 {len(self.way)} 步：敲门没有人应"
        report_closed(self.case, self.page, entity, words, [self._photo()])
        self.model.reports.append(Report(entity, words))
        self.working = None

    def other_draft(self) -> None:
        """Leave this visit as it is and go on with another, or a new one."""
        self.working = self.random.choice([*self.model.begun, None])

    def cut(self) -> None:
        """No network from here."""
        self.case.wire.is_down = True
        self.case.wire.cut_all()

    def restore(self) -> None:
        """The network is back, and the server runs."""
        if self.case.process is None:
            self.case.start_server()
        self.case.wire.is_down = False
        self.page.evaluate("window.dispatchEvent(new Event('online'))")

    def kill_phone(self) -> None:
        """The phone runs out of memory."""
        self.case.phone.kill()
        self.page = self.case.open("/home")
        self.working = None

    def kill_server(self) -> None:
        """The server dies, and is back at the next repair."""
        if self.case.process is not None:
            self.case.kill_server()

    def second_tab(self) -> None:
        """Go on in another tab; the one before stays open on the first page."""
        assert self.case.phone.context
        tabs = self.case.phone.context.pages
        self.page.goto(f"{self.case.wire.url}/home")
        others = [tab for tab in tabs if tab != self.page]
        self.page = others[0] if others else self.case.phone.context.new_page()
        self.page.bring_to_front()
        self.page.goto(f"{self.case.wire.url}/home")

    def _visit(self) -> Visit:
        if self.working is None:
            self.working = (
                self.random.choice(self.model.begun) if self._may_go_on() else self._new()
            )
        self._open()
        return self.working

    def _may_go_on(self) -> bool:
        return bool(self.model.begun) and (len(self.model.begun) > 3 or self.random.random() < 0.6)

    def _new(self) -> Visit:
        entity = self.unvisited.pop()
        self.page.goto(f"{self.case.wire.url}/entity/{entity}")
        self.page.get_by_role("button", name="开始督导").click()
        self.page.wait_for_url("**/visit/**")
        found = re.search(r"/visit/([0-9a-f-]{36})", self.page.url)
        assert found
        visit = Visit(entity, UUID(found.group(1)))
        self.model.begun.append(visit)
        return visit

    def _open(self) -> None:
        """The form of the visit at hand, holding what the model says it holds."""
        assert self.working
        if self.page.url.split("?")[0].endswith(f"/visit/{self.working.id}"):
            expect(self._cards().first).to_be_visible()
            return
        self.page.goto(f"{self.case.wire.url}/visit/{self.working.id}")
        expect(self._cards().first).to_be_visible()
        held = self.page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll('section.card.item')]
              .map((card) => [card.id.slice(5), card.querySelector('.ans [aria-checked=true]')])
              .filter(([, on]) => on)
              .map(([code, on]) => [code, on.classList.contains('n') ? 'no' : 'yes']))"""
        )
        assert held == self.working.answers

    def _cards(self) -> Locator:
        return self.page.locator("section.card.item")

    def _unanswered(self) -> Locator | None:
        left = self._cards().filter(has=self.page.locator(".ans:not(:has([aria-checked=true]))"))
        if not left.count():
            return None
        # By its own name: once it has an answer it is none of those left.
        return self.page.locator(f"#{left.first.get_attribute('id')}")

    def _saved(self) -> None:
        self.page.wait_for_function(SAVED)

    def _photo(self) -> Path:
        return noisy_photo(self.case.at / f"step-{len(self.way)}.jpg", SMALL)


def report_closed(case: Case, page: Page, entity: UUID, words: str, photos: list[Path]) -> None:
    """Hand in that the door was closed, with photos of it."""
    page.goto(f"{case.wire.url}/entity/{entity}")
    page.get_by_text("无法督导", exact=True).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("radio", name="闭门").click()
    sheet.get_by_label("情况说明").fill(words)
    for number, photo in enumerate(photos, 1):
        sheet.get_by_label("照片：从相册选").set_input_files(photo)
        expect(sheet.get_by_label(f"删除第 {number} 张照片")).to_be_visible()
    sheet.get_by_role("button", name="提交登记").click()
    page.wait_for_url("**/saved/**")
