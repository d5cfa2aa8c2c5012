from uuid import uuid4

from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import scope_for, user_of
from app.media.models import MediaLink
from app.media.service import missing
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import COUNTY, OTHER_COUNTY, make_account
from tests.media.conftest import Phone, Village, a_photo, sha_of
from tests.people import Browser


def owner_of(account: Account) -> str:
    return f"account:{account.id}"


def test_the_uploader_sees_a_photo_before_any_record_shows_it(phone: Phone) -> None:
    assert phone.sees(phone.upload(a_photo()))


def test_an_unlinked_photo_is_unknown_to_everybody_else(
    phone: Phone, client: Browser, village: Village
) -> None:
    sha256 = phone.upload(a_photo())
    for other in (village.colleague, village.stranger, make_account_of(village, Role.BUREAU)):
        assert not Phone(client.as_(other)).sees(sha256)


def make_account_of(village: Village, role: Role, region: str = COUNTY) -> Account:
    return make_account(village.session, role=role, region=region)


def test_officials_of_the_county_see_what_a_record_shows(
    phone: Phone, client: Browser, village: Village
) -> None:
    sha256 = phone.upload(a_photo())
    village.show(sha256)
    for role in (Role.BUREAU, Role.OFFICE, Role.INSPECTOR):
        assert Phone(client.as_(make_account_of(village, role))).sees(sha256)


def test_another_county_and_another_cadre_get_404(
    phone: Phone, client: Browser, village: Village
) -> None:
    sha256 = phone.upload(a_photo())
    village.show(sha256)
    elsewhere = make_account_of(village, Role.BUREAU, OTHER_COUNTY)
    for other in (village.colleague, village.stranger, elsewhere):
        assert not Phone(client.as_(other)).sees(sha256)


def test_administrators_see_no_photo(phone: Phone, client: Browser, village: Village) -> None:
    sha256 = phone.upload(a_photo())
    village.show(sha256)
    admin = client.as_(make_account_of(village, Role.SYSADMIN))
    assert admin.get(f"/api/v1/media/sha256/{sha256}").status_code == 403


def test_without_an_account_no_photo_is_shown(phone: Phone, client: Browser) -> None:
    sha256 = phone.upload(a_photo())
    assert client.get(f"/api/v1/media/sha256/{sha256}").status_code == 401


def test_a_record_that_quotes_a_strangers_hash_opens_nothing(
    strangers_phone: Phone, phone: Phone, client: Browser, village: Village
) -> None:
    sha256 = strangers_phone.upload(a_photo())
    # The cadre names the hash on a record of their own without ever having had the bytes.
    village.show(sha256, owner=village.cadre)
    assert not phone.sees(sha256)
    assert not Phone(client.as_(make_account_of(village, Role.BUREAU))).sees(sha256)


def test_the_bytes_sent_later_fulfil_the_record(
    strangers_phone: Phone, phone: Phone, client: Browser, village: Village
) -> None:
    photo = a_photo()
    strangers_phone.upload(photo)
    village.show(sha_of(photo), owner=village.cadre)
    phone.upload(photo)
    assert Phone(client.as_(make_account_of(village, Role.BUREAU))).sees(sha_of(photo))


def test_missing_names_each_photo_not_sent_yet_once(
    session: Session, phone: Phone, village: Village
) -> None:
    arrived = phone.upload(a_photo(1))
    waiting, other = sha_of(a_photo(2)), sha_of(a_photo(3))
    set_scope(session, scope_for(user_of(village.cadre)))
    asked = [waiting, arrived, other, waiting]
    assert missing(session, asked, owner_of(village.cadre)) == [waiting, other]


def test_a_strangers_photo_is_missing_as_if_it_did_not_exist(
    session: Session, strangers_phone: Phone, village: Village
) -> None:
    sha256 = strangers_phone.upload(a_photo())
    set_scope(session, scope_for(user_of(village.cadre)))
    assert missing(session, [sha256], owner_of(village.cadre)) == [sha256]


def test_a_photo_seen_on_a_record_is_not_missing_and_is_linked_as_its_uploaders(
    session: Session, phone: Phone, village: Village
) -> None:
    sha256 = phone.upload(a_photo())
    village.show(sha256)
    official = make_account_of(village, Role.BUREAU)
    set_scope(session, scope_for(user_of(official)))
    assert missing(session, [sha256], owner_of(official)) == []
    village.show(sha256, owner=official)
    set_scope(session, EVERYWHERE)
    owners = session.exec(select(MediaLink.owner).where(MediaLink.sha256 == sha256)).all()
    assert set(owners) == {owner_of(village.cadre)}


def test_a_session_of_the_system_lends_nobody_its_eyes(
    session: Session, phone: Phone, village: Village
) -> None:
    sha256 = phone.upload(a_photo())
    village.show(sha256)
    assert missing(session, [sha256], f"link:{uuid4()}") == [sha256]
