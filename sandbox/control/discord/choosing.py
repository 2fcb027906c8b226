"""Values that people choose in selects and options: found by id or name, with what Discord adds as `resolved`."""

from typing import Any

from sandbox.control.discord.people import files_of
from sandbox.discord.interactions_payloads import Resolved
from sandbox.discord.objects import attachment_object
from sandbox.discord.options import ATTACHMENT, CHANNEL, MENTIONABLE, ROLE, USER
from sandbox.discord.world import Channel, Guild, User
from sandbox.kinds import Json, Refusal
from sandbox.state import Sandbox

STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 3, 5, 6, 7, 8
SELECTS = frozenset({STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT})
OPTION_OF_SELECT = {USER_SELECT: USER, ROLE_SELECT: ROLE, MENTIONABLE_SELECT: MENTIONABLE, CHANNEL_SELECT: CHANNEL}


class Choosing:
    """One person's choices in one interaction."""

    def __init__(self, sandbox: Sandbox, channel: Channel, resolved: Resolved) -> None:
        self._sandbox, self._channel, self.resolved = sandbox, channel, resolved
        self._guild: Guild | None = sandbox.discord.guilds.get(channel.guild)

    def find(self, kind: int, value: Any, option: Json) -> Any:
        """The wire's value of an option; people, roles, channels and files are resolved. Raises Refusal."""
        if kind == USER:
            return self._user(str(value))
        if kind == ROLE:
            return self._role(str(value))
        if kind == MENTIONABLE:
            return self._mentionable(str(value))
        if kind == CHANNEL:
            return self._a_channel(str(value), option.get("channel_types") or [])
        return self.attachment(value) if kind == ATTACHMENT else value

    def _user(self, name: str) -> str:
        user = self._known_user(name)
        if user is None:
            raise Refusal(f"unknown user {name}")
        self.resolved.user(user.id, self._channel)
        return user.id

    def _known_user(self, name: str) -> User | None:
        names = name.removeprefix("@")
        users = self._sandbox.discord.users.values()
        there = set(self._guild.members) if self._guild else set(self._channel.recipients)
        return next((u for u in users if names in {u.id, u.username, u.global_name} and u.id in there), None)

    def _role(self, name: str) -> str:
        for role in self._guild.roles.values() if self._guild else ():
            if name.removeprefix("@") in {role.id, role.name}:
                self.resolved.role(role.id)
                return role.id
        raise Refusal(f"unknown role {name}")

    def _mentionable(self, name: str) -> str:
        return self._user(name) if self._known_user(name) is not None else self._role(name)

    def _a_channel(self, name: str, types: list[int]) -> str:
        for channel in self._sandbox.discord.channels.values():
            if channel.guild == self._channel.guild and name.removeprefix("#") in {channel.id, channel.name}:
                if types and channel.type not in types:
                    raise Refusal(f"channel {name} is not one of the types {types}")
                self.resolved.channel(channel.id)
                return channel.id
        raise Refusal(f"unknown channel {name}")

    def attachment(self, row: Any) -> str:
        """Upload a file for this interaction; its id."""
        if not isinstance(row, dict):
            raise Refusal("a file is {name, mimetype, content_base64}")
        file = files_of(self._sandbox.discord, [row])[0]
        file.channel = self._channel.id
        self._sandbox.discord.attachments[file.id] = file
        self.resolved.attachment(attachment_object(self._sandbox.discord, file))
        return file.id

    def in_select(self, component: Json, values: list[Any]) -> list[str]:
        """The wire's values of a select; raises Refusal for what is not offered."""
        kind = component["type"]
        if kind != STRING_SELECT:
            return [self.find(OPTION_OF_SELECT[kind], value, component) for value in values]
        return [offered(component, value) for value in values]


def offered(component: Json, value: Any) -> str:
    """The value of an option that is named by value or label; raises Refusal."""
    for option in component["options"]:
        if str(value) in {option["value"], option["label"]}:
            return str(option["value"])
    known = ", ".join(option["value"] for option in component["options"])
    raise Refusal(f"{value!r} is not an option of {component['custom_id']}: {known}")


def bounds_problem(component: Json, count: int) -> str:
    """Whether so many choices are too few or too many."""
    least, most = component.get("min_values"), component.get("max_values")
    least, most = 1 if least is None else int(least), 1 if most is None else int(most)
    if count < least:
        return f"Select at least {least}"
    return f"Select at most {most}" if count > most else ""
