"""What a reviewer of a visit should look at; nothing here refuses it."""

from collections.abc import Iterator

from app.inspections.judging import Judged
from app.inspections.known import Visited
from app.inspections.profiles import profile_seen, same_entity_facts
from app.inspections.timing import Timing
from app.inspections.wire import InspectionBody

_RANK = ("none", "minor", "major", "critical")


def conclusion(body: InspectionBody, severities: list[str]) -> str:
    """The gravest finding; `not_done` where the visit could not be carried through."""
    if body.outcome != "done":
        return "not_done"
    return max(severities, key=_RANK.index, default="none")


def remarks(body: InspectionBody, judged: Judged, seen: Visited, when: Timing) -> list[str]:
    """Names of what is out of the ordinary."""
    return list(_remarks(body, judged, seen, when))


def _remarks(body: InspectionBody, judged: Judged, seen: Visited, when: Timing) -> Iterator[str]:
    if when.late:
        yield "late"
    if when.corrected:
        yield "skew"
    if when.unsure:
        yield "clock_unsure"
    if judged.evaluation.too_many_na:
        yield "excess_na"
    together = sum(answer.bulk and answer.answer == "yes" for answer in judged.answers)
    if together:
        many = 2 * together > sum(answer.answer is not None for answer in judged.answers)
        yield "bulk_most" if many else "bulk"
    if judged.evaluation.for_professional:
        yield "for_professional"
    if body.profile and not same_entity_facts(profile_seen(body.profile), seen.profile):
        yield "profile_differs"
    if not {version.body.business_type for version in judged.versions} <= seen.business_types:
        yield "checklist_differs"
    if body.corrects:
        yield "correction"
    if body.outcome == "done" and not body.signatures.cadre:
        yield "cadre_unsigned"
    if body.outcome == "done" and body.mode == "onsite" and not body.signatures.enterprise:
        refused = body.signatures.enterprise_refused
        yield "enterprise_refused" if refused else "enterprise_unsigned"
