"""The way through all screens: one story, told by everybody who takes part in it."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser

from app.clock import shanghai_date
from app.db import now
from app.demo import pictures
from tests.e2e.caller import Caller
from tools.look.camera import Camera
from tools.look.demo import Server
from tools.look.posters import printed
from tools.look.tour_behalf import on_behalf
from tools.look.tour_cadre import Cadre
from tools.look.tour_desk import desk
from tools.look.tour_import import imports
from tools.look.tour_kept import receipts, rescue, undelivered
from tools.look.tour_making import making
from tools.look.tour_matching import matching
from tools.look.tour_office import accounts, documents, enterprise, ledger, review
from tools.look.tour_states import (
    all_visited,
    kept_twice,
    no_room,
    public_pages,
    states,
    unreachable,
    waiting_for_the_list,
)

RAW_ABOVE = "冷藏柜里生肉放在熟食上方，没有加盖"
GREASE = "后厨排烟罩积油，地面湿滑"


@dataclass
class Story:
    """What the screens show: the cadre's firms and two issues at one of them."""

    shop: dict[str, Any]
    """A firm to be visited, with an issue from before."""
    next_shop: dict[str, Any]
    """Another firm still to be visited."""
    rectified: Any
    """The issue the enterprise answers and the station reviews."""
    elsewhere: str
    """The short code of a notice of somebody else's firm."""
    picture: Path


def tour(browser: Browser, server: Server, camera: Camera) -> None:
    """Walk through every screen and take it."""
    with TemporaryDirectory(prefix="dudao-look-") as folder:
        story = _set_up(server.url, Path(folder))
        cadre = Cadre(browser, server.url, camera)
        cadre.arrive()
        enterprise(browser, server.url, camera, story.rectified, story.picture)
        cadre.visit(story.shop, story.picture)
        cadre.look_around(story.shop, story.rectified)
        receipts(cadre.page, server.url, camera)
        public_pages(browser, server.url, camera, story.shop["notices"][0]["short_code"])
        printed(camera, server.url)
        no_room(cadre.page, server.url, camera, story.next_shop["id"], story.picture)
        rescue(cadre.page, server.url, camera)
        kept_twice(cadre.page, server.url, camera, story.next_shop)
        states(cadre.page, server.url, camera, story.elsewhere)
        waiting_for_the_list(browser, server.url, camera)
        all_visited(browser, server.url, camera)
        on_behalf(browser, server.url, camera)
        office = ledger(browser, server.url, camera)
        review(office, server.url, camera, story.rectified)
        desk(browser, server.url, camera, story.rectified)
        matching(browser, server.url, camera)
        making(browser, server.url, camera)
        imports(browser, server.url, camera)
        undelivered(browser, server.url, camera)
        documents(browser, server.url, camera, story.rectified)
        accounts(browser, server.url, camera)
        unreachable(server, camera, office, cadre.page)


def _set_up(url: str, folder: Path) -> Story:
    synced = Caller(url, "cadre-village").get("/sync")
    # Somewhere to eat, not yet visited in this quarter; a small restaurant has the shortest form.
    firms = sorted(
        synced["entities"],
        key=lambda e: (
            e["due"] is None or bool(e["due"]["done_at"]),
            e["business_type"] != "catering",
            e["kind"] != "小餐饮（登记）",
        ),
    )
    shop = firms[0]
    station = Caller(url, "station")
    rectified = station.register(shop["id"], RAW_ABOVE)
    second = station.register(
        shop["id"],
        GREASE,
        text="加工场所是否清洁",
        severity="minor",
        requirement="清洗排烟罩，保持地面干燥。",
    )
    rectified, _ = (station.move(issue, "accept") for issue in (rectified, second))
    link = station.post(f"/issues/{rectified['id']}/link")
    other = Caller(url, "cadre-town").get("/sync")["entities"][0]
    picture = folder / "photo.jpg"
    picture.write_bytes(pictures.photo(f"{shanghai_date(now())}", now(), tidy=False))
    return Story(
        shop, firms[1], rectified | {"link": link}, other["notices"][0]["short_code"], picture
    )
