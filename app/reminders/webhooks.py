"""A reminder as a group's robot or another system wants it, signed with our secret."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from app.settings import Webhook

_WECOM_BYTES = 2000
"""政务微信 and 企业微信 take 2048 bytes of text."""


@dataclass(frozen=True)
class Delivery:
    """What is posted where; never to be logged, for robots carry their key in the address."""

    url: str
    headers: dict[str, str]
    content: bytes


def delivery(
    target: Webhook, told: dict[str, Any], id: str, public_url: str, at: datetime
) -> Delivery:
    """The request that tells `target`; `id` is the same at every attempt."""
    link = public_url.rstrip("/") + told["path"]
    match target.kind:
        case "wecom":
            text = _text(told, link, _WECOM_BYTES)
            return _post(target, {"msgtype": "text", "text": {"content": text}})
        case "dingtalk":
            said = _post(
                target, {"msgtype": "text", "text": {"content": _text(told, link, 15_000)}}
            )
            return Delivery(_signed_address(target, at), said.headers, said.content)
        case _:
            named = {name: told[name] for name in ("kind", "title", "lines", "units")}
            said = _post(target, {"id": id, "day": told.get("day"), **named, "link": link})
            return Delivery(
                said.url, said.headers | _signature(target, said.content, id, at), said.content
            )


def accepted(target: Webhook, status: int, body: bytes) -> str:
    """An empty word where the other side took it, else why not, for people to read."""
    if not 200 <= status < 300:
        return f"对方返回 {status}"
    if target.kind == "generic":
        return ""
    # Robots say 200 to everything and put the refusal into the body.
    try:
        code = int(json.loads(body)["errcode"])
    except (ValueError, KeyError, TypeError, OverflowError):
        return "对方的回答看不懂，请核对地址"
    return "" if code == 0 else f"对方拒收，错误码 {code}"


def _text(told: dict[str, Any], link: str, most: int) -> str:
    head, tail = f"【{told['title']}】", f"\n查看：{link}"
    room = most - len((head + tail).encode()) - len("\n……".encode())
    kept = ""
    for line in told["lines"]:
        if len((kept + "\n" + line).encode()) > room:
            return f"{head}{kept}\n……{tail}"
        kept += "\n" + line
    return head + kept + tail


def _post(target: Webhook, body: dict[str, Any]) -> Delivery:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "dudao"}
    return Delivery(target.url.get_secret_value(), headers, content)


def _signed_address(target: Webhook, at: datetime) -> str:
    """钉钉: timestamp and HMAC-SHA256 of it stand in the address."""
    url, secret = target.url.get_secret_value(), target.secret.get_secret_value()
    if not secret:
        return url
    stamp = str(int(at.timestamp() * 1000))
    mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    sign = base64.b64encode(mac).decode()
    query = urlencode({"timestamp": stamp, "sign": sign}, quote_via=quote)
    return f"{url}{'&' if '?' in url else '?'}{query}"


def _signature(target: Webhook, content: bytes, id: str, at: datetime) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    key = target.secret.get_secret_value().encode()
    mac = hmac.new(key, f"{stamp}.".encode() + content, hashlib.sha256).hexdigest()
    return {
        "X-Dudao-Delivery": id,
        "X-Dudao-Timestamp": stamp,
        "X-Dudao-Signature": f"sha256={mac}",
    }
