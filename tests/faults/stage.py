"""One phone with a visit ready to be handed in, made once and copied for every case.

The phone's profile and the server's data are copied together, so each case begins at the same
moment: signed in, everything filled in, both signatures drawn, 提交 not yet tapped.
"""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PIL import Image
from playwright.sync_api import Page, Playwright, expect
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session

from app.accounts.roles import Role
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import make_engine, now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from tests.builders import COUNTY, make_assignment, make_entity, make_region_tree
from tests.conftest import SECRET
from tests.e2e.conftest import Phone
from tests.e2e.filling import answer_everything, sign_both
from tests.e2e.steps import PASSWORD, password_account, sign_in
from tests.faults.wire import Wire
from tests.serving import ServerProcess, free_port

SHOP = "禾谷里餐饮店"
OTHERS = max(60, int(os.environ.get("OPS", "0")) // 3)
"""Firms the cadre has not visited yet; a long walk meets more of them."""
FAULT = "冷藏柜里生肉放在熟食上方，没有加盖"
CADRE = "cadre"
SECADMIN = "secadmin"
OFFICE = "office"
OTHER_CLOCK = """{
  const True = Date, off = DAYS * 86400000
  globalThis.Date = class extends True {
    constructor(...given) { given.length ? super(...given) : super(True.now() + off) }
    static now() { return True.now() + off }
  }
}"""


@dataclass(frozen=True)
class Prepared:
    """The folder that holds both copies, and what is in it."""

    folder: Path
    draft: UUID
    shop: UUID
    others: list[UUID]
    photo: Path


class Case:
    """A copy of the prepared phone and server, joined by the wire."""

    def __init__(self, prepared: Prepared, wire: Wire, playwright: Playwright, at: Path) -> None:
        shutil.copytree(prepared.folder / "data", at / "data")
        shutil.copytree(prepared.folder / "phone", at / "phone")
        self.prepared = prepared
        self.wire = wire
        self.settings = settings_in(at / "data")
        self.engine: Engine = make_engine(self.settings)
        self.port = free_port()
        self.process: ServerProcess | None = ServerProcess(self.settings, self.port)
        wire.renew(self.port)
        self.phone = Phone(playwright, at / "phone")
        self.at = at

    def finish_page(self, *, clock_off_days: int = 0) -> Page:
        """The phone where the visit waits for 提交."""
        return self.open(f"/visit/{self.prepared.draft}/finish", clock_off_days=clock_off_days)

    def open(self, path: str, *, clock_off_days: int = 0) -> Page:
        """The phone, switched on at a page of the app, its clock so many days ahead of ours."""
        page = self.phone.open()
        if clock_off_days:
            page.add_init_script(OTHER_CLOCK.replace("DAYS", str(clock_off_days)))
        page.goto(self.wire.url + path)
        return page

    def reading(self) -> Session:
        """What the server has."""
        session = open_session(self.engine)
        set_scope(session, EVERYWHERE)
        return session

    def kill_server(self) -> None:
        """End the server in the middle of whatever it does."""
        assert self.process
        self.process.kill()
        self.process = None

    def start_server(self, **told: str) -> None:
        """Start the server anew on what it has on disk, with these `DUDAO_*` settings."""
        assert self.process is None
        self.process = ServerProcess(self.settings, self.port, **told)

    def close(self) -> None:
        """Switch everything off."""
        self.phone.close()
        if self.process:
            self.process.kill()
        self.engine.dispose()
        shutil.rmtree(self.at, ignore_errors=True)


def settings_in(data: Path) -> Settings:
    """Settings of an installation in a folder."""
    return Settings(data=data, secret=SecretStr(SECRET))


def submit(page: Page) -> None:
    """Tap 提交."""
    page.get_by_role("button", name="提交督导记录").click()


def prepare(folder: Path, wire: Wire, playwright: Playwright, database: Path) -> Prepared:
    """Fill in a visit as a cadre does, and leave it unsent."""
    (folder / "data").mkdir()
    shutil.copy(database, folder / "data" / "dudao.db")
    settings = settings_in(folder / "data")
    shop, *others = _town(settings)
    port = free_port()
    process = ServerProcess(settings, port)
    wire.renew(port)
    phone = Phone(playwright, folder / "phone")
    picture = noisy_photo(folder / "photo.jpg")
    page = phone.open()
    sign_in(page, wire.url, CADRE)
    expect(page.get_by_text(SHOP).first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => !!navigator.serviceWorker.controller")
    page.goto(f"{wire.url}/entity/{shop}")
    page.get_by_role("button", name="开始督导").click()
    answer_everything(page, wrong="生熟食品的刀板", note=FAULT, picture=picture)
    sign_both(page)
    found = re.search(r"/visit/([0-9a-f-]{36})/finish", page.url)
    assert found
    # The way back writes down whatever is still only in memory.
    page.goto(f"{wire.url}/sync")
    expect(page.get_by_text("没填完，填完提交后才上传。")).to_be_visible()
    phone.close()
    process.stop()
    return Prepared(folder, UUID(found.group(1)), shop, others, picture)


def _town(settings: Settings) -> list[UUID]:
    engine = make_engine(settings)
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        cadre = password_account(session, CADRE, name="周明远", post="社区党委委员")
        password_account(session, SECADMIN, name="秦守业", role=Role.SECADMIN, region=COUNTY)
        password_account(session, OFFICE, name="宋桂芬", role=Role.OFFICE, region=COUNTY)
        ids = []
        for name in (SHOP, *(f"泉涌面馆 {n:02d} 号店" for n in range(1, OTHERS + 1))):
            entity = make_entity(session, name=name)
            make_assignment(session, entity, cadre, due_in=period_of(shanghai_date(now())))
            ids.append(entity.id)
    engine.dispose()
    return ids


def noisy_photo(path: Path, size: tuple[int, int] = (1500, 1125)) -> Path:
    """A picture with so much in it that it stays large: several pieces on the way."""
    Image.effect_noise(size, 60).convert("RGB").save(path, quality=80)
    return path


def sign_in_again(page: Page) -> None:
    """Sign in on the page that asks for it."""
    name = page.get_by_label("账号", exact=True)
    if name.is_editable():
        name.fill(CADRE)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
