"""Cards as Discord messages, pure: Components V2, in which every word of a user is literal.

One container holds all; no card needs the classic shape, whose 2,000 characters and five rows are fewer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, assert_never

from bot.chat.buttons import Seal
from bot.chat.cards import Card, Fact, Facts, Line, LinkButton, Note, Part, People, Quote, Rule, Tone, texts_of
from bot.chat.text import Call, spans
from integrations.discord.components import Element, action_rows
from integrations.discord.limits import (
    ELLIPSIS,
    MESSAGE_COMPONENTS,
    MESSAGE_MENTIONS,
    MESSAGE_TEXT,
    THREAD_NAME,
    line,
    size,
)
from integrations.discord.text import account_of, escaped, fitted, link, markdown, quoted, small_print

COMPONENTS_V2 = 1 << 15  # https://docs.discord.com/developers/resources/message#message-object-message-flags
EPHEMERAL = 1 << 6
NOBODY: dict[str, Any] = {"parse": []}
"""No word of a message calls anybody: https://docs.discord.com/developers/resources/message#allowed-mentions-object"""

_MARKS = {Tone.URGENT: "🔴 ", Tone.WARNING: "🟠 ", Tone.GOOD: "🟢 "}
_ACCENTS = {Tone.URGENT: 0xD83C3E, Tone.WARNING: 0xE67E22, Tone.GOOD: 0x2D9F5C, Tone.QUIET: 0x80848E}
_TEXT, _SEPARATOR, _CONTAINER = 10, 14, 17
_TITLE = 150
_LABEL = 200
_SHORTEST_CUT = 40  # below so many characters a text is not cut further, it goes


@dataclass(frozen=True)
class _Words:
    """A text of the body: how it is drawn within so many characters."""

    draw: Callable[[int], str]


def message_of(card: Card, people: People, seal: Seal, *, ephemeral: bool = False) -> dict[str, Any]:
    """The message of a card: its components, flags, and whom alone it may call."""
    rows, left = action_rows(card.buttons, seal)
    body = [*_body(card, people), *([_links(left)] if left else [])]
    container: Element = {"type": _CONTAINER, "components": [*_within(body, card.summary, _count(rows)), *rows]}
    if (accent := _ACCENTS.get(card.tone)) is not None:
        container["accent_color"] = accent
    return {
        "components": [container],
        "flags": COMPONENTS_V2 | (EPHEMERAL if ephemeral else 0),
        "allowed_mentions": NOBODY | {"users": list(_called(card, people))},
    }


def thread_name(card: Card) -> str:
    """What a thread that grows from this card is called."""
    return line(card.title or card.summary, THREAD_NAME)


def _called(card: Card, people: People) -> tuple[str, ...]:
    calls = (span for markup in texts_of(card) for span in spans(markup) if isinstance(span, Call))
    found = (account_of(call, people) for call in calls)
    return tuple(dict.fromkeys(account for account in found if account))[:MESSAGE_MENTIONS]


def _body(card: Card, people: People) -> list[_Words | Rule]:
    body: list[_Words | Rule] = [_title(card)] if card.title.strip() else []
    return body + [_part(part, people) for part in card.parts]


def _title(card: Card) -> _Words:
    words = _mark(card.tone, card.title) + line(card.title, _TITLE)
    return _Words(lambda room: "### " + fitted(words, room - 4))


def _mark(tone: Tone, text: str) -> str:
    """The tone's mark, unless the text brings a sign of its own."""
    return _MARKS.get(tone, "") if text[:1].isascii() or text[:1].isalpha() else ""


def _part(part: Part, people: People) -> _Words | Rule:
    match part:
        case Line(markup, tone):
            mark = _MARKS.get(tone, "")
            return _Words(lambda room: _marked(mark, markdown(markup, people, room - size(mark))))
        case Facts(facts):
            return _Words(lambda room: _facts(facts, people, room))
        case Quote(text, by):
            return _Words(lambda room: _quote(text, by, room))
        case Note(markup):
            return _Words(lambda room: small_print(markup, people, room))
        case Rule():
            return part
        case _:
            assert_never(part)


def _marked(mark: str, drawn: str) -> str:
    return mark + drawn if drawn.strip() else ""


def _facts(facts: tuple[Fact, ...], people: People, room: int) -> str:
    rows: list[str] = []
    for fact in facts:
        label = f"**{escaped(line(fact.label, _LABEL))}:** "
        left = room - size(label) - 1
        if left < _SHORTEST_CUT:
            return "\n".join([*rows, ELLIPSIS])
        rows.append(label + (markdown(fact.markup, people, left - 1).strip() or "–"))
        room -= size(rows[-1]) + 1
    return "\n".join(rows)


def _quote(text: str, by: str, room: int) -> str:
    if not text.strip():
        return ""
    author = f"\n*— {escaped(line(by, _LABEL))}*" if by.strip() and room > 2 * _LABEL else ""
    return quoted(text.strip("\n"), room - size(author)) + author


def _links(buttons: list[LinkButton]) -> _Words:
    drawn = " · ".join(link(button.label, button.url) for button in buttons)
    return _Words(lambda room: drawn if size(drawn) <= room else ELLIPSIS)


def _within(body: list[_Words | Rule], summary: str, taken: int) -> list[Element]:
    """The body within the components that are left and all characters; the summary where there is no word in it."""
    drawn = _cut(body)
    if not any(drawn):
        drawn = [fitted(summary, MESSAGE_TEXT).strip() or "–"]
    room = MESSAGE_COMPONENTS - 1 - taken
    if len(drawn) > room:
        drawn = _joined([text for text in drawn if text], room)
    return [{"type": _TEXT, "content": text} if text else {"type": _SEPARATOR} for text in drawn]


def _joined(texts: list[str], room: int) -> list[str]:
    """The texts as evenly as may be in so many."""
    many = -(-len(texts) // room)
    return ["\n".join(texts[start : start + many]) for start in range(0, len(texts), many)]


def _cut(body: list[_Words | Rule]) -> list[str]:
    """The texts in order, the longest cut first, so that all fit with line ends between; a rule is an empty one."""
    pieces = [(piece, piece.draw(MESSAGE_TEXT).strip() if isinstance(piece, _Words) else "") for piece in body]
    pieces = [(piece, text) for piece, text in pieces if text or isinstance(piece, Rule)]
    while (excess := sum(size(text) + 1 for _, text in pieces) - MESSAGE_TEXT) > 0:
        at = max(range(len(pieces)), key=lambda index: size(pieces[index][1]))
        piece, text = pieces[at]
        if size(text) <= _SHORTEST_CUT or not isinstance(piece, _Words):
            pieces = [*pieces[:-2], (Rule(), ELLIPSIS)]
        else:
            pieces[at] = (piece, piece.draw(max(size(text) - excess, _SHORTEST_CUT)).strip())
    return [text for _, text in pieces]


def _count(rows: list[Element]) -> int:
    return sum(1 + len(row["components"]) for row in rows)
