"""主政属地: which divisions below his own a post puts a cadre at the head of."""

import re
from collections.abc import Collection, Mapping

_SEPARATORS = re.compile(r"[，,、;；兼\s]")


def headed(post: str, below: Mapping[str, str], words: Collection[str]) -> frozenset[str]:
    """The codes of `below` (code → name) whose head the post says he is.

    Within one stretch of the post the name stands before such a word, and nothing says 副.
    """
    found = set()
    for stretch in _SEPARATORS.split(post):
        if "副" in stretch:
            continue
        for code, name in below.items():
            before, named, after = stretch.partition(name)
            if named and before in ("", "任") and any(word in after for word in words):
                found.add(code)
    return frozenset(found)
