"""However common a word is, the search finds the same; only how far it counts depends on it."""

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from app.ledger import searching
from tests.ledger.scene import Scene, a_scene, an_issue
from tests.people import Browser

ISSUES = "/api/v1/issues"
MANY = 60


@pytest.fixture
def scene(session: Session, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Sixty issues, of which every one is of 冷藏, every second of 生肉 and one of 蟑螂."""
    scene = a_scene(session)
    for number in range(MANY):
        more = "，生肉" if number % 2 else "，发现蟑螂" if number == 0 else ""
        an_issue(session, scene, description=f"冷藏不够{more}")
    if engine.dialect.name == "postgresql":
        session.execute(sa.text("ANALYZE issue"))
        session.commit()
    # As in a process that has just started.
    monkeypatch.setattr(searching, "_remembered", searching._Remembered())
    return scene


def test_common_and_rare_words_find_their_issues_page_by_page(
    client: Browser, scene: Scene
) -> None:
    office = client.as_(scene.office)
    for word, count in (("冷藏", MANY), ("生肉", MANY // 2), ("蟑螂", 1), ("冷藏 生肉", MANY // 2)):
        for more in ("", "&state=open", "&severity=minor"):
            path = f"{ISSUES}?limit=20&q={word}{more}"
            found = office.get(path).json()
            ids = [row["id"] for row in found["items"]]
            # A total is told, or it is more than the page shows.
            assert found["total"] in ({count} if count <= 20 else {count, None}), (word, more)
            while found["next"]:
                found = office.get(f"{path}&cursor={found['next']}").json()
                ids += [row["id"] for row in found["items"]]
            assert len(set(ids)) == len(ids) == count, (word, more)
