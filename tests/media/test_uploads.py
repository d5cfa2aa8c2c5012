from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, update
from sqlmodel import Session, select

from app.media.models import Media, MediaOwner, Upload
from app.settings import Settings
from tests.media.conftest import TUS, Phone, a_photo, b64, sha_of
from tests.people import Browser


def test_options_tells_what_the_server_can_do(client: Browser) -> None:
    headers = client.options("/api/v1/media").headers
    assert headers["Tus-Version"] == "1.0.0"
    assert set(headers["Tus-Extension"].split(",")) == {
        "creation",
        "checksum",
        "expiration",
        "termination",
    }
    assert headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(headers["Tus-Max-Size"]) > 0


def test_a_photo_arrives_whole_and_is_read_back(phone: Phone) -> None:
    photo = a_photo()
    sha256 = phone.upload(photo)
    answer = phone.browser.get(f"/api/v1/media/sha256/{sha256}")
    assert answer.content == photo
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_png_and_webp_are_taken_too(phone: Phone, kind: str) -> None:
    sha256 = phone.upload(a_photo(kind=kind))
    answer = phone.browser.head(f"/api/v1/media/sha256/{sha256}")
    assert answer.headers["Content-Type"] == f"image/{kind.lower()}"


def test_a_photo_may_come_in_pieces(phone: Phone) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    assert phone.send(place, 0, photo[:100]) == 204
    assert phone.offset(place) == 100
    assert phone.send(place, 100, photo[100:]) == 204
    assert phone.sees(sha_of(photo))


def test_a_piece_at_the_wrong_place_is_refused_and_changes_nothing(phone: Phone) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    phone.send(place, 0, photo[:100])
    for wrong in (0, 50, 200):
        assert phone.send(place, wrong, photo[wrong : wrong + 50]) == 409
    assert phone.offset(place) == 100


def test_a_piece_with_another_checksum_is_taken_back(phone: Phone) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    phone.send(place, 0, photo[:100])
    checksum = "sha256 " + b64(bytes.fromhex(sha_of(b"other bytes")))
    assert phone.send(place, 100, photo[100:200], **{"Upload-Checksum": checksum}) == 460
    assert phone.offset(place) == 100


def test_a_piece_with_its_checksum_is_taken(phone: Phone) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    checksum = "sha256 " + b64(bytes.fromhex(sha_of(photo)))
    assert phone.send(place, 0, photo, **{"Upload-Checksum": checksum}) == 204
    assert phone.sees(sha_of(photo))


def test_a_checksum_of_another_kind_is_refused(phone: Phone) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    assert phone.send(place, 0, photo, **{"Upload-Checksum": "md5 abcd"}) == 400


def test_bytes_other_than_announced_are_dropped(phone: Phone, session: Session) -> None:
    photo, announced = a_photo(1), sha_of(a_photo(2))
    place = phone.begin(photo, sha256=announced)
    assert phone.send(place, 0, photo) == 460
    assert phone.browser.head(place, headers=TUS).status_code == 404
    assert session.scalar(select(func.count()).select_from(Media)) == 0
    assert session.scalar(select(func.count()).select_from(Upload)) == 0


@pytest.mark.parametrize(
    "content", [b"<svg onload='alert(1)'/>", b"%PDF-1.7 not a photo", a_photo()[:200]]
)
def test_what_is_no_picture_is_dropped(phone: Phone, content: bytes) -> None:
    place = phone.begin(content)
    assert phone.send(place, 0, content) == 415
    assert not phone.sees(sha_of(content))


def test_a_photo_beyond_the_limit_is_refused_before_a_byte_is_sent(
    phone: Phone, settings: Settings
) -> None:
    answer = phone.browser.post(
        "/api/v1/media",
        headers={
            **TUS,
            "Upload-Length": str(settings.media_max_bytes + 1),
            "Upload-Metadata": f"sha256 {b64('0' * 64)}",
        },
    )
    assert answer.status_code == 413
    assert "MB" in answer.json()["detail"]


def test_more_bytes_than_announced_are_refused(phone: Phone) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    assert phone.send(place, 0, photo + b"more") == 413
    assert phone.offset(place) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Metadata": f"sha256 {b64('0' * 64)}"},
        {"Upload-Length": "0", "Upload-Metadata": f"sha256 {b64('0' * 64)}"},
        {"Upload-Length": "-1", "Upload-Metadata": f"sha256 {b64('0' * 64)}"},
        {"Upload-Length": "10"},
        {"Upload-Length": "10", "Upload-Metadata": f"sha256 {b64('not a hash')}"},
        {"Upload-Length": "10", "Upload-Metadata": "sha256 §§"},
    ],
)
def test_a_creation_that_does_not_fit_is_malformed(phone: Phone, headers: dict[str, str]) -> None:
    raw = {key.encode(): value.encode() for key, value in {**TUS, **headers}.items()}
    assert phone.browser.post("/api/v1/media", headers=raw).status_code == 422


def test_another_tus_version_is_refused(phone: Phone) -> None:
    answer = phone.browser.post("/api/v1/media", headers={"Tus-Resumable": "0.2.2"})
    assert answer.status_code == 412
    assert answer.headers["Tus-Version"] == "1.0.0"


def test_the_same_photo_again_needs_no_bytes(phone: Phone) -> None:
    photo = a_photo()
    phone.upload(photo)
    place = phone.begin(photo)
    assert phone.offset(place) == len(photo)
    assert phone.send(place, len(photo), b"") == 204
    assert phone.send(place, 0, photo) == 409


def test_a_phone_that_lost_the_address_goes_on_with_the_same_upload(phone: Phone) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    phone.send(place, 0, photo[:100])
    assert phone.begin(photo) == place
    assert phone.offset(place) == 100


def test_identical_bytes_of_two_people_are_stored_once(
    phone: Phone, strangers_phone: Phone, session: Session, settings: Settings
) -> None:
    photo = a_photo()
    phone.upload(photo)
    place = strangers_phone.begin(photo)
    # His hash is a stranger's: nothing tells him that the bytes are already here.
    assert strangers_phone.offset(place) == 0
    assert strangers_phone.send(place, 0, photo) == 204
    assert session.scalar(select(func.count()).select_from(Media)) == 1
    assert session.scalar(select(func.count()).select_from(MediaOwner)) == 2
    assert len([p for p in settings.media_folder.rglob("*") if p.is_file()]) == 1


def test_stored_bytes_are_never_written_again(phone: Phone, settings: Settings) -> None:
    photo = a_photo()
    sha256 = phone.upload(photo)
    stored = settings.media_folder / sha256[:2] / sha256[2:4] / sha256
    before = stored.stat()
    assert before.st_mode & 0o222 == 0
    phone.send(phone.begin(photo), 0, photo)
    place = phone.begin(photo)
    phone.browser.delete(place, headers=TUS)
    after = stored.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert stored.read_bytes() == photo


def test_an_upload_given_up_leaves_nothing(phone: Phone, settings: Settings) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    phone.send(place, 0, photo[:100])
    assert phone.browser.delete(place, headers=TUS).status_code == 204
    assert phone.browser.head(place, headers=TUS).status_code == 404
    assert list((settings.data / "uploads").iterdir()) == []


def test_nobody_else_can_reach_an_upload(phone: Phone, strangers_phone: Phone) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    phone.send(place, 0, photo[:100])
    assert strangers_phone.browser.head(place, headers=TUS).status_code == 404
    assert strangers_phone.send(place, 100, photo[100:]) == 404
    assert strangers_phone.browser.delete(place, headers=TUS).status_code == 404
    assert phone.offset(place) == 100


def test_without_an_account_nothing_can_be_sent(client: Browser) -> None:
    assert client.post("/api/v1/media", headers=TUS).status_code == 401


def test_an_upload_that_nobody_finished_expires_and_its_bytes_go(
    phone: Phone, session: Session, settings: Settings
) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    phone.send(place, 0, photo[:100])
    session.execute(update(Upload).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    session.commit()
    assert phone.browser.head(place, headers=TUS).status_code == 404
    again = phone.begin(a_photo(1))
    assert [path.name for path in (settings.data / "uploads").iterdir()] == [
        f"{Path(again).name}.part"
    ]
