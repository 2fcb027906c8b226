"""Text, pure: Discord's markdown as literal text, and our marked-up text as markdown with literal user words."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot.chat.cards import People
from bot.chat.text import Call, Link, Run, Span, spans
from bot.domain.plain_text import shorten
from integrations.discord.limits import ELLIPSIS, MESSAGE_TEXT, line, literal, size

_APART = "\u200b"
"""Stands, unseen, where two pieces would otherwise be read as one sign; a backslash stops no call."""

# https://docs.discord.com/developers/reference#message-formatting
_TOKEN = re.compile(
    r"<(?:@!?(?P<user>\d{1,20})|@&(?P<role>\d{1,20})|#(?P<channel>\d{1,20})"
    r"|a?:(?P<emoji>\w{2,32}):\d{1,20}|t:(?P<time>-?\d{1,13})(?::[a-zA-Z])?"
    r"|/(?P<command>[^:<>\n]{1,100}):\d{1,20}|(?P<address>https?://[^\s<>]+))>",
    re.ASCII,
)
_LIVE = re.compile(
    r"^(?P<edge>[^\S\n]*)(?P<sign>[#>-]|\d+(?=\.))"  # headings, quotes, lists and small print begin a line
    r"|@(?P<all>(?=everyone|here)|\Z)"
    r"|<(?P<open>[#:/&]?|\Z)"
    r"|:(?=//|[\w+~-]+:)"  # addresses and names of emoji
    r"|[\\*_~`|\[\]@]",
    re.MULTILINE,
)
_ACCOUNT = re.compile(r"\d{1,20}", re.ASCII)
_WEB = ("https://", "http://")
_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in " ()<>\\`|\n\t"}
_SIGNS = "*`_"
_SMALL, _QUOTE = "-# ", "> "
_SMALL_LINES = 8


def heard(text: str, names: Mapping[str, str] | None = None) -> str:
    """What was typed: Discord's `<…>` tokens as the words that a reader sees.

    An account, a role or a channel is its id (`@80351`, `@&80351`, `#80351`), so that a typed one can be looked up,
    unless `names` has it.
    """
    return _TOKEN.sub(lambda token: _token(token, names or {}), text)


def _token(token: re.Match[str], names: Mapping[str, str]) -> str:
    kind, value = token.lastgroup, token[token.lastgroup or 0]
    match kind:
        case "user" | "role" | "channel":
            sign = {"user": "@", "role": "@&", "channel": "#"}[kind]
            name = names.get(sign + value)
            return f"{sign[0]}{name}" if name else sign + value
        case "emoji":
            return f":{value}:"
        case "time":
            return _moment(int(value)) or token[0]
        case "command":
            return f"/{value}"
        case _:
            return value


def _moment(seconds: int) -> str:
    """A time stamp as everybody reads it; empty when it is out of range."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return ""


def call_of(text: str, bot: str, role: str = "") -> str | None:
    """What follows the mention of us, or of our own role; None when we are not mentioned."""
    calls = [rf"<@!?{re.escape(bot)}>"] * bool(bot) + [rf"<@&{re.escape(role)}>"] * bool(role)
    match = re.search("|".join(calls), text) if calls else None
    return heard(text[match.end() :]).strip(" \t\r\n:,") if match else None


def escaped(text: str) -> str:
    """Literal text for a field that Discord reads as its own markup: nothing in it is live, and all of it is seen."""
    return _LIVE.sub(_escape, literal(text).replace("\r\n", "\n").replace("\r", "\n"))


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if (sign := match["sign"]) is not None:
        return f"{match['edge']}{sign}\\" if sign.isdigit() else f"{match['edge']}\\{sign}"
    if match["all"] is not None:
        return f"\\@{_APART}"
    if match["open"] is not None:
        return "".join(f"\\{each}" for each in found) + (_APART if match.end() == len(match.string) else "")
    return f"\\{found}"


def account_of(call: Call, people: People) -> str | None:
    """The account to mention for a call; None where the person has none here."""
    known = people.get(call.person)
    account = known.account if known else None
    return account if account and _ACCOUNT.fullmatch(account) else None


def name_of(call: Call, people: People) -> str:
    """How a called person is named in plain text."""
    known = people.get(call.person)
    return (known.name if known else "") or call.name


def markdown(markup: str, people: People, room: int = MESSAGE_TEXT) -> str:
    """A marked-up text in Discord's markdown, in which every value is literal, cut where it would exceed its room."""
    drawn = ""
    for span in spans(markup):
        longer = _joined(drawn, _drawn(span, people))
        if size(longer) > room:
            return _joined(drawn, _beginning(span, room - size(drawn) - 1))
        drawn = longer
    return drawn


def _joined(before: str, after: str) -> str:
    apart = before and after and before[-1] in _SIGNS and after[0] in _SIGNS
    return f"{before}{_APART}{after}" if apart else before + after


def _drawn(span: Span, people: People) -> str:
    match span:
        case Call():
            account = account_of(span, people)
            return f"<@{account}>" if account else escaped(name_of(span, people))
        case Link(text, url) if url.startswith(_WEB):
            return link(text, url)
        case Link(text, _):
            return escaped(text)
        case Run(text, bold, italic, code):
            return _styled(text, "**" * bold + "*" * italic, code)


def link(text: str, url: str) -> str:
    """A link with our own words on it; brackets would end it too early."""
    label = line(text or url, 200).replace("[", "(").replace("]", ")")
    return f"[{escaped(label)}]({url.translate(_ADDRESS)})"


def _styled(text: str, marks: str, code: bool) -> str:
    """A run line by line, its marks close to its words; code that holds a sign of its own is shown as plain words."""
    if not marks and not code:
        return escaped(text)
    return "\n".join(_styled_row(row, marks, code) for row in literal(text).split("\n"))


def _styled_row(row: str, marks: str, code: bool) -> str:
    core = row.strip()
    if not core:
        return row
    before, _, after = row.partition(core)
    drawn = f"`{core}`" if code and not set(core) & set("`<@\\\r") else escaped(core)
    return f"{before}{marks}{drawn}{marks}{after}"


def _beginning(span: Span, room: int) -> str:
    """As much of a span as fits, told by an ellipsis; a call or a link is whole or not there."""
    if not isinstance(span, Run):
        return ELLIPSIS[: max(room, 0)]
    return fitted(span.text, room, lambda text: _drawn(Run(text, span.bold, span.italic, span.code), {}))


def fitted(text: str, room: int, draw: Callable[[str], str] = escaped) -> str:
    """The text drawn, shortened until what is drawn fits."""
    text = literal(text)
    if size(text) <= room and size(drawn := draw(text)) <= room:
        return drawn
    few, many = 0, min(len(text), max(room, 0))
    while few < many:
        middle = (few + many + 1) // 2
        if size(draw(shorten(text, middle))) <= room:
            few = middle
        else:
            many = middle - 1
    return draw(shorten(text, few)) if few else ELLIPSIS[: max(room, 0)]


def small_print(markup: str, people: People, room: int = MESSAGE_TEXT) -> str:
    """A note, each line of it in small letters; more than a few lines are run together."""
    drawn = _small(markdown(markup, people, room))
    return drawn if size(drawn) <= room else _small(markdown(markup, people, room - len(_SMALL) * _SMALL_LINES))


def _small(drawn: str) -> str:
    rows = [row for row in drawn.split("\n") if row.strip()]
    return "\n".join(_SMALL + row for row in ([" ".join(rows)] if len(rows) > _SMALL_LINES else rows))


def quoted(text: str, room: int = MESSAGE_TEXT) -> str:
    """Somebody's words as a block quote."""
    return fitted(text, room, lambda words: "\n".join(_QUOTE + row for row in escaped(words).split("\n")))
