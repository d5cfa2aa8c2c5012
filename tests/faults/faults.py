"""What can go wrong with a request on its way."""

import json
from collections.abc import Callable

from tests.faults.exchange import BrokenOff, Exchange
from tests.faults.wire import Applies, Does

PORTAL = """<!doctype html><html><head><title>上网认证</title></head>
<body><h1>欢迎使用无线网络</h1><p>请输入手机号认证后上网</p></body></html>""".encode()
HTML = {"Content-Type": "text/html; charset=utf-8"}


def answer_lost(exchange: Exchange) -> None:
    """The server has taken it; the phone never hears so."""
    exchange.forward()
    exchange.lose_answer()


def cut_before(exchange: Exchange) -> None:
    """Nothing of it reaches the server."""
    raise BrokenOff


def portal(exchange: Exchange) -> None:
    """A hotel's page instead of our answer, with 200."""
    exchange.reply(200, PORTAL, HTML)


def says(status: int, detail: str, *, slug: str = "told", **headers: str) -> Does:
    """Our own words for no."""
    body = {"type": f"/problems/{slug}", "title": "没有收下", "status": status, "detail": detail}

    def does(exchange: Exchange) -> None:
        exchange.reply(
            status,
            json.dumps(body, ensure_ascii=False).encode(),
            {"Content-Type": "application/problem+json", **_named(headers)},
        )

    return does


def says_html(status: int, **headers: str) -> Does:
    """A proxy's page on the way."""

    def does(exchange: Exchange) -> None:
        page = f"<html><h1>{status}</h1></html>".encode()
        exchange.reply(status, page, HTML | _named(headers))

    return does


def meanwhile(then: Callable[[], None], *, share: float = 1) -> Does:
    """So much of the request is with the server when something else happens; then silence."""

    def does(exchange: Exchange) -> None:
        exchange.forward(int(exchange.length * share))
        then()
        raise BrokenOff

    return does


def cut_photo(share: float) -> tuple[Applies, Does]:
    """The connection breaks when `share` of a photo of several pieces is with the server."""

    def goal(exchange: Exchange) -> int:
        return int(share * exchange.photo_size) - int(exchange.headers["upload-offset"])

    def applies(exchange: Exchange) -> bool:
        return exchange.photo_size > BIG and 0 <= goal(exchange) < exchange.length

    def does(exchange: Exchange) -> None:
        exchange.forward(goal(exchange))
        raise BrokenOff

    return applies, does


BIG = 128 * 1024
"""A signature is smaller, and gone in one piece."""


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
