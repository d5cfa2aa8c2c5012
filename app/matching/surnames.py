"""Cadres are listed by surname, never by how much they do."""

from collections.abc import Iterable
from typing import Any


def by_surname(people: Iterable[Any]) -> list[Any]:
    """People by name as a Chinese roster has them.

    GB 2312, which GB 18030 begins with, lays the common characters out by their pinyin.
    """
    return sorted(people, key=lambda one: (one.name.encode("gb18030"), str(one.id)))
