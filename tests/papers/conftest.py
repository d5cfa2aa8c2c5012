"""Whose papers they are."""

import pytest
from sqlmodel import Session

from app.accounts.models import Account
from tests.builders import make_account, make_assignment, make_entity, make_region_tree


@pytest.fixture
def cadre(session: Session) -> Account:
    """A cadre of a village with one shop."""
    make_region_tree(session)
    made = make_account(session, name="李淑琴", post="社区党委委员")
    make_assignment(session, make_entity(session, name="禾谷里餐饮"), made)
    return made
