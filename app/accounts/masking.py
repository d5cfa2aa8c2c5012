"""Showing a phone number without giving it away."""


def mask_phone(phone: str) -> str:
    """The number with its middle hidden: 13800001234 → 138****1234; short ones keep two digits."""
    if len(phone) < 8:
        return "*" * max(0, len(phone) - 2) + phone[-2:] if phone else ""
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
