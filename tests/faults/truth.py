"""What must hold when all is over: once, whole, nowhere twice, and the screen says so."""

import hashlib
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, expect
from sqlmodel import select

from app.inspections.models import Inspection
from app.ledger.models import Issue
from app.media.models import MediaLink, MediaOwner
from tests.faults.stage import FAULT, SHOP, Case

PATIENCE_S = 60

_ON_THE_PHONE = """async () => {
  const told = { drafts: 0, outbox: [], photos: [] }
  const ask = (request) => new Promise((ok, no) => {
    request.onsuccess = () => ok(request.result)
    request.onerror = () => no(request.error)
  })
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('dudao:')) continue
    const db = await ask(indexedDB.open(name))
    const all = (store) => ask(db.transaction(store).objectStore(store).getAll())
    told.drafts += (await all('drafts')).length
    told.outbox.push(...(await all('outbox')).map(({ id, at, owed }) => ({ id, at, owed })))
    told.photos.push(...(await all('photos')).map(({ sha, at }) => ({ sha, at })))
    db.close()
  }
  return told
}"""


def on_the_phone(page: Page) -> Any:
    """Ids, states and hashes of what the phone keeps; the content lies encrypted."""
    return page.evaluate(_ON_THE_PHONE)


def until(holds: Callable[[], bool], page: Page, seconds: float = PATIENCE_S) -> None:
    """Wait until it has come true, while the page lives on."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        page.wait_for_timeout(200)


def owed(page: Page) -> list[str]:
    """Ids of what the server lacks something of."""
    return [row["id"] for row in on_the_phone(page)["outbox"] if row["owed"]]


def arrived_once(case: Case, page: Page, *, note: str = FAULT) -> Inspection:
    """The prepared visit is with the server once and whole, and the screen says so; gives it."""
    until(lambda: not nothing_arrived(case) and not owed(page), page)
    told = on_the_phone(page)
    accepted = [row["id"] for row in told["outbox"] if row["at"] == "accepted"]
    visit = whole(case, page, note=note)
    assert [UUID(id) for id in accepted] == [visit.id]
    _says_so(case, page, visit)
    return visit


def whole(case: Case, page: Page, *, note: str = FAULT) -> Inspection:
    """One visit, its one issue, and every byte that the phone has; nothing else."""
    told = on_the_phone(page)
    with case.reading() as session:
        visit = session.exec(select(Inspection)).one()
        issue = session.exec(select(Issue)).one()
        linked = set(session.exec(select(MediaLink.sha256)))
        owned = set(session.exec(select(MediaOwner.sha256)))
        session.expunge_all()
    assert visit.issue_count == 1
    assert issue.inspection_id == visit.id
    assert issue.description == note
    hashes = {row["sha"] for row in told["photos"]}
    assert len(hashes) == 3
    assert linked == owned == stored(case) == hashes
    assert {row["at"] for row in told["photos"]} == {"sent"}
    assert told["drafts"] == 0
    return visit


def _says_so(case: Case, page: Page, visit: Inspection) -> None:
    page.goto(f"{case.wire.url}/sync")
    expect(page.get_by_text("都已上传")).to_be_visible()
    arrived = page.get_by_role("region", name="已上传")
    expect(arrived.get_by_text(SHOP)).to_have_count(1)
    expect(arrived).to_contain_text(f"收件编号 {visit.receipt_no}")
    expect(page.get_by_role("alert")).to_have_count(0)


def stored(case: Case) -> set[str]:
    """What lies on the server's shelf, hashed again from its bytes."""
    folder = case.settings.media_folder
    files = [path for path in folder.rglob("*") if path.is_file() and len(path.name) == 64]
    for path in files:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    return {path.name for path in files}


def nothing_arrived(case: Case) -> bool:
    """The server knows nothing of the visit."""
    with case.reading() as session:
        return not session.exec(select(Inspection)).all()
