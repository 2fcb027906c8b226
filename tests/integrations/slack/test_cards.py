"""Cards as Slack shows them: whole, literal and within its limits."""

from typing import Any

import pytest

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Fact, Facts, Known, Line, LinkButton, Note, Part, Quote, Rule, Tone
from bot.domain.words import PersonId
from integrations.slack.cards import draw, draw_home
from integrations.slack.text import heard
from tests.integrations.slack.samples import SEAL, checked

ANA, BEN = PersonId(1), PersonId(2)
PEOPLE = {ANA: Known("Ana Souza", "U0ANA"), BEN: Known("Ben <!channel>", None)}


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def word(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def small(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def test_a_ticket_card_whole() -> None:
    """Everything that a card can hold, and how it looks."""
    card = Card(
        summary="#42 Round not paid",
        title="#42 Round not paid",
        tone=Tone.URGENT,
        parts=(
            Line('Owner <call person="1">Ana</call>, then <call person="2">Ben</call>: <b>now</b>', Tone.WARNING),
            Facts((Fact("Status", "new"), Fact("Round", "<code>00123</code>"), Fact("Empty", ""))),
            Rule(),
            Quote("it *did* not pay\n<!here> :eyes:", by="Rita"),
            Note('since 12:31 · <a href="https://x.io/a?b=1&amp;c=2">jump</a>'),
        ),
        buttons=(
            Button("Take it", Press("take", ("42",)), Tone.GOOD),
            Button("Cancel", Press("cancel", ("42",)), Tone.URGENT, confirm="Really?"),
            LinkButton("Open", "https://x.io/42"),
        ),
    )
    take, cancel = SEAL.sign(Press("take", ("42",))), SEAL.sign(Press("cancel", ("42",)))
    assert checked(draw(card, PEOPLE, SEAL)) == {
        "text": "#42 Round not paid <@U0ANA>",
        "blocks": [
            {"type": "header", "text": small("🔴 #42 Round not paid")},
            section(
                word("🟠 "),
                word("Owner "),
                {"type": "user", "user_id": "U0ANA"},
                word(", then "),
                word("Ben <!channel>"),
                word(": "),
                word("now", bold=True),
            ),
            section(
                word("Status: ", bold=True),
                word("new"),
                word("\n"),
                word("Round: ", bold=True),
                word("00123", code=True),
                word("\n"),
                word("Empty: ", bold=True),
                word("–"),
            ),
            {"type": "divider"},
            {
                "type": "rich_text",
                "elements": [
                    {"type": "rich_text_quote", "elements": [word("it *did* not pay\n<!here> :eyes:")]},
                    {"type": "rich_text_section", "elements": [word("— Rita", italic=True)]},
                ],
            },
            {
                "type": "context",
                "elements": [
                    small("since 12:31 ·"),
                    {"type": "mrkdwn", "text": "<https://x.io/a?b=1&amp;c=2|jump>", "verbatim": True},
                ],
            },
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": small("Take it"),
                        "action_id": "press:0",
                        "value": take,
                        "style": "primary",
                    },
                    {
                        "type": "button",
                        "text": small("Cancel"),
                        "action_id": "press:1",
                        "value": cancel,
                        "style": "danger",
                        "confirm": {
                            "title": small("Cancel"),
                            "text": small("Really?"),
                            "confirm": small("Cancel"),
                            "deny": small("✕"),
                        },
                    },
                    {"type": "button", "text": small("Open"), "action_id": "link:2", "url": "https://x.io/42"},
                ],
            },
        ],
    }


def live(node: Any) -> list[str]:
    """Every text of a message that Slack reads as its own markup."""
    if isinstance(node, list):
        return [text for item in node for text in live(item)]
    if not isinstance(node, dict):
        return []
    found = [node["text"]] if node.get("type") == "mrkdwn" else []
    return found + [text for value in node.values() for text in live(value)]


@pytest.mark.parametrize(
    "attack",
    ["<!channel>", "&lt;!here&gt;", "<@U0ANA>", "<!subteam^S1>", "@everyone", "＠everyone", "<https://evil.io|bank>"],
)
def test_no_words_of_a_user_are_live(attack: str) -> None:
    """Through every part of a card, also after a round trip through Slack's escaping."""
    markup = attack.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    call = f'<call person="2">{markup}</call>'
    parts: tuple[Part, ...] = (Line(markup), Facts((Fact(attack, markup),)), Quote(attack, attack), Note(markup + call))
    card = Card(summary=attack, title=attack, parts=parts, buttons=(Button(attack, Press("x"), confirm=attack),))
    message = checked(draw(card, {BEN: Known(attack, "not an account")}, SEAL))
    assert live(message["blocks"]) == []
    assert "user" not in {element.get("type") for block in message["blocks"] for element in _inner(block)}
    assert "<" not in message["text"]
    assert heard(message["text"]) == attack


def _inner(block: dict[str, Any]) -> list[dict[str, Any]]:
    parts = block.get("elements", [])
    return [element for part in parts for element in part.get("elements", [part])]


def test_a_link_that_is_no_web_address_is_only_words() -> None:
    """Templates write links, and even there a script is none."""
    card = Card(summary="s", parts=(Line('<a href="javascript:x">go</a>'), Note('<a href="slack://x">go</a>')))
    assert draw(card, {}, SEAL)["blocks"] == [section(word("go")), {"type": "context", "elements": [small("go")]}]


def test_forty_thousand_characters_are_cut_and_the_buttons_stay() -> None:
    """A message holds about 13 kB of blocks."""
    card = Card(summary="long", title="long", parts=(Quote("ü" * 40_001),), buttons=(Button("Go", Press("go")),))
    message = checked(draw(card, {}, SEAL))
    assert message["blocks"][-1]["type"] == "actions"
    assert message["blocks"][1]["elements"][0]["elements"][-1]["text"].endswith("…")


def test_two_hundred_lines_and_sixty_buttons_fit() -> None:
    """Blocks beyond the fiftieth are told by an ellipsis; a row of buttons holds 25."""
    buttons = tuple(Button(f"{index}", Press("go", (str(index),))) for index in range(60))
    message = checked(draw(Card(summary="s", parts=(Line("line"),) * 200, buttons=buttons), {}, SEAL))
    assert [len(block["elements"]) for block in message["blocks"][-3:]] == [25, 25, 10]
    assert message["blocks"][-4]["elements"] == [small("…")]


@pytest.mark.parametrize(
    "card", [Card(summary=""), Card(summary="a\x00\ud800b"), Card(summary="", parts=(Line(""), Quote(""), Facts(())))]
)
def test_an_empty_card_is_still_a_message(card: Card) -> None:
    """Slack refuses a message without a block."""
    checked(draw(card, {}, SEAL))


def test_a_mark_does_not_double_a_sign_of_the_titles_own() -> None:
    """The tone's mark stands only before words."""
    assert draw(Card("s", title="✅ done", tone=Tone.GOOD), {}, SEAL)["blocks"][0]["text"]["text"] == "✅ done"
    assert draw(Card("s", title="água", tone=Tone.GOOD), {}, SEAL)["blocks"][0]["text"]["text"] == "🟢 água"


def test_a_home_page_is_a_view() -> None:
    """The same blocks, on somebody's own page."""
    home = draw_home(Card(summary="s", title="Mine"), SEAL)
    assert home == {"type": "home", "blocks": [{"type": "header", "text": small("Mine")}]}
