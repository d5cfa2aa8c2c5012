"""整改通知书, 挂牌督办通知书, 约谈通知书, 提醒敦促函: what each says."""

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from tools.templates import paper
from tools.templates.paper import heading, para, red_head, seal, title
from tools.templates.tables import facts, grid

_CONTACT = "联系人：{{ contact }}，联系电话：{{ phone }}。"


def rectify() -> Word:
    """To the enterprise: problems, basis, requirement, day, its code, 送达回证."""
    made = paper.sheet("整改通知书")
    red_head(made)
    title(made, "{{ name }}")
    _addressed(made)
    para(made, "经查，你单位存在下列食品安全问题。现将整改要求通知如下：")
    heading(made, "一、存在问题和依据")
    para(made, "{%p for issue in issues %}")
    para(
        made,
        "{{ issue.n }}. {{ issue.description }}。（问题编号：{{ issue.issue_number }}，"
        "{{ issue.found_on }}发现）",
    )
    para(made, "{%p if issue.basis %}")
    para(made, "依据：{{ issue.basis }}。", face=paper.KAI)
    para(made, "{%p endif %}")
    para(made, "{%p endfor %}")
    heading(made, "二、整改要求")
    para(made, "{{ requirement }}")
    heading(made, "三、期限和报告")
    para(
        made,
        "依据《食品生产经营监督检查管理办法》第三十三条，请于{{ deadline }}前完成整改，"
        "并将整改情况报告我单位。整改情况和照片可以用手机扫码提交，不用登录；也可以书面报告。",
    )
    para(made, _CONTACT)
    seal(made)
    paper.page_break(made)
    _codes(made)
    paper.page_break(made)
    _receipt(made)
    return made


def _codes(made: Word) -> None:
    title(made, "整改情况提交码")
    grid(
        made,
        ["问题", "扫码提交"],
        [112, 44],
        "issue in issues",
        [
            "{{ issue.n }}. {{ issue.description }}（编号 {{ issue.issue_number }}，"
            "期限 {{ deadline }}）\n{{ issue.url }}",
            "{{ issue.qr }}",
        ],
    )
    para(made, line=Pt(12))
    para(
        made,
        "提交码只用于本单位提交以上问题的整改情况，请勿转发。提交时如需验证码，请电话向联系人索取。",
        size=paper.NO_4,
    )


def _receipt(made: Word) -> None:
    title(made, "送 达 回 证")
    facts(
        made,
        [
            ("送达文书", "{{ name }}（{{ number }}）"),
            ("受送达人", "{{ addressee }}"),
            ("送达地点", "{{ address }}"),
            ("送达方式", "□直接　□留置　□邮寄　□电子　□转交"),
            ("收件人签名\n（盖章）", "\n　　　　　　　　　　　　年　　月　　日　　时"),
            ("送达人签名", "\n　　　　　　　　　　　　年　　月　　日　　时"),
            ("拒收或代收\n情况说明", ""),
            ("备注", ""),
        ],
        tall=frozenset({"收件人签名\n（盖章）", "送达人签名", "拒收或代收\n情况说明", "备注"}),
    )


def listing() -> Word:
    """To the unit in charge: what is supervised, by when, what lifts it; 回执."""
    made = paper.sheet("挂牌督办通知书")
    red_head(made)
    title(made, "{{ name }}")
    _addressed(made)
    para(made, "为推动食品安全问题整改到位，现决定对下列事项挂牌督办，请认真组织落实。")
    heading(made, "一、督办事项")
    para(made, "{{ matter }}")
    heading(made, "二、督办要求")
    para(made, "{{ requirement }}")
    heading(made, "三、完成时限和进展报告")
    para(made, "请于{{ deadline }}前完成，期间{{ report }}，完成后书面报告结果。")
    heading(made, "四、解除条件")
    para(made, "{{ lifting }}")
    para(made, _CONTACT)
    seal(made)
    paper.page_break(made)
    _named(made)
    _slip(made)
    return made


def talk() -> Word:
    """To the enterprise's 法定代表人 or 主要负责人: why, when, where, what to bring; 送达回证."""
    made = paper.sheet("约谈通知书")
    red_head(made)
    title(made, "{{ name }}")
    _addressed(made)
    para(
        made,
        "依据《中华人民共和国食品安全法》第一百一十四条，现决定对你单位{{ person }}进行责任约谈。"
        "有关事项通知如下：",
    )
    heading(made, "一、约谈事由")
    para(made, "{{ matter }}")
    heading(made, "二、约谈时间和地点")
    para(made, "时间：{{ time }}")
    para(made, "地点：{{ place }}")
    heading(made, "三、需带材料")
    para(made, "{{ materials }}")
    para(
        made,
        "请准时参加；确有特殊情况不能到场的，请提前联系。责任约谈情况和整改情况依法纳入食品安全信用档案。",
    )
    para(made, _CONTACT)
    seal(made)
    paper.page_break(made)
    _receipt(made)
    return made


def urge() -> Word:
    """To an office, a government or a department below: facts, what is asked, by when; 回执."""
    made = paper.sheet("提醒敦促函")
    paper.letter_head(made)
    title(made, "{{ name }}")
    _addressed(made)
    para(made, "根据食品安全问题清单台账，现将有关情况函告如下：")
    heading(made, "一、有关情况")
    para(made, "{{ matter }}")
    heading(made, "二、工作要求")
    para(made, "{{ requirement }}")
    para(made, "请于{{ deadline }}前将落实情况书面反馈我办。")
    para(made, _CONTACT)
    seal(made)
    paper.page_break(made)
    _named(made)
    _slip(made)
    return made


def _addressed(made: Word) -> None:
    para(made, "{{ addressee }}：", indent=0)


def _named(made: Word) -> None:
    para(made, "附件：涉及问题清单", face=paper.HEAD, indent=0)
    para(made, line=Pt(8))
    grid(
        made,
        ["序号", "问题编号", "主体和问题", "整改期限"],
        [14, 48, 60, 34],
        "issue in issues",
        [
            "{{ issue.n }}",
            "{{ issue.issue_number }}",
            "{{ issue.entity }}：{{ issue.description }}（{{ issue.severity }}）",
            "{{ issue.deadline }}",
        ],
    )
    para(made, line=Pt(24))


def _slip(made: Word) -> None:
    para(made, "签收回执", face=paper.HEAD, align=ALIGN.CENTER)
    para(made, line=Pt(8))
    facts(
        made,
        [
            ("文书", "{{ name }}（{{ number }}）"),
            ("收文单位", "{{ addressee }}（盖章）"),
            ("签收人", "　　　　　　　　　　　　年　　月　　日"),
            ("反馈期限", "{{ feedback_due }}"),
        ],
    )
