"""50 visits with 100 photos over a village's line: `python -m bench.line [--visits 50]`.

The phone is a real Chromium, the server a real process; between them 1 Mbit/s, 300 ms, and every
connection cut at random every 1 to 20 s. Photos are as large as the phone makes them.
"""

import argparse
import random
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlmodel import select

from app.db import make_engine
from app.inspections.models import Inspection
from app.media.models import Media
from app.migrate import migrate
from tests.faults.line import Line
from tests.faults.soak.walk import report_closed
from tests.faults.stage import Case, noisy_photo, prepare, settings_in
from tests.faults.truth import on_the_phone, owed
from tests.faults.wire import Wire
from tests.serving import free_port

BITS_PER_SECOND = 1_000_000
ROUND_TRIP_S = 0.3
PHOTOS_EACH = 2


@dataclass(frozen=True)
class Drained:
    """How emptying the queue went."""

    seconds: float
    cuts: int
    sent: int
    """Bytes of bodies that left the phone."""
    needed: int
    """Bytes of bodies that had to: each text once, each photo once."""
    longest_pause: float
    """Seconds in which no byte moved, cuts and waiting included."""


class Cutter:
    """Breaks all connections at random moments."""

    def __init__(self, wire: Wire, seed: int, shortest: float, longest: float) -> None:
        self.cuts = 0
        self._wire = wire
        self._random = random.Random(seed)
        self._span = (shortest, longest)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Cutter":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._random.uniform(*self._span)):
            self._wire.cut_all()
            self.cuts += 1


def drain(
    case: Case,
    *,
    visits: int,
    size: tuple[int, int],
    seed: int = 1,
    between: tuple[float, float] = (1, 20),
) -> Drained:
    """Queue `visits` without network, then let them go over the line; all must arrive."""
    case.wire.is_down = True
    page = case.open("/home")
    for number, entity in enumerate(case.prepared.others[:visits]):
        photos = [
            noisy_photo(case.at / f"{number}-{which}.jpg", size) for which in range(PHOTOS_EACH)
        ]
        report_closed(case, page, entity, f"第 {number + 1} 家：敲门没有人应", photos)
    assert len(owed(page)) == visits
    page.goto(f"{case.wire.url}/sync")
    case.wire.seen.clear()
    line = case.wire.line = Line(BITS_PER_SECOND, ROUND_TRIP_S)
    case.wire.is_down = False
    began = time.monotonic()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    with Cutter(case.wire, seed, *between) as cutter:
        while owed(page):
            page.wait_for_timeout(250)
            assert time.monotonic() - began < 60 * visits, "the queue does not empty"
        seconds = time.monotonic() - began
    return Drained(seconds, cutter.cuts, *_bytes(case), line.longest_pause)


def _bytes(case: Case) -> tuple[int, int]:
    """What left the phone, and what had to."""
    sends = [one for one in case.wire.seen if one.method in ("PUT", "PATCH")]
    texts = {one.path: one.length for one in sends if one.method == "PUT"}
    with case.reading() as session:
        photos = sum(session.exec(select(Media.size)))
    return sum(len(one.body) for one in sends), sum(texts.values()) + photos


def main() -> None:
    """Prepare a phone, fill its queue, let it go, and count what arrived."""
    with tempfile.TemporaryDirectory(prefix="dudao-line-") as folder, sync_playwright() as play:
        at = Path(folder)
        (at / "empty").mkdir()
        (at / "prepared").mkdir()
        (at / "case").mkdir()
        engine = make_engine(settings_in(at / "empty"))
        migrate(engine)
        engine.dispose()
        wire = Wire(free_port())
        made = prepare(at / "prepared", wire, play, at / "empty" / "dudao.db")
        case = Case(made, wire, play, at / "case")
        try:
            went = drain(case, visits=ARGS.visits, size=(1500, 1125), seed=ARGS.seed)
            with case.reading() as session:
                assert len(session.exec(select(Inspection)).all()) == ARGS.visits
                photos = session.exec(select(Media.size)).all()
            assert case.phone.context
            sent = on_the_phone(case.phone.context.pages[0])["photos"]
        finally:
            case.close()
    assert len(photos) == ARGS.visits * PHOTOS_EACH == sum(p["at"] == "sent" for p in sent)
    print(
        f"{ARGS.visits} visits, {len(photos)} photos of {sum(photos) / len(photos) / 1024:.0f} KB"
    )
    print(f"{went.seconds:.0f} s, {went.cuts} cuts, longest pause {went.longest_pause:.1f} s")
    print(f"sent {went.sent} of {went.needed} needed: {went.sent / went.needed:.3f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    ARGS = _arguments()
    main()
