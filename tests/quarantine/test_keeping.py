"""What a phone hands over is kept once, whole, and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from app.accounts.device import device_token
from app.ids import uuid7
from app.quarantine.keeping import MOST_WAITING
from app.quarantine.models import Quarantined
from tests.builders import OTHER_VILLAGE, make_account, make_entity
from tests.inspections.visits import NOW, address, body
from tests.media.conftest import a_photo, sha_of
from tests.quarantine.conftest import WHERE, Counter, Scene, order


def test_an_ended_account_cannot_submit_but_its_phone_can_hand_over(
    counter: Counter, scene: Scene
) -> None:
    refused = counter.by(scene.cadre, "PUT", address(), json=body(scene.entity))
    assert refused.json()["type"] == "/problems/account-disabled"

    id = uuid7()
    kept = counter.keep(scene.cadre, order(scene.entity), id)
    assert kept.status_code == 202
    receipt = kept.json()
    assert receipt["id"] == str(id)
    assert receipt["receipt_no"] == "GL370102-2026Q4-000001"
    assert receipt["missing_media"] == []


def test_signing_in_hands_out_the_token_that_outlives_the_account(
    counter: Counter, scene: Scene, session: Session
) -> None:
    from tests.e2e.steps import PASSWORD, password_account

    password_account(session, "vera", name="韩春梅")
    counter.app.state.settings.demo = True
    answer = counter.browser.post(
        "/api/v1/auth/token", data={"username": "vera", "password": PASSWORD}
    )
    token = answer.json()["device_token"]
    mine = counter.browser.get(f"{WHERE}/mine", headers={"Authorization": f"Device {token}"})
    assert (mine.status_code, mine.json()) == (200, [])


def test_the_same_again_gives_the_same_receipt_and_keeps_one(
    counter: Counter, scene: Scene, session: Session
) -> None:
    id = uuid7()
    first = counter.keep(scene.cadre, order(scene.entity), id).json()
    counter.at += timedelta(minutes=5)
    later = order(scene.entity, device_now=counter.at.isoformat(), app="newer")
    again = counter.keep(scene.cadre, later, id)
    assert (again.status_code, again.json()) == (202, first)
    assert len(session.exec(select(Quarantined)).all()) == 1


def test_other_content_under_the_same_id_is_kept_beside_the_first(
    counter: Counter, scene: Scene, session: Session
) -> None:
    id = uuid7()
    first = counter.keep(scene.cadre, order(scene.entity), id).json()
    other = order(scene.entity, visit={"statement": "另一份"})
    answer = counter.keep(scene.cadre, other, id)
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/kept-differs"
    assert answer.json()["receipt"]["receipt_no"] != first["receipt_no"]
    kept = session.exec(select(Quarantined)).all()
    assert sorted(row.body["statement"] for row in kept) == ["", "另一份"]


def test_another_persons_record_under_the_same_id_tells_him_nothing(
    counter: Counter, scene: Scene
) -> None:
    id = uuid7()
    counter.keep(scene.cadre, order(scene.entity), id)
    stranger = scene.everybody_else[0]
    assert counter.keep(stranger, order(scene.entity), id).status_code == 202
    assert len(counter.by_device(stranger, "GET", f"{WHERE}/mine").json()) == 1


@pytest.mark.parametrize(
    "token",
    ["", "x", "{id}.20000.{wrong}", "{id}", "{other}", "{stretched}"],
)
def test_no_other_token_opens_it(
    counter: Counter, scene: Scene, token: str, session: Session
) -> None:
    settings = counter.app.state.settings
    good = device_token(scene.cadre.id, settings, NOW)
    account, day, seal = good.split(".")
    stranger = scene.everybody_else[0].id.hex
    forged = token.format(
        id=account,
        wrong="0" * 32,
        other=f"{stranger}.{day}.{seal}",
        stretched=f"{account}.{int(day) + 100}.{seal}",
    )
    answer = counter.browser.get(f"{WHERE}/mine", headers={"Authorization": f"Device {forged}"})
    assert answer.status_code == 401


def test_the_token_holds_for_half_a_year_and_no_longer(counter: Counter, scene: Scene) -> None:
    counter.at = NOW + timedelta(days=180)
    assert counter.by_device(scene.cadre, "GET", f"{WHERE}/mine").status_code == 200
    counter.at = NOW + timedelta(days=181)
    refused = counter.by_device(scene.cadre, "GET", f"{WHERE}/mine")
    assert refused.json()["type"] == "/problems/device-token"
    assert "导出成文件" in refused.json()["detail"]


def test_the_token_opens_nothing_else(counter: Counter, scene: Scene) -> None:
    for path in ("/api/v1/me", "/api/v1/sync", "/api/v1/entities", WHERE, f"{WHERE}/watched"):
        assert counter.by_device(scene.cadre, "GET", path).status_code == 401, path


def test_a_text_of_more_than_a_quarter_megabyte_is_refused(counter: Counter, scene: Scene) -> None:
    long: dict[str, Any] = order(scene.entity, visit={"statement": "长" * 90_000})
    answer = counter.keep(scene.cadre, long)
    assert answer.status_code == 413
    assert "256 KB" in answer.json()["detail"]


def test_a_body_that_is_no_order_is_told_where_it_is_wrong(counter: Counter, scene: Scene) -> None:
    answer = counter.keep(scene.cadre, order(scene.entity, kind="letter"))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/kind"]


def test_more_than_sixty_a_minute_must_wait(counter: Counter, scene: Scene) -> None:
    id = uuid7()
    statuses = [counter.keep(scene.cadre, order(scene.entity), id).status_code for _ in range(61)]
    assert statuses == [202] * 60 + [429]
    counter.at += timedelta(minutes=1)
    assert counter.keep(scene.cadre, order(scene.entity), id).status_code == 202


def test_only_photos_that_a_record_promises_are_taken(counter: Counter, scene: Scene) -> None:
    photo, stray = a_photo(), a_photo(3)
    id = uuid7()
    handed = order(scene.entity, photos=[sha_of(photo)])
    assert counter.photo(scene.cadre, photo) == 404
    assert counter.keep(scene.cadre, handed, id).json()["missing_media"] == [sha_of(photo)]
    assert counter.photo(scene.cadre, stray) == 404
    assert counter.photo(scene.cadre, photo) == 204
    assert counter.keep(scene.cadre, handed, id).json()["missing_media"] == []


def test_nobody_puts_a_record_on_the_list_of_a_place_that_is_not_his(
    counter: Counter, scene: Scene, session: Session
) -> None:
    far = make_entity(session, region=OTHER_VILLAGE, name="别处的店")
    counter.keep(scene.cadre, order(far))
    assert counter.by(scene.other_office, "GET", WHERE).json()["items"] == []
    row = counter.by(scene.office, "GET", WHERE).json()["items"][0]
    assert (row["title"], row["entity"]) == ("别处的店", None)


def test_an_account_of_the_other_county_goes_to_that_countys_list(
    counter: Counter, scene: Scene, session: Session
) -> None:
    other = make_account(session, region=OTHER_VILLAGE)
    counter.keep(other, order(scene.entity))
    assert counter.by(scene.office, "GET", WHERE).json()["items"] == []
    assert len(counter.by(scene.other_office, "GET", WHERE).json()["items"]) == 1


def test_an_account_may_have_three_hundred_waiting(
    counter: Counter, scene: Scene, session: Session
) -> None:
    counter.keep(scene.cadre, order(scene.entity))
    one = session.exec(select(Quarantined)).one()
    session.add_all(
        Quarantined(
            **one.model_dump(exclude={"id", "record_id", "receipt_no"}),
            id=uuid7(),
            record_id=uuid7(),
            receipt_no=f"GL-{n}",
        )
        for n in range(MOST_WAITING - 1)
    )
    session.commit()
    full = counter.keep(scene.cadre, order(scene.entity))
    assert full.status_code == 429
    assert int(full.headers["Retry-After"]) > 0
