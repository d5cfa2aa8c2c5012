"""What the person who typed `make run` sees: where to look and as whom."""

from rich.console import Console
from rich.table import Table
from sqlmodel import col, select

from app.accounts.models import Account
from app.assignments.models import Assignment
from app.db import make_engine, open_session
from app.demo.people import FIXED, PASSWORD
from app.notices.codes import grouped
from app.notices.models import Notice
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings

_DOES = {
    "cadre-village": "村级包保干部：扫码、填表、提交（手机）",
    "cadre-town": "乡级包保干部",
    "cadre-county": "县级包保干部",
    "cadre-city": "市级包保干部",
    "assistant": "协助人：替市级包保干部代拟督导表，交他签字",
    "station": "市场监管所：签收、发整改链接、代报",
    "station-reviewer": "市场监管所：复核、退回、销号",
    "bureau": "县市场监管局：延期审批、立案、会签",
    "office-county": "县食药安办：交办、作废、挂牌督办",
    "office-city": "市食药安办",
    "office-province": "省食药安办",
    "inspector": "督查",
    "secadmin": "安全管理员：账号停用、重置密码",
    "sysadmin": "系统管理员",
    "auditor": "审计管理员",
    "cadre-village-2": "另一个区的村级包保干部",
    "office-county-2": "另一个区的食药安办",
}


def welcome(console: Console, url: str, settings: Settings) -> None:
    """Print the accounts, a notice as it hangs on a wall, and the address."""
    table = Table(title="演示账号", show_edge=False, pad_edge=False)
    for title in ("账号", "姓名", "看什么"):
        table.add_column(title)
    for person in FIXED:
        if person.username in _DOES:
            table.add_row(person.username, person.name, _DOES[person.username])
    console.print(table)
    console.print(f"密码都是 [bold]{PASSWORD}[/]")
    if notice := _a_notice(settings):
        code = grouped(notice.short_code)
        console.print(
            f"一张公示牌（编号 {code}）：扫它的人看到 {url}/n/{notice.token}", soft_wrap=True
        )
    console.print(f"\n督导通已启动：[bold]{url}[/]  接口说明：{url}/api/docs  停止：Ctrl+C\n")


def _a_notice(settings: Settings) -> Notice | None:
    """That of an entity which the village's cadre answers for."""
    with open_session(make_engine(settings)) as session:
        set_scope(session, EVERYWHERE)
        return session.exec(
            select(Notice)
            .join(Assignment, col(Assignment.entity_id) == Notice.entity_id)
            .join(Account, col(Account.id) == Assignment.cadre_id)
            .where(
                Account.username == "cadre-village",
                col(Assignment.valid_to).is_(None),
                col(Notice.revoked_at).is_(None),
            )
            .order_by(col(Notice.short_code))
        ).first()
