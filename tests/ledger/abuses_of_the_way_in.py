"""Abuses of the way in: the token, its code, and other doors than its own."""

from datetime import UTC, datetime, timedelta

from fastapi import FastAPI
from pydantic import SecretStr

from app.db import now
from app.ledger.link_codes import TRIES, pass_of
from app.ledger.links import token_of
from app.ledger.models import RectifyLink
from app.ledger.rectify_routes import COOKIE, MISSES_PER_ADDRESS
from app.per_request import present
from app.settings import Settings
from tests.ledger.abuse import Abuse, change, link_id, refused, wrong
from tests.ledger.link_scene import Ring, an_issue_in_hand
from tests.ledger.scene import PHOTO

# The token -------------------------------------------------------------------------------


@refused(404, "link-gone")
def a_made_up_token(ring: Ring) -> Abuse:
    return lambda: ring.client.get(f"/api/v1/rectify/{'A' * 43}")


@refused(404, "link-gone")
def a_token_sealed_with_another_secret(ring: Ring) -> Abuse:
    other = Settings(secret=SecretStr("another secret of another installation"))
    forged = token_of(link_id(ring), other)
    return lambda: ring.client.get(f"/api/v1/rectify/{forged}")


@refused(404, "link-gone")
def the_seal_of_one_link_under_the_id_of_another(ring: Ring) -> Abuse:
    mixed = ring.another().token[:21] + ring.token[21:]
    return lambda: ring.client.get(f"/api/v1/rectify/{mixed}")


@refused(404, "link-gone")
def an_expired_link(ring: Ring) -> Abuse:
    change(ring, RectifyLink, expires_at=datetime.now(UTC))
    return ring.submit


@refused(404, "link-gone")
def a_revoked_link(ring: Ring) -> Abuse:
    ring.client.as_(ring.scene.station).delete(f"/api/v1/issues/{ring.issue.id}/link")
    return ring.submit


@refused(404, "link-gone")
def a_revoked_link_asked_for_its_code(ring: Ring) -> Abuse:
    ring.client.as_(ring.scene.station).delete(f"/api/v1/issues/{ring.issue.id}/link")
    return lambda: ring.client.post(f"{ring.base}/code", json={"code": ring.code})


@refused(404, "link-gone")
def an_upload_through_an_expired_link(ring: Ring) -> Abuse:
    change(ring, RectifyLink, expires_at=datetime.now(UTC))
    return ring.begin


@refused(404, "not-found")
def a_path_out_of_the_link(ring: Ring) -> Abuse:
    return lambda: ring.client.get(f"{ring.base}/%2e%2e/%2e%2e/issues")


@refused(404, "link-gone")
def a_zero_byte_in_the_token(ring: Ring) -> Abuse:
    return lambda: ring.client.get(f"/api/v1/rectify/{ring.token[:-1]}%00")


@refused(422, "malformed")
def a_token_longer_than_any(ring: Ring) -> Abuse:
    return lambda: ring.client.get(f"/api/v1/rectify/{'A' * 5000}")


@refused(429, "too-many")
def guessing_tokens(ring: Ring) -> Abuse:
    _stop_the_clock(ring)
    for n in range(MISSES_PER_ADDRESS):
        ring.client.get(f"/api/v1/rectify/{n:043d}")
    return lambda: ring.client.get(f"/api/v1/rectify/{99:043d}")


@refused(429, "too-many")
def guessing_tokens_under_many_names(ring: Ring) -> Abuse:
    _stop_the_clock(ring)
    for n in range(MISSES_PER_ADDRESS):
        ring.client.get(
            f"/api/v1/rectify/{n:043d}",
            headers={"X-Forwarded-For": f"10.0.0.{n}", "X-Real-IP": f"10.0.0.{n}"},
        )
    return lambda: ring.client.get(
        f"/api/v1/rectify/{99:043d}", headers={"X-Forwarded-For": "10.9.9.9"}
    )


def _stop_the_clock(ring: Ring) -> None:
    """What is counted by the minute happens in one, however long it takes."""
    app = ring.client.app
    assert isinstance(app, FastAPI)
    app.dependency_overrides[present] = lambda at=now(): at


# The code --------------------------------------------------------------------------------


@refused(403, "code-needed", let_in=False)
def reading_without_the_code(ring: Ring) -> Abuse:
    return lambda: ring.client.get(ring.base)


@refused(403, "code-needed", let_in=False)
def submitting_without_the_code(ring: Ring) -> Abuse:
    return ring.submit


@refused(403, "code-needed", let_in=False)
def asking_for_days_without_the_code(ring: Ring) -> Abuse:
    return ring.extend


@refused(403, "code-needed", let_in=False)
def uploading_without_the_code(ring: Ring) -> Abuse:
    return ring.begin


@refused(403, "code-needed", let_in=False)
def a_photo_without_the_code(ring: Ring) -> Abuse:
    return lambda: ring.client.get(f"{ring.base}/media/sha256/{PHOTO}")


@refused(403, "code-wrong", let_in=False)
def a_wrong_code(ring: Ring) -> Abuse:
    return lambda: ring.client.post(f"{ring.base}/code", json={"code": wrong(ring.code)})


@refused(423, "code-locked", let_in=False)
def the_fifth_wrong_code(ring: Ring) -> Abuse:
    for _ in range(TRIES - 1):
        ring.client.post(f"{ring.base}/code", json={"code": wrong(ring.code)})
    return lambda: ring.client.post(f"{ring.base}/code", json={"code": wrong(ring.code)})


@refused(423, "code-locked", let_in=False)
def the_right_code_while_locked(ring: Ring) -> Abuse:
    for _ in range(TRIES):
        ring.client.post(f"{ring.base}/code", json={"code": wrong(ring.code)})
    return lambda: ring.client.post(f"{ring.base}/code", json={"code": ring.code})


@refused(403, "code-wrong", let_in=False)
def the_code_of_another_link(ring: Ring) -> Abuse:
    code = ring.another().code
    return lambda: ring.client.post(f"{ring.base}/code", json={"code": code})


@refused(422, "malformed", let_in=False)
def many_codes_at_once(ring: Ring) -> Abuse:
    codes = [f"{n:06d}" for n in range(1000)]
    return lambda: ring.client.post(f"{ring.base}/code", json={"code": codes})


@refused(422, "malformed", let_in=False)
def a_code_of_other_digits(ring: Ring) -> Abuse:
    arabic = ring.code.translate({ord("0") + n: 0x660 + n for n in range(10)})
    return lambda: ring.client.post(f"{ring.base}/code", json={"code": arabic})


@refused(403, "code-needed", let_in=False)
def the_pass_of_another_link(ring: Ring) -> Abuse:
    ring.another()
    stolen = next(cookie.value for cookie in ring.client.cookies.jar)
    return lambda: ring.client.get(ring.base, headers={"Cookie": f"{COOKIE}={stolen}"})


@refused(403, "code-needed", let_in=False)
def a_pass_that_has_run_out(ring: Ring) -> Abuse:
    long_ago = datetime.now(UTC) - timedelta(days=8)
    old, _ = pass_of(link_id(ring), ring.settings, long_ago)
    return lambda: ring.client.get(ring.base, headers={"Cookie": f"{COOKIE}={old}"})


@refused(403, "code-needed", let_in=False)
def a_pass_made_to_last(ring: Ring) -> Abuse:
    given, _ = pass_of(link_id(ring), ring.settings, datetime.now(UTC) - timedelta(days=8))
    seal = given.partition(".")[2]
    later = int((datetime.now(UTC) + timedelta(days=300)).timestamp())
    return lambda: ring.client.get(ring.base, headers={"Cookie": f"{COOKIE}={later}.{seal}"})


@refused(403, "code-needed", let_in=False)
def a_pass_that_is_no_pass(ring: Ring) -> Abuse:
    return lambda: ring.client.get(
        ring.base, headers={"Cookie": f"{COOKIE}=9999999999999999999999.x; admin=1"}
    )


# Other doors -----------------------------------------------------------------------------


@refused(405, "http-405")
def closing_through_the_link(ring: Ring) -> Abuse:
    order = {"move": "close", **ring.answer()}
    return lambda: ring.client.post(f"{ring.base}/moves", json=order)


@refused(405, "http-405")
def overwriting_the_issue(ring: Ring) -> Abuse:
    return lambda: ring.client.put(ring.base, json={"state": "closed"})


@refused(405, "http-405")
def deleting_the_issue(ring: Ring) -> Abuse:
    return lambda: ring.client.delete(ring.base)


@refused(401, "session-expired")
def the_token_as_a_sign_in(ring: Ring) -> Abuse:
    headers = {"Authorization": f"Bearer {ring.token}"}
    return lambda: ring.client.get(f"/api/v1/issues/{ring.issue.id}", headers=headers)


@refused(401, "session-expired")
def a_move_with_the_token_as_a_sign_in(ring: Ring) -> Abuse:
    order = {**ring.answer(), "move": "close"}
    headers = {"Authorization": f"Bearer {ring.token}"}
    return lambda: ring.client.post(
        f"/api/v1/issues/{ring.issue.id}/moves", json=order, headers=headers
    )


@refused(401, "not-signed-in")
def a_link_for_another_issue(ring: Ring) -> Abuse:
    other = an_issue_in_hand(ring.session, ring.scene)
    return lambda: ring.client.post(f"/api/v1/issues/{other.id}/link")


@refused(405, "http-405")
def another_method_by_header(ring: Ring) -> Abuse:
    return lambda: ring.client.delete(
        ring.base, headers={"X-HTTP-Method-Override": "POST", "X-Original-URL": "/api/v1/issues"}
    )
