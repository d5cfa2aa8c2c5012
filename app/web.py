"""What holds for every answer: request numbers, safe headers, compression, numbers for metrics."""

import time

import structlog
from fastapi import FastAPI
from prometheus_client import Counter, Histogram
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.ids import uuid7

CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Vant sets inline style attributes, hence 'unsafe-inline' for styles alone."""

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"content-security-policy", CSP.encode()),
)
"""As they go out: written anew, they would cost each answer as much as finding its route."""
_OF_THE_API = (*_HEADERS, (b"cache-control", b"no-store"))

_HUNG_UP = 499

_requests = Counter("dudao_requests_total", "Requests", ["method", "route", "status"])
_seconds = Histogram("dudao_request_seconds", "Seconds per request", ["route"])
_log = structlog.get_logger("dudao.web")


class Around:
    """Plain ASGI: it sees each message pass and buffers none, so uploads stream and may be cut."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; add the headers to its answer and count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        number = str(uuid7())
        # Left as it is when the caller hung up before there was an answer.
        status = _HUNG_UP

        async def outgoing(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"]
                said = {name for name, _ in headers}
                ours = _OF_THE_API if scope["path"].startswith("/api/") else _HEADERS
                headers += [(name, value) for name, value in ours if name not in said]
                headers.append((b"x-request-id", number.encode()))
            await send(message)

        try:
            await self.app(scope, receive, outgoing)
        except Exception:
            status = 500
            raise
        finally:
            # The template, not the address: tokens and ids stay out of logs and metrics.
            route = getattr(scope.get("route"), "path", "unmatched")
            _requests.labels(scope["method"], route, status).inc()
            _seconds.labels(route).observe(time.perf_counter() - begun)
            if status >= 500:
                _log.error("request failed", id=number, route=route, status=status)


class GZipText(GZipMiddleware):
    """Compresses text; photos and workbooks are compressed already and pass as they are."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compress the answer unless it is a photo or a workbook."""
        path = scope.get("path", "")
        if scope["type"] == "http" and ("/media/" in path or path.endswith(".xlsx")):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def install_web(app: FastAPI) -> None:
    """Wrap `app` in what every answer shares."""
    app.add_middleware(GZipText, minimum_size=1024, compresslevel=5)
    app.add_middleware(Around)
