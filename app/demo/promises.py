"""The demo's 承诺书: most cadres signed, one of them for a list that has changed since."""

from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.roles import Role
from app.demo import pictures
from app.demo.places import fixed_id
from app.demo.stage import Stage
from app.papers.commitments import CommitmentOrder, shown, sign
from app.papers.models import SignedBy

_EVERY_LATE = 5


def sign_promises(stage: Stage, now: datetime) -> None:
    """Sign for all but a few; the accounts with fixed names are left to whoever looks around."""
    at = now - timedelta(days=40)
    cadres = [one for name, one in stage.people.items() if name.startswith("cadre-3701")]
    for n, cadre in enumerate(cadres):
        if cadre.role is not Role.CADRE or n % _EVERY_LATE == 0:
            continue
        actor = stage.act(cadre)
        mine = shown(stage.session, actor, now)
        if not mine.listed:
            continue
        picture = stage.photo(pictures.signature(cadre.name), actor.owner, at)
        stage.act(cadre)
        order = CommitmentOrder(digest=mine.digest, signed_by=SignedBy.SIGNATURE, sha256=picture)
        sign(stage.session, _id(cadre.username), order, by=actor, at=at)
        stage.session.commit()


def _id(username: str) -> UUID:
    return fixed_id(f"commitment:{username}")
