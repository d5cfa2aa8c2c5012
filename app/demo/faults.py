"""What is wrong in the demo's shops, how it was put right, and why it was once sent back.

By the code of the item, so that a finding, its details and its rectification tell one story.
"""

from dataclasses import dataclass, field

from app.checklists.answers import ChildValue


@dataclass(frozen=True)
class Fault:
    """One thing wrong; the values of the questions beneath it by the last letter of their code."""

    said: str
    done: str
    back: str = "照片看不出改好的地方，请补拍近照。"
    values: dict[str, ChildValue] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    """The kinds of shops it is found in; empty for all that have the item."""


_NOTICE = Fault(
    "公示牌上的食品安全员已经离职，没有换成新人。",
    "公示牌已换上新任食品安全员的姓名和电话。",
    "新公示牌没有拍到食品安全员一栏，请补拍近照。",
    {"a": "企业人员已变更", "b": "企业"},
)
_HEALTH = Fault(
    "抽查 4 名员工，1 名新来的拿不出健康证明。",
    "该员工已离岗体检，健康证明办好后才上岗，复印件已存档。",
    "健康证明看不清姓名和日期，请补拍近照。",
    {"a": 4, "b": 1},
)
_DAILY = Fault(
    "近 7 个营业日有 2 天没有日管控记录。",
    "已定专人每天闭店前填写日管控记录，负责人签字。",
    "只拍了封面，请补拍近几天的记录页。",
    {"b": 2},
)

FAULTS: dict[str, Fault] = {
    "CATR-A03": _NOTICE,
    "CATR-B04": _HEALTH,
    "CATR-C02": _DAILY,
    "CATR-D01": Fault(
        "抽查的 1 批主要原料找不到进货票据。",
        "已向供货商补开送货单和检验合格证明，按日期装订。",
        "票据看不清供货商名称，请补拍近照。",
        {"a": "当天使用的主要原料 1 批"},
    ),
    "CATR-E01": Fault(
        "冷藏柜里生肉放在熟食上方，没有加盖。",
        "生熟食品已分柜存放，熟食加盖贴签，冷藏柜已清洗消毒。",
        "没有拍到放熟食的柜子，请补拍。",
    ),
    "CATR-E03": Fault(
        "冷藏柜显示 12 ℃，高于 8 ℃。",
        "冷藏柜已维修，现在 4 ℃，超温食品已废弃，每天记两次温度。",
        "看不清温度显示，请补拍近照。",
        {"a": 12},
    ),
    "CATR-E04": Fault(
        "凉菜专间里放着员工的水杯和手机。",
        "无关物品已清走，专间门口贴了提示，每天有人检查。",
    ),
    "CATR-F01": Fault(
        "保洁柜门关不严，里面的餐具有水渍。",
        "保洁柜门已修好，餐具重新消毒、沥干后入柜。",
        "没有拍到柜门关上的样子，请补拍。",
    ),
    "CATR-F03": Fault(
        "操作台边角和下水沟有积垢。", "操作台和下水沟已清洗，排了每周大扫除的值日表。"
    ),
    "CATR-F04": Fault(
        "下水篦子缺了一块，防鼠网松动。",
        "下水篦子已补齐，防鼠网重新固定，请公司做了一次消杀。",
    ),
    "CIRC-A03": _NOTICE,
    "CIRC-B04": _HEALTH,
    "CIRC-C02": _DAILY,
    "CIRC-D01": Fault(
        "抽查 4 种商品，1 种当场找不到进货票据。",
        "已向供货商补齐票据，以后进货当天收票装订。",
        "票据看不清供货商名称，请补拍近照。",
        {"a": "在售商品 4 种", "b": 1},
    ),
    "CIRC-E03": Fault(
        "退回来的几袋食品和待售商品放在一起，没有标志。",
        "已设不合格品区并贴标志，退回的食品已登记退给供货商。",
    ),
    "CIRC-E04": Fault(
        "几箱食品直接放在地上，旁边放着洗洁精。",
        "食品已垫板离地，洗涤用品另放一处。",
    ),
    "CIRC-E08": Fault("地面有食品残渣，没有防蝇设施。", "地面已清扫，加了防蝇设施。"),
    "PROD-A03": _NOTICE,
    "PROD-B04": _HEALTH,
    "PROD-C02": _DAILY,
    "PROD-D01": Fault("车间一角墙皮脱落，地面有积水。", "墙面已修补，地漏已疏通，地面没有积水。"),
    "PROD-D02": Fault("车间窗纱破了一个洞，门口没有挡鼠板。", "窗纱已换新，门口装了挡鼠板。"),
    "PROD-D03": Fault(
        "洗手池没有洗手液，1 名员工没戴帽子。",
        "洗手液已补齐，员工戴帽上岗，班前检查。",
    ),
    "PROD-E01": Fault(
        "抽查的 1 批原料没有供货者的合格证明。",
        "已补齐供货者资质和合格证明，进货逐批查验登记。",
        "合格证明看不清批号，请补拍近照。",
        {"a": "当天使用的主料 1 批"},
    ),
    "PROD-F01": Fault(
        "熟制工序的温度有 3 天没有记录。",
        "温度记录已恢复，每锅都记，班长签字。",
        "只拍了封面，请补拍近几天的记录页。",
    ),
    "SPEC-A03": _NOTICE,
    "SPEC-C02": _DAILY,
    "SPEC-E01": Fault("没有设特殊食品专柜和提示牌。", "已设专柜，挂了绿底白字的提示牌。"),
    "SPEC-E02": Fault(
        "2 种特殊食品和普通食品摆在同一层货架。",
        "特殊食品已移到专柜，和普通食品分开。",
    ),
    "SPEC-E03": Fault("没有张贴“保健食品不是药物”的提示。", "专柜上方已张贴提示。"),
    "SPEC-E04": Fault(
        "抽查的 1 个批次拿不出检验报告。",
        "已向供货商要来这个批次的检验报告，进货时一并留存。",
        "检验报告看不清批号，请补拍近照。",
        {"a": "抽查 1 种，批号 20260905"},
    ),
}
CRITICAL: dict[str, Fault] = {
    "CATR-D02": Fault(
        "操作台下有 2 袋过期的调料，开着口在用。",
        "过期调料已封存登记后销毁，全部原料逐一清查，设了效期台账。",
        values={"a": "花椒粉，批号 20250912，2 袋"},
    ),
    "CATR-D03": Fault(
        "厨房调料架上有 1 袋亚硝酸盐。",
        "亚硝酸盐已清出厨房交市场监管所处理，添加剂专柜上锁、专人登记。",
    ),
    "CIRC-E01": Fault(
        "货架上有 3 袋过期的饼干。",
        "过期商品已下架封存，全部货架清查了一遍，每周查一次效期。",
        values={"a": "夹心饼干，批号 20250318，3 袋", "b": 12},
        kinds=("便利店/食杂店", "商场超市"),
    ),
}
ALL = FAULTS | CRITICAL
