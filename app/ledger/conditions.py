"""What must hold beside state and role before a move, each with the sentence of its refusal."""

from collections.abc import Callable
from dataclasses import dataclass

from app.ledger.facts import ActorFacts, IssueFacts, Severity


@dataclass(frozen=True)
class Condition:
    """A claim about the issue and the actor."""

    holds: Callable[[IssueFacts, ActorFacts], bool]
    sentence: str


NOT_CRITICAL_EXTENSION = Condition(
    lambda issue, _: issue.severity is not Severity.CRITICAL,
    "重大问题不能延期，请督促立即整改。",
)
NOT_CRITICAL_VOID = Condition(
    lambda issue, _: issue.severity is not Severity.CRITICAL,
    "重大问题不能作废，请按程序整改销号。",
)
NOT_LISTED = Condition(
    lambda issue, _: issue.listed_by is None,
    "正在挂牌督办，请先由挂牌的食药安办解除挂牌。",
)
UNLISTED = Condition(
    lambda issue, _: issue.listed_by is None,
    "已经在挂牌督办，不用重复挂牌。",
)
LISTED_BY_THIS_LEVEL = Condition(
    lambda issue, actor: issue.listed_by == actor.level,
    "没有由本级挂牌，只有挂牌的那一级才能解除。",
)
AWAITS_COUNTERSIGN = Condition(
    lambda issue, _: issue.awaiting_countersign,
    "还没有人提交销号意见，请先由复核人复核。",
)
NOT_AWAITING_COUNTERSIGN = Condition(
    lambda issue, _: not issue.awaiting_countersign,
    "已提交销号意见，请等县级市场监管局会签。",
)
NOT_OVERDUE = Condition(
    lambda issue, _: not issue.overdue,
    "期限已过，不能再申请延期，请尽快整改并提交。",
)
FIRST_EXTENSION = Condition(
    lambda issue, _: issue.extension is None,
    "延期只能申请一次，请按现在的期限整改。",
)
EXTENDABLE = Condition(
    lambda issue, _: issue.extendable > 0,
    "要求当日整改的问题不能延期，请立即整改。",
)
EXTENSION_REQUESTED = Condition(
    lambda issue, _: issue.extension == "requested",
    "没有待批的延期申请，请刷新后再看。",
)
VOID_PROPOSED = Condition(
    lambda issue, _: issue.void_proposed,
    "还没有人提议作废，请先由另一人提议。",
)
VOID_NOT_PROPOSED = Condition(
    lambda issue, _: not issue.void_proposed,
    "已有人提议作废，请由另一人确认。",
)
NOT_PAUSED = Condition(lambda issue, _: not issue.paused, "正在暂停计时，请先恢复计时。")
PAUSED = Condition(lambda issue, _: issue.paused, "没有暂停计时，不用恢复。")


@dataclass(frozen=True)
class AnotherPerson:
    """The actor must not be one of those who took an earlier step."""

    earlier: Callable[[IssueFacts], frozenset[str]]
    sentence: str


def _one(person: str | None) -> frozenset[str]:
    return frozenset({person} if person else ())


NOT_WHO_SUBMITTED = AnotherPerson(
    lambda issue: issue.submitters,
    "整改是由你提交的，请由另一人复核。",
)
NOT_WHO_CLOSED = AnotherPerson(
    lambda issue: _one(issue.closer),
    "销号意见是你提的，请由县级市场监管局的另一人会签。",
)
NOT_WHO_REQUESTED = AnotherPerson(
    lambda issue: _one(issue.extension_requester),
    "延期是你申请的，请由县级市场监管局的另一人审批。",
)
NOT_WHO_PROPOSED = AnotherPerson(
    lambda issue: _one(issue.void_proposer),
    "作废是你提议的，请由食药安办的另一人确认。",
)
