"""What people type behind a command finds its inputs, and keeps its own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.command_line import ArgumentSpec, Parsed, Wrong, WrongReason, parse_arguments, split_words
from tests.growth import seconds_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("escalate 123 integrations", ["escalate", "123", "integrations"]),
        ("  spaces \t and\nlines ", ["spaces", "and", "lines"]),
        ('say "two words" here', ["say", "two words", "here"]),
        ("say “two words” here", ["say", "two words", "here"]),
        ("diga «duas palavras» aqui", ["diga", "duas palavras", "aqui"]),
        ("it's the player's round", ["it's", "the", "player's", "round"]),
        ('an "open quote stays', ["an", '"open', "quote", "stays"]),
        ('5"x 6" screen', ['5"x', '6"', "screen"]),
        ('"a"b', ['"a"b']),
        ('why="two words"', ["two words"]),
        ("impact=h", ["h"]),
        ("2+2=4 =x", ["2+2=4", "=x"]),
        ("a=", [""]),
        ('""', [""]),
        ("", []),
    ],
)
def test_words_and_quotes(text: str, words: list[str]) -> None:
    assert [word.text for word in split_words(text).items] == words


TICKET = ArgumentSpec("ticket", "ticket", required=False)
ESCALATE = (TICKET, ArgumentSpec("team", "team"), ArgumentSpec("text", "text", required=False, rest=True))
PRIORITY = (
    TICKET,
    ArgumentSpec("impact", "level", required=False),
    ArgumentSpec("urgency", "level", required=False),
    ArgumentSpec("why", "text", required=False, rest=True),
)
WAIT = (
    TICKET,
    ArgumentSpec("whom", "choice", choices=("client", "provider", "change")),
    ArgumentSpec("until", "moment", required=False),
    ArgumentSpec("why", "text", required=False, rest=True),
)
NEED = (
    TICKET,
    ArgumentSpec("fields", "fields", many=True, choices=("round_id", "happened_at", "bet_amount")),
    ArgumentSpec("text", "text", required=False, rest=True),
)
UPDATE = (TICKET, ArgumentSpec("text", "text", rest=True))
MERGE = (TICKET, ArgumentSpec("other", "ticket"))


@pytest.mark.parametrize(
    ("specs", "words", "values"),
    [
        (ESCALATE, "123 integrations", {"ticket": "123", "team": "integrations"}),
        (ESCALATE, "#123 integrations", {"ticket": "#123", "team": "integrations"}),
        (ESCALATE, "integrations", {"team": "integrations"}),
        (ESCALATE, "team=integrations 123", {"ticket": "123", "team": "integrations"}),
        (ESCALATE, "123 integrations please  look\nat this", None),
        (
            PRIORITY,
            "123 impact=h urgency=m because  VIP",
            {"ticket": "123", "impact": "h", "urgency": "m", "why": "because  VIP"},
        ),
        (
            PRIORITY,
            "123 because VIP impact=h urgency=m",
            {"ticket": "123", "impact": "h", "urgency": "m", "why": "because VIP"},
        ),
        (PRIORITY, "high low money at risk", {"impact": "high", "urgency": "low", "why": "money at risk"}),
        (PRIORITY, "IMPACT=h", {"impact": "h"}),
        (PRIORITY, "", {}),
        (WAIT, "123 client", {"ticket": "123", "whom": "client"}),
        (WAIT, "prov until tomorrow 9:00 they check", None),
        (WAIT, "123 client amanhã às 9h", {"ticket": "123", "whom": "client", "until": "amanhã às 9h"}),
        (WAIT, "123 change the deploy", {"ticket": "123", "whom": "change", "why": "the deploy"}),
        (NEED, "123 round_id bet_amount", {"ticket": "123", "fields": "round_id bet_amount"}),
        (NEED, "round id happened-at please tell us", {"fields": "round_id happened_at", "text": "please tell us"}),
        (UPDATE, '123 "quoted whole"', {"ticket": "123", "text": "quoted whole"}),
        (UPDATE, '123 say "this"  now', {"ticket": "123", "text": 'say "this"  now'}),
        (UPDATE, "123 the reason is text=5", {"ticket": "123", "text": "the reason is text=5"}),
        (UPDATE, "123 text=5", {"ticket": "123", "text": "5"}),
        (UPDATE, ("123", "a  b"), {"ticket": "123", "text": "a  b"}),
        (ESCALATE, ("123", "team=odd name"), {"ticket": "123", "team": "team=odd name"}),
        (MERGE, "12 13", {"ticket": "12", "other": "13"}),
    ],
)
def test_every_word_finds_its_input(
    specs: tuple[ArgumentSpec, ...], words: str | tuple[str, ...], values: dict[str, str] | None
) -> None:
    parsed = parse_arguments(specs, words)
    assert isinstance(parsed, Parsed)
    if values is not None:
        assert parsed.values == values


def test_the_rest_keeps_its_own_spacing() -> None:
    parsed = parse_arguments(ESCALATE, "123 integrations please  look\n  at this ")
    assert isinstance(parsed, Parsed) and parsed.values["text"] == "please  look\n  at this"


def test_a_moment_takes_as_many_words_as_it_has() -> None:
    parsed = parse_arguments(WAIT, "prov until tomorrow 9:00 they check")
    assert isinstance(parsed, Parsed)
    assert parsed.values == {"whom": "provider", "until": "until tomorrow 9:00", "why": "they check"}


@pytest.mark.parametrize(
    ("specs", "words", "values"),
    [
        (UPDATE, "50 EUR were paid", {"text": "50 EUR were paid"}),
        (UPDATE, "#50 was paid", {"ticket": "#50", "text": "was paid"}),
        (MERGE, "13", {"other": "13"}),
        (MERGE, "#12 13", {"ticket": "#12", "other": "13"}),
        (ESCALATE, "integrations", {"team": "integrations"}),
        ((TICKET,), "123", {"ticket": "123"}),
        ((TICKET,), "", {}),
    ],
)
def test_in_a_tickets_thread_a_bare_number_may_belong_to_the_text(
    specs: tuple[ArgumentSpec, ...], words: str, values: dict[str, str]
) -> None:
    parsed = parse_arguments(specs, words, in_ticket=True)
    assert isinstance(parsed, Parsed) and parsed.values == values


@pytest.mark.parametrize(
    ("specs", "words", "wrong"),
    [
        (ESCALATE, "123", Wrong("team", WrongReason.MISSING)),
        ((TICKET,), "123 what", Wrong("", WrongReason.UNEXPECTED, "what")),
        ((TICKET,), "what", Wrong("", WrongReason.UNEXPECTED, "what")),
        (PRIORITY, "impact=h impact=m", Wrong("impact", WrongReason.TWICE, "m")),
        (MERGE, "12 x", Wrong("", WrongReason.UNEXPECTED, "x")),
        ((TICKET,), "9" * 40, Wrong("", WrongReason.UNEXPECTED, "9" * 40)),
    ],
)
def test_what_has_no_place_is_named(specs: tuple[ArgumentSpec, ...], words: str, wrong: Wrong) -> None:
    parsed = parse_arguments(specs, words)
    assert isinstance(parsed, tuple) and parsed[0] == wrong


@given(
    st.text()
    | st.lists(st.sampled_from(["12", '"', "a=b", "impact=h", "“", "”", "high", "tomorrow", "'", "\n"])).map(" ".join)
)
def test_no_line_breaks_the_parser(text: str) -> None:
    line = split_words(text)
    for word in line.items:
        assert word.text in line.source and 0 <= word.start < word.end <= len(line.source)
    for specs in (ESCALATE, PRIORITY, WAIT, NEED, UPDATE, MERGE):
        for in_ticket in (False, True):
            parse_arguments(specs, text, in_ticket=in_ticket)


@pytest.mark.parametrize("unit", ['"', "a ", "“a ", "impact=h ", "12:31 ", "= ", "tomorrow ", "\u0301", '"a"b '])
@pytest.mark.parametrize("specs", [PRIORITY, WAIT, NEED], ids=["priority", "wait", "need"])
def test_a_quarter_of_a_megabyte_is_parsed_in_time(unit: str, specs: tuple[ArgumentSpec, ...]) -> None:
    text = unit * (262_144 // len(unit))
    assert seconds_of(lambda: parse_arguments(specs, text)) < 0.25
