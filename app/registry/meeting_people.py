"""Rows of people set beside the accounts there are: a telephone number tells who is who."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from app.ids import uuid7
from app.regions.scope import Scope, visible
from app.registry.bulk import among
from app.registry.checking import Checked
from app.registry.ground import Ground
from app.registry.known_cadres import account

KEPT = ("name", "phone", "post", "role", "region_code", "unit_id")


def meet_accounts(session: Session, scope: Scope, ground: Ground, rows: list[Checked]) -> None:
    """Find out whom each row means, and what it changes."""
    by_phone, by_name = _accounts(session, scope, rows)
    taken = _usernames(session, rows)
    for one in rows:
        data, row = one.row.data, one.row
        phone, name = data.get("phone", ""), data.get("name", "")
        found = by_phone.get(phone) if phone else None
        if found is None and name:
            found = _same_person(one, by_name.get(name, []))
        elif found is not None and name and found["name"] != name:
            row.fault(
                "person_changes",
                "phone",
                f"这个手机号在系统里是{found['name']}，请核对姓名和电话。",
            )
            continue
        username = data.get("username")
        holder = taken.get(username) if username else None
        if holder is not None and holder != (str(found["id"]) if found else None):
            row.fault(
                "username_taken", "username", "这个账号名已有人用，请换一个，或留空由系统编。"
            )
        _judge(one, found)


def _same_person(one: Checked, named: list[dict[str, Any]]) -> dict[str, Any] | None:
    data = one.row.data
    here = [other for other in named if other["region_code"] == data.get("region_code")]
    for other in here:
        if not other["phone"] and other["role"] == data["role"]:
            return other
    if here:
        one.row.fault(
            "similar",
            "person",
            "系统里同一地方已有同名的人，电话不同。换了号码请先改原来的账号；确是两个人就照样导入。",
        )
    return None


def _judge(one: Checked, found: dict[str, Any] | None) -> None:
    if found is None:
        one.action, one.target = "insert", str(uuid7())
        return
    data = one.row.data
    one.target = str(found["id"])
    if found["role"] != data["role"]:
        one.row.fault("role", "role", "这个账号现在是别的角色，换角色请由安全管理员办理。")
    said = {key: data[key] for key in KEPT if key in data}
    same = all(str(found[key] or "") == str(value) for key, value in said.items())
    one.action = "same" if same and "duty" not in data else "update"


def _accounts(
    session: Session, scope: Scope, rows: list[Checked]
) -> tuple[dict[str, dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    phones = {one.row.data.get("phone") for one in rows} - {None, ""}
    names = {one.row.data.get("name") for one in rows} - {None, ""}
    by_phone: dict[str, dict[str, Any]] = {}
    by_name: dict[str, list[dict[str, Any]]] = {}
    columns = [account.c[name] for name in ("id", *KEPT)]
    for column, values in (("phone", phones), ("name", names)):
        if not values:
            continue
        query = sa.select(*columns).where(
            among(session, account.c[column], values),
            account.c.disabled_at.is_(None),
            visible(account.c, scope),
        )
        for row in session.execute(query).all():
            known = dict(row._mapping)
            if column == "phone":
                by_phone[known["phone"]] = known
            else:
                by_name.setdefault(known["name"], []).append(known)
    return by_phone, by_name


def _usernames(session: Session, rows: list[Checked]) -> dict[str, str]:
    wanted = {one.row.data.get("username") for one in rows} - {None, ""}
    if not wanted:
        return {}
    query = sa.select(account.c.username, account.c.id).where(account.c.username.in_(wanted))
    return {username: str(id) for username, id in session.execute(query)}
