import base64
import hashlib
from dataclasses import dataclass
from io import BytesIO

import pytest
from PIL import Image, ImageOps
from sqlmodel import Session

from app.accounts.models import Account
from app.entities.models import Entity
from app.media.service import NewLink, link
from tests.builders import (
    OTHER_VILLAGE,
    make_account,
    make_assignment,
    make_entity,
    make_region_tree,
)
from tests.people import Browser

TUS = {"Tus-Resumable": "1.0.0"}


def a_photo(shade: int = 0, kind: str = "JPEG") -> bytes:
    """A small picture; another shade (0 to 5) gives other bytes."""
    file = BytesIO()
    Image.new("RGB", (64, 48), (shade * 50, 120, 200)).save(file, kind)
    return file.getvalue()


PLACE = b"36.65N 117.12E"


def a_placed_photo(shade: int = 0) -> bytes:
    """As a phone's own camera leaves it: lying on its side, with the place it was taken at."""
    notes = Image.Exif()
    notes[0x0112] = 6
    notes.get_ifd(0x8825)[0x1D] = PLACE.decode()
    file = BytesIO()
    Image.new("RGB", (64, 48), (shade * 50, 120, 200)).save(file, "JPEG", exif=notes)
    return file.getvalue()


def pixels(data: bytes) -> bytes:
    """What is to be seen, turned upright."""
    with Image.open(BytesIO(data)) as image:
        return ImageOps.exif_transpose(image).tobytes()


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def b64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def announcing(data: bytes, sha256: str | None = None, kind: str = "image/jpeg") -> dict[str, str]:
    """Headers that begin an upload of these bytes."""
    return {
        **TUS,
        "Upload-Length": str(len(data)),
        "Upload-Metadata": f"sha256 {b64(sha256 or sha_of(data))},filetype {b64(kind)}",
    }


@dataclass
class Phone:
    """Somebody's phone, speaking tus."""

    browser: Browser

    def begin(self, data: bytes, *, sha256: str | None = None, kind: str = "image/jpeg") -> str:
        """Begin an upload; its address."""
        answer = self.browser.post("/api/v1/media", headers=announcing(data, sha256, kind))
        assert answer.status_code == 201, answer.text
        return str(answer.headers["Location"])

    def offset(self, place: str) -> int:
        """Where the server stands."""
        answer = self.browser.head(place, headers=TUS)
        assert answer.status_code == 200
        return int(answer.headers["Upload-Offset"])

    def send(self, place: str, offset: int, data: bytes, **headers: str) -> int:
        """Send bytes; the status."""
        answer = self.browser.patch(
            place,
            content=data,
            headers={
                **TUS,
                "Upload-Offset": str(offset),
                "Content-Type": "application/offset+octet-stream",
                **headers,
            },
        )
        return int(answer.status_code)

    def upload(self, data: bytes) -> str:
        """Upload all of it; its sha256."""
        assert self.send(self.begin(data), 0, data) == 204
        return sha_of(data)

    def sees(self, sha256: str) -> bool:
        """Whether this person is shown the bytes."""
        status = self.browser.get(f"/api/v1/media/sha256/{sha256}").status_code
        assert self.browser.head(f"/api/v1/media/sha256/{sha256}").status_code == status
        assert status in (200, 404)
        return bool(status == 200)


@dataclass
class Village:
    """A cadre with an entity, a colleague beside them, and a cadre of another county."""

    session: Session
    cadre: Account
    colleague: Account
    stranger: Account
    entity: Entity

    def show(self, sha256: str, owner: Account | None = None, entity: Entity | None = None) -> None:
        """A record of the entity shows a photo that `owner` promised."""
        place = entity or self.entity
        link(
            self.session,
            [
                NewLink(
                    sha256=sha256,
                    role="before",
                    owner=f"account:{(owner or self.cadre).id}",
                    entity_id=place.id,
                    region_code=place.region_code,
                    city_code=place.city_code,
                    county_code=place.county_code,
                    town_code=place.town_code,
                )
            ],
        )
        self.session.commit()


@pytest.fixture
def village(session: Session) -> Village:
    make_region_tree(session)
    made = Village(
        session,
        cadre=make_account(session),
        colleague=make_account(session, name="李淑琴"),
        stranger=make_account(session, region=OTHER_VILLAGE, name="王建国"),
        entity=make_entity(session),
    )
    make_assignment(session, made.entity, made.cadre)
    make_assignment(session, make_entity(session, name="邻家小店"), made.colleague)
    return made


@pytest.fixture
def phone(client: Browser, village: Village) -> Phone:
    """The cadre's phone."""
    return Phone(client.as_(village.cadre))


@pytest.fixture
def strangers_phone(client: Browser, village: Village) -> Phone:
    return Phone(client.as_(village.stranger))
