"""Cards as Slack messages, pure: user words stand only in plain-text and rich-text elements, where nothing is live."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from bot.chat.buttons import Seal
from bot.chat.cards import Button, Card, Fact, Facts, Line, LinkButton, Note, Part, People, Quote, Rule, Tone, texts_of
from bot.chat.text import Call, spans
from integrations.slack.limits import (
    ACTIONS_ELEMENTS,
    BUTTON_TEXT,
    BUTTON_URL,
    CONFIRM_LABEL,
    CONFIRM_TEXT,
    CONFIRM_TITLE,
    CONTEXT_ELEMENTS,
    ELLIPSIS,
    HEADER_TEXT,
    MESSAGE_BLOCKS,
    MESSAGE_BYTES,
    MESSAGE_TEXT,
    SECTION_TEXT,
    VIEW_BLOCKS,
    clip,
    literal,
    pieces,
)
from integrations.slack.text import Element, account_of, elements, escaped, small_print, words

Block = dict[str, Any]

_MARKS = {Tone.URGENT: "🔴 ", Tone.WARNING: "🟠 ", Tone.GOOD: "🟢 "}
_STYLES = {Tone.GOOD: "primary", Tone.URGENT: "danger"}
_SHORTEST_CUT = 40  # below so many characters a text is not cut further, its block goes
_PART_CHARACTERS = 8_000
_PART_ELEMENTS = 200
_QUOTED = 300
_MORE: Block = {"type": "context", "elements": [{"type": "plain_text", "text": ELLIPSIS, "emoji": False}]}


def draw(card: Card, people: People, seal: Seal) -> dict[str, Any]:
    """The message of a card: its blocks, and the text for notifications, which names whom the card calls."""
    mentions = "".join(f" <@{account}>" for account in _called(card, people))
    return {
        "text": clip(escaped(literal(_told(card))), MESSAGE_TEXT) + mentions,
        "blocks": _within(_body(card, people), _buttons(card, seal), MESSAGE_BLOCKS, MESSAGE_BYTES),
    }


def _told(card: Card) -> str:
    """What a notification says: a letter's own words too, so that nobody has to open the thread to know what came."""
    quotes = () if card.title else (clip(part.text, _QUOTED) for part in card.parts if isinstance(part, Quote))
    return "\n".join((card.summary, *quotes))


def draw_home(card: Card, seal: Seal) -> dict[str, Any]:
    """The card as somebody's own page."""
    return {"type": "home", "blocks": _within(_body(card, {}), _buttons(card, seal), VIEW_BLOCKS, 10 * MESSAGE_BYTES)}


def plain_text(text: str, limit: int) -> Element:
    """A plain-text object in which emoji names stay words."""
    return {"type": "plain_text", "text": clip(text, limit) or "–", "emoji": False}


def _called(card: Card, people: People) -> tuple[str, ...]:
    calls = (span for markup in texts_of(card) for span in spans(markup) if isinstance(span, Call))
    found = (account_of(call, people) for call in calls)
    return tuple(dict.fromkeys(account for account in found if account))


def _body(card: Card, people: People) -> list[Block]:
    blocks: list[Block] = []
    if card.title:
        blocks.append({"type": "header", "text": plain_text(_mark(card.tone, card.title) + card.title, HEADER_TEXT)})
    for part in card.parts:
        blocks.extend(_part(part, people))
    if not blocks:
        blocks.append(_rich([{"type": "rich_text_section", "elements": words(card.summary) or words("–")}]))
    return blocks


def _mark(tone: Tone, text: str) -> str:
    """The tone's mark, unless the text brings a sign of its own."""
    return _MARKS.get(tone, "") if text[:1].isascii() or text[:1].isalpha() else ""


def _part(part: Part, people: People) -> list[Block]:
    match part:
        case Line(markup, tone):
            drawn = elements(markup, people)
            return _section([*words(_MARKS.get(tone, "")), *drawn]) if drawn else []
        case Facts(facts):
            return _section(_facts(facts, people))
        case Quote(text, by):
            return _quote(text, by)
        case Note(markup):
            drawn = small_print(markup, people)
            return [{"type": "context", "elements": _at_most(drawn)}] if drawn else []
        case Rule():
            return [{"type": "divider"}]
        case _:
            assert_never(part)


def _at_most(drawn: list[Element]) -> list[Element]:
    if len(drawn) <= CONTEXT_ELEMENTS:
        return drawn
    return [*drawn[: CONTEXT_ELEMENTS - 1], *_MORE["elements"]]


def _facts(facts: Sequence[Fact], people: People) -> list[Element]:
    lines: list[Element] = []
    for fact in facts:
        value = elements(fact.markup, people) or words("–")
        lines += [*words("\n" if lines else ""), *words(f"{fact.label}: ", {"bold": True}), *value]
    return lines


def _quote(text: str, by: str) -> list[Block]:
    quoted = words(clip(text, _PART_CHARACTERS))
    if not quoted:
        return []
    parts: list[Element] = [{"type": "rich_text_quote", "elements": quoted}]
    if by:
        parts.append({"type": "rich_text_section", "elements": words(f"— {by}", {"italic": True})})
    return [_rich(parts)]


def _section(drawn: list[Element]) -> list[Block]:
    kept = _capped(drawn)
    return [_rich([{"type": "rich_text_section", "elements": kept}])] if kept else []


def _capped(drawn: list[Element]) -> list[Element]:
    """As much of a part as could ever fit, so that the cutting of a message stays quick."""
    room = _PART_CHARACTERS
    kept: list[Element] = []
    for element in drawn[:_PART_ELEMENTS]:
        text = element.get("text", "")
        if len(text) > room:
            return [*kept, *words(text[:room] + ELLIPSIS)]
        room -= len(text)
        kept.append(element)
    return [*kept, *words(ELLIPSIS)] if len(drawn) > _PART_ELEMENTS else kept


def _rich(parts: list[Element]) -> Block:
    return {"type": "rich_text", "elements": parts}


def _buttons(card: Card, seal: Seal) -> list[Block]:
    drawn = [element for index, button in enumerate(card.buttons) if (element := _button(button, index, seal))]
    groups = [drawn[start : start + ACTIONS_ELEMENTS] for start in range(0, len(drawn), ACTIONS_ELEMENTS)]
    return [{"type": "actions", "elements": group} for group in groups]


def _button(button: Button | LinkButton, index: int, seal: Seal) -> Element | None:
    drawn: Element = {"type": "button", "text": plain_text(button.label, BUTTON_TEXT)}
    if isinstance(button, LinkButton):
        if len(button.url) > BUTTON_URL or not button.url.startswith(("https://", "http://")):
            return None
        return {**drawn, "action_id": f"link:{index}", "url": button.url}
    drawn |= {"action_id": f"press:{index}", "value": seal.sign(button.press)}
    if style := _STYLES.get(button.tone):
        drawn["style"] = style
    if button.confirm:
        drawn["confirm"] = _confirm(button)
    return drawn


def _confirm(button: Button) -> Element:
    """The question before a press; its no is a sign, because the card brings no word for it."""
    return {
        "title": plain_text(button.label, CONFIRM_TITLE),
        "text": plain_text(button.confirm, CONFIRM_TEXT),
        "confirm": plain_text(button.label, CONFIRM_LABEL),
        "deny": plain_text("✕", CONFIRM_LABEL),
    }


def _within(body: list[Block], actions: list[Block], blocks: int, size: int) -> list[Block]:
    """Body and buttons within so many blocks and bytes: the longest texts are cut first, buttons never."""
    room = blocks - len(actions)
    if len(body) > room:
        body = [*body[: room - 1], _MORE]
    while (excess := _bytes([*body, *actions]) - size) > 0 and body:
        longest = max(_texts(body), key=lambda element: len(element["text"]), default=None)
        if longest is None or len(longest["text"]) <= _SHORTEST_CUT:
            body = [*body[:-2], _MORE] if len(body) > 1 else []
        else:
            longest["text"] = _shorter(longest["text"], excess)
    return [*body, *actions]


def _shorter(text: str, excess: int) -> str:
    keep = max(len(text.encode()) - excess - len(ELLIPSIS.encode()), _SHORTEST_CUT // 2)
    cut = text.encode()[:keep].decode("utf-8", "ignore")
    return pieces(cut, SECTION_TEXT)[0].rstrip() + ELLIPSIS


def _bytes(blocks: list[Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False).encode())


def _texts(node: object) -> Iterator[Element]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node
        else:
            for value in node.values():
                yield from _texts(value)
    elif isinstance(node, list):
        for item in node:
            yield from _texts(item)
