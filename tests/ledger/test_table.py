"""The table of moves: who is told what, and which evidence each move asks for."""

from datetime import date
from itertools import product

import pytest

from app.accounts.roles import PERMISSIONS, May, Role
from app.ledger.diagram import page
from app.ledger.facts import (
    ActorFacts,
    IssueFacts,
    Move,
    OrderFacts,
    Severity,
    State,
    TargetUnit,
    Who,
)
from app.ledger.refusals import EvidenceMissing, NotYourMove
from app.ledger.transitions import TRANSITIONS, moves_for, next_state
from app.settings import ROOT
from tests.ledger import expectation as law
from tests.ledger.cells import ELSEWHERE, FULL, ME, OWN, TODAY


@pytest.mark.parametrize("role", ["cadre", "assistant", "sysadmin", "secadmin", "auditor"])
def test_who_does_not_handle_issues_moves_none(role: str) -> None:
    for state, severity, level in product(State, Severity, law.LEVELS):
        issue = IssueFacts(state, severity)
        assert moves_for(issue, ActorFacts(Who(role), level, ME)) == []


def test_a_cadre_is_told_who_closes_instead() -> None:
    reviewing = IssueFacts(State.REVIEWING, Severity.MINOR)
    with pytest.raises(NotYourMove, match="同意销号由市场监管所、市场监管局办理"):
        next_state(reviewing, ActorFacts(Who.CADRE, "village", ME), Move.CLOSE, FULL)


def test_roles_that_move_issues_are_the_roles_with_the_permission() -> None:
    in_table = {who.value for rule in TRANSITIONS for who in rule.who} - {"enterprise"}
    assert in_table == {role.value for role in Role if May.MOVE_ISSUE in PERMISSIONS[role]}
    assert {who.value for who in Who} - {"enterprise"} == {role.value for role in Role}


def lacking(move: Move, issue: IssueFacts, who: Who, **given: object) -> set[str]:
    order = OrderFacts(**{"today": TODAY, **given})  # type: ignore[arg-type]
    level = "county" if who in (Who.BUREAU, Who.OFFICE) else "town"
    try:
        next_state(issue, ActorFacts(who, level, ME, OWN), move, order)
    except EvidenceMissing as missing:
        return {error["pointer"] for error in missing.errors}
    return set()


@pytest.mark.parametrize(
    ("move", "state", "who", "pointers"),
    [
        (Move.ASSIGN, State.REGISTERED, Who.OFFICE, {"/unit_id"}),
        (Move.TRANSFER, State.ASSIGNED, Who.BUREAU, {"/unit_id", "/note"}),
        (Move.ACCEPT, State.ASSIGNED, Who.STATION, set()),
        (Move.RETURN, State.REVIEWING, Who.STATION, {"/note"}),
        (Move.REQUEST_EXTENSION, State.RECTIFYING, Who.STATION, {"/note", "/days"}),
        (Move.PROPOSE_VOID, State.ASSIGNED, Who.OFFICE, {"/note"}),
        (Move.REOPEN, State.CLOSED, Who.OFFICE, {"/note"}),
        (Move.FILE_CASE, State.ASSIGNED, Who.STATION, {"/number", "/date"}),
        (Move.REFER, State.ASSIGNED, Who.BUREAU, {"/number", "/note"}),
        (Move.LIST, State.ASSIGNED, Who.OFFICE, {"/number", "/unit_id", "/deadline"}),
        (Move.PAUSE, State.RECTIFYING, Who.BUREAU, {"/note"}),
        (Move.END, State.ASSIGNED, Who.BUREAU, {"/note", "/photos"}),
    ],
)
def test_a_move_without_its_evidence_names_each_missing_field(
    move: Move, state: State, who: Who, pointers: set[str]
) -> None:
    assert lacking(move, IssueFacts(state, Severity.MAJOR, extendable=5), who) == pointers


def test_a_refused_extension_needs_a_reason() -> None:
    asked = IssueFacts(State.RECTIFYING, Severity.MINOR, extension="requested")
    assert lacking(Move.REFUSE_EXTENSION, asked, Who.BUREAU) == {"/note"}


def test_a_rectification_needs_a_photo_only_if_there_was_one_before() -> None:
    plain = IssueFacts(State.RECTIFYING, Severity.MINOR)
    pictured = IssueFacts(State.RECTIFYING, Severity.MINOR, photo_before=True)
    said = {"note": "已改", "date": TODAY}
    assert lacking(Move.SUBMIT, plain, Who.ENTERPRISE, **said) == set()
    assert lacking(Move.SUBMIT, pictured, Who.ENTERPRISE, **said) == {"/photos"}
    assert lacking(Move.SUBMIT, plain, Who.ENTERPRISE) == {"/note", "/date"}


def test_a_rectification_cannot_be_dated_tomorrow() -> None:
    plain = IssueFacts(State.RECTIFYING, Severity.MINOR)
    tomorrow = {"note": "已改", "date": date(2026, 11, 24)}
    assert lacking(Move.SUBMIT, plain, Who.ENTERPRISE, **tomorrow) == {"/date"}


@pytest.mark.parametrize("severity", [Severity.MAJOR, Severity.CRITICAL])
def test_major_and_above_are_closed_on_site_with_a_photo(severity: Severity) -> None:
    reviewing = IssueFacts(State.REVIEWING, severity)
    assert lacking(Move.CLOSE, reviewing, Who.STATION, note="已看") == {"/photos", "/on_site"}


def test_a_minor_one_is_closed_on_a_note() -> None:
    reviewing = IssueFacts(State.REVIEWING, Severity.MINOR)
    assert lacking(Move.CLOSE, reviewing, Who.STATION, note="已看") == set()
    assert lacking(Move.CLOSE, reviewing, Who.STATION) == {"/note"}


@pytest.mark.parametrize(("days", "pointers"), [(0, {"/days"}), (5, set()), (6, {"/days"})])
def test_an_extension_is_no_longer_than_the_first_term(days: int, pointers: set[str]) -> None:
    open_issue = IssueFacts(State.RECTIFYING, Severity.MINOR, extendable=5)
    given = {"note": "缺货", "days": days}
    assert lacking(Move.REQUEST_EXTENSION, open_issue, Who.ENTERPRISE, **given) == pointers


def test_a_station_hands_on_only_within_its_own() -> None:
    issue = IssueFacts(State.ASSIGNED, Severity.MINOR, unit_id=OWN)
    given = {"note": "属另一片区", "unit": TargetUnit(ELSEWHERE, parent_id=None)}
    assert lacking(Move.TRANSFER, issue, Who.STATION, **given) == {"/unit_id"}
    assert lacking(Move.TRANSFER, issue, Who.BUREAU, **given) == set()


def test_nobody_hands_an_issue_to_where_it_is() -> None:
    issue = IssueFacts(State.ASSIGNED, Severity.MINOR, unit_id=OWN)
    given = {"note": "转", "unit": TargetUnit(OWN)}
    assert lacking(Move.TRANSFER, issue, Who.BUREAU, **given) == {"/unit_id"}


def test_the_page_of_the_table_is_not_stale() -> None:
    assert (ROOT / "docs/ledger.md").read_text(encoding="utf-8") == page()
