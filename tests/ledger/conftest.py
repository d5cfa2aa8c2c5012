"""The restaurant and everybody who has to do with its issues."""

import pytest
from sqlmodel import Session

from app.ledger.models import Issue
from tests.ledger.link_scene import an_issue_in_hand
from tests.ledger.scene import Scene, a_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """A scene in an empty database."""
    return a_scene(session)


@pytest.fixture
def issue(session: Session, scene: Scene) -> Issue:
    """An issue found now that the station has accepted."""
    return an_issue_in_hand(session, scene)
