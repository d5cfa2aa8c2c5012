"""The signed-in person's own page."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import PERMISSIONS
from app.accounts.shown import AssistedShown, Me, RegionShown, UnitShown
from app.accounts.user import User
from app.db import begin_write
from app.errors import NotFound
from app.regions.models import Region, Unit


def see_privacy(session: Session, by: User, at: datetime) -> None:
    """Remember that the privacy notice was shown."""
    begin_write(session)
    account = session.get(Account, by.id)
    assert account is not None
    account.privacy_seen_at = account.privacy_seen_at or at
    session.add(account)


def me(session: Session, by: User) -> Me:
    """The signed-in person as the phone shows them."""
    account = session.get(Account, by.id)
    if account is None:
        raise NotFound("账号不存在，请重新登录。")
    return me_of(session, account)


def me_of(session: Session, account: Account) -> Me:
    """An account as its own holder sees it."""
    region = session.get_one(Region, account.region_code)
    unit = session.get(Unit, account.unit_id) if account.unit_id else None
    assisted = session.get(Account, account.assists_id) if account.assists_id else None
    return Me(
        id=account.id,
        username=account.username,
        name=account.name,
        post=account.post,
        role=account.role,
        level=account.level,
        region=RegionShown(code=region.code, name=region.name, path_name=region.path_name),
        unit=UnitShown(id=unit.id, name=unit.name, kind=unit.kind, phone=unit.phone)
        if unit
        else None,
        assists=AssistedShown(id=assisted.id, name=assisted.name) if assisted else None,
        permissions=sorted(PERMISSIONS[account.role]),
        must_change_password=account.must_change_password,
        privacy_seen=account.privacy_seen_at is not None,
    )
