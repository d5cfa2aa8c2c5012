"""A visit that holds in every respect, ready to be written."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from app.accounts.guards import User
from app.checklists.answers import Answer
from app.inspections.correcting import Correction
from app.inspections.earlier import Drafted
from app.inspections.judging import Judged
from app.inspections.known import Visited
from app.inspections.profiles import as_json, profile_seen
from app.inspections.remarks import conclusion, remarks
from app.inspections.timing import Timing
from app.inspections.wire import InspectionBody, Receipt

_ANSWERS = TypeAdapter(list[Answer])


@dataclass(frozen=True)
class Visit:
    """What was sent, and everything it was held to."""

    id: UUID
    digest: str
    body: InspectionBody
    seen: Visited
    when: Timing
    judged: Judged
    by: User
    correction: Correction | None = None
    drafted: Drafted | None = None

    @property
    def dated(self) -> Timing:
        """When the visit was, also where this is its correction."""
        return self.correction.dated(self.when) if self.correction else self.when

    def row(self, receipt: Receipt) -> dict[str, Any]:
        """The visit as the database keeps it, with what its receipt says."""
        body, place, when = self.body, self.seen.snapshot, self.dated
        drafted = self.drafted
        kept = body.model_dump(mode="json", include={"participants", "signatures", "rechecks"})
        main, *modules = self.judged.versions
        profile = profile_seen(body.profile) if body.profile else self.seen.profile
        severities = [issue.severity for issue in receipt.issues]
        # What a correction still finds keeps its issue, and is found all the same.
        severities += [opening.severity for *_, opening in self.judged.openings()]
        return kept | {
            "id": self.id,
            "digest": self.digest,
            "receipt_no": receipt.receipt_no,
            "entity_id": place.id,
            "cadre_id": self.by.id,
            "drafted_by": body.drafted_by,
            "signed_by": self.by.id,
            "stands_for": self.seen.stands_for.id if self.seen.stands_for else None,
            "assignment_level": self.seen.level,
            "checklist_id": main.id,
            "checklist_version": main.version,
            "checklist_digest": main.digest,
            "modules": [
                {"id": module.id, "version": module.version, "digest": module.digest}
                for module in modules
            ],
            "period": when.period,
            "late": when.late,
            "mode": body.mode,
            "outcome": body.outcome,
            "started_at": when.started_at,
            "finished_at": when.finished_at,
            "device_now": body.device_now,
            "received_at": when.received_at,
            "skew_s": when.skew_s,
            "device_started_at": when.device_started_at,
            "device_finished_at": when.device_finished_at,
            "device_skew_s": body.device_skew_s,
            "profile": as_json(profile),
            "answers": _ANSWERS.dump_python(
                self.judged.answers, mode="json", exclude_defaults=True
            ),
            "statement": body.statement,
            "photos": body.photos,
            "conclusion": conclusion(body, severities),
            "remarks": remarks(body, self.judged, self.seen, when),
            "issue_count": len(receipt.issues),
            "receipt": [issue.model_dump(mode="json") for issue in receipt.issues],
            "corrects": body.corrects,
            "correction_reason": body.correction_reason.strip(),
            "heading": {
                "entity": place.name,
                "address": place.address,
                "grade": place.grade or "",
                "cadre": self.by.name,
                "post": self.by.post,
                **self._stood_in(),
                **({"drafter": drafted.name, "drafter_post": drafted.post} if drafted else {}),
            },
            "signer_changed": drafted.changed(body.answers) if drafted else [],
            "region_code": place.region_code,
            "city_code": place.city_code,
            "county_code": place.county_code,
            "town_code": place.town_code,
        }

    def _stood_in(self) -> dict[str, str]:
        absent = self.seen.stands_for
        return {"absent": absent.name, "absent_post": absent.post} if absent else {}
