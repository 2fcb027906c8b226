"""Errors sorted by who can act: the person, time, or nobody; everything else is a bug of ours and stays loud."""

from typing import Any


class PitbossError(Exception):
    """What all our errors have in common: a code in words, and facts for the template that says it."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts


class UserError(PitbossError):
    """The person can act: `templates/errors/<code>.j2` tells them how, privately."""

    code = "refused"

    def __init__(self, code: str | None = None, **facts: Any) -> None:
        super().__init__(**facts)
        self.code = code or self.code

    def __str__(self) -> str:
        return self.code


class NotFound(UserError):
    """There is no such thing within this person's sight; another client's is no different from none."""

    code = "not_found"


class NotAllowed(UserError):
    """The person's role may not do this here."""

    code = "not_allowed"


class Unavailable(PitbossError):
    """Time can act: another system does not answer now; `after` in seconds when it said how long."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why=why)
        self.why = why
        self.after = after

    def __str__(self) -> str:
        return self.why


class Rejected(PitbossError):
    """Nobody here can act by waiting: the other system says no."""

    def __init__(self, why: str) -> None:
        super().__init__(why=why)
        self.why = why

    def __str__(self) -> str:
        return self.why
