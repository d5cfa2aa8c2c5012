"""DECISIONS 1 written out a second time, by hand and in another form than the table.

Each line: move | from | who (role or role@level) | further words.  The words are read by
`lawful`; nothing here is imported from the product.
"""

from dataclasses import dataclass

STATES = ("registered", "assigned", "rectifying", "reviewing", "closed", "voided", "ended")
ROLES = (
    *("cadre", "assistant", "station", "bureau", "office", "inspector"),
    *("sysadmin", "secadmin", "auditor", "enterprise"),
)
LEVELS = ("province", "city", "county", "town", "village")
SEVERITIES = ("minor", "major", "critical")
PERSONS = ("submitter", "closer", "requester", "proposer")

_OPEN = "registered assigned rectifying reviewing"
_LAW = f"""
assign            | registered           | office@county                     |
transfer          | assigned rectifying  | bureau office@county station      | not-paused
accept            | assigned             | station bureau                    |
submit            | rectifying           | enterprise station bureau         |
return            | reviewing            | station bureau                    | other-than-submitter
close             | reviewing            | station bureau                    | other-than-submitter not-pending not-listed
countersign       | reviewing            | bureau@county                     | other-than-submitter other-than-closer pending not-listed
request_extension | rectifying           | enterprise station                | not-critical in-time no-extension
grant_extension   | rectifying           | bureau@county                     | requested other-than-requester
refuse_extension  | rectifying           | bureau@county                     | requested other-than-requester
propose_void      | registered assigned  | office@county                     | not-critical not-proposed not-listed
confirm_void      | registered assigned  | office@county                     | not-critical proposed other-than-proposer not-listed
reopen            | closed               | office inspector                  |
file_case         | {_OPEN}              | station bureau                    |
refer             | {_OPEN}              | bureau                            |
list              | {_OPEN}              | office@county office@city office@province | not-listed
unlist            | {_OPEN}              | office@county office@city office@province | listed-by-this-level
pause             | rectifying           | bureau                            | not-paused
resume            | rectifying           | bureau                            | paused
end               | {_OPEN}              | bureau                            | not-listed
"""  # noqa: E501

LAW = {
    move.strip(): (states.split(), who.split(), words.split())
    for move, states, who, words in (line.split("|") for line in _LAW.strip().splitlines())
}
MOVES = tuple(LAW)

LEADS_TO = {
    "assign": "assigned",
    "transfer": "assigned",
    "accept": "rectifying",
    "submit": "reviewing",
    "return": "rectifying",
    "close": "closed",
    "countersign": "closed",
    "confirm_void": "voided",
    "reopen": "rectifying",
    "end": "ended",
}


@dataclass(frozen=True)
class Cell:
    """One combination of everything the law looks at."""

    move: str
    state: str
    role: str
    level: str
    severity: str = "major"
    pending: bool = False
    extension: str | None = None
    proposed: bool = False
    listed_by: str | None = None
    paused: bool = False
    overdue: bool = False
    same_as: str | None = None
    """Which earlier step the actor took himself: one of PERSONS."""


def lawful(cell: Cell) -> bool:
    """Whether DECISIONS 1 allows the cell, evidence given."""
    states, who, words = LAW[cell.move]
    if cell.state not in states:
        return False
    if cell.role not in who and f"{cell.role}@{cell.level}" not in who:
        return False
    return all(_holds(word, cell) for word in words)


def leads_to(cell: Cell) -> str:
    """The state after a lawful cell."""
    if cell.move == "close" and cell.severity == "critical":
        return cell.state
    return LEADS_TO.get(cell.move, cell.state)


def _holds(word: str, cell: Cell) -> bool:
    if word.startswith("other-than-"):
        return cell.same_as != word.removeprefix("other-than-")
    if word == "listed-by-this-level":
        return cell.listed_by == cell.level
    return {
        "not-paused": not cell.paused,
        "paused": cell.paused,
        "pending": cell.pending,
        "not-pending": not cell.pending,
        "not-listed": cell.listed_by is None,
        "not-critical": cell.severity != "critical",
        "in-time": not cell.overdue,
        "no-extension": cell.extension is None,
        "requested": cell.extension == "requested",
        "proposed": cell.proposed,
        "not-proposed": not cell.proposed,
    }[word]
