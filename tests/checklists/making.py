"""Versions of one small checklist, made by changing single words of its text."""

from pathlib import Path

from app.checklists.format import Checklist
from app.checklists.reading import read_checklist, read_document

FLAGS = ("is_enterprise", "cold_chain")
FIRST = """\
id: practice
version: 1
name: 练习表
business_type: catering
valid_from: 2026-01-01
note: 只用于练习
kinds: [小餐饮（登记）, 药店]
laws:
  FSL: {title: 食品安全法, version: 2025修正, confidence: verified}
sections:
- code: PRAC-A
  name: 证照和人员
  items:
  - code: PRAC-A01
    text: 食品经营许可证在有效期内并挂在店堂显著位置
    tier: core
    severity: minor
    basis: [{law: FSL, article: 第三十五条, confidence: verified}]
    guide: 看原件
    rectify: 补办
    deadline: {value: 5, unit: workday}
    children:
    - {code: PRAC-A01a, text: 许可证的类型, type: choice, options: [正本, 副本, 复印件]}
    - {code: PRAC-A01b, text: 冷柜里的温度, type: number, unit: ℃}
  - code: PRAC-A02
    text: 从业人员有健康证明
    tier: standard
    severity: major
    when: entity.is_enterprise
    basis: [{law: FSL, article: 第四十五条, confidence: verified}]
    guide: 抽三个人
    rectify: 调离岗位
    deadline: {value: 3, unit: workday}
    photo_on_fail: {reason: 拍健康证明栏现状}
"""


def read(text: str) -> Checklist:
    """The checklist of a text."""
    return read_checklist(read_document(text, "practice.yaml"), FLAGS)


def changed(*edits: tuple[str, str]) -> str:
    """The text of version 2: each first word replaced by the second."""
    text = FIRST
    for old, new in (
        ("version: 1\n", "version: 2\n"),
        ("valid_from: 2026-01-01", "valid_from: 2027-01-01"),
        *edits,
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def second(*edits: tuple[str, str]) -> Checklist:
    """Version 2, from 2027 on."""
    return read(changed(*edits))


def shelf_of(folder: Path) -> Path:
    """An empty shelf that knows the flags of these versions."""
    flags = "\n".join(f"{flag}: {{name: 标记, meaning: 练习}}" for flag in FLAGS)
    (folder / "flags.yaml").write_text(flags + "\n", "utf-8")
    (folder / "practice").mkdir()
    return folder
