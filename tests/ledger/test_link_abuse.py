"""Abuses of the enterprise's link, one a line: each is refused, and leaves nothing but the audit.

Each function arranges what the abuse needs and gives the abuse itself.  What is stored before it
and after it is compared row by row and file by file.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import Response
from pydantic import SecretStr
from sqlmodel import Session, col

from app.db import begin_write
from app.errors import PROBLEM
from app.ledger.link_codes import TRIES, pass_of
from app.ledger.links import token_of
from app.ledger.models import Issue, RectifyLink
from app.ledger.rectify_routes import COOKIE, LINK_UPLOADS, MISSES_PER_ADDRESS, PER_LINK
from app.ledger.throttle import Throttle
from app.settings import Settings
from tests.ledger.link_scene import TUS, Ring, an_issue_in_hand, metadata
from tests.ledger.scene import PHOTO, a_scene
from tests.media.conftest import a_placed_photo
from tests.people import Browser

Abuse = Callable[[], Response]
HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@dataclass(frozen=True)
class Line:
    """One abuse, and how it is answered."""

    status: int
    slug: str
    arrange: Callable[[Ring], Abuse]
    let_in: bool = True


LINES: list[Line] = []


def refused(status: int, slug: str, *, let_in: bool = True) -> Callable[..., None]:
    def add(arrange: Callable[[Ring], Abuse]) -> None:
        LINES.append(Line(status, slug, arrange, let_in))

    return add


def link_id(ring: Ring) -> UUID:
    ring.session.commit()
    mine = sa.select(col(RectifyLink.id)).where(col(RectifyLink.issue_id) == ring.issue.id)
    found: UUID = ring.session.execute(mine).scalars().one()
    return found


def change(ring: Ring, table: type[RectifyLink] | type[Issue], **to: object) -> None:
    mine = col(Issue.id) if table is Issue else col(RectifyLink.issue_id)
    begin_write(ring.session)
    ring.session.execute(sa.update(table).where(mine == ring.issue.id).values(**to))
    ring.session.commit()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


# The token ----------------------------------------------------------------------------------


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
    for n in range(MISSES_PER_ADDRESS):
        ring.client.get(f"/api/v1/rectify/{n:043d}")
    return lambda: ring.client.get(f"/api/v1/rectify/{99:043d}")


@refused(429, "too-many")
def guessing_tokens_under_many_names(ring: Ring) -> Abuse:
    for n in range(MISSES_PER_ADDRESS):
        ring.client.get(
            f"/api/v1/rectify/{n:043d}",
            headers={"X-Forwarded-For": f"10.0.0.{n}", "X-Real-IP": f"10.0.0.{n}"},
        )
    return lambda: ring.client.get(ring.base, headers={"X-Forwarded-For": "10.9.9.9"})


# The code -----------------------------------------------------------------------------------


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


# Other doors --------------------------------------------------------------------------------


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


# What is handed in --------------------------------------------------------------------------


@refused(422, "malformed")
def seven_photos(ring: Ring) -> Abuse:
    return lambda: ring.submit(photos=[f"{n:064x}" for n in range(7)])


@refused(422, "malformed")
def a_path_for_a_photo(ring: Ring) -> Abuse:
    return lambda: ring.submit(photos=["../../../etc/passwd"])


@refused(422, "evidence-missing")
def an_answer_of_blanks(ring: Ring) -> Abuse:
    return lambda: ring.submit(text=" \u3000\n")


@refused(422, "malformed")
def a_megabyte_of_text(ring: Ring) -> Abuse:
    return lambda: ring.submit(text="字" * 400_000)


@refused(422, "evidence-missing")
def an_answer_dated_next_week(ring: Ring) -> Abuse:
    day = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    return lambda: ring.submit(date=day)


@refused(422, "malformed")
def a_zero_byte_in_the_text(ring: Ring) -> Abuse:
    return lambda: ring.submit(text="改了\x00'; DROP TABLE issue; --")


@refused(422, "malformed")
def half_a_character_in_the_text(ring: Ring) -> Abuse:
    body = json.dumps(ring.answer(text="改了\ud800"))
    told = {"Content-Type": "application/json"}
    return lambda: ring.client.post(ring.base, content=body, headers=told)


@refused(422, "malformed")
def a_list_for_a_body(ring: Ring) -> Abuse:
    return lambda: ring.client.post(ring.base, json=[ring.answer()])


@refused(422, "malformed")
def a_form_of_another_site(ring: Ring) -> Abuse:
    return lambda: ring.client.post(ring.base, data={"text": "改了"})


@refused(409, "issue-moved-on")
def a_version_beyond_all_numbers(ring: Ring) -> Abuse:
    return lambda: ring.submit(seen_version=10**30)


@refused(409, "issue-moved-on")
def an_answer_to_an_older_page(ring: Ring) -> Abuse:
    return lambda: ring.submit(seen_version=ring.now().version - 1)


@refused(409, "order-differs")
def other_words_under_the_same_id(ring: Ring) -> Abuse:
    first = ring.answer()
    ring.client.post(ring.base, json=first)
    return lambda: ring.client.post(ring.base, json={**first, "text": "换了内容"})


@refused(409, "order-differs")
def the_id_of_another_issues_answer(ring: Ring) -> Abuse:
    other = ring.another()
    taken = other.answer()
    other.client.post(other.base, json=taken)
    return lambda: ring.submit(id=taken["id"])


@refused(409, "move-refused")
def an_answer_while_it_is_reviewed(ring: Ring) -> Abuse:
    ring.submit()
    return ring.submit


@refused(422, "evidence-missing")
def no_photo_where_there_was_one(ring: Ring) -> Abuse:
    other = ring.another(photos_before=[PHOTO])
    return other.submit


# More days ----------------------------------------------------------------------------------


@refused(422, "evidence-missing")
def more_days_than_the_term(ring: Ring) -> Abuse:
    return lambda: ring.extend(days=6)


@refused(422, "evidence-missing")
def days_taken_back(ring: Ring) -> Abuse:
    return lambda: ring.extend(days=-5)


@refused(422, "evidence-missing")
def days_beyond_all_numbers(ring: Ring) -> Abuse:
    return lambda: ring.extend(days=10**12)


@refused(409, "move-refused")
def days_asked_for_twice(ring: Ring) -> Abuse:
    ring.extend()
    return ring.extend


@refused(409, "move-refused")
def days_after_the_deadline(ring: Ring) -> Abuse:
    change(ring, Issue, deadline=(datetime.now(UTC) - timedelta(days=3)).date())
    return ring.extend


@refused(409, "move-refused")
def days_for_a_critical_issue(ring: Ring) -> Abuse:
    return ring.another(severity="critical").extend


# Uploads ------------------------------------------------------------------------------------


@refused(413, "too-large")
def a_photo_of_a_gigabyte(ring: Ring) -> Abuse:
    return lambda: ring.begin(Upload_Length=str(2**30))


@refused(413, "too-large")
def more_bytes_than_were_told(ring: Ring) -> Abuse:
    place = ring.begin(b"x" * 10).headers["Location"]
    return lambda: ring.send(place, b"x" * 1000)


@refused(422, "malformed")
def a_length_below_nothing(ring: Ring) -> Abuse:
    return lambda: ring.begin(Upload_Length="-1")


@refused(422, "malformed")
def a_photo_without_a_digest(ring: Ring) -> Abuse:
    return lambda: ring.begin(Upload_Metadata=metadata(filename="a.jpg"))


@refused(422, "malformed")
def a_digest_that_climbs_out_of_its_folder(ring: Ring) -> Abuse:
    return lambda: ring.begin(Upload_Metadata=metadata(sha256="../" * 21 + "x"))


@refused(422, "malformed")
def metadata_without_end(ring: Ring) -> Abuse:
    return lambda: ring.begin(Upload_Metadata=metadata(sha256="0" * 64, note="x" * 5000))


@refused(412, "tus-version")
def an_upload_in_another_protocol(ring: Ring) -> Abuse:
    return lambda: ring.begin(Tus_Resumable="9.9.9")


@refused(415, "not-a-picture")
def a_video(ring: Ring) -> Abuse:
    told = metadata(sha256="0" * 64, filetype="video/mp4")
    return lambda: ring.begin(Upload_Metadata=told)


@refused(415, "not-a-picture")
def a_page_dressed_as_a_photo(ring: Ring) -> Abuse:
    place = ring.begin(HTML).headers["Location"]
    return lambda: ring.send(place, HTML)


@refused(415, "not-a-picture")
def a_drawing_with_a_script(ring: Ring) -> Abuse:
    place = ring.begin(SVG).headers["Location"]
    return lambda: ring.send(place, SVG)


@refused(415, "not-a-picture")
def a_page_behind_the_first_bytes_of_a_photo(ring: Ring) -> Abuse:
    data = b"\xff\xd8\xff\xe0" + HTML
    place = ring.begin(data).headers["Location"]
    return lambda: ring.send(place, data)


@refused(460, "checksum-mismatch")
def other_bytes_than_were_told(ring: Ring) -> Abuse:
    data = a_placed_photo()
    told = metadata(sha256=hashlib.sha256(b"else").hexdigest())
    place = ring.begin(data, Upload_Metadata=told).headers["Location"]
    return lambda: ring.send(place, data)


@refused(404, "upload-not-found")
def bytes_for_another_links_upload(ring: Ring) -> Abuse:
    other = ring.another()
    name = other.begin().headers["Location"].rpartition("/")[2]
    return lambda: ring.send(f"{ring.base}/media/{name}", b"x" * 100)


@refused(404, "upload-not-found")
def taking_another_links_upload_back(ring: Ring) -> Abuse:
    name = ring.another().begin().headers["Location"].rpartition("/")[2]
    return lambda: ring.client.delete(f"{ring.base}/media/{name}", headers=TUS)


@refused(429, "too-many")
def one_upload_more_than_a_week_allows(ring: Ring) -> Abuse:
    for n in range(LINK_UPLOADS):
        assert ring.begin(f"{n}".encode()).status_code == 201
    return lambda: ring.begin(b"one more")


@refused(415, "tus-body")
def bytes_of_another_type(ring: Ring) -> Abuse:
    place = ring.begin().headers["Location"]
    return lambda: ring.send(place, b"x" * 100, Content_Type="image/jpeg")


# Photos -------------------------------------------------------------------------------------


@refused(404, "photo-not-found")
def a_photo_of_another_issue(ring: Ring) -> Abuse:
    data = a_placed_photo()
    sha = hashlib.sha256(data).hexdigest()
    other = ring.another()
    other.send(other.begin(data).headers["Location"], data)
    other.submit(photos=[sha])
    assert other.client.get(f"{other.base}/media/sha256/{sha}").status_code == 200
    return lambda: ring.client.get(f"{ring.base}/media/sha256/{sha}")


@refused(422, "malformed")
def a_photo_by_its_path(ring: Ring) -> Abuse:
    return lambda: ring.client.get(f"{ring.base}/media/sha256/..%5c..%5csecret.key")


# --------------------------------------------------------------------------------------------


@pytest.fixture
def ring(client: Browser, session: Session, settings: Settings) -> Ring:
    scene = a_scene(session)
    return Ring(client, session, scene, settings, an_issue_in_hand(session, scene))


def tried(line: Line, ring: Ring) -> list[str]:
    """What went otherwise than the line says."""
    ring.hand_out(let_in=line.let_in)
    abuse = line.arrange(ring)
    before = ring.stored()
    answer = abuse()
    left = ring.stored() - before
    said = answer.json() if answer.headers.get("Content-Type") == PROBLEM else {}
    told = (answer.status_code, said.get("type"), bool(said.get("detail")))
    expected = (line.status, f"/problems/{line.slug}", True)
    return [f"answered {told}"] * (told != expected) + [f"left {one}" for one in sorted(left)]


def test_each_of_73_abuses_is_refused_and_leaves_nothing_behind(
    app: FastAPI, ring: Ring, session: Session, settings: Settings
) -> None:
    wrong = {}
    for line in LINES:
        # Each in a browser of its own, on an issue of its own, in a minute of its own.
        app.state.rectify_throttles = (Throttle(PER_LINK), Throttle(MISSES_PER_ADDRESS))
        issue = an_issue_in_hand(session, ring.scene)
        one = Ring(Browser(app), session, ring.scene, settings, issue)
        if found := tried(line, one):
            wrong[line.arrange.__name__] = found
    assert wrong == {}
    assert len({line.arrange.__name__ for line in LINES}) == len(LINES) == 73


def test_text_that_would_be_code_elsewhere_is_text_here(ring: Ring) -> None:
    ring.hand_out()
    text = "<img src=x onerror=alert(1)>'; DROP TABLE issue; -- ${7*7} {{7*7}}"
    sent = ring.submit(text=text, name="<b>赵</b>")
    assert sent.json()["rectification"]["text"] == text
    assert sent.headers["Content-Type"] == "application/json"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert ring.now().state == "reviewing"


def test_more_in_the_body_than_is_asked_for_is_not_looked_at(ring: Ring) -> None:
    ring.hand_out()
    sent = ring.submit(move="close", state="closed", severity="minor", issue_id="x", channel="x")
    assert (sent.json()["state"], ring.now().severity) == ("reviewing", ring.issue.severity)
    assert sent.json()["rectification"]["channel"] == "enterprise"


def test_the_same_answer_sent_again_is_one_answer(ring: Ring) -> None:
    ring.hand_out()
    answer = ring.answer()
    first = ring.client.post(ring.base, json=answer)
    before = ring.stored()
    again = ring.client.post(ring.base, json=answer)
    assert (again.status_code, again.json()) == (200, first.json())
    assert ring.stored() == before
