"""Proof of a change: photos linked to the entity, and when there is enough of it."""

from sqlmodel import Session

from app.accounts.user import User
from app.entities.history import StateProposal
from app.entities.states import NEEDS_PROOF, STATE_NAMES
from app.errors import Conflict
from app.media.service import NewLink, link

ROLE = "state"


class ProofMissing(Conflict, slug="state-proof-missing", title="还缺证明"):
    """注销 and 吊销 are not taken on anybody's word."""


def link_proof(session: Session, proposal: StateProposal, photos: list[str], by: User) -> None:
    """Join photos to a proposal and link them, in the caller's write: who sees it sees them."""
    proposal.photos = list(dict.fromkeys([*proposal.photos, *photos]))
    link(
        session,
        [
            NewLink(
                sha256=sha256,
                role=ROLE,
                owner=by.owner,
                entity_id=proposal.entity_id,
                region_code=proposal.region_code,
                city_code=proposal.city_code,
                county_code=proposal.county_code,
                town_code=proposal.town_code,
            )
            for sha256 in dict.fromkeys(photos)
        ],
    )


def require_proof(proposal: StateProposal) -> None:
    """Refuse 注销 and 吊销 without a document or a photo.  Raises ProofMissing."""
    if proposal.to_state not in NEEDS_PROOF or proposal.proof or proposal.photos:
        return
    name = STATE_NAMES[proposal.to_state]
    raise ProofMissing(f"{name}要有证明：请填写{name}文书号或查询结果，或者拍照上传后再确认。")
