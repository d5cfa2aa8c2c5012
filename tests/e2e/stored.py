"""What lies on a phone and on the server's shelf, to be held against each other."""

import hashlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Server


def photo_hashes(page: Page) -> set[str]:
    """Every photo on this phone."""
    # The phone's own ids of what it keeps; the bytes themselves lie encrypted.
    shas: list[str] = page.evaluate(
        """async () => {
          const found = []
          for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((ok, no) => {
              const open = indexedDB.open(name)
              open.onsuccess = () => ok(open.result)
              open.onerror = () => no(open.error)
            })
            if (db.objectStoreNames.contains('photos')) {
              const keys = await new Promise((ok, no) => {
                const all = db.transaction('photos').objectStore('photos').getAllKeys()
                all.onsuccess = () => ok(all.result)
                all.onerror = () => no(all.error)
              })
              found.push(...keys.map(String))
            }
            db.close()
          }
          return found
        }"""
    )
    return set(shas)


def until(holds: Callable[[], bool], page: Page, seconds: int = 45) -> None:
    """Wait until something comes true."""
    for _ in range(seconds * 4):
        if holds():
            return
        page.wait_for_timeout(250)
    pytest.fail("it did not come true in time")


def stored_hashes(server: Server) -> set[str]:
    """What lies on the shelf, hashed again from its bytes."""
    files = [path for path in server.settings.media_folder.rglob("*") if path.is_file()]
    for path in files:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    return {path.name for path in files}
