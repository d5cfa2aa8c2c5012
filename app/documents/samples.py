"""A made-up body for each kind: what a template is tried with before anybody issues from it."""

from typing import Any

from rich.console import Console

from app.checklists.reading import ChecklistError
from app.documents.kinds import FILE, Kind, file_of, kinds_of
from app.documents.rendering import TemplateFaulty, render
from app.documents.sample_record import RECORD
from app.settings import Settings

_VALUES = {"date": "2026年12月3日", "time": "2026年12月3日09:30"}


def body_for(kind: Kind) -> dict[str, Any]:
    """A body with everything that a template of this kind may name."""
    return {
        "number": f"历下市监{kind.mark}〔2026〕3号",
        "name": kind.name,
        "issuer": "历下区市场监督管理局",
        "issuer_phone": "0531-00000000",
        "addressee": "禾谷里餐饮店" if kind.addressee == "entity" else "泉城路街道办事处",
        "entity": "禾谷里餐饮店",
        "address": "历下区泉城路 1 号",
        "day": "2026年11月26日",
        "feedback_due": "2026年12月3日",
        **{
            field.name: _VALUES.get(field.kind)
            or field.fixed
            or (field.options[0] if field.options else f"（{field.label}）")
            for field in kind.fields
        },
        "issues": [
            {
                "n": n,
                "issue_number": f"370102-2026Q4-00012{n}",
                "entity": "禾谷里餐饮店",
                "description": "冷藏柜里生肉放在熟食上方，没有加盖",
                "item": "冷藏柜生熟分开",
                "severity": "较重",
                "found_on": "2026年11月23日",
                "deadline": "2026年12月3日",
                "requirement": "立即分柜存放",
                "basis": "《中华人民共和国食品安全法》第三十三条",
                "link_id": "",
                "url": f"http://127.0.0.1:8000/r/{'x' * 43}" if kind.link else "",
            }
            for n in (1, 2)
        ],
    }


REPORTS: dict[str, dict[str, Any]] = {
    "feedback.docx": {
        "name": "反馈单",
        "cadre": "周明远",
        "post": "示范一社区党委委员",
        "issue_number": "370102-2026Q4-000121",
        "entity": "禾谷里餐饮店",
        "address": "历下区泉城路 1 号",
        "found_at": "2026年11月23日 10:50",
        "description": "冷藏柜里生肉放在熟食上方，没有加盖",
        "severity": "较重",
        "unit": "泉城路市场监管所",
        "deadline": "2026年12月3日",
        "rectification": "生肉移到下层，加盖并贴了日期标签，当班人员已重新培训。",
        "state": "已销号",
        "result": "2026年11月26日复核通过，准予销号。",
        "office": "历下区食药安办",
        "day": "2026年11月26日",
    },
    "quarterly.docx": {
        "name": "季度情况",
        "quarter": "2026年第四季度",
        "cadre": "周明远",
        "post": "示范一社区党委委员",
        "day": "2026年11月26日",
        "entities": 12,
        "due": 12,
        "done": 9,
        "found": 14,
        "closed": 7,
        "open": 7,
        "overdue": 2,
        "listed": 1,
        "earlier": 3,
        "rows": [
            {
                "number": f"370102-2026Q4-00010{n}",
                "what": "禾谷里餐饮店：冷藏柜里生肉放在熟食上方，没有加盖",
                "deadline": "12月3日",
                "state": "整改中，逾期 3 天",
            }
            for n in range(5)
        ],
        "more": "（最早到期的 5 条，另有 5 条见台账）",
        "office": "历下区食药安办",
    },
    "record.docx": RECORD,
}


def report(settings: Settings, console: Console) -> int:
    """Try the list of kinds and every template of it; 1 where one cannot be used."""
    try:
        kinds = kinds_of(settings)
    except ChecklistError as error:
        for problem in error.problems:
            console.print(f"[red]{problem}[/]")
        return 1
    console.print(f"{file_of(settings, FILE)}：{len(kinds.kinds)} 种文书")
    tried = {kind.template: (kind.name, body_for(kind)) for kind in kinds.kinds}
    tried |= {template: (body["name"], body) for template, body in REPORTS.items()}
    wrong = 0
    for template, (name, body) in tried.items():
        file = file_of(settings, template)
        try:
            render(file.read_bytes(), file.name, body)
        except FileNotFoundError:
            console.print(f"[red]{name}：没有模板 {template}，请放进模板目录。[/]")
            wrong += 1
        except TemplateFaulty as faulty:
            console.print(f"[red]{name}：{faulty.detail}[/]")
            wrong += 1
        else:
            console.print(f"{name}：{file} 可以用")
    return min(wrong, 1)
