"""Cards as Discord shows them: whole, literal and within its limits."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Fact, Facts, Known, Line, LinkButton, Note, Part, Quote, Rule, Tone
from bot.domain.words import PersonId
from bot.views.ticket import desk_card
from integrations.discord.cards import message_of, thread_name
from integrations.discord.components import pressed
from tests.integrations.discord.checker import CALLS, SEAL, buttons, checked, options, seen, texts, walk
from tests.integrations.discord.test_text import ATTACKS
from tests.views.builders import WORDS, sheet

ANA, BEN = PersonId(1), PersonId(2)
PEOPLE = {ANA: Known("Ana Souza", "80351110224678912"), BEN: Known("Ben <@&5>", None)}
QUICK = settings(max_examples=120, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def token(*words: str) -> str:
    return SEAL.sign(Press(words[0], words[1:]))


def press(name: str, **fields: Any) -> Button:
    return Button(name, Press("go", (name,)), **fields)


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def shown(*parts: Part) -> list[str]:
    return texts(checked(message_of(Card(summary="s", parts=parts), PEOPLE, SEAL)))


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


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
            Quote("it *did* not pay\n<@5> :eyes:", by="Rita"),
            Note('since 12:31 · <a href="https://x.io/a?b=1&amp;c=2">jump</a>'),
        ),
        buttons=(
            Button("Take it", Press("take", ("42",)), Tone.GOOD),
            Button("Cancel", Press("cancel", ("42",)), Tone.URGENT, confirm="Really?"),
            Button("Escalate", Press("escalate", ("42",))),
            LinkButton("Open", "https://x.io/42"),
        ),
    )
    assert checked(message_of(card, PEOPLE, SEAL)) == {
        "components": [
            {
                "type": 17,
                "accent_color": 0xD83C3E,
                "components": [
                    text("### 🔴 #42 Round not paid"),
                    text("🟠 Owner <@80351110224678912>, then Ben \\<\\@&5>: **now**"),
                    text("**Status:** new\n**Round:** `00123`\n**Empty:** –"),
                    {"type": 14},
                    text("> it \\*did\\* not pay\n> \\<\\@5> \\:eyes:\n*— Rita*"),
                    text("-# since 12:31 · [jump](https://x.io/a?b=1&c=2)"),
                    {
                        "type": 1,
                        "components": [
                            {"type": 2, "label": "Take it", "style": 3, "custom_id": token("take", "42")},
                            {"type": 2, "label": "Escalate", "style": 2, "custom_id": token("escalate", "42")},
                            {"type": 2, "label": "Open", "style": 5, "url": "https://x.io/42"},
                        ],
                    },
                    {
                        "type": 1,
                        "components": [
                            {
                                "type": 3,
                                "custom_id": "menu:0",
                                "placeholder": "Cancel",
                                "options": [
                                    {"label": "Cancel", "value": token("cancel", "42"), "description": "Really?"}
                                ],
                            }
                        ],
                    },
                ],
            }
        ],
        "flags": 1 << 15,
        "allowed_mentions": {"parse": [], "users": ["80351110224678912"]},
    }


def test_the_desks_own_card() -> None:
    """As the views make it: title first, every button in sight, and nobody called who is not meant."""
    card = desk_card(sheet(), WORDS)
    message = checked(message_of(card, {}, SEAL))
    assert seen(texts(message)[0]).startswith("### ")
    assert card.title in seen(texts(message)[0])
    assert [each["label"] for each in buttons(message)] == [each.label for each in card.buttons]
    assert message["allowed_mentions"] == {"parse": [], "users": []}


def test_a_private_card_is_for_one_person() -> None:
    """The flag that Discord calls ephemeral."""
    assert message_of(Card("done"), {}, SEAL, ephemeral=True)["flags"] == 1 << 15 | 1 << 6


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_words_of_a_user_are_live(attack: str) -> None:
    """Through every part of a card."""
    markup = escaped(attack)
    call = f'<call person="2">{markup}</call>'
    parts: tuple[Part, ...] = (Line(markup), Facts((Fact(attack, markup),)), Quote(attack, attack), Note(markup + call))
    card = Card(summary=attack, title=attack, parts=parts, buttons=(Button(attack, Press("x"), confirm=attack),))
    message = checked(message_of(card, {BEN: Known(attack, "not an account")}, SEAL))
    assert CALLS.findall("\n".join(texts(message))) == []
    assert message["allowed_mentions"] == {"parse": [], "users": []}


def test_forty_thousand_characters_are_cut_and_the_buttons_stay() -> None:
    """The longest text gives way first; what is short stays whole."""
    parts = (Line("<b>next:</b> take it"), Quote("ü_" * 20_000, by="Rita"), Note("small"))
    message = checked(message_of(Card(summary="long", title="long", parts=parts, buttons=(press("a"),)), {}, SEAL))
    assert [each["label"] for each in buttons(message)] == ["a"]
    title, first, quote, note = texts(message)
    assert (title, first, note) == ("### long", "**next:** take it", "-# small")
    assert quote.endswith("…\n*— Rita*")
    assert len(quote) > 3_800


def test_two_hundred_lines_stand_closer_together() -> None:
    """Forty components hold them all as long as the characters do."""
    parts = tuple(Line(f"line {index}") for index in range(200))
    assert "\n".join(shown(*parts)).split("\n") == [f"line {index}" for index in range(200)]


def test_of_a_thousand_lines_the_first_are_shown() -> None:
    """And an ellipsis tells that there are more."""
    lines = "\n".join(shown(*(Line(f"line {index} {'x' * 30}") for index in range(1_000)))).split("\n")
    assert lines[0].startswith("line 0")
    assert lines[-1] == "…"


def test_sixty_buttons_are_ten_and_two_menus() -> None:
    """No press is lost, and each is still signed."""
    message = checked(message_of(Card("s", buttons=tuple(press(f"{index}") for index in range(60))), {}, SEAL))
    found = [*(each["custom_id"] for each in buttons(message)), *(each["value"] for each in options(message))]
    assert found == [token("go", f"{index}") for index in range(60)]
    assert len(buttons(message)) == 10


def test_twenty_five_buttons_are_five_rows() -> None:
    """And a full card beside them still fits."""
    card = Card("s", "t", parts=(Line("line"),) * 30, buttons=tuple(press(f"{index}") for index in range(25)))
    message = checked(message_of(card, {}, SEAL))
    assert len(buttons(message)) == 25
    assert "\n".join(texts(message)).count("line") == 30


def test_two_buttons_of_one_press_have_two_ids() -> None:
    """Discord takes no id twice: the second stands in a menu."""
    message = checked(message_of(Card("s", buttons=(press("a"), replace(press("a"), label="b"))), {}, SEAL))
    assert [each["label"] for each in buttons(message)] == ["a"]
    assert [each["label"] for each in options(message)] == ["b"]


def test_a_link_that_no_button_holds_stands_in_the_text() -> None:
    """Discord's link buttons take 512 characters; what is no web address is none."""
    long = "https://x.io/" + "a" * 600
    far = (LinkButton("Far", long), LinkButton("No", "slack://x"))
    message = checked(message_of(Card("s", parts=(Line("line"),), buttons=far), {}, SEAL))
    assert buttons(message) == []
    assert texts(message) == ["line", f"[Far]({long})"]


def test_what_was_pressed_is_read_back() -> None:
    """From a button, from a menu of ours, and from a menu with a choice of its own."""
    assert pressed({"component_type": 2, "custom_id": token("take", "42")}) == (token("take", "42"), "")
    assert pressed({"component_type": 3, "custom_id": "menu:3", "values": [token("go")]}) == (token("go"), "")
    assert pressed({"component_type": 3, "custom_id": token("go"), "values": ["a", "b"]}) == (token("go"), "a,b")
    assert pressed({"component_type": 3, "custom_id": "menu:3"}) == pressed({}) == ("", "")


@pytest.mark.parametrize(
    "card",
    [
        Card(summary=""),
        Card(summary="a\x00\ud800b"),
        Card(
            summary=" ", title=" ", parts=(Line(""), Quote(" \n"), Facts(()), Rule(), Note(""), Line("", Tone.URGENT))
        ),
    ],
)
def test_an_empty_card_is_still_a_message(card: Card) -> None:
    """Discord refuses a message without a word."""
    assert len(texts(checked(message_of(card, {}, SEAL)))) == 1


def test_a_mark_does_not_double_a_sign_of_the_titles_own() -> None:
    """The tone's mark stands only before words."""
    assert texts(message_of(Card("s", title="✅ done", tone=Tone.GOOD), {}, SEAL)) == ["### ✅ done"]
    assert texts(message_of(Card("s", title="água", tone=Tone.GOOD), {}, SEAL)) == ["### 🟢 água"]


def test_a_thread_is_called_as_its_card() -> None:
    """In one line of at most a hundred characters."""
    assert thread_name(Card("s", title="#42\nRound not paid")) == "#42 Round not paid"
    assert len(thread_name(Card("word " * 60))) <= 100
    assert thread_name(Card("")) == "–"


def test_only_those_who_are_called_are_notified() -> None:
    """Each once, and never more than Discord takes."""
    people = {PersonId(number): Known("x", f"{number}") for number in range(1, 151)}
    calls = "".join(f'<call person="{number}">x</call> ' for number in (*range(1, 151), 1))
    assert len(checked(message_of(Card("s", parts=(Line(calls),)), people, SEAL))["allowed_mentions"]["users"]) == 100


words = st.text(max_size=200) | st.text(alphabet=st.sampled_from("<@1>&everyonhr*_#-`\n \\😀"), max_size=400)
marked = words.map(escaped)
parts = st.one_of(
    st.builds(Line, marked, st.sampled_from(Tone)),
    st.builds(lambda text, times: Quote(text * times, text), words, st.sampled_from([1, 40])),
    st.builds(Note, marked),
    st.just(Rule()),
    st.lists(st.builds(Fact, words, marked), max_size=12).map(lambda facts: Facts(tuple(facts))),
    st.just(Line('<call person="1">Ana</call>')),
)
presses = st.builds(
    Button,
    words,
    st.builds(Press, st.just("go"), st.integers(0, 60).map(lambda number: (f"{number}",))),
    st.sampled_from(Tone),
    st.just("") | words,
)
links = st.builds(LinkButton, words, st.text(max_size=700).map(lambda path: f"https://x.io/{path}"))


@QUICK
@given(st.builds(Card, words, words, st.sampled_from(Tone), st.lists(parts, max_size=60).map(tuple), st.just(())))
def test_any_card_fits(card: Card) -> None:
    """Within all limits, whatever the words; and nobody is called but who is meant."""
    message = checked(message_of(card, PEOPLE, SEAL))
    assert set(CALLS.findall("\n".join(texts(message)))) <= {"<@80351110224678912>"}


@QUICK
@given(st.lists(presses | links, max_size=70))
def test_any_buttons_fit_and_none_is_lost(many: list[Button | LinkButton]) -> None:
    """Each press is a button or an option, whatever else there is."""
    message = checked(message_of(Card("s", parts=(Line("line"),) * 50, buttons=tuple(many)), {}, SEAL))
    found = {*(each.get("custom_id") for each in buttons(message)), *(each["value"] for each in options(message))}
    assert {SEAL.sign(each.press) for each in many if isinstance(each, Button)} <= found
    assert sum(1 for _ in walk(message["components"])) <= 40
