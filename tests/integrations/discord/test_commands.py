"""Every command as one of Discord's: its options typed, its words in three languages, and read back without a list."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.offers import Menu, Named, Offer, Option
from bot.domain.words import Label, Language
from bot.offering import menu_of
from commands import COMMANDS
from integrations.discord.commands import Spoken, application_commands, characters, spoken, version_of
from tests.integrations.discord.checker import checked_commands
from tests.views.builders import WORDS

QUICK = settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
OFFERED = checked_commands(application_commands(menu_of(COMMANDS, WORDS)))
SLASH = OFFERED[0]


def sub_commands() -> dict[str, dict[str, Any]]:
    """Ours, by name, wherever they stand."""
    groups = [each for each in SLASH["options"] if each["type"] == 2]
    inner = [each for group in groups for each in group["options"]]
    return {each["name"]: each for each in [*SLASH["options"], *inner] if each["type"] == 1}


def option(command: str, name: str) -> dict[str, Any]:
    """An option of one of ours."""
    [found] = [each for each in sub_commands()[command]["options"] if each["name"] == name]
    return dict(found)


def say(name: str, *options: dict[str, Any], group: str = "") -> dict[str, Any]:
    """The data of a command as Discord delivers it."""
    inner = {"type": 1, "name": name, "options": list(options)}
    return {"type": 1, "name": "pit", "options": [{"type": 2, "name": group, "options": [inner]} if group else inner]}


def test_every_command_is_offered_once() -> None:
    """Those that nobody types are not."""
    assert set(sub_commands()) == {each.name for each in COMMANDS if not each.hidden}
    assert (SLASH["type"], SLASH["name"]) == (1, "pit")


def test_more_than_a_menu_holds_stands_in_a_group() -> None:
    """What is seldom needed; the day's own commands are one word away."""
    [group] = [each for each in SLASH["options"] if each["type"] == 2]
    seldom = {each["name"] for each in group["options"]}
    assert {"merge", "split", "link", "sla", "bind", "panel", "away", "rules"} <= seldom
    assert not {"open", "take", "escalate", "ack", "status", "mine", "backlog", "find", "on-duty", "help"} & seldom
    assert len(SLASH["options"]) == 25


def test_they_are_for_everybody_in_servers_and_direct_messages() -> None:
    """The desk's own roles decide who may do what."""
    for each in OFFERED:
        assert each["default_member_permissions"] is None
        assert each["contexts"] == [0, 1]


def test_a_command_whole() -> None:
    """Its help, its options with their questions, in three languages."""
    assert sub_commands()["assign"] == {
        "type": 1,
        "name": "assign",
        "description": "Give a ticket to somebody.",
        "description_localizations": {
            "pt-BR": "Dê um chamado a alguém.",
            "es-ES": "Asigne un ticket a alguien.",
            "es-419": "Asigne un ticket a alguien.",
        },
        "options": [option("assign", "ticket"), option("assign", "person")],
    }
    assert option("assign", "person") == {
        "type": 3,
        "name": "person",
        "description": "Who takes it?",
        "description_localizations": {
            "pt-BR": "Quem assume?",
            "es-ES": "¿Quién lo toma?",
            "es-419": "¿Quién lo toma?",
        },
        "required": False,
        "autocomplete": True,
    }


def test_every_option_has_its_type() -> None:
    """Choices are picked, numbers are numbers, what is long is suggested while it is typed."""
    for command, name in (("take", "ticket"), ("escalate", "team"), ("category", "category"), ("backlog", "client")):
        assert option(command, name)["autocomplete"] is True
    assert (option("mine", "page")["type"], option("mine", "page")["min_value"]) == (4, 1)
    verdicts = option("resolve", "verdict")["choices"]
    assert verdicts[0]["value"] == "fixed"
    assert set(verdicts[0]["name_localizations"]) == {"pt-BR", "es-ES", "es-419"}
    assert [each["value"] for each in option("priority", "impact")["choices"]] == ["high", "medium", "low"]
    assert [each["value"] for each in option("bind", "kind")["choices"]] == ["client", "desk", "team"]


def test_what_a_form_or_the_thread_says_may_be_left_out() -> None:
    """Only what nothing else asks for is required."""
    required = {
        (command, each["name"])
        for command, drawn in sub_commands().items()
        for each in drawn.get("options", ())
        if each["required"]
    }
    assert required == {("find", "words"), ("unpause", "pause"), ("unpause", "why")}


def test_menus_are_called_in_the_readers_language_and_named_by_the_command() -> None:
    """So that what comes back is known without a list; a language that is not ours reads English."""
    messages = {each["name"]: each["name_localizations"] for each in OFFERED if each["type"] == 3}
    assert set(messages) == {each.name for each in COMMANDS if each.shortcut}
    names = messages["open"]
    assert (names["en-US"], names["de"], names["pt-BR"]) == ("Open a ticket", "Open a ticket", "Abrir um chamado")
    [people] = [each for each in OFFERED if each["type"] == 2]
    assert (people["name"], people["name_localizations"]["en-GB"]) == ("backlog owner", "Open tickets")


def test_the_version_changes_with_any_word_and_with_nothing_else() -> None:
    """So that they are put once."""
    again = application_commands(menu_of(COMMANDS, WORDS))
    assert version_of(again) == version_of(OFFERED)
    assert version_of(application_commands(menu_of(COMMANDS[1:], WORDS))) != version_of(OFFERED)


def test_what_is_said_is_read_back() -> None:
    """By command and input, as somebody would have typed it."""
    ticket, person = {"name": "ticket", "type": 3, "value": "#12"}, {"name": "person", "type": 3, "value": " <@42> "}
    assert spoken(say("assign", ticket, person)) == Spoken("assign", {"ticket": "#12", "person": "@42"})
    assert spoken(say("mine", {"name": "page", "type": 4, "value": 2})) == Spoken("mine", {"page": "2"})
    assert spoken(say("merge", ticket, group="more")) == Spoken("merge", {"ticket": "#12"})
    assert spoken(say("help")) == Spoken("help", {})


def test_what_is_being_typed_stands_apart() -> None:
    """What stands there so far, and what the other inputs are."""
    ticket = {"name": "ticket", "type": 3, "value": "12"}
    typing = {"name": "team", "type": 3, "value": "int", "focused": True}
    assert spoken(say("escalate", ticket, typing)) == Spoken("escalate", {"ticket": "12"}, "team", "int")


def test_a_persons_menu_is_a_command_about_that_person() -> None:
    """The menu's name says which input they are."""
    assert spoken({"type": 2, "name": "backlog owner", "target_id": "42"}) == Spoken("backlog", {"owner": "@42"})


def test_what_is_none_of_ours_is_nothing() -> None:
    """Another application's command, or one without a word."""
    for data in ({}, {"type": 1, "name": "pit"}, {"type": 2, "name": "wave"}, say(""), {"options": [{"type": 3}]}):
        assert spoken(data) is None


labels = st.builds(
    lambda en, pt: Label({Language.EN: en, Language.PT_BR: pt}), st.text(max_size=150), st.text(max_size=150)
)
offers = st.builds(
    Offer,
    st.integers(0, 10_000).map(lambda number: f"do{number}"),
    labels,
    st.lists(
        st.builds(
            Option,
            st.integers(0, 99).map(lambda number: f"on{number}"),
            labels,
            st.booleans(),
            st.just(False),
            st.booleans(),
            st.lists(st.builds(Named, st.integers().map(str), labels), max_size=4).map(tuple),
        ),
        max_size=3,
        unique_by=lambda each: each.name,
    ).map(tuple),
    st.none() | labels,
)


@QUICK
@given(st.lists(offers, max_size=30, unique_by=lambda each: each.name), labels)
def test_any_menu_fits_as_long_as_its_words_do(many: list[Offer], about: Label) -> None:
    """Questions are shortened before anything is left out."""
    made = application_commands(Menu("pit", about, about, tuple(many)))
    if characters(made[0]) <= 8_000:
        checked_commands(made)
    found = str(made[0])
    assert all(f"'{each.name}'" in found for each in many)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@QUICK
@given(st.dictionaries(st.sampled_from(["options", "name", "type", "value", "focused", "target_id"]), junk, max_size=5))
def test_no_interaction_raises(data: dict[str, Any]) -> None:
    """Whatever its shape, also one level down."""
    spoken(data)
    spoken({"type": 1, "options": [data | {"type": 1}]})
    spoken({"type": 1, "options": [{"type": 1, "name": "a", "options": [data]}]})
