"""Text, pure: Slack's escaped text as literal text, and our marked-up text as elements with literal user words."""

import re
from typing import Any

from bot.chat.cards import People
from bot.chat.text import Call, Link, Run, Span, spans
from integrations.slack.limits import SECTION_TEXT, clip, literal, pieces

Element = dict[str, Any]

# https://docs.slack.dev/messaging/formatting-message-text; brackets around anything else were typed
_ESCAPE = re.compile(r"<([@#!][^<>]*|[a-z][a-z0-9+.-]{0,20}:[^<>]*)>|&(lt|gt|amp);")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}
_ACCOUNT = re.compile(r"[UW][A-Z0-9]{2,30}")
_WEB = ("https://", "http://", "mailto:")


def heard(text: str) -> str:
    """What was typed: entities and Slack's `<…>` tokens as the literal words that a reader sees."""
    return _ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    return _ENTITIES[match[2]] if match[2] else _token(match[1])


def _token(inner: str) -> str:
    target, _, label = (heard_label(part) for part in inner.partition("|"))
    if target.startswith("@"):
        return target  # the id and never the label, so that a typed mention can be looked up
    if target.startswith("#"):
        return "#" + (label.lstrip("#") or target[1:])
    if target.startswith("!"):
        return _special(target, label)
    address = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or address == label:
        return address
    return label if address.rstrip("/").endswith(f"//{label}".rstrip("/")) else f"{label} ({target})"


def _special(target: str, label: str) -> str:
    name, _, rest = target[1:].partition("^")
    if name == "date":
        return label
    return label or "@" + (rest if name == "subteam" else name)


def heard_label(text: str) -> str:
    """The entities of a text resolved once."""
    return re.sub(r"&(lt|gt|amp);", lambda match: _ENTITIES[match[1]], text)


def call_of(text: str, bot: str) -> str | None:
    """What follows the mention of us in escaped text; None when we are not mentioned."""
    if not bot:
        return None
    match = re.search(rf"<@{re.escape(bot)}(?:\|[^<>]*)?>", text)
    return heard(text[match.end() :]).strip(" \t\r\n:,") if match else None


def escaped(text: str) -> str:
    """Literal text for a field that Slack reads as its own markup."""
    return literal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def account_of(call: Call, people: People) -> str | None:
    """The account to mention for a call; None where the person has none here."""
    known = people.get(call.person)
    account = known.account if known else None
    return account if account and _ACCOUNT.fullmatch(account) else None


def name_of(call: Call, people: People) -> str:
    """How a called person is named in plain text."""
    known = people.get(call.person)
    return (known.name if known else "") or call.name


def elements(markup: str, people: People) -> list[Element]:
    """The elements of a rich text, in which every value is literal."""
    return [element for span in spans(markup) for element in _drawn(span, people)]


def _drawn(span: Span, people: People) -> list[Element]:
    match span:
        case Call():
            account = account_of(span, people)
            return [{"type": "user", "user_id": account}] if account else words(name_of(span, people))
        case Link(text, url) if url.startswith(_WEB):
            return [{"type": "link", "url": url, "text": clip(text or url, SECTION_TEXT)}]
        case Link(text, _):
            return words(text)
        case Run(text, bold, italic, code):
            style = {name: True for name, on in (("bold", bold), ("italic", italic), ("code", code)) if on}
            return words(text, style)


def words(text: str, style: dict[str, bool] | None = None) -> list[Element]:
    """Literal text as rich-text elements, split where it is too long for one."""
    extra = {"style": style} if style else {}
    return [{"type": "text", "text": piece, **extra} for piece in pieces(text, SECTION_TEXT)]


def small_print(markup: str, people: People) -> list[Element]:
    """The elements of a context block: words as plain text, only our own links and calls as Slack's markup."""
    return [element for span in spans(markup) if (element := _small(span, people))]


def _small(span: Span, people: People) -> Element | None:
    if isinstance(span, Call) and (account := account_of(span, people)):
        return {"type": "mrkdwn", "text": f"<@{account}>", "verbatim": True}
    if isinstance(span, Link) and span.url.startswith(_WEB) and not set(span.url) & set("<>|"):
        label = escaped(span.text).replace("|", "¦") or "link"
        return {"type": "mrkdwn", "text": clip(f"<{escaped(span.url)}|{label}>", SECTION_TEXT), "verbatim": True}
    text = name_of(span, people) if isinstance(span, Call) else span.text
    text = clip(text.strip(), SECTION_TEXT)
    return {"type": "plain_text", "text": text, "emoji": False} if text else None
