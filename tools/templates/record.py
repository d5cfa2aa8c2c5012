"""督导检查表: what a visit found, on the paper that both sides keep."""

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from tools.templates import paper
from tools.templates.paper import NO_4, SMALL_4, para, title
from tools.templates.tables import fill, grid, grows, repeats, table, whole

LINE = Pt(18)
MIDDLE = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def record() -> Word:
    """The record of one visit."""
    made = paper.sheet("督导检查表", office=True)
    section = made.sections[0]
    section.left_margin = section.right_margin = Mm(20)
    title(made, "{{ title }}")
    para(made, "{%p if name %}")
    para(made, "（{{ name }}）", size=SMALL_4, align=ALIGN.CENTER, line=LINE)
    para(made, "{%p endif %}")
    para(made, "编号：{{ number }}　　督导期次：{{ period }}", size=SMALL_4, indent=0, line=Pt(24))
    _facts(made)
    para(made, line=Pt(8))
    _answers(made)
    para(made, "{{ totals }}", size=SMALL_4, indent=0, line=Pt(22))
    _issues(made)
    _photos(made)
    _rechecks(made)
    para(made, "{%p if statement %}")
    _heading(made, "说明")
    para(made, "{{ statement }}", size=SMALL_4, line=LINE)
    para(made, "{%p endif %}")
    _signatures(made)
    return made


def _heading(made: Word, text: str) -> None:
    head = para(made, text, face=paper.HEAD, size=NO_4, indent=0)
    head.paragraph_format.keep_with_next = True


def _facts(made: Word) -> None:
    lines = [
        ("单位名称", "{{ entity }}"),
        ("经营地址", "{{ address }}"),
        ("包保层级", "{{ level }}"),
        ("督导时间", "{{ when }}（{{ mode }}）"),
        ("包保干部", "{{ cadre }}"),
        ("陪同人员", "{{ with }}"),
        ("督导结果", "{{ outcome or '已督导' }}"),
    ]
    facts = table(made, [30, 140], len(lines) + 6)
    drafted = [
        ("{%tr if drafted %}", ""),
        ("代拟人", "{{ drafted }}，由 {{ cadre }} 签字"),
        ("{%tr endif %}", ""),
    ]
    corrected = [
        ("{%tr if corrects %}", ""),
        ("更正", "更正 {{ corrects }}，以本表为准"),
        ("{%tr endif %}", ""),
    ]
    for row, (name, value) in zip(facts.rows, lines + drafted + corrected, strict=True):
        fill(row.cells[0], name, face=paper.HEAD, align=ALIGN.CENTER, small=True)
        fill(row.cells[1], value, small=True)


def _answers(made: Word) -> None:
    para(made, "{%p if sections %}")
    grown = table(made, [14, 14, 112, 30], 6)
    heads = ["类别", "序号", "督导内容", "督导结果"]
    for cell, head in zip(grown.rows[0].cells, heads, strict=True):
        fill(cell, head, face=paper.HEAD, align=ALIGN.CENTER, small=True)
    repeats(grown.rows[0])
    fill(grown.rows[1].cells[0], "{%tr for section in sections %}")
    fill(grown.rows[2].cells[0], "{%tr for row in section.rows %}")
    texts = [
        "{% vm %}{{ section.title }}",
        "{{ row.n }}",
        "{{ row.text }}{% if row.more %}（{{ row.more }}）{% endif %}",
        "{{ row.mark }} {{ row.result }}",
    ]
    for n, (cell, text) in enumerate(zip(grown.rows[3].cells, texts, strict=True)):
        fill(cell, text, align=None if n == 2 else ALIGN.CENTER, small=True)
        cell.vertical_alignment = MIDDLE
    fill(grown.rows[4].cells[0], "{%tr endfor %}")
    fill(grown.rows[5].cells[0], "{%tr endfor %}")
    para(made, "{%p endif %}")


def _issues(made: Word) -> None:
    para(made, "{%p if issues %}")
    _heading(made, "发现问题和整改要求")
    grid(
        made,
        ["题号", "问题", "程度", "整改要求", "整改期限"],
        [15, 56, 17, 49, 33],
        "issue in issues",
        [
            "{{ issue.n }}",
            "{{ issue.description }}（{{ issue.number }}）",
            "{{ issue.severity }}",
            "{{ issue.requirement }}",
            "{{ issue.deadline }}",
        ],
    )
    para(made, "{%p endif %}")


def _photos(made: Word) -> None:
    para(made, "{%p if photo_rows %}")
    _heading(made, "现场照片")
    shown = table(made, [56, 56, 58], 3)
    fill(shown.rows[0].cells[0], "{%tr for row in photo_rows %}")
    for cell, which in zip(shown.rows[1].cells, "abc", strict=True):
        fill(cell, f"{{{{ row.{which}.image }}}}", align=ALIGN.CENTER, small=True)
        grows(cell)
        para(cell, f"{{{{ row.{which}.caption }}}}", size=Pt(9), align=ALIGN.CENTER, line=Pt(14))
    whole(shown.rows[1])
    fill(shown.rows[2].cells[0], "{%tr endfor %}")
    para(made, "{%p endif %}")


def _rechecks(made: Word) -> None:
    para(made, "{%p if rechecks %}")
    _heading(made, "复查上次问题")
    grid(
        made,
        ["上次问题", "问题编号", "复查结果"],
        [82, 54, 34],
        "one in rechecks",
        [
            "{{ one.what }}{% if one.note %}（{{ one.note }}）{% endif %}",
            "{{ one.number }}",
            "{{ one.mark }} {{ one.result }}",
        ],
    )
    para(made, "{%p endif %}")


def _signatures(made: Word) -> None:
    _heading(made, "签字确认")
    signed = table(made, [56, 57, 57], 1)
    whole(signed.rows[0])
    signed.rows[0].height = Mm(28)
    for cell, name, picture in zip(
        signed.rows[0].cells,
        ["包保干部：{{ cadre }}", "企业在场人员：{{ enterprise }}", "陪同人员：{{ with }}"],
        ["{{ signed_cadre }}", "{{ signed_enterprise }}{{ refused }}", ""],
        strict=True,
    ):
        fill(cell, name, small=True)
        para(cell, picture, size=SMALL_4, align=ALIGN.CENTER)
        grows(cell, 1)
    para(made, "日期：{{ day }}", size=SMALL_4, indent=0, line=Pt(24))
    proof = table(made, [36, 134], 1)
    whole(proof.rows[0])
    fill(proof.rows[0].cells[0], "{{ proof.qr }}", align=ALIGN.CENTER, small=True)
    grows(proof.rows[0].cells[0])
    fill(proof.rows[0].cells[1], "扫码核验本表内容与系统记录是否一致。", small=True)
    para(proof.rows[0].cells[1], "核验码　{{ code }}", size=SMALL_4, indent=0, line=LINE)
    said = "本表一式两份，企业和包保单位各留一份。"
    para(proof.rows[0].cells[1], said, size=SMALL_4, indent=0, line=LINE)
    para(made, "督导通　{{ received }} 收到", size=Pt(9), indent=0, line=Pt(16))
