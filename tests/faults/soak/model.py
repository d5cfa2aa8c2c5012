"""What ought to be with the server after a walk: written down beside it, and compared."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, select

from app.inspections.models import Inspection
from app.ledger.models import Issue
from app.media.models import MediaLink, MediaOwner


@dataclass
class Visit:
    """One visit as the person gave it."""

    entity: UUID
    id: UUID
    answers: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    photos: dict[str, int] = field(default_factory=dict)


@dataclass
class Report:
    """A visit that could not take place."""

    entity: UUID
    words: str


@dataclass
class Model:
    """All that was done on the phone."""

    begun: list[Visit] = field(default_factory=list)
    """Still drafts."""
    handed_in: list[Visit] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many records the server must have in the end."""
        return len(self.handed_in) + len(self.reports)

    def agrees_with(self, session: Session) -> None:
        """The server has these records, every one once and whole, and no other."""
        kept = {visit.id: visit for visit in session.exec(select(Inspection))}
        done = {id: one for id, one in kept.items() if one.outcome == "done"}
        assert done.keys() == {visit.id for visit in self.handed_in}
        for visit in self.handed_in:
            _same(visit, done[visit.id], session)
        told = sorted((r.entity, r.words) for r in self.reports)
        others = [one for one in kept.values() if one.outcome != "done"]
        assert sorted((one.entity_id, one.statement) for one in others) == told
        assert all(len(one.photos) == 1 for one in others)
        linked = set(session.exec(select(MediaLink.sha256)))
        assert linked <= set(session.exec(select(MediaOwner.sha256)))


def _same(visit: Visit, kept: Inspection, session: Session) -> None:
    assert kept.entity_id == visit.entity
    answers = {one["item"]: one for one in kept.answers if one.get("answer")}
    assert {code: one["answer"] for code, one in answers.items()} == visit.answers
    wrong = [code for code, given in visit.answers.items() if given == "no"]
    for code in wrong:
        assert answers[code]["note"] == visit.notes[code]
        assert len(answers[code]["photos"]) == visit.photos[code]
    opened = session.exec(select(Issue).where(Issue.inspection_id == kept.id)).all()
    assert sorted(issue.description for issue in opened) == sorted(visit.notes[c] for c in wrong)
    assert kept.issue_count == len(wrong)
