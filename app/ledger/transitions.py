"""The ledger's law in one table: every move, from where, to where, by whom, with what evidence.

Whatever is not in the table is refused.  The same table draws the diagram of docs/ledger.md and
the buttons on the phone.  The cadre (包保干部) stands in no row: who supervises never closes.
"""

from dataclasses import dataclass

from app.ledger import conditions as c
from app.ledger import needs as n
from app.ledger.facts import (
    LEVEL_NAMES,
    OPEN,
    STATE_NAMES,
    WHO_NAMES,
    ActorFacts,
    IssueFacts,
    Move,
    OrderFacts,
    Severity,
    State,
    Who,
)
from app.ledger.refusals import (
    EvidenceMissing,
    FlagForbids,
    NotYourMove,
    SamePerson,
    WrongState,
)

__all__ = [
    "MOVE_NAMES",
    "TRANSITIONS",
    "MoveOption",
    "Rule",
    "State",
    "allowed",
    "moves_for",
    "next_state",
]

ANY = frozenset[str]()
COUNTY = frozenset({"county"})
LISTING_LEVELS = frozenset({"county", "city", "province"})
EVERY_SEVERITY = frozenset(Severity)

MARKET = {Who.STATION: ANY, Who.BUREAU: ANY}
COUNTY_BUREAU = {Who.BUREAU: COUNTY}
COUNTY_OFFICE = {Who.OFFICE: COUNTY}


@dataclass(frozen=True)
class Rule:
    """One row of the table. `who` maps a kind of actor to its levels, ANY meaning all."""

    move: Move
    name: str
    start: frozenset[State]
    to: State | None
    """None: the state stays, a flag changes."""
    who: dict[Who, frozenset[str]]
    needs: tuple[n.Need, ...]
    clause: str
    conditions: tuple[c.Condition, ...] = ()
    others: tuple[c.AnotherPerson, ...] = ()
    severities: frozenset[Severity] = EVERY_SEVERITY

    def open_to(self, actor: ActorFacts) -> bool:
        """Whether the role and level of `actor` may ever make this move."""
        levels = self.who.get(actor.who)
        return levels is not None and (levels == ANY or actor.level in levels)


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


_WAITING = _states(State.REGISTERED, State.ASSIGNED)
_IN_HAND = _states(State.ASSIGNED, State.RECTIFYING)
_RECTIFYING = _states(State.RECTIFYING)
_REVIEWING = _states(State.REVIEWING)

_CLOSE = (c.NOT_AWAITING_COUNTERSIGN, c.NOT_LISTED)
_REQUEST = (c.NOT_CRITICAL_EXTENSION, c.EXTENDABLE, c.FIRST_EXTENSION, c.NOT_OVERDUE)
_ON_SITE_REVIEW = (n.OPINION, n.REVIEW_PHOTO, n.ON_SITE)
_REVIEWER = (c.NOT_WHO_SUBMITTED,)

_49_33 = "食品生产经营监督检查管理办法 第33条"
_CLOSING = "淄博做法：市场监管部门确认整改到位后销号；复核人不是整改人"
_LISTING = "淄博做法：重大隐患由食药安办挂牌督办，同级解除"
_OWN = "本系统约定"

# fmt: off
TRANSITIONS: tuple[Rule, ...] = (
    Rule(Move.ASSIGN, "交办", _states(State.REGISTERED), State.ASSIGNED, COUNTY_OFFICE,
         (n.UNIT, n.REMARK), "淄博做法：责成区县市场监管部门办理"),
    Rule(Move.TRANSFER, "转办", _IN_HAND, State.ASSIGNED,
         {Who.BUREAU: ANY, Who.OFFICE: COUNTY, Who.STATION: ANY},
         (n.UNIT, n.REASON), "转办不重新计时", (c.NOT_PAUSED,)),
    Rule(Move.ACCEPT, "签收", _states(State.ASSIGNED), State.RECTIFYING, MARKET,
         (n.REMARK,), _49_33),
    Rule(Move.SUBMIT, "提交整改", _RECTIFYING, State.REVIEWING, {Who.ENTERPRISE: ANY, **MARKET},
         (n.DONE, n.DONE_ON, n.AFTER), _49_33),
    Rule(Move.RETURN, "退回", _REVIEWING, State.RECTIFYING, MARKET,
         (n.RETURN_REASON, n.RETURN_BY), _OWN, (), _REVIEWER),
    Rule(Move.CLOSE, "同意销号", _REVIEWING, State.CLOSED, MARKET,
         (n.OPINION, n.REVIEW_PHOTO_OPTIONAL), _CLOSING, _CLOSE, _REVIEWER,
         frozenset({Severity.MINOR})),
    Rule(Move.CLOSE, "同意销号", _REVIEWING, State.CLOSED, MARKET,
         _ON_SITE_REVIEW, f"{_CLOSING}；较重以上现场复核", _CLOSE, _REVIEWER,
         frozenset({Severity.MAJOR})),
    Rule(Move.CLOSE, "同意销号，报县局会签", _REVIEWING, None, MARKET,
         _ON_SITE_REVIEW, f"{_CLOSING}；重大由县局会签", _CLOSE, _REVIEWER,
         frozenset({Severity.CRITICAL})),
    Rule(Move.COUNTERSIGN, "会签销号", _REVIEWING, State.CLOSED, COUNTY_BUREAU,
         (n.REMARK,), f"{_CLOSING}；重大由县局会签",
         (c.AWAITS_COUNTERSIGN, c.NOT_LISTED), (c.NOT_WHO_CLOSED, c.NOT_WHO_SUBMITTED)),
    Rule(Move.REQUEST_EXTENSION, "申请延期", _RECTIFYING, None,
         {Who.ENTERPRISE: ANY, Who.STATION: ANY}, (n.REASON, n.DAYS),
         "到期前申请一次，不超过原期限，重大不延", _REQUEST),
    Rule(Move.GRANT_EXTENSION, "同意延期", _RECTIFYING, None, COUNTY_BUREAU,
         (n.REMARK,), _OWN, (c.EXTENSION_REQUESTED,), (c.NOT_WHO_REQUESTED,)),
    Rule(Move.REFUSE_EXTENSION, "不同意延期", _RECTIFYING, None, COUNTY_BUREAU,
         (n.REASON,), _OWN, (c.EXTENSION_REQUESTED,), (c.NOT_WHO_REQUESTED,)),
    Rule(Move.PROPOSE_VOID, "提议作废", _WAITING, None, COUNTY_OFFICE,
         (n.REASON,), "作废由两人办理，重大不作废",
         (c.NOT_CRITICAL_VOID, c.NOT_LISTED, c.VOID_NOT_PROPOSED)),
    Rule(Move.CONFIRM_VOID, "确认作废", _WAITING, State.VOIDED, COUNTY_OFFICE,
         (n.REMARK,), "作废由两人办理，重大不作废",
         (c.NOT_CRITICAL_VOID, c.NOT_LISTED, c.VOID_PROPOSED), (c.NOT_WHO_PROPOSED,)),
    Rule(Move.REOPEN, "重新打开", _states(State.CLOSED), State.RECTIFYING,
         {Who.OFFICE: ANY, Who.INSPECTOR: ANY}, (n.REASON,), "督查认定不实，首次销号保留在历史中"),
    Rule(Move.FILE_CASE, "登记立案", OPEN, None, MARKET,
         (n.CASE_NUMBER, n.CASE_DATE, n.REMARK), "立案不等于销号"),
    Rule(Move.REFER, "移送", OPEN, None, {Who.BUREAU: ANY},
         (n.REFERRED_TO, n.REFERRAL_NUMBER), "食品安全法 第121条"),
    Rule(Move.LIST, "挂牌督办", OPEN, None, {Who.OFFICE: LISTING_LEVELS},
         (n.LISTING_NUMBER, n.LISTING_UNIT, n.LISTING_DEADLINE, n.REMARK), _LISTING,
         (c.UNLISTED,)),
    Rule(Move.UNLIST, "解除挂牌", OPEN, None, {Who.OFFICE: LISTING_LEVELS},
         (n.REASON,), _LISTING, (c.LISTED_BY_THIS_LEVEL,)),
    Rule(Move.PAUSE, "暂停计时", _RECTIFYING, None, {Who.BUREAU: ANY},
         (n.REASON,), "停业、检验期间期限中止", (c.NOT_PAUSED,)),
    Rule(Move.RESUME, "恢复计时", _RECTIFYING, None, {Who.BUREAU: ANY},
         (n.REMARK,), "停业、检验期间期限中止", (c.PAUSED,)),
    Rule(Move.END, "终结", OPEN, State.ENDED, {Who.BUREAU: ANY},
         (n.REASON, n.PROOF), "主体注销或搬离", (c.NOT_LISTED,)),
)
# fmt: on

MOVE_NAMES = {
    "register": "登记",
    "recheck": "复查",
    "corrected": "督导记录更正",
    "remind": "催办",
    "recount": "按公布的节假日安排重算期限",
    "document": "出具文书",
    "relocate": "随主体划转",
    "document_revoked": "作废文书",
    **{rule.move.value: rule.name for rule in reversed(TRANSITIONS)},
}


@dataclass(frozen=True)
class MoveOption:
    """A move that this actor may make now, and what it needs."""

    move: Move
    name: str
    needs: tuple[n.Asked, ...]


@dataclass(frozen=True)
class Decision:
    """A lawful move: the row it follows and the state it leads to."""

    rule: Rule
    to: State


def next_state(issue: IssueFacts, actor: ActorFacts, move: Move, order: OrderFacts) -> Decision:
    """The row that allows this move, and where it leads.  Raises a Refusal."""
    rule = allowed(issue, actor, move)
    errors = n.lacking(rule.needs, issue, order)
    if not errors and order.unit is not None and n.UNIT in rule.needs:
        errors = _wrong_unit(rule, issue, actor, order)
    if errors:
        raise EvidenceMissing(errors)
    return Decision(rule, rule.to or issue.state)


def moves_for(issue: IssueFacts, actor: ActorFacts) -> list[MoveOption]:
    """The moves this actor may make on this issue now."""
    return [
        MoveOption(rule.move, rule.name, n.asked(rule.needs, issue))
        for rule in TRANSITIONS
        if rule.open_to(actor)
        and issue.state in rule.start
        and issue.severity in rule.severities
        and all(condition.holds(issue, actor) for condition in rule.conditions)
        and all(actor.key not in other.earlier(issue) for other in rule.others)
    ]


def allowed(issue: IssueFacts, actor: ActorFacts, move: Move) -> Rule:
    """The row by which this actor may make this move now.  Raises a Refusal."""
    rules = [rule for rule in TRANSITIONS if rule.move is move]
    if not any(rule.open_to(actor) for rule in rules):
        raise NotYourMove(f"{rules[0].name}由{_who(rules[0])}办理，请联系他们。")
    rule = next(rule for rule in rules if issue.severity in rule.severities)
    if issue.state not in rule.start:
        raise WrongState(f"这条问题{STATE_NAMES[issue.state]}，现在不能{rule.name}，请刷新后再看。")
    for condition in rule.conditions:
        if not condition.holds(issue, actor):
            raise FlagForbids(condition.sentence)
    for other in rule.others:
        if actor.key in other.earlier(issue):
            raise SamePerson(other.sentence)
    return rule


def _who(rule: Rule) -> str:
    return "、".join(
        (LEVEL_NAMES["county"] if levels == COUNTY else "") + WHO_NAMES[who]
        for who, levels in rule.who.items()
    )


def _wrong_unit(
    rule: Rule, issue: IssueFacts, actor: ActorFacts, order: OrderFacts
) -> list[dict[str, str]]:
    assert order.unit is not None
    if rule.move is Move.TRANSFER and order.unit.id == issue.unit_id:
        return [{"pointer": "/unit_id", "detail": "已经在这个单位，请选择另一个单位"}]
    within = actor.unit_id is not None and order.unit.parent_id == actor.unit_id
    if rule.move is Move.TRANSFER and actor.who is Who.STATION and not within:
        return [
            {"pointer": "/unit_id", "detail": "市场监管所只能转给本所下属单位，转给别处请报县局"}
        ]
    return []
