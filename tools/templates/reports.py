"""反馈单 and the quarterly page: for one cadre, without a number and without a rank."""

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from tools.templates import paper
from tools.templates.paper import para, title
from tools.templates.tables import facts, grid


def feedback() -> Word:
    """What became of one issue, for the cadre who found it."""
    made = paper.sheet("问题整改情况反馈单", office=True)
    title(made, "问题整改情况反馈单")
    para(made, "{{ cadre }}（{{ post }}）：", indent=0)
    para(made, "您督导发现的问题，办理情况反馈如下。")
    para(made, line=Pt(10))
    facts(
        made,
        [
            ("问题编号", "{{ issue_number }}"),
            ("包保主体", "{{ entity }}\n{{ address }}"),
            ("发现时间", "{{ found_at }}"),
            ("问题", "{{ description }}"),
            ("严重程度", "{{ severity }}"),
            ("承办单位", "{{ unit }}"),
            ("整改期限", "{{ deadline }}"),
            ("整改情况", "{{ rectification }}"),
            ("目前状态", "{{ state }}"),
            ("结果", "{{ result }}"),
        ],
    )
    _signed(made)
    return made


def quarterly() -> Word:
    """One page for a cadre: visited, found, closed, open, overdue, 挂牌."""
    made = paper.sheet("包保督导季度情况", office=True)
    title(made, "包保督导季度情况（{{ quarter }}）")
    para(made, "{{ cadre }}（{{ post }}）：", indent=0)
    para(made, "您本季度的包保督导和问题整改情况如下，截至{{ day }}。")
    para(made, line=Pt(8))
    facts(
        made,
        [
            ("包保主体", "{{ entities }}家"),
            ("督导", "应督导{{ due }}次，已完成{{ done }}次"),
            ("发现问题", "{{ found }}条"),
            ("其中已销号", "{{ closed }}条"),
            ("仍未销号", "{{ open }}条，其中逾期{{ overdue }}条、挂牌督办{{ listed }}条"),
            ("以前季度遗留", "{{ earlier }}条未销号"),
        ],
    )
    para(made, line=Pt(10))
    para(made, "{%p if rows %}")
    para(made, "未销号问题{{ more }}", face=paper.HEAD, indent=0)
    para(made, "{%p endif %}")
    para(made, "{%p if rows %}")
    grid(
        made,
        ["问题编号", "主体和问题", "期限", "状态"],
        [48, 60, 20, 28],
        "row in rows",
        ["{{ row.number }}", "{{ row.what }}", "{{ row.deadline }}", "{{ row.state }}"],
    )
    para(made, "{%p endif %}")
    _signed(made)
    return made


def _signed(made: Word) -> None:
    para(made, line=Pt(20))
    para(made, "{{ office }}", align=ALIGN.RIGHT, right=2)
    para(made, "{{ day }}", align=ALIGN.RIGHT, right=4)
