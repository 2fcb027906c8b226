"""The words that all layers share: identifiers, languages and labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

TicketId = NewType("TicketId", int)
PersonId = NewType("PersonId", int)
EscalationId = NewType("EscalationId", int)
PlaceId = NewType("PlaceId", int)
DraftId = NewType("DraftId", str)
FileId = NewType("FileId", int)
EntryId = NewType("EntryId", int)

ClientKey = NewType("ClientKey", str)
TeamKey = NewType("TeamKey", str)
ProviderKey = NewType("ProviderKey", str)
CategoryKey = NewType("CategoryKey", str)
CalendarKey = NewType("CalendarKey", str)


class Language(StrEnum):
    """The languages in which Pitboss speaks; the value is the catalog's name."""

    EN = "en"
    PT_BR = "pt_BR"
    ES = "es"

    @classmethod
    def of(cls, locale: str | None, default: "Language") -> "Language":
        """The language that a platform's locale such as `pt-BR` or `es_AR` asks for, else the default."""
        start = (locale or "").replace("-", "_").split("_")[0].lower()
        return {"en": cls.EN, "pt": cls.PT_BR, "es": cls.ES}.get(start, default)


@dataclass(frozen=True)
class Label:
    """A short text that desk.yaml gives in one or several languages."""

    texts: Mapping[Language, str]

    def in_(self, language: Language) -> str:
        """The text in that language, else in English, else in any."""
        return self.texts.get(language) or self.texts.get(Language.EN) or next(iter(self.texts.values()), "")


@dataclass(frozen=True, order=True)
class Channel:
    """A channel of a named workspace on a chat platform; `key` is how desk.yaml and rows spell it."""

    platform: str
    workspace: str
    id: str

    @property
    def key(self) -> str:
        """Platform, workspace and channel id in one string, for unique columns."""
        return f"{self.platform}:{self.workspace}:{self.id}"

    @classmethod
    def parse(cls, key: str) -> "Channel":
        """The channel that a key names; raises ValueError when it is none."""
        platform, workspace, channel = key.split(":", 2)
        return cls(platform, workspace, channel)


@dataclass(frozen=True, order=True)
class Place:
    """Where something is said: a channel, and the thread in it when there is one."""

    channel: Channel
    thread: str | None = None


@dataclass(frozen=True, order=True)
class Source:
    """One message on a platform: its channel and its id there (Slack's ts, Discord's snowflake)."""

    channel: Channel
    id: str
