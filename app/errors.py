"""What can go wrong, and how HTTP says it: RFC 9457 problem+json with a Chinese next step.

AppError                    500  unexpected
├── Malformed               422  the input does not fit; `errors` holds JSON pointers
├── NotSignedIn             401  no, or no longer, a valid session
├── Forbidden               403  this role never may
├── NotFound                404  not there, or not for this user to know
├── Conflict                409  the rules forbid it now
├── TooLarge                413  more bytes than allowed
└── TooMany                 429  wait; `retry_after_s` says how long
"""

from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

PROBLEM = "application/problem+json"


class AppError(Exception):
    """A refusal with a sentence for the person who meets it.

    Subclasses stand beside the rule they guard: `class EvidenceMissing(Conflict, slug="…")`.
    `extra` is merged into the problem body.
    """

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "系统出错"

    def __init_subclass__(
        cls, status: int | None = None, slug: str | None = None, title: str | None = None
    ) -> None:
        cls.status = status or cls.status
        cls.slug = slug or cls.slug
        cls.title = title or cls.title

    def __init__(
        self,
        detail: str,
        *,
        errors: list[dict[str, str]] | None = None,
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors
        self.headers = headers
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """The problem document; `errors` only where there are pointers."""
        shown: dict[str, Any] = {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.extra,
        }
        if self.errors:
            shown["errors"] = self.errors
        return shown


class Malformed(AppError, status=422, slug="malformed", title="填写有误"):
    """The input does not fit its form."""


class NotSignedIn(AppError, status=401, slug="not-signed-in", title="需要登录"):
    """No valid session."""


class Forbidden(AppError, status=403, slug="forbidden", title="没有权限"):
    """The role never allows this."""


class NotFound(AppError, status=404, slug="not-found", title="没有找到"):
    """Absent, or outside what this user may see."""


class Conflict(AppError, status=409, slug="conflict", title="现在不能这样办"):
    """The rules, or the state of the thing, forbid it now."""


class TooLarge(AppError, status=413, slug="too-large", title="内容太大"):
    """More bytes than this installation takes."""


class TooMany(AppError, status=429, slug="too-many", title="操作太频繁"):
    """Wait, then try again."""

    def __init__(self, detail: str, *, retry_after_s: int) -> None:
        super().__init__(
            detail, headers={"Retry-After": str(retry_after_s)}, retry_after_s=retry_after_s
        )


def _pointer(location: tuple[int | str, ...]) -> str:
    return "/" + "/".join(str(part) for part in location[1:])


def _answer(status: int, body: dict[str, Any], headers: Any = None) -> JSONResponse:
    return JSONResponse(body, status_code=status, media_type=PROBLEM, headers=headers)


_PLAIN = {
    404: "没有这个地址或内容，请返回上一页重试。",
    405: "这个地址不支持这种操作，请更新页面后重试。",
}


def install(app: FastAPI) -> None:
    """Teach `app` to answer every refusal as problem+json."""

    @app.exception_handler(AppError)
    def refused(_: Request, error: AppError) -> JSONResponse:
        return _answer(error.status, error.body(), error.headers)

    @app.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        errors = [{"pointer": _pointer(e["loc"]), "detail": e["msg"]} for e in error.errors()]
        return _answer(
            422, Malformed("提交的内容格式不对，请更新页面后重试。", errors=errors).body()
        )

    @app.exception_handler(DataError)
    def unstorable(_: Request, error: DataError) -> JSONResponse:
        # PostgreSQL takes no zero byte in a text; whatever else fits no column comes here, too.
        detail = "内容里有不能保存的字符，请检查后重试。"
        return _answer(422, Malformed(detail).body())

    @app.exception_handler(HTTPException)
    def plain(_: Request, error: HTTPException) -> JSONResponse:
        detail = _PLAIN.get(error.status_code, str(error.detail))
        body = {
            "type": f"/problems/http-{error.status_code}",
            "title": "请求没有成功",
            "status": error.status_code,
            "detail": detail,
        }
        return _answer(error.status_code, body, error.headers)
