"""任务清单 and 承诺书 as papers."""

from datetime import datetime
from io import BytesIO

from PIL import Image
from sqlmodel import Session

from app.accounts.models import Account
from app.clock import shanghai_date
from app.errors import NotFound
from app.media.shelf import shelf_of
from app.media.storage import Storage
from app.papers.commitments import latest, shown
from app.papers.models import Commitment, SignedBy
from app.papers.scans import EDGE, pages_of
from app.papers.sheet import Picture, Sheet, Table, Text
from app.papers.tasks import of_level, tasks_of
from app.records.pictures import on_paper
from app.regions.models import Level
from app.settings import Settings

_LISTED = (("序号", 5), ("主体名称", 26), ("级别", 6), ("地址", 28))
_SIGNATURE_MM = 22
_PAGE_MM = (170, 220)
"""Width and height that a page of the signed paper has on ours."""


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
        parts += _signed(valid, cadre.name, shelf_of(settings).storage)
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


def scan_of(session: Session, cadre: Account, settings: Settings) -> bytes:
    """The PDF as it was handed in for the last signed version.  Raises NotFound."""
    last = latest(session, [cadre.id]).get(cadre.id)
    found = _bytes(last, shelf_of(settings).storage) if last else []
    if last is None or last.signed_by is not SignedBy.SCAN or not found:
        raise NotFound("这一版承诺书没有 PDF 扫描件，请下载承诺书查看。")
    return found[0]


def _signed(one: Commitment, name: str, storage: Storage) -> list[Text | Table | Picture]:
    caption = f"承诺人：{name}　{shanghai_date(one.signed_at):%Y年%m月%d日}"
    match one.signed_by:
        case SignedBy.SIGNATURE:
            drawn = [on_paper(data) for data in _bytes(one, storage)]
            return [Picture(data, _SIGNATURE_MM, caption) for data in drawn]
        case SignedBy.PAPER:
            pages = [on_paper(data, EDGE) for data in _bytes(one, storage)]
        case SignedBy.SCAN:
            pages = [page for data in _bytes(one, storage) for page in pages_of(data)]
    return [Picture(data, _height_mm(data), caption) for data in pages]


def _bytes(one: Commitment, storage: Storage) -> list[bytes]:
    found = []
    for sha256 in one.pages:
        # A database restored without its files prints the words.
        if storage.exists(sha256):
            with storage.open(sha256) as file:
                found.append(file.read())
    return found


def _height_mm(jpeg: bytes) -> int:
    with Image.open(BytesIO(jpeg)) as picture:
        width, height = picture.size
    return min(_PAGE_MM[1], _PAGE_MM[0] * height // width)
