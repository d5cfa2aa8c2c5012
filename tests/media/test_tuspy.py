"""An independent tus client against a real server process."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from urllib.request import Request, urlopen

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed
from tusclient.uploader.uploader import Uploader

from app.accounts.models import Account
from app.accounts.tokens import access_token
from app.db import now
from app.settings import Settings
from tests.media.conftest import TUS, Village, a_photo, b64, sha_of
from tests.serving import ServerProcess, free_port

pytestmark = pytest.mark.load
PIECE = 200


@pytest.fixture
def server(settings: Settings, village: Village) -> Iterator[ServerProcess]:
    started = ServerProcess(settings, free_port())
    yield started
    started.stop()


def _token(settings: Settings, account: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer {access_token(account, settings, now())}"}


def _client(server: ServerProcess, settings: Settings, account: Account) -> TusClient:
    return TusClient(f"{server.url}/api/v1/media", headers=_token(settings, account))


def _uploader(client: TusClient, data: bytes, *, sha256: str = "", url: str = "") -> Uploader:
    return client.uploader(
        file_stream=BytesIO(data),
        url=url or None,
        chunk_size=PIECE,
        upload_checksum=True,
        metadata={
            "sha256": sha256 or sha_of(data),
            "filetype": "image/jpeg",
            "filename": "柜台.jpg",
        },
    )


def _summing(
    client: TusClient, data: bytes, url: str | None, name: str, damage: bytes = b""
) -> Uploader:
    """Goes on with an upload, with sums of this kind; damaged bytes have other sums."""
    pair = (name, lambda piece: hashlib.new(name, piece + damage))
    kind = type("Summing", (Uploader,), {"CHECKSUM_ALGORITHM_PAIR": pair})
    made: Uploader = kind(
        file_stream=BytesIO(data), url=url, client=client, chunk_size=PIECE, upload_checksum=True
    )
    return made


def _read_back(server: ServerProcess, settings: Settings, account: Account, sha256: str) -> bytes:
    address = f"{server.url}/api/v1/media/sha256/{sha256}"
    with urlopen(Request(address, headers=_token(settings, account))) as answer:
        content: bytes = answer.read()
    return content


def test_it_uploads_is_cut_off_with_the_server_and_resumes(
    server: ServerProcess, settings: Settings, village: Village
) -> None:
    photo = a_photo()
    assert len(photo) > 3 * PIECE
    first = _uploader(_client(server, settings, village.cadre), photo)
    first.upload(stop_at=2 * PIECE)
    server.kill()
    server.start()

    client = _client(server, settings, village.cadre)
    asked = Request(str(first.url), method="HEAD", headers={**TUS, **client.headers})
    with urlopen(asked) as answer:
        told = answer.headers["Upload-Metadata"].split(",")
    assert told == [
        f"sha256 {b64(sha_of(photo))}",
        f"filetype {b64('image/jpeg')}",
        f"filename {b64('柜台.jpg')}",
    ]
    again = _uploader(client, photo, url=str(first.url))
    assert again.offset == 2 * PIECE
    again.upload()
    assert _read_back(server, settings, village.cadre, sha_of(photo)) == photo


def test_wrong_sums_are_refused_and_stored_bytes_are_never_replaced(
    server: ServerProcess, settings: Settings, village: Village
) -> None:
    client = _client(server, settings, village.cadre)
    for name, photo in (("sha1", a_photo(0)), ("sha256", a_photo(1))):
        begun = _uploader(client, photo)
        begun.upload(stop_at=PIECE)
        with pytest.raises(TusUploadFailed) as refused:
            _summing(client, photo, begun.url, name, damage=b"damage").upload()
        assert refused.value.status_code == 460
        sound = _summing(client, photo, begun.url, name)
        assert sound.offset == PIECE
        sound.upload()
        assert _read_back(server, settings, village.cadre, sha_of(photo)) == photo

    sha256, other = sha_of(a_photo(1)), a_photo(2)
    stored = settings.media_folder / sha256[:2] / sha256[2:4] / sha256
    before = stored.stat()
    # Its owner is told that all of it is here; a stranger that his bytes are others.
    for person, status in ((village.cadre, 409), (village.stranger, 460)):
        with pytest.raises(TusUploadFailed) as refused:
            _uploader(_client(server, settings, person), other, sha256=sha256).upload()
        assert refused.value.status_code == status
    after = stored.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert _read_back(server, settings, village.cadre, sha256) == a_photo(1)
