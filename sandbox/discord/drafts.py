"""What a new message shall hold, before it is one."""

from dataclasses import dataclass, field

from sandbox.discord.mentions import Allowed
from sandbox.discord.world import Attachment
from sandbox.kinds import Json


@dataclass
class Draft:
    """What a new message shall hold."""

    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    tts: bool = False
    reference: Json | None = None
    allowed: Allowed = field(default_factory=Allowed)
    nonce: str | int | None = None
    type: int | None = None
    webhook: str = ""
    webhook_name: str = ""
    application: str = ""
    interaction: Json | None = None
    only_for: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.content or self.embeds or self.components or self.attachments or self.reference)
