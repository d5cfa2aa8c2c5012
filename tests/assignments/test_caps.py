from pathlib import Path

import pytest

from app.assignments.caps import Cap
from app.assignments.own import caps_of, lines_of
from app.own_rules import RulesFaulty
from app.settings import Settings


@pytest.fixture
def plain(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def test_a_county_leader_covers_ten_at_most_whatever_the_register_says(plain: Settings) -> None:
    caps = caps_of(plain)
    assert caps.of("county") == Cap(limit=10, hard=True)
    assert caps.of("county", 40) == Cap(limit=10, hard=True)
    assert caps.of("county", 6) == Cap(limit=6, hard=True)


def test_thirty_is_a_reminder_in_towns_until_the_register_names_a_number(plain: Settings) -> None:
    caps = caps_of(plain)
    assert caps.of("town") == caps.of("village") == Cap(limit=30, hard=False)
    assert caps.of("village", 45) == Cap(limit=45, hard=True)


def test_an_office_may_have_caps_of_its_own(plain: Settings, tmp_path: Path) -> None:
    own = tmp_path / "rules"
    own.mkdir()
    cap = "{limit: 12, hard: true}"
    text = "\n".join(f"{level}: {cap}" for level in ("city", "county", "town", "village"))
    (own / "caps.yaml").write_text(text, encoding="utf-8")
    assert caps_of(plain).of("town") == Cap(limit=12, hard=True)


@pytest.mark.parametrize("text", ["- 12", "city: 3", "city: {limit: 0, hard: true}", "a: [b"])
def test_caps_that_are_none_are_refused(plain: Settings, tmp_path: Path, text: str) -> None:
    own = tmp_path / "rules"
    own.mkdir()
    (own / "caps.yaml").write_text(text, encoding="utf-8")
    with pytest.raises((RulesFaulty, ValueError)):
        caps_of(plain)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("教育", "教育"),
        ("分管教体工作", "教育"),
        (" 农业农村 ", "农业"),
        ("餐饮", "餐饮服务"),
        ("宣传", None),
    ],
)
def test_lines_are_known_however_an_office_writes_them(
    plain: Settings, word: str, name: str | None
) -> None:
    assert lines_of(plain).name(word) == name


def test_a_line_covers_its_kinds_or_its_type_of_business(plain: Settings) -> None:
    lines = lines_of(plain)
    assert lines.covering(["商贸", "教育"], "学校食堂", ["catering"]) == "教育"
    assert lines.covering(["食品生产"], "食品小作坊", ["circulation", "production"]) == "食品生产"
    assert lines.covering(["商贸"], "学校食堂", ["catering"]) is None
