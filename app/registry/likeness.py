"""When two rows are the same premises, and when they only look it."""

import re
from functools import lru_cache
from hashlib import blake2b

from app.registry.places import Place, Places

_PUNCTUATION = re.compile(r"[\s()（）【】\[\]《》“”\"'·,，.。、;；:：#＃_/\\-]")
_PROVINCE = re.compile(r"^[^\d省]{2,3}省")
_CITY = re.compile(r"^[^\d市省]{2,4}市(?!场)")
_COMPANY = re.compile(r"(股份有限公司|有限责任公司|有限公司|个体工商户|个体户)")
_DOOR = re.compile(r"(门牌|编号|号楼|号院)")


@lru_cache(8192)
def plain_name(name: str) -> str:
    """A name without punctuation, province and city, and the words of the legal form."""
    bare = _PUNCTUATION.sub("", name)
    return _COMPANY.sub("", _CITY.sub("", _PROVINCE.sub("", bare))) or bare


def plain_address(address: str, place: Place | None, places: Places) -> str:
    """An address from the street on, without punctuation."""
    bare = _CITY.sub("", _PROVINCE.sub("", _PUNCTUATION.sub("", address)))
    if place is not None:
        for code in (place.county_code, place.town_code):
            above = places.by_code.get(code or "")
            if above is not None:
                bare = bare.removeprefix(above.name)
    return _DOOR.sub("号", bare).rstrip("号") or bare


def mark(*parts: str) -> str:
    """A short text that is the same for the same parts only."""
    return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def identity(uscc: str, name: str, town: str, address: str) -> str:
    """The premises: a code at an address; without a code a name at an address of a town."""
    return mark(uscc, address) if uscc else mark("", _PUNCTUATION.sub("", name), town, address)


def likeness(name: str, town: str, address: str) -> str:
    """What two entries of one shop have in common, whatever their codes."""
    return mark(plain_name(name), town, address)
