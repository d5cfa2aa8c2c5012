"""Who hands something over to be kept: the holder of a device token, and how much at a time."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.accounts.device import account_behind
from app.accounts.guards import Db, Now, address_of
from app.accounts.models import Account
from app.accounts.user import User, user_of
from app.errors import NotSignedIn, TooLarge
from app.ledger.throttle import Throttle
from app.quarantine.wire import KeepOrder
from app.regions.scope import EVERYWHERE, set_scope

MOST_BYTES = 256 * 1024
"""A visit of 60 items with long notes is a tenth of this."""
PER_MINUTE = 60


def device_holder(request: Request, session: Db, at: Now) -> User:
    """The account behind a device token, ended or not.

    The session reads for the system: the functions it is given to show this account its own
    records, and nothing else.  Raises NotSignedIn, DeviceTokenRefused, TooMany.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Device":
        raise NotSignedIn("请更新应用后重试，记录仍在手机上。")
    account_id = account_behind(token, request.app.state.settings, at)
    if request.method == "PUT":
        _throttle(request).count(str(account_id), at)
    session.info["address"] = address_of(request)
    set_scope(session, EVERYWHERE)
    return user_of(session.get_one(Account, account_id))


Holder = Annotated[User, Depends(device_holder)]


async def small_order(request: Request) -> KeepOrder:
    """The body, read no further than it may be long.  Raises TooLarge.

    Named first by its route: while it comes in no connection is held.
    """
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > MOST_BYTES:
            raise TooLarge(
                f"这条记录的文字超过 {MOST_BYTES // 1024} KB，服务器不能保管。"
                "记录仍在手机上，请导出成文件交给食药安办。"
            )
    try:
        return KeepOrder.model_validate_json(bytes(read))
    except ValidationError as wrong:
        raise RequestValidationError(
            [{**error, "loc": ("body", *error["loc"])} for error in wrong.errors()]
        ) from wrong


Order = Annotated[KeepOrder, Depends(small_order)]
ORDER_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": KeepOrder.model_json_schema()}},
    }
}


def _throttle(request: Request) -> Throttle:
    state = request.app.state
    if not hasattr(state, "quarantine_throttle"):
        state.quarantine_throttle = Throttle(PER_MINUTE)
    found: Throttle = state.quarantine_throttle
    return found
