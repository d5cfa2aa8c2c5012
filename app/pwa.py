"""The built PWA from the same process: files by name, and its page for every route of its own."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response

from app.errors import NotFound

router = APIRouter(include_in_schema=False)

_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_NOT_OURS = ("api/", "metrics", "healthz", "readyz")


def _served(request: Request, path: Path, *, immutable: bool) -> Response:
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if immutable else "no-cache",
        "Vary": "Accept-Encoding",
    }
    media_type = _TYPES.get(path.suffix, "application/octet-stream")
    accepted = request.headers.get("accept-encoding", "")
    for name, suffix in _ENCODINGS:
        packed = path.with_name(path.name + suffix)
        if name in accepted and packed.is_file():
            headers["Content-Encoding"] = name
            return FileResponse(packed, media_type=media_type, headers=headers)
    return FileResponse(path, media_type=media_type, headers=headers)


@router.get("/{path:path}")
def page(path: str, request: Request) -> Response:
    """A file of the build, else the app's page, so that deep links open after a reload."""
    if path.startswith(_NOT_OURS):
        raise NotFound("没有这个地址，请检查后重试。")
    root: Path = request.app.state.settings.pwa.resolve()
    wanted = (root / path).resolve()
    if path and wanted.is_relative_to(root) and wanted.is_file():
        return _served(request, wanted, immutable=path.startswith("assets/"))
    index = root / "index.html"
    # A missing script must fail as such: HTML in its place breaks the app after a deploy.
    if path.startswith("assets/") or wanted.suffix in (".js", ".css", ".map", ".wasm"):
        raise NotFound("这个文件已经更新，请刷新页面。")
    if not index.is_file():
        return PlainTextResponse("网页还没有构建。请先运行 make build。", status_code=503)
    return _served(request, index, immutable=False)
