"""The code of the enterprise's link: told by telephone, asked once, guessed by nobody."""

from datetime import UTC, datetime

import sqlalchemy as sa
from fastapi import FastAPI
from sqlmodel import Session, col, select

from app.audit.models import Audit
from app.db import begin_write
from app.entities.models import EntityContact
from app.ledger.models import Issue, RectifyLink
from app.ledger.rectify_routes import PER_LINK
from tests.ledger.link_scene import a_token
from tests.ledger.scene import Scene
from tests.people import Browser


def test_a_shop_without_a_phone_needs_no_code(
    client: Browser, session: Session, scene: Scene, issue: Issue
) -> None:
    begin_write(session)
    session.execute(sa.update(EntityContact).values(phone=""))
    session.commit()
    made = client.as_(scene.station).post(f"/api/v1/issues/{issue.id}/link").json()
    assert (made["code"], made["call"]) == (None, None)
    assert "验证码" not in made["text"]
    assert client.get(f"/api/v1/rectify/{made['token']}").status_code == 200


def test_a_link_from_before_the_phone_was_registered_is_to_be_made_anew(
    client: Browser, session: Session, scene: Scene, issue: Issue
) -> None:
    def change(phone: str) -> None:
        begin_write(session)
        session.execute(sa.update(EntityContact).values(phone=phone))
        session.commit()

    where = f"/api/v1/issues/{issue.id}/link"
    change("")
    station = client.as_(scene.station)
    assert station.post(where).json()["code_missing"] is False
    change("13800001234")
    old = station.post(where).json()
    assert (old["code"], old["call"], old["code_missing"]) == (None, None, True)
    station.delete(where)
    made = station.post(where).json()
    assert (len(made["code"]), made["code_missing"]) == (6, False)
    assert client.get(f"/api/v1/rectify/{old['token']}").status_code == 404


def test_the_code_is_told_apart_from_the_link(client: Browser, scene: Scene, issue: Issue) -> None:
    made = client.as_(scene.station).post(f"/api/v1/issues/{issue.id}/link").json()
    assert made["call"] == {"role": "officer", "name": "孙立华", "phone": "13800001234"}
    assert made["code"] not in made["text"] + made["url"] + made["qr_svg"]
    asked = client.get(f"/api/v1/rectify/{made['token']}")
    assert asked.json()["unit"] == {"name": "历下市场监管所", "phone": "0531-00000000"}
    assert issue.description not in asked.text


def test_a_browser_that_showed_the_code_is_asked_no_more(
    app: FastAPI, client: Browser, scene: Scene, issue: Issue
) -> None:
    token = a_token(client, scene, issue)
    assert client.get(f"/api/v1/rectify/{token}").status_code == 200
    assert Browser(app).get(f"/api/v1/rectify/{token}").status_code == 403


def test_wrong_codes_lock_the_link_for_a_quarter_of_an_hour_then_for_longer(
    client: Browser, session: Session, scene: Scene, issue: Issue
) -> None:
    made = client.as_(scene.station).post(f"/api/v1/issues/{issue.id}/link").json()
    base = f"/api/v1/rectify/{made['token']}"
    wrong = f"{(int(made['code']) + 1) % 10**6:06d}"
    waits = []
    for _ in range(2):
        answers = [client.post(f"{base}/code", json={"code": wrong}) for _ in range(5)]
        assert [one.status_code for one in answers] == [403, 403, 403, 403, 423]
        assert [one.json().get("left") for one in answers] == [4, 3, 2, 1, None]
        waits.append(int(answers[-1].headers["Retry-After"]))
        begin_write(session)
        session.execute(sa.update(RectifyLink).values(code_locked_until=datetime.now(UTC)))
        session.commit()
    assert [round(wait / 60) for wait in waits] == [15, 30]
    assert client.post(f"{base}/code", json={"code": made["code"]}).status_code == 204
    tried = session.exec(select(Audit.action).where(col(Audit.action).startswith("link.code")))
    assert sorted(tried) == ["link.code_passed"] + ["link.code_refused"] * 10


def test_a_locked_link_still_serves_who_is_in(client: Browser, scene: Scene, issue: Issue) -> None:
    token = a_token(client, scene, issue)
    for _ in range(6):
        client.post(f"/api/v1/rectify/{token}/code", json={"code": "000000"})
    assert client.get(f"/api/v1/rectify/{token}").status_code == 200


def test_who_guesses_behind_the_same_address_shuts_nobody_out(
    client: Browser, scene: Scene, issue: Issue
) -> None:
    token = a_token(client, scene, issue)
    guesses = [client.get(f"/api/v1/rectify/{n:043d}").status_code for n in range(40)]
    assert (guesses[0], guesses[-1]) == (404, 429)
    assert client.get(f"/api/v1/rectify/{token}").status_code == 200


def test_an_expired_link_asked_for_again_and_again_shuts_out_itself_alone(
    client: Browser, session: Session, scene: Scene, issue: Issue
) -> None:
    token = a_token(client, scene, issue)
    begin_write(session)
    session.execute(sa.update(RectifyLink).values(expires_at=datetime.now(UTC)))
    session.commit()
    asked = [client.get(f"/api/v1/rectify/{token}").status_code for _ in range(PER_LINK + 1)]
    assert (set(asked[:PER_LINK]), asked[-1]) == ({404}, 429)
    other = a_token(client, scene, issue)
    assert client.get(f"/api/v1/rectify/{other}").status_code == 200
