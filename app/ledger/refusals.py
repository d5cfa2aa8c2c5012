"""Why the table refuses a move; each carries a Chinese sentence with the next step.

Refusal
├── NotYourMove       neither role nor level may ever do this
├── WrongState        not in this state
├── FlagForbids       something beside the state stands in the way
├── SamePerson        another person must do it
└── EvidenceMissing   the order lacks what its clause asks for; `errors` hold JSON pointers
"""


class Refusal(Exception):
    """The table does not allow this move."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotYourMove(Refusal):
    """The role, or its level, never makes this move."""


class WrongState(Refusal):
    """The issue is in a state from which this move does not start."""


class FlagForbids(Refusal):
    """A flag, the severity or the deadline stands in the way."""


class SamePerson(Refusal):
    """Who did the one step may not do the other."""


class EvidenceMissing(Refusal):
    """The order lacks evidence, or brings what cannot be right."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("；".join(error["detail"] for error in errors) + "。")
        self.errors = errors
