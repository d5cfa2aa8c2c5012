"""做新版: a draft that the county's office handed in and nobody has published yet."""

import io
from datetime import datetime, timedelta

from openpyxl import load_workbook

from app.checklists.authoring.columns import MAIN
from app.checklists.authoring.workbook_writing import write_workbook
from app.checklists.library import get_library
from app.clock import shanghai_date
from app.demo.stage import Stage
from app.publishing.drafts import hand_in

_NEW = (
    "主体资质与公示",
    "收银台旁张贴“12315 投诉举报”和退换货说明",
    "《中华人民共和国消费者权益保护法》第二十四条",
    "张贴说明",
    "5个工作日",
)


def make_draft(stage: Stage, now: datetime) -> None:
    """The sales checklist of next month: one item more, one deadline shorter."""
    library = get_library()
    version = library.get("circulation", 1)
    assert version is not None
    at = now - timedelta(days=2)
    file = write_workbook(version.body, library.flags, library.statutes)
    book = load_workbook(io.BytesIO(file))
    page = book[MAIN]
    page["E4"].value = "1个工作日"
    page.append(list(_NEW))
    changed = io.BytesIO()
    book.save(changed)
    by = stage.act(stage.people["office-county"])
    begins = shanghai_date(now) + timedelta(days=30)
    hand_in(
        stage.session, changed.getvalue(), "销售表（拟）.xlsx", "circulation", begins, by=by, at=at
    )
    stage.session.commit()
