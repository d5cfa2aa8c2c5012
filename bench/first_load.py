"""What a phone loads, and how soon it shows its list offline: `python -m bench.first_load`."""

import argparse
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import expect, sync_playwright
from pydantic import SecretStr
from rich.console import Console

from app.db import make_engine
from app.demo.once import load_once
from app.migrate import migrate
from app.settings import Settings
from bench.phone import Phone, spin_ms
from bench.serving import Server
from bench.wire import Wire
from tests.e2e.steps import sign_in

CADRE = "cadre-village"
PHASES = {
    "html": "the page's HTML is here",
    "code": "the last of its JS and CSS is here",
    "running": "our code runs: the first database is asked for",
    "vault": "the database with key and session is open",
    "key": "the key is loaded, the first box is being unsealed",
    "database": "the account's database is open",
    "opened": "all boxes of the list are unsealed",
    "mounted": "the app is in the page",
    "list": "the first row of the list is in the page",
    "painted": "and painted",
}
Start = dict[str, float]


def busy() -> str:
    """How much else runs on the machine: the load of the last minute."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def first_visit(phone: Phone, url: str, encoding: str) -> None:
    """Print what crosses the wire until the sign-in screen can be used."""
    page, tools = phone.page()
    wire = Wire(tools, encoding)
    page.goto(f"{url}/")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_enabled()
    page.get_by_label("账号", exact=True).fill("a")
    wire.report()
    page.close()


def install(phone: Phone, url: str) -> None:
    """One visit online: sign in, fetch the list and the forms, put the app on the shelf."""
    page, _ = phone.page()
    sign_in(page, url, CADRE)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => !!navigator.serviceWorker.controller")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2_000)
    page.close()


def start(phone: Phone, url: str, slowdown: float) -> Start:
    """Open the app on a new page; when each phase was reached, in ms from the navigation.

    `cpu` is what the page's main thread has worked by then, `spin` a fixed piece of arithmetic.
    """
    page, tools = phone.page(slowdown=slowdown, probed=True)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{url}/", wait_until="commit")
    seen: dict[str, Any] = page.evaluate("startSeen")
    metrics = tools.send("Performance.getMetrics")["metrics"]
    seen["cpu"] = 1000 * next(one["value"] for one in metrics if one["name"] == "TaskDuration")
    seen["spin"] = spin_ms(page)
    page.close()
    return {phase: float(value) for phase, value in seen.items()}


def again(phone: Phone, url: str, slowdown: float, count: int) -> list[Start]:
    """Starts on new pages of a browser that is running already."""
    phone.start(offline=True)
    starts = [start(phone, url, slowdown) for _ in range(count)]
    phone.stop()
    return starts


def anew(phone: Phone, url: str, slowdown: float, count: int) -> list[Start]:
    """Starts of the whole browser, each on the same profile."""
    starts = []
    for _ in range(count):
        phone.start(offline=True)
        starts.append(start(phone, url, slowdown))
        phone.stop()
    return starts


def report(label: str, starts: list[Start]) -> None:
    """Print the median, the quickest and the slowest of each phase."""

    def line(phase: str, meaning: str) -> None:
        reached = [one[phase] for one in starts]
        print(
            f"{phase:<9}{statistics.median(reached):>7.0f}{min(reached):>7.0f}{max(reached):>7.0f}"
            f"   {meaning}"
        )

    print(f"\n{label}, {len(starts)} starts; {busy()}")
    print("         median    min    max   ms from the start of the navigation until")
    for phase, meaning in PHASES.items():
        line(phase, meaning)
    print("and for comparison")
    line("cpu", "ms the page's main thread worked")
    line("spin", "ms for a fixed piece of arithmetic on the slowed page")
    unsealed, files = starts[-1]["unsealed"], starts[-1]["files"]
    print(f"{unsealed:.0f} boxes unsealed, {files:.0f} files of JS and CSS")


def main(arguments: argparse.Namespace) -> None:
    """Measure both on demo data made for the occasion."""
    with tempfile.TemporaryDirectory(prefix="dudao-bench-") as folder:
        data = arguments.data or Path(folder) / "data"
        secret = "only-for-measuring-0123456789abcdef0123456789"
        settings = Settings(data=data, secret=SecretStr(secret), demo=True)
        data.mkdir(parents=True, exist_ok=True)
        engine = make_engine(settings)
        migrate(engine)
        engine.dispose()
        load_once(settings, Console(quiet=True))
        environment = {"DUDAO_DATA": str(data), "DUDAO_SECRET": secret, "DUDAO_DEMO": "1"}
        server = Server(environment).start()
        try:
            with sync_playwright() as playwright:
                url = f"http://127.0.0.1:{server.port}"
                for encoding in ("gzip", "br"):
                    stranger = Phone(playwright, Path(folder) / encoding).start()
                    first_visit(stranger, url, encoding)
                    stranger.stop()
                phone = Phone(playwright, Path(folder) / "phone").start()
                install(phone, url)
                phone.stop()
                slowdown, count = arguments.slowdown, arguments.starts
                label = f"offline, CPU {slowdown:g} times slower, "
                report(label + "browser running", again(phone, url, slowdown, count))
                report(label + "browser started anew", anew(phone, url, slowdown, count))
        finally:
            server.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--slowdown", type=float, default=4)
    parser.add_argument("--data", type=Path, help="demo data to use again and keep")
    return parser.parse_args()


if __name__ == "__main__":
    main(_arguments())
