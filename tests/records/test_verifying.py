"""The page to print opens for ten minutes; the code on a paper tells anybody what it must say."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from app.records.links import token_of
from app.records.routes import MISSES_PER_ADDRESS
from app.settings import Settings
from tests.inspections.visits import Scene, a_scene, body
from tests.people import Browser


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


@pytest.fixture
def hers(client: Browser, scene: Scene) -> Browser:
    """The cadre's own browser."""
    return client.as_(scene.cadre)


@pytest.fixture
def visit(hers: Browser, scene: Scene) -> UUID:
    return submitted(hers, scene)


def submitted(hers: Browser, scene: Scene, **changes: object) -> UUID:
    id = uuid4()
    told = body(scene.entity, at=datetime.now(UTC), **changes)
    assert hers.put(f"/api/v1/inspections/{id}", json=told).status_code == 201
    return id


def address(hers: Browser, visit: UUID) -> str:
    """What the QR code on the paper holds, without the host."""
    page = hers.get(hers.post(f"/api/v1/inspections/{visit}/print").json()["url"]).text
    number = hers.get(f"/api/v1/inspections/{visit}").json()["receipt_no"]
    code = page.split("核验码")[1][1:15]
    return f"/v/{number}/{code}"


def test_anybody_with_the_paper_can_compare_it(
    app: FastAPI, hers: Browser, scene: Scene, visit: UUID
) -> None:
    shown = Browser(app).get(address(hers, visit))
    assert shown.status_code == 200
    for part in (scene.entity.name, "合计", "交办问题"):
        assert part in shown.text
    for name in (scene.cadre.name, "孙立华"):
        assert name not in shown.text


def test_a_paper_that_was_altered_is_not_found(hers: Browser, visit: UUID) -> None:
    right = address(hers, visit)
    head, code = right.rsplit("/", 1)
    other = "0" if code[0] != "0" else "1"
    for wrong in (f"{head}/{other}{code[1:]}", f"{head[:-1]}9/{code}", f"{head}/{'é' * 14}"):
        told = hers.get(wrong)
        assert (told.status_code, "没有查到" in told.text) == (404, True), wrong
    assert hers.get(right.lower()).status_code == 200


def test_guessing_codes_is_slowed_down(hers: Browser, visit: UUID) -> None:
    right = address(hers, visit)
    wrong = f"{right[:-4]}GGGG"
    statuses = [hers.get(wrong).status_code for _ in range(MISSES_PER_ADDRESS + 1)]
    assert set(statuses[:-1]) == {404}
    assert statuses[-1] == hers.get(right).status_code == 429


def test_a_corrected_paper_names_the_one_that_counts(
    hers: Browser, scene: Scene, visit: UUID
) -> None:
    later = submitted(hers, scene, corrects=str(visit), correction_reason="漏填")
    number = hers.get(f"/api/v1/inspections/{later}").json()["receipt_no"]
    assert f"以编号 {number} 的为准" in hers.get(address(hers, visit)).text


def test_the_page_to_print_needs_no_sign_in_and_runs_out(
    app: FastAPI, hers: Browser, settings: Settings, visit: UUID
) -> None:
    link = hers.post(f"/api/v1/inspections/{visit}/print").json()["url"]
    anybody = Browser(app)
    shown = anybody.get(link)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "private, no-store")
    old = token_of(visit, datetime.now(UTC) - timedelta(seconds=1), settings)
    for gone in (old, link[3:-1], link[3:] + "A", "A" * 51, "é" * 20, "x"):
        assert anybody.get(f"/p/{gone}").status_code == 404, gone
