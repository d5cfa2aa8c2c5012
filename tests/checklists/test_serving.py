"""Checklists as data: fetched once, taken for thirty days after their end."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from app.accounts.roles import Role
from app.checklists.library import Library, get_library
from app.checklists.service import ChecklistEnded, ChecklistUnknown, version_for_visit
from tests.builders import make_account, make_region_tree
from tests.people import Browser


def _ended(on: date) -> Library:
    version = get_library().get("catering", 1)
    assert version is not None
    return Library([replace(version, body=version.body.model_copy(update={"valid_to": on}))], {})


def test_an_ended_version_is_taken_for_thirty_days_and_no_longer() -> None:
    library = _ended(date(2026, 10, 1))
    assert version_for_visit("catering", 1, date(2026, 10, 31), "/v", library).version == 1
    with pytest.raises(ChecklistEnded):
        version_for_visit("catering", 1, date(2026, 11, 1), "/v", library)


def test_an_unknown_version_says_to_keep_the_record() -> None:
    with pytest.raises(ChecklistUnknown, match="请保留"):
        version_for_visit("catering", 2, date(2026, 11, 1), "/v", get_library())


def test_a_version_is_fetched_once_and_then_known_by_its_digest(
    client: Browser, session: Session
) -> None:
    make_region_tree(session)
    cadre = client.as_(make_account(session))
    listed = {row["id"]: row for row in cadre.get("/api/v1/checklists").json()}
    assert set(listed) == {"production", "circulation", "catering", "special"}
    answer = cadre.get("/api/v1/checklists/catering/versions/1")
    assert answer.json()["digest"] == listed["catering"]["digest"]
    assert answer.headers["cache-control"].endswith("immutable")
    known = {"If-None-Match": answer.headers["etag"]}
    assert cadre.get("/api/v1/checklists/catering/versions/1", headers=known).status_code == 304
    assert cadre.get("/api/v1/checklists/catering/versions/9").status_code == 404
    laws = cadre.get("/api/v1/checklists/laws").json()
    assert laws["laws"]["FSL"]["editions"][-1]["valid_from"] == "2025-12-01"
    settings = cadre.get("/api/v1/sync").json()["settings"]
    assert settings["laws_digest"] == laws["digest"]
    assert "properties" in cadre.get("/api/v1/checklists/schema").json()
    auditor = client.as_(make_account(session, role=Role.AUDITOR))
    assert auditor.get("/api/v1/checklists").status_code == 403
