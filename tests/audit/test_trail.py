"""The audit trail: written in the request's own transaction, read by the auditor of the region."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import user_of
from app.audit.service import record
from tests import builders
from tests.people import Browser

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)


@pytest.fixture
def tree(session: Session) -> builders.Tree:
    return builders.make_region_tree(session)


def auditor(session: Session, region: str) -> Account:
    return builders.make_account(session, role=Role.AUDITOR, region=region)


def actions(client: Browser, reader: Account) -> list[str]:
    page = client.as_(reader).get("/api/v1/audit").json()
    return [line["action"] for line in page["items"]]


def write(session: Session, *lines: tuple[str, str | None]) -> None:
    for n, (action, county) in enumerate(lines):
        record(session, AT + timedelta(seconds=n), None, action, county_code=county)
    session.commit()


def test_a_line_says_who_did_what_to_which_thing_and_when(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    officer = builders.make_account(session, role=Role.OFFICE, region=builders.COUNTY, name="吴静")
    session.info["address"] = "10.0.0.7"
    record(session, AT, user_of(officer), "notice.revoked", "notice", "n-1", reason=AT)
    session.commit()
    reader = auditor(session, builders.COUNTY)
    line = client.as_(reader).get("/api/v1/audit").json()["items"][0]
    assert line.pop("id")
    assert line == {
        "at": "2026-11-02T01:00:00Z",
        "actor_id": str(officer.id),
        "actor_name": "吴静",
        "action": "notice.revoked",
        "subject_type": "notice",
        "subject_id": "n-1",
        "county_code": builders.COUNTY,
        "detail": {"reason": "2026-11-02T01:00:00Z"},
        "address": "10.0.0.7",
    }


def test_a_secret_cannot_be_written_down(session: Session) -> None:
    for secret in ("password", "token", "refresh_token", "phone"):
        with pytest.raises(ValueError, match=secret):
            record(session, AT, None, "x", **{secret: "y"})


def test_an_auditor_reads_the_lines_of_the_own_region(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    write(
        session,
        ("here", builders.COUNTY),
        ("there", builders.OTHER_COUNTY),
        ("city", builders.CITY),
        ("elsewhere", "370202000000"),
        ("nowhere", None),
    )
    assert actions(client, auditor(session, builders.COUNTY)) == ["here"]
    assert actions(client, auditor(session, builders.CITY)) == ["nowhere", "city", "there", "here"]
    assert len(actions(client, auditor(session, builders.PROVINCE))) == 5
    assert actions(client, auditor(session, builders.TOWN)) == []


def test_what_a_city_officer_does_is_read_in_the_city(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    officer = builders.make_account(session, role=Role.OFFICE, region=builders.CITY)
    record(session, AT, user_of(officer), "issue.listed")
    session.commit()
    assert actions(client, auditor(session, builders.CITY)) == ["issue.listed"]
    assert actions(client, auditor(session, builders.COUNTY)) == []


def test_pages_follow_each_other_newest_first(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    write(session, *((f"a{n}", builders.COUNTY) for n in range(7)))
    reader = client.as_(auditor(session, builders.COUNTY))
    found: list[str] = []
    query: dict[str, str | int] = {"limit": 3}
    while True:
        page = reader.get("/api/v1/audit", params=query).json()
        found += [line["action"] for line in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert sorted(found) == [f"a{n}" for n in range(7)]
    assert found == sorted(found, reverse=True)


def test_nobody_else_reads_it(client: Browser, session: Session, tree: builders.Tree) -> None:
    for role in set(Role) - {Role.AUDITOR}:
        other = builders.make_account(session, role=role, region=builders.COUNTY)
        assert client.as_(other).get("/api/v1/audit").status_code == 403, role
