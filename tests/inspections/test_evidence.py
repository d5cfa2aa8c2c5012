"""The stamped copies: what a reviewer opens full size says where it comes from."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from fastapi import FastAPI
from PIL import Image
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.ids import uuid7
from app.media.stamping import stamped
from app.settings import Settings
from tests.builders import COUNTY, OTHER_COUNTY, OTHER_VILLAGE, make_account
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, a_scene, answers, body, sha
from tests.media.conftest import PLACE, Phone, a_photo, a_placed_photo, sha_of
from tests.people import Browser


@dataclass(frozen=True)
class Story:
    """A visit from a phone whose clock is two hours fast, with one wrong answer and its photo."""

    counter: Counter
    session: Session
    cadre: Account
    bureau: Account
    photo: bytes
    visit: str
    issue: str
    number: str
    receipt: str

    @property
    def of_visit(self) -> str:
        return f"/api/v1/inspections/{self.visit}/photos/{sha_of(self.photo)}"

    @property
    def of_issue(self) -> str:
        return f"/api/v1/issues/{self.issue}/photos/{sha_of(self.photo)}"


@pytest.fixture
def story(app: FastAPI, client: Browser, counter: Counter, session: Session) -> Story:
    scene = a_scene(session)
    photo, id = a_placed_photo(), uuid7()
    Phone(client.as_(scene.cadre)).upload(photo)
    filled = answers(wrong={"CATR-E01": [sha_of(photo)]})
    sent = body(scene.entity, at=NOW + timedelta(hours=2), answers=filled)
    receipt = counter.put(scene.cadre, sent, id).json()
    return Story(
        counter=counter,
        session=session,
        cadre=scene.cadre,
        bureau=make_account(session, role=Role.BUREAU, region=COUNTY),
        photo=photo,
        visit=str(id),
        issue=receipt["issues"][0]["id"],
        number=receipt["issues"][0]["number"],
        receipt=receipt["receipt_no"],
    )


def test_a_photo_of_a_visit_says_where_it_comes_from(story: Story) -> None:
    seen = story.counter.get(story.bureau, story.of_visit)
    assert seen.headers["Content-Type"] == "image/jpeg"
    assert seen.headers["Cache-Control"].startswith("private")
    assert seen.content == stamped(
        story.photo,
        [
            "禾谷里餐饮店",
            f"收件编号 {story.receipt}",
            "李淑琴 · 社区党委书记",
            "手机时间 2026年11月23日 12:55 · 服务器收到 2026年11月23日 11:00",
            f"原图 SHA-256 {sha_of(story.photo)}",
        ],
    )


def test_a_photo_of_an_issue_says_which_issue_and_which_step(story: Story) -> None:
    assert story.counter.get(story.bureau, story.of_issue).content == stamped(
        story.photo,
        [
            "禾谷里餐饮店",
            f"问题编号 {story.number} · 登记",
            "李淑琴 · 社区党委书记",
            "督导完成 2026年11月23日 10:55 · 手机时间 2026年11月23日 12:55"
            " · 服务器收到 2026年11月23日 11:00",
            f"原图 SHA-256 {sha_of(story.photo)}",
        ],
    )


def test_the_copy_opens_and_tells_no_place_and_the_original_stays(
    story: Story, settings: Settings
) -> None:
    for address in (story.of_visit, story.of_issue):
        copy = story.counter.get(story.bureau, address).content
        assert copy != story.photo
        assert PLACE not in copy
        with Image.open(BytesIO(copy)) as image:
            image.load()
    sha256 = sha_of(story.photo)
    stored = settings.media_folder / sha256[:2] / sha256[2:4] / sha256
    assert stored.read_bytes() == story.photo


def test_another_county_and_another_cadre_get_404(story: Story) -> None:
    others = [
        make_account(story.session, role=Role.BUREAU, region=OTHER_COUNTY),
        make_account(story.session, region=OTHER_VILLAGE),
        make_account(story.session, name="王建国"),
    ]
    for other in others:
        for address in (story.of_visit, story.of_issue):
            assert story.counter.get(other, address).status_code == 404


def test_a_number_is_stamped_on_no_photo_of_another_record(story: Story, client: Browser) -> None:
    other = a_photo(3)
    Phone(client.as_(story.cadre)).upload(other)
    for address in (story.of_visit, story.of_issue):
        place = address.replace(sha_of(story.photo), sha_of(other))
        assert story.counter.get(story.cadre, place).status_code == 404
    for address in (story.of_visit, story.of_issue):
        elsewhere = address.replace(story.visit, str(uuid4())).replace(story.issue, str(uuid4()))
        assert story.counter.get(story.cadre, elsewhere).status_code == 404


def test_what_is_still_on_its_way_has_no_copy_yet(story: Story) -> None:
    address = story.of_visit.replace(sha_of(story.photo), sha("cadre"))
    assert story.counter.get(story.cadre, address).status_code == 404


def test_many_at_once_are_all_answered(story: Story) -> None:
    with ThreadPoolExecutor(8) as people:
        seen = list(
            people.map(lambda _: story.counter.get(story.bureau, story.of_issue), range(24))
        )
    assert {answer.status_code for answer in seen} == {200}
    assert len({answer.content for answer in seen}) == 1
