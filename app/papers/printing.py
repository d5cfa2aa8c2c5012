"""任务清单 and 承诺书 as papers."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Account
from app.clock import shanghai_date
from app.media.shelf import shelf_of
from app.papers.commitments import latest, shown
from app.papers.models import SignedBy
from app.papers.sheet import Picture, Sheet, Table, Text
from app.papers.tasks import of_level, tasks_of
from app.records.pictures import on_paper
from app.regions.models import Level
from app.settings import Settings

_LISTED = (("序号", 5), ("主体名称", 26), ("级别", 6), ("地址", 28))
_HEIGHT_MM = {SignedBy.SIGNATURE: 22, SignedBy.PAPER: 220}


def task_sheet(level: Level) -> Sheet:
    """任务清单 of a level."""
    parts = [
        Text([f"{n}. {task}" for n, task in enumerate(head.tasks, start=1)], heading=head.name)
        for head in tasks_of(level)
    ]
    return Sheet("食品安全包保任务清单", [f"层级：{of_level(level).name}包保干部"], parts)


def commitment_sheet(session: Session, cadre: Account, settings: Settings, at: datetime) -> Sheet:
    """承诺书 of a cadre for his list of today; signed where his signature is for this list."""
    now = shown(session, cadre, at)
    last = latest(session, [cadre.id]).get(cadre.id)
    valid = last if now.state == "signed" else None
    listed = [
        [str(n), one.name, f"{one.grade}级", one.address]
        for n, one in enumerate(now.listed, start=1)
    ]
    promises = [f"{head.name}。{''.join(head.tasks)}" for head in now.promises]
    order = ("一", "二", "三", "四")
    parts: list[Text | Table | Picture] = [
        Text([f"{now.counterpart}："]),
        Text(
            [
                f"　　本人{cadre.name}（{cadre.post}）包保食品生产经营主体 {len(listed)} 家。"
                "为落实食品安全属地管理责任，郑重承诺：",
                *(f"　　{n}、{text}" for n, text in zip(order, promises, strict=True)),
                "　　以上承诺，接受监督。",
            ]
        ),
        Text([], heading="附：包保主体名单"),
        Table(_LISTED, listed),
    ]
    if valid is not None:
        storage = shelf_of(settings).storage
        caption = f"承诺人：{cadre.name}　{shanghai_date(valid.signed_at):%Y年%m月%d日}"
        if storage.exists(valid.sha256):
            with storage.open(valid.sha256) as file:
                picture = on_paper(file.read())
            parts.append(Picture(picture, _HEIGHT_MM[valid.signed_by], caption))
    else:
        parts.append(Text(["承诺人（签字）：　　　　　　　　　　　　　　年　　月　　日"]))
    parts.append(Text(["承诺接受方负责人（签字）：　　　　　　　　　　年　　月　　日"]))
    version = valid.version if valid else (last.version if last else 0) + 1
    told = [
        f"第 {version} 版",
        "已签" if valid else "未签",
        f"名单截至 {shanghai_date(at):%Y年%m月%d日}",
    ]
    return Sheet("食品安全包保承诺书", told, parts)
