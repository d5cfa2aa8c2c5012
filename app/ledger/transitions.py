"""Placeholder states until the table is written."""

from enum import StrEnum


class State(StrEnum):
    """States of an issue."""

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    RECTIFYING = "rectifying"
    REVIEWING = "reviewing"
    CLOSED = "closed"
    VOIDED = "voided"
    ENDED = "ended"
