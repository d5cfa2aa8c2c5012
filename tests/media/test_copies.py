"""What others see of a photo: the picture, upright, and not where it was taken."""

from io import BytesIO
from pathlib import Path

import pytest
from httpx import Response
from PIL import Image

from app.accounts.models import Account
from app.accounts.roles import Role
from app.settings import Settings
from tests.builders import COUNTY, make_account
from tests.media.conftest import (
    PLACE,
    Phone,
    Village,
    a_photo,
    a_placed_photo,
    pixels,
    sha_of,
)
from tests.people import Browser


@pytest.fixture
def bureau(village: Village) -> Account:
    return make_account(village.session, role=Role.BUREAU, region=COUNTY)


def shared(phone: Phone, village: Village, photo: bytes) -> str:
    """A photo on a record that others see; its address."""
    sha256 = phone.upload(photo)
    village.show(sha256)
    return f"/api/v1/media/sha256/{sha256}"


def stored(settings: Settings, sha256: str) -> Path:
    return settings.media_folder / sha256[:2] / sha256[2:4] / sha256


def test_another_person_gets_the_picture_without_its_place(
    phone: Phone, client: Browser, village: Village, bureau: Account
) -> None:
    photo = a_placed_photo()
    seen = client.as_(bureau).get(shared(phone, village, photo))
    assert PLACE in photo
    assert PLACE not in seen.content
    assert pixels(seen.content) == pixels(photo)
    with Image.open(BytesIO(seen.content)) as image:
        assert image.size == (64, 48)
        assert set(image.getexif()) == {0x0112}


def test_who_took_it_gets_every_byte_and_the_stored_ones_are_never_touched(
    phone: Phone, client: Browser, village: Village, bureau: Account, settings: Settings
) -> None:
    photo = a_placed_photo()
    address = shared(phone, village, photo)
    assert client.as_(bureau).get(address).status_code == 200
    assert phone.browser.get(address).content == photo
    assert stored(settings, sha_of(photo)).read_bytes() == photo


def test_a_photo_without_notes_is_the_same_for_everybody(
    phone: Phone, client: Browser, village: Village, bureau: Account
) -> None:
    photo = a_photo()
    assert client.as_(bureau).get(shared(phone, village, photo)).content == photo


def test_a_browser_cannot_take_the_copy_for_the_original(
    phone: Phone, client: Browser, village: Village, bureau: Account
) -> None:
    address = shared(phone, village, a_placed_photo())
    own, others = phone.browser.get(address), client.as_(bureau).get(address)
    assert own.headers["ETag"] != others.headers["ETag"]
    assert own.headers["Vary"] == others.headers["Vary"] == "Authorization"
    assert "immutable" in own.headers["Cache-Control"]
    assert "immutable" not in others.headers["Cache-Control"]


def test_asking_without_the_bytes_tells_the_same(
    phone: Phone, client: Browser, village: Village, bureau: Account
) -> None:
    address = shared(phone, village, a_placed_photo())

    def told(answer: Response) -> list[str]:
        return [answer.headers[name] for name in ("ETag", "Content-Length", "Content-Type")]

    for browser in (phone.browser, client.as_(bureau)):
        whole = browser.get(address)
        assert int(whole.headers["Content-Length"]) == len(whole.content)
        assert told(browser.head(address)) == told(whole)
