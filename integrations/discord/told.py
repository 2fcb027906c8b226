"""A kept payload, read: what all its readers share; and what is in a message. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat.requests import AccountRef, RemoteFile
from bot.domain.words import Place, Source
from integrations.discord.payloads import PLATFORM, place_of, source_of
from integrations.wire.shapes import dict_at, dicts_at, number_at, text_at


@dataclass(frozen=True)
class Told:
    """A kept payload with all that its readers share."""

    key: str
    workspace: str
    at: datetime
    server: str
    me: str
    role: str
    parent: str
    event: str
    data: Mapping[str, Any]

    def account(self, user: str) -> AccountRef:
        """An account; on Discord the server is everybody's team."""
        return AccountRef(PLATFORM, self.server if user else "", user)

    def place(self, message: str = "") -> Place:
        """Where it happened."""
        return place_of(self.workspace, text_at(self.data, "channel_id"), self.parent, message)

    def source(self, message: str) -> Source:
        """A message where it happened."""
        return source_of(self.workspace, text_at(self.data, "channel_id"), self.parent, message)

    def common(self, user: str, place: Place) -> dict[str, Any]:
        """The fields that every request has."""
        return {
            "id": self.key,
            "workspace": self.workspace,
            "actor": self.account(user),
            "place": place,
            "at": self.at,
        }


def told_of(payload: Mapping[str, Any], workspace: str) -> Told | None:
    """A kept payload of ours, read; None when it is none."""
    try:
        at = datetime.fromisoformat(text_at(payload, "at"))
    except ValueError:
        return None
    names = ("server", "me", "role", "parent", "event")
    texts = {name: text_at(payload, name) for name in names}
    return Told(text_at(payload, "key"), workspace, at, data=dict_at(payload, "data"), **texts)


def files_of(message: Mapping[str, Any]) -> tuple[RemoteFile, ...]:
    """The files of a message, those of one that it passes on too; their ids say where to ask for a fresh address."""
    where = f"{text_at(message, 'channel_id')}/{text_at(message, 'id')}"
    rows = (each for part in (message, *_passed_on(message)) for each in dicts_at(part, "attachments"))
    return tuple(file for row in rows if (file := remote_file(row, where)))


def remote_file(attachment: Mapping[str, Any], where: str = "/") -> RemoteFile | None:
    """An attachment as a remote file; None when it is none."""
    number = text_at(attachment, "id")
    if not number:
        return None
    return RemoteFile(
        id=f"{where}/{number}",
        name=text_at(attachment, "filename") or number,
        mime=text_at(attachment, "content_type").partition(";")[0].strip(),
        size=max(number_at(attachment, "size"), 0),
        url=text_at(attachment, "url"),
    )


def words_of(message: Mapping[str, Any]) -> str:
    """What a message says, and what a message says that it passes on."""
    texts = (text_at(part, "content") for part in (message, *_passed_on(message)))
    return "\n".join(text for text in texts if text)


def _passed_on(message: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    return tuple(dict_at(each, "message") for each in dicts_at(message, "message_snapshots"))
