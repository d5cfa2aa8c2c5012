"""Accounts written: nobody can sign in with one until the security administrator hands it out."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.passwords import NO_PASSWORD
from app.assignments.models import CadreDuty
from app.db import table_of
from app.registry.applying import Applying, RegisterMoved
from app.registry.bulk import among
from app.registry.journal import THINGS, state_of
from app.registry.known_cadres import account
from app.registry.meeting_people import KEPT

_THING, _DUTY = THINGS["account"], THINGS["duty"]
_duty = table_of(CadreDuty)


def apply_accounts(doing: Applying, rows: Sequence[Any]) -> None:
    """Take in a piece of the list of people."""
    new = [one for one in rows if one.action == "insert"]
    _still_new(doing, new)
    names = _Usernames(doing, {one.data["region_code"] for one in new})
    at = doing.at.isoformat()
    made = [_made(doing, one, at, names) for one in new]
    doing.insert(account, made)
    for one, row in zip(new, made, strict=True):
        doing.journal.note(one.seq, "account", one.target, None, state_of(_THING, row))
    _change(doing, rows)
    _duties(doing, [one for one in rows if "duty" in one.data])


def _still_new(doing: Applying, rows: Sequence[Any]) -> None:
    phones = {one.phone: one.number for one in rows}
    wanted = {one.data["username"]: one.number for one in rows if "username" in one.data}
    for column, said in ((account.c.phone, phones), (account.c.username, wanted)):
        taken = sa.select(column).where(
            among(doing.session, column, said), account.c.disabled_at.is_(None)
        )
        if said and (found := doing.session.execute(taken).scalars().first()):
            raise RegisterMoved(said[found])


class _Usernames:
    """Account names made from the division: gb370102001001-1, -2, …"""

    def __init__(self, doing: Applying, regions: Iterable[str]) -> None:
        self._last: dict[str, int] = {}
        query = sa.select(account.c.username).where(
            among(doing.session, account.c.region_code, regions)
        )
        for username in doing.session.execute(query).scalars().all():
            found = re.fullmatch(r"(gb\d+)-(\d+)", username)
            if found:
                self._last[found[1]] = max(self._last.get(found[1], 0), int(found[2]))

    def next(self, region_code: str) -> str:
        """A name nobody has."""
        stem = "gb" + (region_code.rstrip("0") or region_code)
        self._last[stem] = self._last.get(stem, 0) + 1
        return f"{stem}-{self._last[stem]}"


def _made(doing: Applying, one: Any, at: str, names: _Usernames) -> dict[str, Any]:
    data = one.data
    code = data["region_code"]
    return {
        "id": one.target,
        "username": data.get("username") or names.next(code),
        "name": data["name"],
        "post": data.get("post", ""),
        "phone": data["phone"],
        "role": data["role"],
        "level": doing.ground.places.by_code[code].level,
        **doing.place(code),
        "unit_id": data.get("unit_id"),
        "assists_id": None,
        "password_hash": NO_PASSWORD,
        "must_change_password": True,
        "password_changed_at": None,
        "session_generation": 0,
        "disabled_at": None,
        "created_at": at,
        "privacy_seen_at": None,
    }


def _change(doing: Applying, rows: Sequence[Any]) -> None:
    rows = [one for one in rows if one.action == "update"]
    if not rows:
        return
    mine = among(doing.session, account.c.id, [UUID(one.target) for one in rows])
    query = sa.select(account).where(mine).with_for_update()
    kept = {str(row.id): dict(row._mapping) for row in doing.session.execute(query).all()}
    for one in rows:
        before = kept.get(one.target)
        if before is None or before["role"] != one.data["role"]:
            raise RegisterMoved(one.number)
        said = {key: one.data[key] for key in KEPT if key in one.data and key != "role"}
        if "region_code" in said:
            code = said["region_code"]
            said |= {**doing.place(code), "level": doing.ground.places.by_code[code].level}
        if said.get("unit_id"):
            said["unit_id"] = UUID(said["unit_id"])
        after = {**before, **said}
        doing.session.execute(sa.update(account).where(account.c.id == before["id"]).values(said))
        doing.journal.note(
            one.seq, "account", one.target, state_of(_THING, before), state_of(_THING, after)
        )


def _duties(doing: Applying, rows: Sequence[Any]) -> None:
    """What cadres are in charge of: what a row leaves empty stays as it was."""
    if not rows:
        return
    mine = among(doing.session, _duty.c.account_id, [UUID(one.target) for one in rows])
    found = doing.session.execute(sa.select(_duty).where(mine)).all()
    kept = {str(row.account_id): dict(row._mapping) for row in found}
    made = []
    for one in rows:
        before = kept.get(one.target)
        none = {"account_id": UUID(one.target), "lines": [], "area_codes": [], "cap": None}
        after = {**(before or none), **one.data["duty"]}
        if before is None:
            made.append(after)
        elif after != before:
            hers = _duty.c.account_id == after["account_id"]
            doing.session.execute(sa.update(_duty).where(hers).values(one.data["duty"]))
        if after != before:
            was = state_of(_DUTY, before) if before else None
            doing.journal.note(one.seq, "duty", one.target, was, state_of(_DUTY, after))
    doing.insert(_duty, made)
