"""Where reminders may be posted to, and how much of them."""

import json
from datetime import datetime

import pytest
from pydantic import SecretStr, ValidationError

from app.reminders.webhooks import delivery
from app.settings import Settings, Webhook

MORNING = datetime.fromisoformat("2026-12-01T08:30:00+08:00")


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://qyapi.example.cn/send?key=k", True),
        ("http://127.0.0.1:9000/in", True),
        ("http://localhost/in", True),
        ("http://qyapi.example.cn/send?key=k", False),
        ("http://127.0.0.1.example.cn/in", False),
        ("ftp://127.0.0.1/in", False),
    ],
)
def test_only_https_outside_this_machine(url: str, taken: bool) -> None:
    given = {"name": "群", "kind": "wecom", "url": url}
    if taken:
        assert Webhook.model_validate(given).url == SecretStr(url)
        return
    with pytest.raises(ValidationError) as refused:
        Webhook.model_validate(given)
    assert "key=k" not in str(refused.value)


def test_targets_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "DUDAO_WEBHOOKS",
        '[{"name": "历下群", "kind": "dingtalk", "url": "https://example.cn/x", "secret": "s"}]',
    )
    monkeypatch.setenv("DUDAO_REMINDER_TIME", "09:15")
    read = Settings()
    assert [(one.name, one.kind) for one in read.webhooks] == [("历下群", "dingtalk")]
    assert (read.reminder_time.hour, read.reminder_time.minute) == (9, 15)


def test_a_long_digest_is_cut_at_a_line_for_a_robot_with_little_room() -> None:
    robot = Webhook(name="群", kind="wecom", url=SecretStr("https://example.cn/x"))
    lines = [f"第{n}市场监管所：逾期 3 项" for n in range(200)]
    body = {"title": "督导通提醒", "lines": lines, "path": "/ledger"}
    sent = delivery(robot, body, "1", "https://dudao.example.cn", MORNING)
    text = json.loads(sent.content)["text"]["content"]
    assert len(text.encode()) <= 2048
    assert text.endswith("……\n查看：https://dudao.example.cn/ledger")
