"""Abuses of what is sent: answers, requests for days, uploads and photos."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from app.ledger.models import Issue
from app.ledger.rectify_routes import LINK_UPLOADS
from tests.ledger.abuse import HTML, SVG, Abuse, change, refused
from tests.ledger.link_scene import TUS, Ring, metadata
from tests.ledger.scene import PHOTO
from tests.media.conftest import a_placed_photo

# What is handed in -----------------------------------------------------------------------


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


# More days -------------------------------------------------------------------------------


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


# Uploads ---------------------------------------------------------------------------------


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


# Photos ----------------------------------------------------------------------------------


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
