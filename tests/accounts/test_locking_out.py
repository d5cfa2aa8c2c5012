"""Wrong passwords: five lock an account name, thirty an address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from fastapi import FastAPI
from sqlmodel import Session, select

from app.accounts import lockout
from app.accounts.models import Account, LoginFailures
from app.clock import SHANGHAI
from app.settings import Settings
from tests.accounts.conftest import Clock, sign_in
from tests.people import Browser


def fail(client: Browser, times: int, username: str = "zhou") -> None:
    for _ in range(times):
        assert sign_in(client, "Wrong-2026", username).status_code == 401


def count(session: Session, times: int, *, address: str, settings: Settings, clock: Clock) -> None:
    """Failures of as many different names from one address."""
    for n in range(times):
        lockout.count_failure(session, f"name{n}", address, settings, clock.at)
    session.commit()


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(
    client: Browser, cadre: Account, clock: Clock
) -> None:
    fail(client, 5)
    locked = sign_in(client)
    assert locked.status_code == 423
    assert locked.json()["type"] == "/problems/account-locked"
    assert locked.headers["retry-after"] == "900"
    until = (clock.at + timedelta(minutes=15, seconds=59)).astimezone(SHANGHAI)
    assert f"{until:%H:%M}" in locked.json()["detail"]
    assert "安全管理员" in locked.json()["detail"]
    clock.forward(minutes=15)
    assert sign_in(client).status_code == 200


def test_the_tries_left_are_told_and_the_last_says_that_it_locks(
    client: Browser, cadre: Account
) -> None:
    sentences = [sign_in(client, "Wrong-2026").json()["detail"] for _ in range(5)]
    told = [next((n for n in "4321" if f"再错 {n} 次" in said), "") for said in sentences]
    assert told == ["4", "3", "2", "1", ""]
    assert "已锁定" in sentences[4]


def test_a_right_password_starts_the_count_anew(client: Browser, cadre: Account) -> None:
    fail(client, 4)
    assert sign_in(client).status_code == 200
    fail(client, 4)
    assert sign_in(client).status_code == 200


def test_failures_long_ago_are_forgotten(client: Browser, cadre: Account, clock: Clock) -> None:
    fail(client, 4)
    clock.forward(minutes=16)
    fail(client, 4)
    assert sign_in(client).status_code == 200


def test_after_a_lock_has_run_out_there_are_five_tries_again(
    client: Browser, cadre: Account, clock: Clock
) -> None:
    fail(client, 5)
    clock.forward(minutes=15)
    fail(client, 4)
    assert sign_in(client).status_code == 200


def test_a_name_that_does_not_exist_locks_just_so(client: Browser, cadre: Account) -> None:
    fail(client, 5, username="nobody")
    assert sign_in(client, username="nobody").status_code == 423


def test_one_locked_account_does_not_hinder_another(
    client: Browser, cadre: Account, secadmin: Account
) -> None:
    fail(client, 5, username="sec")
    assert sign_in(client).status_code == 200


def test_thirty_failures_from_one_address_lock_the_address(
    client: Browser, session: Session, cadre: Account, clock: Clock, settings: Settings
) -> None:
    count(session, 29, address="testclient", settings=settings, clock=clock)
    fail(client, 1, username="nobody")
    locked = sign_in(client)
    assert locked.status_code == 429
    assert locked.headers["retry-after"] == "900"
    clock.forward(minutes=15)
    assert sign_in(client).status_code == 200


def test_in_demo_mode_the_own_machine_is_not_counted(app: FastAPI) -> None:
    settings: Settings = app.state.settings
    demo = settings.model_copy(update={"demo": True})
    for own in ("127.0.0.1", "::1"):
        assert lockout.address_key(own, demo) is None
        assert lockout.address_key(own, settings) is not None
    assert lockout.address_key("10.0.0.7", demo) == "address:10.0.0.7"


def test_an_ipv6_caller_is_counted_by_the_network_they_own(app: FastAPI) -> None:
    settings: Settings = app.state.settings
    one, two = (lockout.address_key(f"2001:db8:1:2::{n}", settings) for n in (1, 2))
    assert one == two == "address:2001:db8:1:2::/64"


def test_counters_that_no_longer_matter_are_cleared_when_one_locks(
    client: Browser, session: Session, cadre: Account, clock: Clock
) -> None:
    fail(client, 1, username="nobody")
    clock.forward(minutes=16)
    fail(client, 5)
    names = session.exec(select(LoginFailures.key)).all()
    assert sorted(names) == ["account:zhou", "address:testclient"]


def test_guesses_made_at_once_are_all_counted(client: Browser, cadre: Account) -> None:
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: sign_in(client, "Wrong-2026"), range(5)))
    assert sign_in(client).status_code == 423
