"""What an enterprise is asked to do: the requirement without what the authorities do themselves."""

import re

_OURS = "移交市场监管"
_AND_OURS = re.compile(f"并{_OURS}.*")
_CLAUSES = re.compile("[，；]")


def asked_of_enterprise(requirement: str) -> str:
    """The clauses that are the enterprise's; a plain sentence where none is.

    “停止销售，移交市场监管” tells the cadre to hand the matter on: of the enterprise it asks
    that it stop selling.
    """
    if _OURS not in requirement:
        return requirement
    told = [_AND_OURS.sub("", one).strip() for one in _CLAUSES.split(requirement)]
    theirs = [one for one in told if one.strip("。") and _OURS not in one]
    return "，".join(theirs) or "按市场监管部门的要求整改"
