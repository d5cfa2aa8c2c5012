"""What crosses the wire while a page loads, file by file."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession

KINDS = {"text/javascript": "js", "text/css": "css"}


class Wire:
    """Listens to a page's network; bytes are those of the encoded bodies."""

    def __init__(self, tools: CDPSession, encoding: str) -> None:
        self._encoding = encoding
        self._answers: dict[str, dict[str, Any]] = {}
        self._files: list[tuple[str, str, int]] = []
        tools.on("Network.responseReceived", self._answered)
        tools.on("Network.loadingFinished", self._finished)
        tools.send("Network.enable")
        headers = {"Accept-Encoding": encoding}
        tools.send("Network.setExtraHTTPHeaders", {"headers": headers})

    def _answered(self, event: dict[str, Any]) -> None:
        self._answers[event["requestId"]] = event["response"]

    def _finished(self, event: dict[str, Any]) -> None:
        answer = self._answers.get(event["requestId"])
        if answer is None:
            return
        head = {name.lower(): value for name, value in answer["headers"].items()}
        size = int(head.get("content-length") or event["encodedDataLength"])
        kind = KINDS.get(answer["mimeType"], "other")
        self._files.append((kind, urlsplit(answer["url"]).path, size))

    def report(self) -> None:
        """Print the files, the largest first, and the sums."""
        print(f"\non the wire until the sign-in screen can be used, {self._encoding}")
        for _, path, size in sorted(self._files, key=lambda file: -file[2]):
            print(f"{size / 1024:>8.1f} KiB  {path}")
        sums = {
            kind: sum(size for of, _, size in self._files if of == kind) / 1024
            for kind in ("js", "css", "other")
        }
        told = ", ".join(f"{kind} {kib:.1f}" for kind, kib in sums.items())
        print(f"{sums['js'] + sums['css']:>8.1f} KiB of JS and CSS ({told})")
