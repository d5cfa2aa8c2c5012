"""Webhooks: what each robot is sent, how it is signed, and an outbox that loses nothing."""

import base64
import hashlib
import hmac
import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from rich.console import Console
from sqlmodel import Session, col, select

from app.jobs.models import Job, JobState
from app.jobs.queue import LEASE
from app.reminders import sending
from app.reminders.command import outbox
from app.settings import Settings, Webhook
from tests.builders import CITY, COUNTY, OTHER_COUNTY
from tests.ledger.scene import Scene, an_issue, bring
from tests.reminders.conftest import Office
from tests.reminders.listener import Listener

MORNING = datetime.fromisoformat("2026-12-01T08:30:00+08:00")
SECRET = "SEC-only-for-tests"
PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=robot-key",
    "dingtalk": "/robot/send?access_token=t",
    "generic": "/in",
}


@pytest.fixture(autouse=True)
def late_issue(session: Session, scene: Scene) -> None:
    """One issue of the station, overdue by Tuesday 1 December."""
    bring(session, scene, an_issue(session, scene), "rectifying")


def target(ear: Listener, kind: str = "generic", **more: Any) -> Webhook:
    given = {"name": "群", "kind": kind, "url": ear.url + PATHS[kind], "secret": SECRET}
    return Webhook.model_validate({**given, **more})


def aim(office: Office, *targets: Webhook) -> None:
    office.settings = office.settings.model_copy(update={"webhooks": list(targets)})


def jobs(session: Session) -> list[Job]:
    session.rollback()
    session.expire_all()
    found = session.exec(select(Job).where(Job.kind == "webhook").order_by(col(Job.made_at)))
    kept = list(found)
    session.commit()
    return kept


def test_a_wecom_robot_is_sent_a_text_with_counts_and_a_link(office: Office, ear: Listener) -> None:
    aim(office, target(ear, "wecom"))
    office.work(MORNING)
    (heard,) = ear.heard
    assert heard.path == "/cgi-bin/webhook/send?key=robot-key"
    assert heard.json == {
        "msgtype": "text",
        "text": {
            "content": "【督导通 12月1日提醒】\n历下市场监管所：逾期 1 项\n"
            "查看：http://127.0.0.1:8000/ledger"
        },
    }


def test_a_dingtalk_robot_finds_time_and_signature_in_the_address(
    office: Office, ear: Listener
) -> None:
    aim(office, target(ear, "dingtalk"))
    office.work(MORNING)
    (heard,) = ear.heard
    query = parse_qs(urlsplit(heard.path).query)
    stamp = str(int(MORNING.timestamp() * 1000))
    mac = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert query == {
        "access_token": ["t"],
        "timestamp": [stamp],
        "sign": [base64.b64encode(mac).decode()],
    }
    assert heard.json["text"]["content"].startswith("【督导通 12月1日提醒】")


def test_another_system_can_check_who_sent_it_and_whether_it_came_twice(
    office: Office, ear: Listener, session: Session
) -> None:
    aim(office, target(ear))
    office.work(MORNING)
    (heard,) = ear.heard
    stamp = heard.headers["X-Dudao-Timestamp"]
    mac = hmac.new(SECRET.encode(), f"{stamp}.".encode() + heard.content, hashlib.sha256)
    assert heard.headers["X-Dudao-Signature"] == f"sha256={mac.hexdigest()}"
    assert heard.headers["X-Dudao-Delivery"] == str(jobs(session)[0].id) == heard.json["id"]
    assert heard.json["units"] == [{"name": "历下市场监管所", "counts": {"overdue": 1}}]
    assert (heard.json["kind"], heard.json["day"]) == ("digest", "2026-12-01")


def test_no_name_of_a_person_or_a_firm_leaves_the_house(office: Office, ear: Listener) -> None:
    aim(office, target(ear))
    office.work(MORNING)
    said = ear.heard[0].content.decode()
    for word in ("高文静", "李淑琴", "禾谷里", "138"):
        assert word not in said


@pytest.mark.parametrize(
    ("region", "heard"), [("", 1), (CITY, 1), (COUNTY, 1), (OTHER_COUNTY, 0), ("370200000000", 0)]
)
def test_a_group_hears_of_its_own_division(
    office: Office, ear: Listener, region: str, heard: int
) -> None:
    aim(office, target(ear, region=region))
    office.work(MORNING)
    assert len(ear.heard) == heard


def test_a_group_is_told_once_a_day_and_of_the_critical_at_once(
    office: Office, ear: Listener, session: Session, scene: Scene
) -> None:
    aim(office, target(ear))
    night = MORNING.replace(hour=23)
    office.work(MORNING)
    office.work(MORNING + timedelta(hours=3))
    assert len(ear.heard) == 1
    an_issue(session, scene, at=night, received_at=night, severity="critical")
    office.work(night)
    told = ear.heard[-1].json
    assert told["kind"] == "critical"
    assert "370102-" in told["lines"][0]
    assert "禾谷里" not in ear.heard[-1].content.decode()


def test_a_server_in_trouble_is_tried_again_later_and_then_not_any_more(
    office: Office, ear: Listener, session: Session
) -> None:
    ear.answers = [(500, b""), (503, b""), (200, b"ok")]
    aim(office, target(ear))
    office.work(MORNING)
    (waiting,) = jobs(session)
    assert (waiting.state, waiting.error) == (JobState.WAITING, "对方返回 500")
    assert waiting.due_at == MORNING + timedelta(seconds=30)
    office.work(MORNING + timedelta(seconds=29))
    assert len(ear.heard) == 1
    office.work_for(MORNING, 5)
    assert len(ear.heard) == 3
    (done,) = jobs(session)
    assert (done.state, done.attempts, done.error) == (JobState.DONE, 3, "")
    assert len({heard.headers["X-Dudao-Delivery"] for heard in ear.heard}) == 1


def test_after_so_many_attempts_it_is_given_up_for_all_to_see(
    office: Office, ear: Listener, session: Session, settings: Settings
) -> None:
    ear.answers = [(500, b"")]
    aim(office, target(ear))
    office.settings = office.settings.model_copy(update={"webhook_attempts": 3})
    office.work_for(MORNING, 30)
    assert len(ear.heard) == 3
    (failed,) = jobs(session)
    assert (failed.state, failed.attempts) == (JobState.FAILED, 3)
    console = Console(record=True, width=160)
    assert outbox(settings, console) == 1
    shown = console.export_text()
    assert "已放弃" in shown
    assert "对方返回 500" in shown


@pytest.mark.parametrize(
    ("kind", "answer", "why"),
    [
        ("wecom", (200, b'{"errcode":93000,"errmsg":"invalid webhook url"}'), "错误码 93000"),
        ("dingtalk", (200, b'{"errcode":310000}'), "错误码 310000"),
        ("wecom", (200, b"<html>please sign in</html>"), "看不懂"),
        ("wecom", (200, b'{"errcode":"busy"}'), "看不懂"),
        ("dingtalk", (200, b'{"errcode":null}'), "看不懂"),
        ("generic", (302, b""), "对方返回 302"),
        ("generic", (404, b""), "对方返回 404"),
    ],
)
def test_a_refusal_is_told_from_an_acceptance(
    office: Office, ear: Listener, session: Session, kind: str, answer: tuple[int, bytes], why: str
) -> None:
    ear.answers = [answer]
    aim(office, target(ear, kind))
    office.work(MORNING)
    assert len(ear.heard) == 1
    assert why in jobs(session)[0].error


def test_nobody_there_is_no_end(office: Office, ear: Listener, session: Session) -> None:
    gone = target(ear, url="http://127.0.0.1:9/in")
    aim(office, gone)
    office.work(MORNING)
    assert jobs(session)[0].error == "连不上对方"
    aim(office, target(ear))
    office.work(MORNING + timedelta(minutes=1))
    assert len(ear.heard) == 1
    assert jobs(session)[0].state == JobState.DONE


@pytest.mark.parametrize("drip", [False, True])
def test_a_slow_server_is_not_waited_for(
    office: Office,
    ear: Listener,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    drip: bool,
) -> None:
    monkeypatch.setattr(sending, "ANSWER_WITHIN_S", 0.3)
    ear.drip, ear.slow_s = drip, 0.0 if drip else 1.5
    aim(office, target(ear))
    office.work(MORNING)
    assert jobs(session)[0].error in ("对方没有及时回答", "对方回答得太慢或太长")


def test_a_process_that_dies_while_posting_leaves_it_to_another(
    office: Office, ear: Listener, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    aim(office, target(ear))

    def die(*_: object) -> str:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_post", die)
        with pytest.raises(SystemExit):
            office.work(MORNING)
    office.work(MORNING + timedelta(seconds=10))
    assert ear.heard == []
    office.work(MORNING + LEASE + timedelta(seconds=1))
    assert len(ear.heard) == 1
    assert jobs(session)[0].state == JobState.DONE


def test_a_digest_that_could_not_be_delivered_is_not_sent_the_next_day(
    office: Office, ear: Listener, session: Session
) -> None:
    ear.answers = [(500, b""), (200, b"")]
    aim(office, target(ear))
    office.work(MORNING)
    tomorrow = MORNING + timedelta(days=1)
    office.work(tomorrow)
    yesterday = next(job for job in jobs(session) if "2026-12-01" in job.key)
    assert (yesterday.state, yesterday.error) == (JobState.FAILED, "过了当天，不再补发")
    assert [heard.json["day"] for heard in ear.heard] == ["2026-12-01", "2026-12-02"]


def test_a_target_taken_out_of_the_settings_ends_what_waits_for_it(
    office: Office, ear: Listener, session: Session
) -> None:
    ear.answers = [(500, b"")]
    aim(office, target(ear))
    office.work(MORNING)
    aim(office)
    office.work(MORNING + timedelta(minutes=1))
    assert "没有这个推送目标" in jobs(session)[0].error


def test_neither_key_nor_secret_is_logged_or_stored(
    office: Office,
    ear: Listener,
    session: Session,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    ear.answers = [(500, b"")]
    aim(office, target(ear, "wecom"), target(ear, "dingtalk", name="钉钉群"))
    office.work(MORNING)
    out = capfd.readouterr()
    said = out.out + out.err + caplog.text + repr(office.settings)
    said += "".join(job.model_dump_json() for job in jobs(session))
    for word in ("robot-key", SECRET, "access_token=t"):
        assert word not in said
