"""The permission table against one written down apart from it."""

import pytest

from app.accounts.roles import LEVELS, PERMISSIONS, May, Role, allowed

# Read off DOMAIN 1.2 and DECISIONS 1 and 14, one column a role:
# C cadre, A assistant, S station, B bureau, O office, I inspector,
# Y sysadmin, E secadmin, U auditor.
LETTERS = dict(zip("CASBOIYEU", Role, strict=True))
MATRIX = {
    "see_entities": "CASBOI",
    "see_phones": "CASBO",
    "submit_inspection": "C",
    "draft_inspection": "A",
    "see_inspections": "CASBOI",
    "see_issues": "CASBOI",
    "register_issue": "SBOI",
    "move_issue": "SBOI",
    "make_rectify_link": "SB",
    "issue_document": "SBO",
    "upload_media": "CASBOI",
    "sync": "CASBOIYEU",
    "see_checklists": "CASBOIY",
    "make_checklists": "OY",
    "manage_notices": "O",
    "manage_registry": "O",
    "manage_accounts": "E",
    "manage_calendars": "Y",
    "read_audit": "U",
    "see_undelivered": "O",
    "watch_undelivered": "YE",
    "see_changes": "SBOI",
    "propose_state": "SBO",
    "tell_state": "SB",
}


def test_the_letters_name_the_roles() -> None:
    assert [LETTERS[letter].value[0] for letter in "CASBOIYEU"] == list("casboissa")


@pytest.mark.parametrize("permission", list(May))
@pytest.mark.parametrize("letter", list(LETTERS))
def test_each_role_has_exactly_these_permissions(letter: str, permission: May) -> None:
    assert allowed(LETTERS[letter], permission) == (letter in MATRIX[permission.value])


def test_every_role_has_its_permissions_and_its_place() -> None:
    assert set(PERMISSIONS) == set(LEVELS) == set(Role)
