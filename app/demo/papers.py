"""文书: a few documents at every stage, issued and followed by the real services."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, not_, select

from app.clock import shanghai_date
from app.demo.places import COUNTIES, fixed_id
from app.demo.stage import Stage
from app.documents.following import answer, revoke, sign
from app.documents.issuing import issue_document, offered
from app.documents.wire import DocumentOrder, FeedbackOrder, RevokeOrder, SignOrder
from app.ledger.facts import Severity, State
from app.ledger.models import Issue
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings


@dataclass(frozen=True)
class Paper:
    """One document: who issues it, of what, how long ago, and what has followed."""

    kind: str
    who: str
    state: State
    days: int
    follows: tuple[str, ...] = ()
    issues: int = 1
    grave: bool = False
    fields: dict[str, str] = field(default_factory=dict)


_TALK = {"place": "区市场监管局三楼会议室"}
PAPERS = (
    Paper("listing", "office-county", State.RECTIFYING, 12, ("sign",), grave=True),
    Paper("rectify", "bureau", State.RECTIFYING, 9),
    Paper("rectify", "station", State.RECTIFYING, 5, ("sign",)),
    Paper("rectify", "bureau", State.REVIEWING, 3, ("sign", "feedback")),
    Paper("talk", "bureau", State.RECTIFYING, 2, fields=_TALK),
    Paper("rectify", "bureau", State.RECTIFYING, 2, ("revoke",)),
    Paper("urge", "office-county", State.ASSIGNED, 1, issues=3),
)


def make_papers(stage: Stage, settings: Settings, now: datetime) -> None:
    """Issue them about the home county's issues, each after all that has happened to its issues."""
    used: set[UUID] = set()
    for number, paper in enumerate(PAPERS):
        found = _issues(stage, paper, used)
        if not found:
            continue
        last = max(issue.changed_at for issue in found)
        at = max(last + timedelta(hours=1), now - timedelta(days=paper.days))
        if at < now:
            used |= {issue.id for issue in found}
            _make(stage, settings, paper, number, [issue.id for issue in found], at, now)


def _issues(stage: Stage, paper: Paper, used: set[UUID]) -> list[Issue]:
    """The ones longest in the state wanted, 重大 or others; a station's are its own town's."""
    set_scope(stage.session, EVERYWHERE)
    wanted = select(Issue).where(
        Issue.county_code == COUNTIES[0],
        Issue.state == paper.state,
        col(Issue.id).not_in(used),
    )
    if paper.who == "station":
        wanted = wanted.where(Issue.town_code == stage.people["station"].town_code)
    grave = Issue.severity == Severity.CRITICAL
    wanted = wanted.where(grave if paper.grave else not_(grave))
    oldest = wanted.order_by(col(Issue.changed_at), col(Issue.id)).limit(paper.issues)
    return list(stage.session.exec(oldest).all())


def _make(
    stage: Stage,
    settings: Settings,
    paper: Paper,
    number: int,
    issues: list[UUID],
    at: datetime,
    now: datetime,
) -> None:
    by = stage.act(stage.people[paper.who])
    forms = offered(stage.session, issues, settings, by=by, at=at)
    form = next(one for one in forms if one.code == paper.kind)
    fields = {one.name: one.value for one in form.fields} | paper.fields
    if "time" in fields:
        fields["time"] = f"{shanghai_date(now) + timedelta(days=4)}T09:30"
    order = DocumentOrder(
        id=fixed_id(f"paper:{number}"),
        kind=paper.kind,
        issues=issues,
        addressee=form.addressee,
        unit_id=form.unit_id,
        with_move=paper.grave,
        fields=fields,
    )
    issue_document(stage.session, order, settings, by=by, at=at)
    stage.session.commit()
    for follows in paper.follows:
        at = min(at + timedelta(hours=20), now)
        _follow(stage, paper, order.id, follows, at)


def _follow(stage: Stage, paper: Paper, document_id: UUID, follows: str, at: datetime) -> None:
    by, day = stage.act(stage.people[paper.who]), shanghai_date(at)
    match follows:
        case "sign":
            signed = SignOrder(name="孙立华", on=day)
            sign(stage.session, document_id, signed, by=by, at=at)
        case "feedback":
            told = FeedbackOrder(text="已按要求整改，整改前后照片已通过链接提交。", on=day)
            answer(stage.session, document_id, told, by=by, at=at)
        case _:
            revoke(
                stage.session,
                document_id,
                RevokeOrder(note="整改期限写错，重新出具。"),
                by=by,
                at=at,
            )
    stage.session.commit()
