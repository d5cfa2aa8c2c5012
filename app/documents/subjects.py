"""The issues a document is about: within scope, fitting its kind, and the place that holds them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.documents import form
from app.documents.kinds import Kind
from app.errors import Conflict
from app.ledger.models import Issue
from app.ledger.steps import IssueNotFound


class DocumentRefused(Conflict, slug="document-refused"):
    """The kind does not fit the issues as they stand."""


def issues_of(session: Session, issue_ids: Sequence[UUID], *, lock: bool = False) -> list[Issue]:
    """The issues in the order asked for.  Raises IssueNotFound where one is out of scope."""
    wanted = list(dict.fromkeys(issue_ids))
    if lock:
        found = locked(session, wanted)
    else:
        found = list(session.exec(select(Issue).where(col(Issue.id).in_(wanted))).all())
    by_id = {issue.id: issue for issue in found}
    if len(by_id) < len(wanted):
        raise IssueNotFound
    return [by_id[issue_id] for issue_id in wanted]


def fitting(
    session: Session, kind: Kind, issue_ids: Sequence[UUID], *, lock: bool = False
) -> list[Issue]:
    """The issues, if this kind may be issued for them.  Raises DocumentRefused."""
    issues = issues_of(session, issue_ids, lock=lock)
    if refused := form.why_not(kind, issues):
        raise DocumentRefused(refused)
    return issues


def locked(session: Session, issue_ids: Sequence[UUID]) -> list[Issue]:
    """The issues in the order of their ids, locked: two who take several never wait crosswise."""
    query = select(Issue).where(col(Issue.id).in_(issue_ids)).order_by(col(Issue.id))
    return list(
        session.exec(query.with_for_update().execution_options(populate_existing=True)).all()
    )


def place_of(issues: Sequence[Issue]) -> dict[str, str]:
    """The smallest place that holds all of the issues: their village, town or county."""
    first = issues[0]
    place = {"city_code": first.city_code, "county_code": first.county_code}
    if len({issue.town_code for issue in issues}) > 1:
        return {**place, "town_code": "", "region_code": first.county_code}
    one_village = len({issue.region_code for issue in issues}) == 1
    region = first.region_code if one_village else first.town_code
    return {**place, "town_code": first.town_code, "region_code": region}
