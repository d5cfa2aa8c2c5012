"""The table of moves as people read it: a state diagram and a list, for docs/ledger.md."""

from app.ledger.facts import LEVEL_NAMES, SEVERITY_NAMES, STATE_NAMES, WHO_NAMES, State, Who
from app.ledger.transitions import ANY, TRANSITIONS, Rule


def page() -> str:
    """The whole of docs/ledger.md."""
    return "\n".join(
        [
            "# 问题清单台账：状态与办理",
            "",
            "本页由 `app/ledger/diagram.py` 按 `app/ledger/transitions.py` 的表生成，请勿手改。",
            "重新生成：`python -m app.ledger.diagram > docs/ledger.md`。",
            "",
            "```mermaid",
            mermaid(),
            "```",
            "",
            table(),
            "",
            "逾期由期限推算，不存储。包保干部不在表中：督导的人不销号。",
            "",
            "“还剩 n 个工作日”按工作日数：期限就是按工作日定的。“逾期 n 天”按日历天数，"
            "休息日也算：期限次日是逾期 1 天，谁对着日历数都一样。台账、问题详情、企业页面、"
            "导出和季度单都这样写。升级另按工作日：逾期 1 个工作日报县、5 个工作日报市。",
            "",
        ]
    )


def mermaid() -> str:
    """The states, and the moves between them; moves that only set a flag are in the table."""
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{name}" as {state}' for state, name in STATE_NAMES.items()]
    lines += [
        f"  [*] --> {State.REGISTERED}: 督导提交、登记",
        f"  [*] --> {State.REVIEWING}: 当场整改",
    ]
    for (start, to), names in _arrows().items():
        lines.append(f"  {start} --> {to}: {'、'.join(names)}")
    lines += [f"  {state} --> [*]" for state in (State.CLOSED, State.VOIDED, State.ENDED)]
    return "\n".join(lines)


def table() -> str:
    """Every row: the move, from, to, who, what it needs, and its clause."""
    head = "| 办理 | 从 | 到 | 谁 | 需要 | 依据 |\n|---|---|---|---|---|---|"
    return "\n".join([head, *(_line(rule) for rule in TRANSITIONS)])


def _arrows() -> dict[tuple[State, State], list[str]]:
    found: dict[tuple[State, State], list[str]] = {}
    for rule in TRANSITIONS:
        for start in sorted(rule.start, key=list(State).index):
            if rule.to is not None:
                names = found.setdefault((start, rule.to), [])
                names += [rule.name] if rule.name not in names else []
    return found


def _line(rule: Rule) -> str:
    start = "、".join(STATE_NAMES[state] for state in State if state in rule.start)
    to = STATE_NAMES[rule.to] if rule.to else "不变（标记）"
    needs = "、".join(need.label for need in rule.needs)
    only = "" if len(rule.severities) > 1 else f"（{SEVERITY_NAMES[next(iter(rule.severities))]}）"
    cells = (f"{rule.name}{only} `{rule.move}`", start, to, _who(rule), needs, rule.clause)
    return f"| {' | '.join(cells)} |"


def _who(rule: Rule) -> str:
    return "、".join(_named(who, levels) for who, levels in rule.who.items())


def _named(who: Who, levels: frozenset[str]) -> str:
    above = "" if levels == ANY else "、".join(n for k, n in LEVEL_NAMES.items() if k in levels)
    return above + WHO_NAMES[who]


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
