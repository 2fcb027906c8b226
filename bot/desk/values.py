"""The small values that several sections share: keys, names, labels, zones, languages, channels, groups, accounts."""

import re
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import PlainValidator, ValidationInfo

from bot.desk.faults import complain, did_you_mean
from bot.desk.section import context_of, reference
from bot.domain.people import AccountKey, GroupKey, PersonKey
from bot.domain.policies import TicketType
from bot.domain.priority import Level, Priority
from bot.domain.words import CalendarKey, CategoryKey, Channel, Label, Language, TeamKey

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
PLATFORMS = ("slack", "discord")
MAX_NAME = 80
MAX_LABEL = 200


def parse_key(value: Any) -> str:
    """A key that people may type: small letters, digits, hyphen and underscore, at most 40."""
    if not isinstance(value, str) or not KEY.fullmatch(value):
        complain(f"`{value}` is not a key; use at most 40 of a-z, 0-9, hyphen and underscore.")
    return value


def parse_id(value: Any) -> str:
    """An id that a platform gave; Discord's numbers may stand without quotes."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not ID.fullmatch(text):
        complain(f"`{value}` is not an id of a platform, such as T0ACME.")
    return text


def parse_text(value: Any) -> str:
    """A short text in one line."""
    if not isinstance(value, str):
        complain(f"Expected text, not {kind(value)}; quotes make a number text.")
    if not value.strip() or len(value) > MAX_LABEL or not value.isprintable():
        complain(f"Expected text of 1 to {MAX_LABEL} characters in one line.")
    return value.strip()


def parse_name(value: Any) -> str:
    """A name as it is written, at most 80 characters."""
    text = parse_text(value)
    if len(text) > MAX_NAME:
        complain(f"A name has at most {MAX_NAME} characters.")
    return text


def parse_label(value: Any, info: ValidationInfo) -> Label:
    """A text in every language in use: `{en: …, pt_BR: …, es: …}`."""
    if isinstance(value, str):
        wanted = ", ".join(sorted(context_of(info).languages))
        complain(f"A text that people read must be given in each language in use: {{{wanted}}}.")
    return _texts(value, info)


def parse_named(value: Any, info: ValidationInfo) -> Label:
    """A name: one text for all languages, or one per language."""
    return Label({Language.EN: parse_name(value)}) if isinstance(value, str) else _texts(value, info)


def _texts(value: Any, info: ValidationInfo) -> Label:
    if not isinstance(value, dict):
        complain(f"Expected a text per language such as {{en: Round id, es: Id de ronda}}, not {kind(value)}.")
    for language in value:
        if language not in set(Language):
            complain(f"`{language}` is not a language of Pitboss.{did_you_mean(str(language), Language)}")
    if missing := [language.value for language in Language if language in context_of(info).languages - set(value)]:
        complain(f"The text is missing in {', '.join(missing)}, which is in use here.")
    return Label({Language(language): parse_text(text) for language, text in value.items()})


def parse_zone(value: Any) -> str:
    """A zone of the tz database, such as America/Sao_Paulo."""
    if not isinstance(value, str) or not value:
        complain("Expected a zone such as Europe/Malta.")
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = did_you_mean(value.replace(" ", "_"), available_timezones())
        complain(f"There is no zone `{value}`.{near or ' Zones look like Europe/Malta.'}")


def kind(value: Any) -> str:
    """What a wrong value is, in words."""
    names = {dict: "a mapping", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return "nothing" if value is None else names.get(type(value), "something else")


def one_of(enum: type[StrEnum], noun: str) -> PlainValidator:
    """A word of an enumeration."""

    def check(value: Any) -> StrEnum:
        if value not in [member.value for member in enum]:
            complain(f"`{value}` is not a {noun}.{did_you_mean(str(value), enum)}")
        return enum(value)

    return PlainValidator(check)


def parse_priority(value: Any) -> Priority:
    """`P1` to `P5`."""
    found = Priority.parse(value) if isinstance(value, str) else None
    if found is None:
        complain(f"`{value}` is not a priority; say P1, P2, P3, P4 or P5.")
    return found


def parse_platform(value: Any) -> str:
    """The name of a chat platform."""
    if value not in PLATFORMS:
        complain(f"`{value}` is not a platform.{did_you_mean(str(value), PLATFORMS)}")
    return str(value)


def parse_workspace(value: Any) -> str:
    """A named workspace or server of ours: `slack:pit`."""
    platform, colon, name = value.partition(":") if isinstance(value, str) else ("", "", "")
    if not colon or not KEY.fullmatch(name):
        complain(f"`{value}` is not a workspace; it looks like slack:pit (platform:name).")
    return f"{parse_platform(platform)}:{name}"


def _address(value: Any, noun: str, example: str) -> tuple[str, str, str]:
    parts = value.split(":") if isinstance(value, str) else []
    if len(parts) != 3 or not all(ID.fullmatch(part) for part in parts):
        complain(f"`{value}` is not {noun}; it looks like {example}.")
    return parse_platform(parts[0]), parts[1], parts[2]


def _in_workspace(value: Any, info: ValidationInfo, noun: str, example: str) -> tuple[str, str, str]:
    platform, workspace, id_ = _address(value, noun, example)
    known = context_of(info).workspaces
    if f"{platform}:{workspace}" not in known:
        complain(f"`{platform}:{workspace}` is not in workspaces.{did_you_mean(f'{platform}:{workspace}', known)}")
    return platform, workspace, id_


def parse_channel(value: Any, info: ValidationInfo) -> Channel:
    """A channel of a workspace of ours: `slack:pit:C0ACME`."""
    return Channel(*_in_workspace(value, info, "a channel", "slack:pit:C0ACME (platform:workspace:channel id)"))


def parse_group(value: Any, info: ValidationInfo) -> GroupKey:
    """A Slack user group or Discord role of a workspace of ours: `slack:pit:S0COORD`."""
    return GroupKey(*_in_workspace(value, info, "a group", "slack:pit:S0COORD (platform:workspace:group id)"))


def parse_account(value: Any) -> AccountKey:
    """An account: `slack:T0PIT:U0ANA`."""
    return AccountKey(*_address(value, "an account", "slack:T0PIT:U0ANA (platform:team id:user id)"))


Key = Annotated[str, PlainValidator(parse_key)]
PlatformId = Annotated[str, PlainValidator(parse_id)]
Text = Annotated[str, PlainValidator(parse_text)]
Name = Annotated[str, PlainValidator(parse_name)]
Words = Annotated[Label, PlainValidator(parse_label)]
NamedLabel = Annotated[Label, PlainValidator(parse_named)]
Zone = Annotated[str, PlainValidator(parse_zone)]
Speaks = Annotated[Language, one_of(Language, "language of Pitboss")]
WorkspaceName = Annotated[str, PlainValidator(parse_workspace)]
Platform = Annotated[str, PlainValidator(parse_platform)]
ChannelAddress = Annotated[Channel, PlainValidator(parse_channel)]
GroupAddress = Annotated[GroupKey, PlainValidator(parse_group)]
Account = Annotated[AccountKey, PlainValidator(parse_account)]
AnyLevel = Annotated[Level, one_of(Level, "level")]
AnyPriority = Annotated[Priority, PlainValidator(parse_priority)]
AnyType = Annotated[TicketType, one_of(TicketType, "type of ticket")]
CalendarRef = Annotated[CalendarKey, reference("calendars")]
CategoryRef = Annotated[CategoryKey, reference("categories")]
TeamRef = Annotated[TeamKey, reference("teams")]
PersonRef = Annotated[PersonKey, reference("people")]
LadderRef = Annotated[str, reference("ladders")]
FieldRef = Annotated[str, reference("fields")]
TierRef = Annotated[str, reference("tiers")]
ForeignTeams = dict[Platform, list[PlatformId]]
