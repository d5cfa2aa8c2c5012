"""The demo's people: the fixed accounts that scripts rely on, and cadres for every community."""

from dataclasses import dataclass
from random import Random

from app.accounts.roles import Role
from app.demo.places import CITY, COUNTIES, HOME_TOWN, OTHER_TOWN, PROVINCE
from app.regions.models import Level, Region

PASSWORD = "Dudao-demo-2026"

HOME_VILLAGE = f"{HOME_TOWN[:9]}001"
OTHER_VILLAGE = f"{OTHER_TOWN[:9]}001"


@dataclass(frozen=True)
class Person:
    """One account to be made."""

    username: str
    name: str
    post: str
    role: Role
    region: str
    unit: str | None = None
    assists: str | None = None


FIXED = (
    Person("cadre-village", "周明远", "示范一社区党委委员", Role.CADRE, HOME_VILLAGE),
    Person("cadre-town", "李淑琴", "泉城路街道办事处副主任", Role.CADRE, HOME_TOWN),
    Person("cadre-county", "韩立群", "历下区副区长", Role.CADRE, COUNTIES[0]),
    Person("cadre-city", "宋怀远", "济南市副市长", Role.CADRE, CITY),
    Person("assistant", "江予安", "市教育局联络员", Role.ASSISTANT, CITY, assists="cadre-city"),
    Person(
        "station",
        "高文静",
        "监管员",
        Role.STATION,
        HOME_TOWN,
        f"station:{HOME_TOWN}",
    ),
    Person(
        "station-reviewer",
        "郑海涛",
        "副所长",
        Role.STATION,
        HOME_TOWN,
        f"station:{HOME_TOWN}",
    ),
    Person("bureau", "孟祥宁", "食品科科长", Role.BUREAU, COUNTIES[0], f"bureau:{COUNTIES[0]}"),
    Person(
        "bureau-deputy", "齐国栋", "分管副局长", Role.BUREAU, COUNTIES[0], f"bureau:{COUNTIES[0]}"
    ),
    Person("office-county", "苏晓岚", "综合科", Role.OFFICE, COUNTIES[0], f"office:{COUNTIES[0]}"),
    Person(
        "office-county-deputy",
        "贺立新",
        "副主任",
        Role.OFFICE,
        COUNTIES[0],
        f"office:{COUNTIES[0]}",
    ),
    Person("office-city", "卢振声", "市食药安办协调处", Role.OFFICE, CITY, f"office:{CITY}"),
    Person("office-province", "梁秋实", "省食药安办", Role.OFFICE, PROVINCE, f"office:{PROVINCE}"),
    Person("inspector", "陶然", "督查组", Role.INSPECTOR, CITY),
    Person("sysadmin", "系统管理员", "系统管理员", Role.SYSADMIN, CITY),
    Person("secadmin", "安全管理员", "安全管理员", Role.SECADMIN, CITY),
    Person("auditor", "审计管理员", "审计管理员", Role.AUDITOR, CITY),
    Person("cadre-village-2", "方志强", "示范一社区居委会委员", Role.CADRE, OTHER_VILLAGE),
    Person(
        "office-county-2", "田慧敏", "综合科", Role.OFFICE, COUNTIES[1], f"office:{COUNTIES[1]}"
    ),
    Person(
        "station-2",
        "袁小满",
        "监管员",
        Role.STATION,
        OTHER_TOWN,
        f"station:{OTHER_TOWN}",
    ),
    Person("bureau-2", "秦岭南", "食品科科长", Role.BUREAU, COUNTIES[1], f"bureau:{COUNTIES[1]}"),
)

_FAMILY = "赵钱孙吴冯陈褚卫蒋沈杨朱尤许何吕施张孔曹严华金魏姜戚谢邹喻柏窦章云潘葛范彭"
_GIVEN = (
    "建国",
    "桂兰",
    "志远",
    "秀英",
    "永强",
    "春梅",
    "海波",
    "玉珍",
    "德胜",
    "晓东",
    "文娟",
    "长青",
)


def local_people(region: Region, random: Random) -> list[Person]:
    """The invented people who hold the usual posts of a county, town or community."""
    code = region.code

    def name() -> str:
        return invented_name(random)

    match region.level:
        case Level.COUNTY:
            bureau, office = f"bureau:{code}", f"office:{code}"
            return [
                Person(f"cadre-{code}", name(), f"{region.name}副区长", Role.CADRE, code),
                Person(f"bureau-{code}", name(), "食品科科长", Role.BUREAU, code, bureau),
                Person(f"office-{code}", name(), "综合科", Role.OFFICE, code, office),
                Person(
                    f"office-deputy-{code}",
                    invented_name(random),
                    "副主任",
                    Role.OFFICE,
                    code,
                    office,
                ),
            ]
        case Level.TOWN:
            station = f"station:{code}"
            return [
                Person(f"cadre-{code}", name(), "街道办事处副主任", Role.CADRE, code),
                Person(f"station-{code}", name(), "监管员", Role.STATION, code, station),
                Person(
                    f"station-reviewer-{code}",
                    invented_name(random),
                    "副所长",
                    Role.STATION,
                    code,
                    station,
                ),
            ]
        case Level.VILLAGE:
            return [Person(f"cadre-{code}", name(), "社区居委会委员", Role.CADRE, code)]
    return []


def invented_name(random: Random) -> str:
    """A name nobody here bears."""
    return random.choice(_FAMILY) + random.choice(_GIVEN)


ALIASES = {
    f"cadre-{HOME_VILLAGE}": "cadre-village",
    f"cadre-{OTHER_VILLAGE}": "cadre-village-2",
    f"cadre-{HOME_TOWN}": "cadre-town",
    f"cadre-{COUNTIES[0]}": "cadre-county",
    f"cadre-{CITY}": "cadre-city",
    f"station-{HOME_TOWN}": "station",
    f"station-reviewer-{HOME_TOWN}": "station-reviewer",
    f"bureau-{COUNTIES[0]}": "bureau",
    f"office-{COUNTIES[0]}": "office-county",
    f"office-deputy-{COUNTIES[0]}": "office-county-deputy",
    f"station-{OTHER_TOWN}": "station-2",
    f"bureau-{COUNTIES[1]}": "bureau-2",
    f"office-{COUNTIES[1]}": "office-county-2",
}
"""Posts of the home towns and counties are held by the accounts with fixed names."""


def holder(post: str) -> str:
    """The username of whoever holds a post such as `station-370102004000`."""
    return ALIASES.get(post, post)
