"""`duplicates`: when one fault of several clients is proposed as one matter."""

from typing import Annotated

from pydantic import Field

from bot.desk.durations import Elapsed
from bot.desk.section import Section
from bot.domain.duplicates import Proposing


class DuplicatesModel(Section):
    """So many clients with the same provider, game and category, reporting within the window."""

    window: Elapsed = Proposing().window
    clients: Annotated[int, Field(ge=2)] = Proposing().clients

    def build(self) -> Proposing:
        """The rule for proposing a parent."""
        return Proposing(self.window, self.clients)
