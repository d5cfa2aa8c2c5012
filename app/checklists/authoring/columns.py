"""The columns of a checklist's workbook, by the headings offices use for them."""

import re
from dataclasses import dataclass

MAIN, CHILDREN, LAWS, HEAD = "督导检查表", "小题", "法规", "表头"
FAULTS, HELP = "要改的地方", "填写说明"


@dataclass(frozen=True)
class Column:
    """A column: its key, our heading, other headings taken for it, and what to write there."""

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    width: int = 12
    help: str = ""


REQUIRED = (
    Column(
        "section",
        "大类",
        ("类别", "检查类别", "检查大类", "项目类别", "检查项目", "部分", "环节"),
        14,
        "这一条属于哪一部分；和上一行相同可以空着，也可以合并单元格。",
    ),
    Column(
        "text",
        "检查项",
        (
            *("检查内容", "检查事项", "检查要求", "检查标准", "检查项目"),
            *("督导内容", "督导事项", "督导项目", "项目内容", "内容", "条目"),
        ),
        44,
        "一句话，答得了“是”或“否”；“是”表示符合。",
    ),
    Column(
        "basis",
        "依据",
        ("法律依据", "检查依据", "法规依据", "法律法规依据", "依据条款", "条款"),
        36,
        "写法规全名和条款，如《中华人民共和国食品安全法》第三十五条；几条依据一行一条。",
    ),
    Column(
        "rectify",
        "不符合时处理",
        (
            *("不符合处理", "不合格处理", "处理", "处理措施", "处置措施", "处理方式"),
            *("整改要求", "整改措施", "问题处理"),
        ),
        30,
        "要求主体怎么改，写进问题清单。",
    ),
    Column(
        "deadline",
        "期限",
        ("整改期限", "整改时限", "时限", "完成期限", "办结时限"),
        12,
        "立即、3个工作日、7天 或 24小时。",
    ),
)
OPTIONAL = (
    Column("code", "编号", ("条目编号", "代码"), 12, "沿用旧条目写旧编号；新条目空着，系统编。"),
    Column(
        "severity",
        "严重程度",
        ("程度", "严重等级", "问题等级", "问题程度", "风险等级"),
        10,
        "一般、较重 或 重大；没有这一列都算一般。",
    ),
    Column(
        "tier",
        "级别",
        ("简表", "必查", "表别", "简表/全表", "是否必查"),
        8,
        "必查：各级都查；全项：乡镇及以上才查。没有这一列都算必查。",
    ),
    Column(
        "when",
        "条件",
        ("适用条件", "显示条件", "适用主体", "适用对象", "适用范围"),
        24,
        "只对哪些主体显示，如：学校食堂 或 幼儿园食堂；空着就是都查。",
    ),
    Column(
        "photo",
        "需拍照及原因",
        ("拍照", "需拍照", "拍照原因", "拍照要求", "是否拍照"),
        24,
        "答“否”时必须拍照的，写为什么要拍；不必拍空着。",
    ),
    Column(
        "guide",
        "检查要点",
        ("怎么查", "检查方法", "督导要点", "检查方式", "方法"),
        36,
        "到现场看什么、问什么。",
    ),
    Column("na", "可不适用", ("不适用", "允许不适用"), 8, "是 或 否；没有这一列都算是。"),
    Column("professional", "需专业人员", ("需专业人员核查",), 8, "是 或 否。"),
    Column("actions", "处置动作", ("处置",), 24, "可当场整改、移交市场监管、立即报告……"),
    Column("type", "题型", (), 8, "是否、文字、数字、日期、照片、签名、条码；没有这一列都算是否。"),
    Column("optional", "可不填", ("选填",), 8, "是 或 否。"),
    Column("source", "来源", (), 20, "文件里的原话。"),
    Column("rest", "其他设置", (), 20, "系统导出时用，一般不用改。"),
)
COLUMNS = (*REQUIRED, *OPTIONAL)

CHILD_COLUMNS = (
    Column("item", "所属条目", ("条目编号",), 12),
    Column("code", "小题编号", ("编号",), 12),
    Column("text", "问题", ("小题", "题目"), 30),
    Column("type", "答法", ("题型",), 10),
    Column("options", "选项", (), 36),
    Column("unit", "单位", (), 8),
    Column("min", "最小", ("最小值",), 8),
    Column("max", "最大", ("最大值",), 8),
    Column("show", "何时问", (), 20),
    Column("optional", "可不填", ("选填",), 8),
    Column("rest", "其他设置", (), 30),
)
LAW_COLUMNS = (
    Column("key", "代号", (), 10),
    Column("title", "名称", ("法规名称",), 40),
    Column("version", "版本", (), 36),
    Column("confidence", "核对情况", ("可信度",), 20),
    Column("note", "说明", (), 30),
    Column("region", "区划代码", (), 10),
    Column("rest", "其他设置", (), 20),
)
HEAD_ROWS = {
    "名称": "name",
    "检查表": "id",
    "业务类型": "business_type",
    "启用日期": "valid_from",
    "停用日期": "valid_to",
    "说明": "note",
    "适用业态": "kinds",
    "其他设置": "rest",
}
_IGNORED = {"序号", "备注", "检查结果", "是否符合", "检查情况", "结果", "得分", "分值"}


def bare(heading: object) -> str:
    """A heading without blanks, line breaks and what stands in brackets."""
    text = re.sub(r"\s+", "", str(heading or ""))
    return re.sub(r"[（(【\[].*?[）)】\]]", "", text).rstrip("：:*＊")


def recognised(headings: list[str], columns: tuple[Column, ...]) -> dict[int, Column]:
    """Which of `headings` (as `bare` gives them) is which column; the first of a kind wins."""
    found: dict[int, Column] = {}
    taken: set[str] = set()
    # Our own headings first, then the others by preference.
    own = [(column, (column.title,)) for column in columns]
    others = [(column, column.aliases) for column in _section_last(columns)]
    for column, titles in (*own, *others):
        for title in titles:
            if column.key in taken or title not in headings:
                continue
            place = headings.index(title)
            if place not in found:
                found[place] = column
                taken.add(column.key)
    return found


def is_known_to_be_no_column(heading: str) -> bool:
    """Whether a heading is one of those that a sheet on paper has and a checklist does not."""
    return not heading or heading in _IGNORED


def _section_last(columns: tuple[Column, ...]) -> list[Column]:
    """“检查项目” heads the items, unless another column does: then it heads the sections."""
    return sorted(columns, key=lambda column: column.key == "section")
