"""Who may do what: one table from roles to permissions (DOMAIN 1.2, DECISIONS 1 and 14).

A permission opens a verb; which rows it reaches is the scope's affair (`regions/scope.py`), and
which move of the ledger a role may make is the ledger's (`ledger/transitions.py`).
"""

from enum import StrEnum

from app.regions.models import Level, UnitKind


class Role(StrEnum):
    """Wire names of the roles."""

    CADRE = "cadre"
    ASSISTANT = "assistant"
    STATION = "station"
    BUREAU = "bureau"
    OFFICE = "office"
    INSPECTOR = "inspector"
    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"
    AUDITOR = "auditor"


class May(StrEnum):
    """Verbs of the API."""

    SEE_ENTITIES = "see_entities"
    SEE_PHONES = "see_phones"
    SUBMIT_INSPECTION = "submit_inspection"
    DRAFT_INSPECTION = "draft_inspection"
    SEE_INSPECTIONS = "see_inspections"
    SEE_ISSUES = "see_issues"
    REGISTER_ISSUE = "register_issue"
    MOVE_ISSUE = "move_issue"
    MAKE_RECTIFY_LINK = "make_rectify_link"
    ISSUE_DOCUMENT = "issue_document"
    UPLOAD_MEDIA = "upload_media"
    SYNC = "sync"
    SEE_CHECKLISTS = "see_checklists"
    MAKE_CHECKLISTS = "make_checklists"
    MANAGE_NOTICES = "manage_notices"
    MANAGE_REGISTRY = "manage_registry"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_CALENDARS = "manage_calendars"
    READ_AUDIT = "read_audit"
    SEE_UNDELIVERED = "see_undelivered"
    WATCH_UNDELIVERED = "watch_undelivered"
    SEE_CHANGES = "see_changes"
    PROPOSE_STATE = "propose_state"
    TELL_STATE = "tell_state"


_OFFICIAL = {
    May.SEE_ENTITIES,
    May.SEE_INSPECTIONS,
    May.SEE_ISSUES,
    May.UPLOAD_MEDIA,
    May.SYNC,
    May.SEE_CHECKLISTS,
}
_MARKET = _OFFICIAL | {
    May.SEE_PHONES,
    May.REGISTER_ISSUE,
    May.MOVE_ISSUE,
    May.MAKE_RECTIFY_LINK,
    May.ISSUE_DOCUMENT,
    May.SEE_CHANGES,
    May.PROPOSE_STATE,
    May.TELL_STATE,
}

PERMISSIONS: dict[Role, frozenset[May]] = {
    Role.CADRE: frozenset(_OFFICIAL | {May.SEE_PHONES, May.SUBMIT_INSPECTION}),
    Role.ASSISTANT: frozenset(_OFFICIAL | {May.SEE_PHONES, May.DRAFT_INSPECTION}),
    Role.STATION: frozenset(_MARKET),
    Role.BUREAU: frozenset(_MARKET),
    Role.OFFICE: frozenset(
        _OFFICIAL
        | {
            May.SEE_PHONES,
            May.REGISTER_ISSUE,
            May.MOVE_ISSUE,
            May.ISSUE_DOCUMENT,
            May.MANAGE_NOTICES,
            May.MANAGE_REGISTRY,
            May.MAKE_CHECKLISTS,
            May.SEE_UNDELIVERED,
            May.SEE_CHANGES,
            May.PROPOSE_STATE,
        }
    ),
    Role.INSPECTOR: frozenset(_OFFICIAL | {May.REGISTER_ISSUE, May.MOVE_ISSUE, May.SEE_CHANGES}),
    Role.SYSADMIN: frozenset(
        {
            May.SEE_CHECKLISTS,
            May.MAKE_CHECKLISTS,
            May.MANAGE_CALENDARS,
            May.WATCH_UNDELIVERED,
            May.SYNC,
        }
    ),
    Role.SECADMIN: frozenset({May.MANAGE_ACCOUNTS, May.WATCH_UNDELIVERED, May.SYNC}),
    Role.AUDITOR: frozenset({May.READ_AUDIT, May.SYNC}),
}

_ABOVE_TOWN = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY})
_CADRES = frozenset({Level.CITY, Level.COUNTY, Level.TOWN, Level.VILLAGE})

LEVELS: dict[Role, frozenset[Level]] = {
    Role.CADRE: _CADRES,
    Role.ASSISTANT: _CADRES,
    Role.STATION: frozenset({Level.TOWN}),
    Role.BUREAU: _ABOVE_TOWN,
    Role.OFFICE: _ABOVE_TOWN,
    Role.INSPECTOR: _ABOVE_TOWN,
    Role.SYSADMIN: _ABOVE_TOWN,
    Role.SECADMIN: _ABOVE_TOWN,
    Role.AUDITOR: _ABOVE_TOWN,
}
"""Where in the tree a role has its place (DOMAIN 1.1)."""

UNIT_OF: dict[Role, UnitKind] = {Role.STATION: UnitKind.STATION, Role.BUREAU: UnitKind.BUREAU}
"""Roles that act for a unit, and its kind."""


def allowed(role: Role, permission: May) -> bool:
    """Whether the table opens `permission` to `role`."""
    return permission in PERMISSIONS[role]
