"""A made-up record of a visit: what its template is tried with."""

from typing import Any

_ROWS = [
    {
        "n": n,
        "code": f"CATR-A0{n}",
        "text": "食品经营许可证在有效期内并公示",
        "mark": mark,
        "result": result,
        "more": more,
    }
    for n, mark, result, more in (
        (1, "√", "符合", ""),
        (2, "×", "不符合", "品名：酱牛肉"),
        (3, "—", "不适用", ""),
    )
]
_PHOTO = {"caption": "第 2 题", "image": ""}

RECORD: dict[str, Any] = {
    "title": "食品安全包保督导检查表",
    "name": "餐饮服务督导检查表",
    "number": "SD370102-2026Q4-000123",
    "period": "2026年第四季度",
    "entity": "禾谷里餐饮店",
    "address": "历下区泉城路 1 号",
    "level": "C 级（镇街包保）",
    "cadre": "周明远（示范一社区党委委员）",
    "drafted": "江予安（市教育局联络员）",
    "when": "2026年11月23日 10:26 至 11:04",
    "mode": "现场督导",
    "with": "高文静（泉城路市场监管所）",
    "outcome": "",
    "sections": [{"title": "许可与公示", "rows": _ROWS}],
    "totals": "合计 3 项：符合 1 项，不符合 1 项，不适用 1 项。",
    "issues": [
        {
            "n": 2,
            "number": "370102-2026Q4-000121",
            "description": "冷藏柜里生肉放在熟食上方，没有加盖",
            "severity": "较重",
            "requirement": "立即分柜存放",
            "deadline": "2026-12-03",
        }
    ],
    "rechecks": [
        {
            "what": "日管控记录不连续",
            "number": "370102-2026Q3-000042",
            "mark": "√",
            "result": "已改到位",
            "note": "",
        }
    ],
    "photos": [],
    "photo_rows": [{"a": _PHOTO, "b": _PHOTO, "c": _PHOTO}],
    "statement": "情况属实",
    "signed_cadre": "",
    "signed_enterprise": "",
    "enterprise": "赵文博",
    "refused": "",
    "day": "2026年11月23日",
    "received": "2026年11月23日 13:42",
    "corrects": "",
    "correction_reason": "",
    "code": "7F3A-91C2-D04E",
    "url": "http://127.0.0.1:8000/v/SD370102-2026Q4-000123/7F3A-91C2-D04E",
    "proof": {"url": "http://127.0.0.1:8000/v/SD370102-2026Q4-000123/7F3A-91C2-D04E"},
}
