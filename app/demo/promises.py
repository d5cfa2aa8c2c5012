"""The demo's 承诺书: most cadres signed, one on paper that his office scanned."""

from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.demo import pictures
from app.demo.people import holder
from app.demo.places import fixed_id
from app.demo.stage import Stage
from app.papers.commitments import shown
from app.papers.models import SignedBy
from app.papers.printing import commitment_sheet
from app.papers.sheet import pdf
from app.papers.signing import CommitmentOrder, SigningTold, sign, sign_by_scan
from app.settings import Settings

_EVERY_LATE = 5


def sign_promises(stage: Stage, settings: Settings, now: datetime) -> None:
    """Sign for all but a few; the accounts with fixed names are left to whoever looks around."""
    at = now - timedelta(days=40)
    on_paper = True
    cadres = [one for name, one in stage.people.items() if name.startswith("cadre-3701")]
    for n, cadre in enumerate(cadres):
        if cadre.role is not Role.CADRE or n % _EVERY_LATE == 0:
            continue
        actor = stage.act(cadre)
        mine = shown(stage.session, actor, now)
        if not mine.listed:
            continue
        if on_paper and cadre.county_code:
            on_paper = False
            _scanned(stage, actor, mine.digest, settings, at)
            continue
        picture = stage.photo(pictures.signature(cadre.name), actor.owner, at)
        stage.act(cadre)
        order = CommitmentOrder(digest=mine.digest, signed_by=SignedBy.SIGNATURE, pages=[picture])
        sign(stage.session, _id(cadre.username), order, by=actor, at=at)
        stage.session.commit()


def _scanned(stage: Stage, cadre: User, digest: str, settings: Settings, at: datetime) -> None:
    """As the office's scanner has it: the printed paper, which he signed with a pen."""
    office = stage.act(stage.people[holder(f"office-{cadre.county_code}")])
    account = stage.session.get_one(Account, cadre.id)
    paper = pdf(commitment_sheet(stage.session, account, settings, at), at)
    told = SigningTold(digest=digest)
    storage = stage.shelf.storage
    sign_by_scan(
        stage.session, storage, account, _id(cadre.username), paper, told, by=office, at=at
    )
    stage.session.commit()


def _id(username: str) -> UUID:
    return fixed_id(f"commitment:{username}")
