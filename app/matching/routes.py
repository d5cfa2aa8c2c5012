"""Matching over HTTP: the board, proposals, and a batch put into force or undone."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.matching import adjusting, applying, listing, making, proposals, undoing
from app.matching.board import Tab, board
from app.matching.cadre_rows import cadre_rows
from app.matching.own import in_force
from app.matching.wire import (
    Board,
    BoardCadrePage,
    Grade,
    LoadChange,
    MatchLeave,
    MatchLinePage,
    MatchMove,
    MatchOrder,
    MatchProposalShown,
    MatchRules,
)
from app.regions.models import Level
from app.settings import Settings

router = APIRouter(prefix="/api/v1/matching", tags=["包保匹配"])

Office = Annotated[User, may(May.MANAGE_REGISTRY)]
Code = Annotated[str | None, Query(pattern=r"^\d{12}$")]
Words = Annotated[str, Query(max_length=60)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("/rules")
def read_rules(request: Request, actor: Office) -> MatchRules:
    """Weights, caps and lines of industry in force."""
    rules = in_force(_settings(request))
    return MatchRules(weights=rules.weights, caps=rules.caps, lines=rules.lines.known)


@router.get("/board")
def read_board(
    request: Request,
    session: Db,
    actor: Office,
    tab: Tab = "open",
    region: Code = None,
    grade: Grade | None = None,
    q: Words = "",
    draft: UUID | None = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Board:
    """Firms without a cadre, with one, or whose relation breaks a rule."""
    return board(
        session,
        _settings(request),
        by=actor,
        region=region,
        tab=tab,
        grade=grade,
        q=q,
        draft=draft,
        offset=offset,
        limit=limit,
    )


@router.get("/cadres")
def list_cadres(
    request: Request,
    session: Db,
    actor: Office,
    region: Code = None,
    level: Level | None = None,
    q: Words = "",
    draft: UUID | None = None,
    entity: Annotated[list[UUID], Query(max_length=200)] = [],  # noqa: B006
) -> BoardCadrePage:
    """Cadres by surname, with load and cap, and whether the firms chosen may go to them."""
    return cadre_rows(
        session,
        _settings(request),
        by=actor,
        region=region,
        level=level,
        q=q,
        draft=draft,
        entity_ids=entity,
    )


@router.post("/proposals", status_code=201)
def make_proposal(
    request: Request, session: Db, actor: Office, at: Now, order: MatchOrder
) -> MatchProposalShown:
    """Propose who covers whom; nothing is in force before it is applied."""
    made = making.make(session, order, _settings(request), by=actor, at=at)
    return proposals.shown(session, made)


@router.get("/proposals")
def list_proposals(session: Db, actor: Office) -> list[MatchProposalShown]:
    """The newest proposals of my region."""
    return proposals.listed(session, by=actor)


@router.get("/proposals/{id}")
def read_proposal(session: Db, actor: Office, id: UUID) -> MatchProposalShown:
    """One proposal: its counts, its points beside the baseline's, the weights behind them."""
    return proposals.shown(session, proposals.proposal_or_404(session, id, by=actor))


@router.get("/proposals/{id}/lines")
def read_lines(
    session: Db,
    actor: Office,
    id: UUID,
    which: listing.Which = "all",
    cadre: UUID | None = None,
    q: Words = "",
    offset: Offset = 0,
    limit: Limit = 50,
) -> MatchLinePage:
    """Its firms, each with who covered it, who is to, and why."""
    found = proposals.proposal_or_404(session, id, by=actor)
    return listing.lines(
        session, found, which=which, cadre_id=cadre, q=q, offset=offset, limit=limit
    )


@router.get("/proposals/{id}/cadres")
def read_changes(request: Request, session: Db, actor: Office, id: UUID) -> list[LoadChange]:
    """What it does to each cadre's load."""
    found = proposals.proposal_or_404(session, id, by=actor)
    return listing.changes(session, found, _settings(request))


@router.post("/proposals/{id}/moves")
def move_firms(
    request: Request, session: Db, actor: Office, at: Now, id: UUID, order: MatchMove
) -> MatchProposalShown:
    """Give firms to a cadre in a draft; the rules are checked at once."""
    moved = adjusting.move(session, id, order, _settings(request), by=actor, at=at)
    return proposals.shown(session, moved)


@router.post("/proposals/{id}/leave")
def leave_firms(session: Db, actor: Office, id: UUID, order: MatchLeave) -> MatchProposalShown:
    """Take firms out of a draft: they stay as they are."""
    return proposals.shown(session, adjusting.leave(session, id, order, by=actor))


@router.post("/proposals/{id}/drop")
def drop_proposal(session: Db, actor: Office, at: Now, id: UUID) -> MatchProposalShown:
    """Give a draft up."""
    return proposals.shown(session, adjusting.drop(session, id, by=actor, at=at))


@router.post("/proposals/{id}/apply")
def apply_proposal(
    request: Request, session: Db, actor: Office, at: Now, id: UUID
) -> MatchProposalShown:
    """Put a draft into force as one batch; what no longer fits is passed over and named."""
    applied = applying.apply(session, id, _settings(request), by=actor, at=at)
    return proposals.shown(session, applied)


@router.post("/proposals/{id}/undo")
def undo_proposal(
    request: Request, session: Db, actor: Office, at: Now, id: UUID
) -> MatchProposalShown:
    """Undo a batch where nothing has happened since."""
    undone = undoing.undo(session, id, _settings(request), by=actor, at=at)
    return proposals.shown(session, undone)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
