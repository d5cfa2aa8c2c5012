"""Signing 承诺书: on the phone, by photos of the signed paper, or by its scan; each sent once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints
from sqlalchemy import func, select
from sqlmodel import Session, col

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.audit.service import record
from app.db import begin_write, insert_rows
from app.errors import Conflict
from app.ids import sha256_hex
from app.media.service import uploaded_by
from app.media.storage import Storage
from app.papers.commitments import CommitmentShown, shown
from app.papers.models import Commitment, SignedBy
from app.papers.scans import MOST_PAGES, kind_of

LONGEST_WAY = timedelta(days=90)
"""A signature is never dated further back than a phone keeps what it has sent."""
Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class CommitmentRefused(Conflict, slug="commitment-refused"):
    """It cannot be signed so; the sentence says what to do."""


class SigningTold(BaseModel):
    """The list that was read, and when it was signed by the clock of the phone."""

    digest: Digest
    signed_at: AwareDatetime | None = None
    device_now: AwareDatetime | None = None

    def date(self, at: datetime) -> datetime:
        """So long ago as passed on the phone between signing and sending, whatever it shows."""
        if self.signed_at is None or self.device_now is None:
            return at
        return at - min(max(self.device_now - self.signed_at, timedelta(0)), LONGEST_WAY)


class CommitmentOrder(SigningTold):
    """Signed for the list that was read, by pictures that were sent before."""

    signed_by: Literal[SignedBy.SIGNATURE, SignedBy.PAPER]
    pages: list[Digest] = Field(min_length=1, max_length=MOST_PAGES)


@dataclass(frozen=True)
class _Signed:
    by: SignedBy
    pages: list[str]


def sign(
    session: Session, id: UUID, order: CommitmentOrder, *, by: User, at: datetime
) -> CommitmentShown:
    """Sign one's own list as it was read.  Raises CommitmentRefused where it is another by now."""
    if _is_known(session, id, by.id):
        return shown(session, by, at)
    _check(session, by, order, by=by, at=at)
    if not all(uploaded_by(session, sha256, by.owner) for sha256 in order.pages):
        raise CommitmentRefused("签名或照片没有传到服务器，请重新签一次。")
    signed = _Signed(order.signed_by, order.pages)
    return _write(session, by, id, signed, order, by=by, at=at)


def sign_by_scan(
    session: Session,
    storage: Storage,
    cadre: User | Account,
    id: UUID,
    data: bytes,
    told: SigningTold,
    *,
    by: User,
    at: datetime,
) -> CommitmentShown:
    """The paper that this cadre signed for his list of today, handed in by him or his office.

    Raises CommitmentRefused, NotAScan, TooLarge.
    """
    if _is_known(session, id, cadre.id):
        return shown(session, cadre, at)
    kind = kind_of(data)
    _check(session, cadre, told, by=by, at=at)
    sha256 = sha256_hex(data)
    storage.put(sha256, BytesIO(data))
    return _write(session, cadre, id, _Signed(kind, [sha256]), told, by=by, at=at)


def _is_known(session: Session, id: UUID, cadre_id: UUID) -> bool:
    known = session.get(Commitment, id)
    if known is not None and known.cadre_id != cadre_id:
        raise CommitmentRefused("这次签字的编号已被用过，请重新签一次。")
    return known is not None


def _check(
    session: Session, cadre: User | Account, told: SigningTold, *, by: User, at: datetime
) -> None:
    if cadre.role is not Role.CADRE:
        raise CommitmentRefused("承诺书由包保干部本人签。")
    now = shown(session, cadre, at)
    if not now.listed:
        raise CommitmentRefused("名下还没有包保企业，不用签承诺书。")
    if now.digest != told.digest:
        how = "请看过新名单再签" if cadre.id == by.id else "请刷新后打印新名单，再请本人签"
        raise CommitmentRefused(f"包保名单刚有变动，{how}。")


def _write(
    session: Session,
    cadre: User | Account,
    id: UUID,
    signed: _Signed,
    told: SigningTold,
    *,
    by: User,
    at: datetime,
) -> CommitmentShown:
    now = shown(session, cadre, at)
    cadre_id = cadre.id
    begin_write(session)
    # Whoever signs for this cadre at the same time waits here.
    session.execute(select(col(Account.id)).where(col(Account.id) == cadre_id).with_for_update())
    if _is_known(session, id, cadre_id):
        return now
    own = select(func.max(Commitment.version)).where(col(Commitment.cadre_id) == cadre_id)
    version = (session.execute(own).scalar() or 0) + 1
    row = {
        "id": id,
        "cadre_id": cadre_id,
        "version": version,
        "digest": now.digest,
        "level": now.level,
        "counterpart": now.counterpart,
        "listed": [one.model_dump(mode="json") for one in now.listed],
        "signed_by": signed.by,
        "pages": signed.pages,
        "signed_at": told.date(at),
        "received_at": at,
        "filed_by": by.id,
    }
    insert_rows(session, Commitment, [row])
    record(
        session,
        at,
        by,
        "commitment.sign",
        "commitment",
        id,
        version=version,
        signed_by=signed.by,
        cadre_id=str(cadre_id),
    )
    session.flush()
    return shown(session, cadre, at)
