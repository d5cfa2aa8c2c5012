"""`make look`: pictures of every screen into `look/`, with `index.html` to go through them.

The folder of the design's pictures, if there is one to compare with, is the only argument or
`DUDAO_DESIGN`.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from app.settings import ROOT
from tests.e2e.windows import executable
from tools.look.board import write_board
from tools.look.camera import Camera
from tools.look.demo import demo_data, serving
from tools.look.papers import papers
from tools.look.tour import tour

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]


def main() -> None:
    """Make the pictures and say where they are."""
    begun = time.monotonic()
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("DUDAO_DESIGN")
    folder = ROOT / "look"
    folder.mkdir(exist_ok=True)
    print("准备演示数据 …", flush=True)
    data = demo_data(folder / ".data")
    for old in folder.glob("*.png"):
        old.unlink()
    camera = Camera(folder)
    print("截取界面 …", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="dudao-look-") as scratch,
        serving(data, Path(scratch) / "data") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=executable(),
            args=FLAGS,
        )
        try:
            tour(browser, server, camera)
            papers(camera)
        finally:
            browser.close()
            page = write_board(folder, camera.shots, Path(given).resolve() if given else None)
    pictures = sum(len(shot.files) for shot in camera.shots)
    print(f"{len(camera.shots)} 个界面，{pictures} 张图，{time.monotonic() - begun:.0f} 秒：{page}")


main()
