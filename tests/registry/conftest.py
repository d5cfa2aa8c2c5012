"""Offices that import, on either database."""

import pytest
from sqlmodel import Session

from tests.people import Browser
from tests.registry.books import Importing, Offices, make_offices


@pytest.fixture
def offices(session: Session) -> Offices:
    """People of the test tree."""
    return make_offices(session)


@pytest.fixture
def desk(client: Browser, offices: Offices) -> Importing:
    """The county's office."""
    return Importing(client, offices.county)
