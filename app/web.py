"""What holds for every answer: request numbers, safe headers, compression, one log line."""

import time
from collections.abc import Awaitable, Callable

import structlog
from fastapi import FastAPI, Request, Response
from prometheus_client import Counter, Histogram
from starlette.middleware.gzip import GZipMiddleware

from app.ids import uuid7

CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Vant sets inline style attributes, hence 'unsafe-inline' for styles alone."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_requests = Counter("dudao_requests_total", "Requests", ["method", "route", "status"])
_seconds = Histogram("dudao_request_seconds", "Seconds per request", ["route"])
_log = structlog.get_logger("dudao.web")


def _route_of(request: Request) -> str:
    # The template, not the address: tokens and ids stay out of logs and metrics.
    route = request.scope.get("route")
    return getattr(route, "path", "unmatched")


def install_web(app: FastAPI) -> None:
    """Wrap `app` in the shared middleware."""

    @app.middleware("http")
    async def around(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        begun = time.perf_counter()
        number = str(uuid7())
        response = await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers["X-Request-Id"] = number
        if request.url.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        route = _route_of(request)
        seconds = time.perf_counter() - begun
        _requests.labels(request.method, route, response.status_code).inc()
        _seconds.labels(route).observe(seconds)
        if response.status_code >= 500:
            _log.error("request", id=number, route=route, status=response.status_code)
        return response

    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
