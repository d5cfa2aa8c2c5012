"""Uploads that are cut off: nothing is called done that is not stored, nothing is sent twice."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import anyio
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.types import Message

from app.accounts.tokens import access_token
from app.db import now, open_session
from app.media import uploads
from app.media.shelf import shelf_of
from app.per_request import present
from app.settings import Settings
from tests.media.conftest import TUS, Phone, Village, a_photo, announcing, sha_of


def whole_or_cut(app: FastAPI, phone: Phone, place: str, pieces: list[bytes]) -> None:
    """Send pieces through the application as a connection that then breaks."""
    messages: list[Message] = [
        {"type": "http.request", "body": piece, "more_body": True} for piece in pieces
    ]
    messages.append({"type": "http.disconnect"})

    async def receive() -> Message:
        return messages.pop(0)

    async def send(_: Message) -> None:
        return None

    headers = {
        **TUS,
        "Authorization": phone.browser.headers["Authorization"],
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": "0",
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "PATCH",
        "path": place,
        "raw_path": place.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
    }
    anyio.run(app, scope, receive, send)


def test_a_cut_connection_keeps_the_bytes_that_arrived(app: FastAPI, phone: Phone) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    whole_or_cut(app, phone, place, [photo[:100], photo[100:150]])
    assert phone.offset(place) == 150
    assert phone.send(place, 150, photo[150:]) == 204
    assert phone.sees(sha_of(photo))


def all_but_finished(phone: Phone, settings: Settings, photo: bytes) -> str:
    """As a server leaves an upload that is killed between the last byte and the shelf."""
    place = phone.begin(photo)
    part = settings.data / "uploads" / f"{Path(place).name}.part"
    part.write_bytes(photo)
    return place


def test_all_bytes_here_but_the_answer_lost_is_finished_when_asked(
    phone: Phone, settings: Settings
) -> None:
    photo = a_photo()
    place = all_but_finished(phone, settings, photo)
    assert phone.offset(place) == len(photo)
    assert phone.sees(sha_of(photo))


def test_a_phone_that_begins_again_is_told_all_is_here_only_once_it_is_stored(
    phone: Phone, settings: Settings
) -> None:
    photo = a_photo()
    place = all_but_finished(phone, settings, photo)
    assert phone.begin(photo) == place
    assert phone.sees(sha_of(photo))


def test_a_damaged_whole_is_refused_to_who_begins_again_and_may_be_sent_anew(
    phone: Phone, settings: Settings
) -> None:
    photo = a_photo()
    place = all_but_finished(phone, settings, photo)
    part = settings.data / "uploads" / f"{Path(place).name}.part"
    part.write_bytes(photo[:-1] + b"?")
    answer = phone.browser.post("/api/v1/media", headers=announcing(photo))
    assert answer.status_code == 460
    assert phone.upload(photo) == sha_of(photo)
    assert phone.sees(sha_of(photo))


def test_an_upload_dropped_while_its_last_byte_arrives_is_not_called_done(
    engine: Engine, phone: Phone, village: Village, settings: Settings
) -> None:
    photo = a_photo()
    place = all_but_finished(phone, settings, photo)
    with open_session(engine) as other:
        upload = uploads.find(other, UUID(Path(place).name), f"account:{village.cadre.id}", now())
        assert phone.browser.delete(place, headers=TUS).status_code == 204
        with pytest.raises(uploads.UploadNotFound):
            uploads.finish(other, shelf_of(settings), upload, now())


def test_an_upload_that_two_requests_finish_is_done_for_both(
    engine: Engine, phone: Phone, village: Village, settings: Settings
) -> None:
    photo = a_photo()
    place = all_but_finished(phone, settings, photo)
    with open_session(engine) as other:
        upload = uploads.find(other, UUID(Path(place).name), f"account:{village.cadre.id}", now())
        assert phone.offset(place) == len(photo)
        assert uploads.finish(other, shelf_of(settings), upload, now()) is None
    assert phone.sees(sha_of(photo))


def test_bytes_lost_with_the_disk_are_asked_for_again(phone: Phone, settings: Settings) -> None:
    photo = a_photo()
    sha256 = phone.upload(photo)
    (settings.media_folder / sha256[:2] / sha256[2:4] / sha256).unlink()
    assert not phone.sees(sha256)
    place = phone.begin(photo)
    assert phone.offset(place) == 0
    assert phone.send(place, 0, photo) == 204
    assert phone.sees(sha256)


def test_each_piece_gives_the_next_one_a_week(
    app: FastAPI, phone: Phone, village: Village, settings: Settings
) -> None:
    photo = a_photo()
    place, at = phone.begin(photo), now()
    app.dependency_overrides[present] = lambda: at
    for offset in (0, 100, 200):
        at += timedelta(days=6)
        token = access_token(village.cadre, settings, at)
        phone.browser.headers["Authorization"] = f"Bearer {token}"
        assert phone.send(place, offset, photo[offset : offset + 100]) == 204
    assert phone.offset(place) == 300


def test_a_part_file_that_was_lost_is_sent_again_from_the_start(
    phone: Phone, settings: Settings
) -> None:
    photo = a_photo()
    place = phone.begin(photo)
    phone.send(place, 0, photo[:100])
    (settings.data / "uploads" / f"{Path(place).name}.part").unlink()
    assert phone.send(place, 100, photo[100:]) == 409
    assert phone.offset(place) == 0
    assert phone.send(place, 0, photo) == 204
    assert phone.sees(sha_of(photo))
