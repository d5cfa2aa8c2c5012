"""A visit against its checklists: what is wrong with it, what to keep, which issues it opens.

Reads nothing and writes nothing: everything known comes in with the arguments.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.checklists.answers import Answer
from app.checklists.composing import composed
from app.checklists.engine import Evaluation, evaluate
from app.checklists.engine import OpenedIssue as Opening
from app.checklists.format import BaseItem
from app.checklists.library import Version
from app.checklists.missing import Missing
from app.checklists.profile import Profile
from app.errors import Conflict, Malformed
from app.inspections.wire import InspectionBody

Problem = dict[str, str]


class OnsiteRequired(Conflict, slug="onsite-required", title="必须现场督导"):
    """A visit by meeting or video where only going there counts (DOMAIN 2.3)."""


@dataclass(frozen=True)
class Judged:
    """A visit that may be taken: its kept answers, and what follows from them."""

    versions: list[Version]
    evaluation: Evaluation
    """Of all its checklists together."""

    @property
    def answers(self) -> list[Answer]:
        """Hidden answers left out, forced ones turned, in the order of the checklists."""
        return self.evaluation.answers

    def openings(self) -> Iterator[tuple[Version, BaseItem, Answer, Opening]]:
        """Each issue to open with its item and the answer behind it."""
        if not self.evaluation.issues:
            return
        given = {answer.item: answer for answer in self.evaluation.answers}
        # Of a shared item the first checklist that asks it counts, as it was shown.
        asked = {
            item.code: (version, item)
            for version in reversed(self.versions)
            for item in version.body.items()
        }
        for opening in self.evaluation.issues:
            version, item = asked[opening.item]
            yield version, item, given[opening.item], opening


def judge(body: InspectionBody, versions: Sequence[Version], profile: Profile, day: date) -> Judged:
    """Hold a visit to its checklists.  Raises Malformed with a pointer for every gap.

    A visit that could not be carried through is judged by what was answered, and may have
    answered nothing.
    """
    places = {answer.item: n for n, answer in enumerate(body.answers)}
    problems = [*_repeated(body), *_about_outcome(body)]
    whole = composed([version.body for version in versions])
    items = {item.code: item for item in whole.items()}
    problems += _unseen(body, items)
    evaluation = evaluate(
        whole,
        profile,
        [answer for answer in body.answers if answer.item in items],
        day,
        body.rechecks,
        keep_answered=True,
    )
    problems += [
        _problem(gap, places)
        for gap in evaluation.missing
        if body.outcome == "done" or gap.item in places
    ]
    problems += [
        {"pointer": f"/answers/{n}/item", "detail": f"检查表里没有 {code} 这一项"}
        for code, n in places.items()
        if code not in items
    ]
    if problems:
        raise Malformed("督导记录还有没填好的地方，请按提示补齐后重新提交。", errors=problems)
    return Judged(list(versions), evaluation)


def require_onsite(body: InspectionBody, grade: str, risk: str | None) -> None:
    """Refuse a visit from afar to the most important or risky, or to recheck (DOMAIN 2.3).

    Raises OnsiteRequired.
    """
    if body.mode == "onsite":
        return
    reason = None
    if grade == "A":
        reason = "包保 A 级主体"
    elif risk == "D":
        reason = "风险等级 D 级主体"
    elif body.rechecks:
        reason = "复核以前的问题"
    if reason:
        raise OnsiteRequired(f"{reason}必须现场督导，请到现场后重新提交。记录仍在手机上。")


def _repeated(body: InspectionBody) -> Iterator[Problem]:
    seen: set[str] = set()
    for n, answer in enumerate(body.answers):
        if answer.item in seen:
            yield {"pointer": f"/answers/{n}/item", "detail": f"{answer.item} 答了两次"}
        seen.add(answer.item)
    seen = set()
    for n, recheck in enumerate(body.rechecks):
        if recheck.issue_id in seen:
            yield {"pointer": f"/rechecks/{n}/issue_id", "detail": "同一个问题复核了两次"}
        seen.add(recheck.issue_id)


def _unseen(body: InspectionBody, items: Mapping[str, BaseItem]) -> Iterator[Problem]:
    """Answers of “其余均符合” to what has to be looked at by itself (DOMAIN 3.1)."""
    for n, answer in enumerate(body.answers):
        item = items.get(answer.item)
        if not answer.bulk or item is None:
            continue
        if answer.answer != "yes":
            detail = "“其余均符合”只能记“符合”，请逐题作答"
        elif item.severity == "critical":
            detail = "这是重大项目，不能用“其余均符合”，请看过后单独作答"
        elif item.needs_professional:
            detail = "这一项专业性强，不能用“其余均符合”，请看过后单独作答"
        else:
            continue
        yield {"pointer": f"/answers/{n}/bulk", "detail": detail}


def _about_outcome(body: InspectionBody) -> Iterator[Problem]:
    if body.outcome == "done":
        return
    if not body.statement.strip():
        yield {"pointer": "/statement", "detail": "请用一句话写明为什么没有督导成"}
    if body.outcome == "closed_door" and not body.photos:
        yield {"pointer": "/photos", "detail": "闭门的，请拍一张门口照片"}


_FIELDS = {
    "answer": "answer",
    "value": "value",
    "value_invalid": "value",
    "na_not_allowed": "answer",
    "na_note": "note",
    "note": "note",
    "too_long": "note",
    "photo": "photos",
    "photo_after": "photos_after",
    "severity_reason": "severity_reason",
}


def _problem(gap: Missing, places: Mapping[str, int]) -> Problem:
    if gap.reason == "review":
        return {"pointer": "/rechecks", "detail": f"{gap.item}：{gap.text}"}
    if gap.item not in places:
        return {"pointer": "/answers", "detail": f"{gap.item}：{gap.text}"}
    field = f"children/{gap.child}" if gap.child else _FIELDS[gap.reason]
    return {"pointer": f"/answers/{places[gap.item]}/{field}", "detail": gap.text}
