"""A clear no."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat.forms import FieldKind
from bot.chat.inputs import FieldSpec, InputContext, When, Wrong, WrongReason, judge_value
from bot.domain.people import Role
from bot.domain.permissions import Standing
from bot.domain.words import ClientKey, Language, TicketId
from bot.errors import NotAllowed, NotFound, UserError
from bot.views.refusals import field_error, refusal
from tests.views.builders import MADRID, NOW, WORDS, read, setting

CONTEXT = InputContext(NOW, ZoneInfo(MADRID), Language.EN, None, {"transaction": ("T[0-9]+",), "round": ("R[0-9]+",)})


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            UserError("taken_already", ticket=TicketId(12), by="Ana"),
            "Ana was first: ticket #12 is taken. Ask Ana to release it, or have it assigned to you.",
        ),
        (
            NotFound(ticket=99),
            "I know no ticket #99. Please check the number; the ticket's card begins with it.",
        ),
        (
            NotAllowed(command="take", roles=sorted({Role.ANALYST, Role.ADMIN})),
            "That is for somebody else to do: admin, analyst. Ask one of them, or see with help what you can do here.",
        ),
        (
            UserError("unknown_command", word="opne", suggestion="open"),
            "I do not know the command opne. Did you mean open? See them all with help.",
        ),
        (UserError("refused", why="the zone is unknown"), "That is not possible: the zone is unknown"),
        (UserError("something_new"), "That is not possible here. See with help what you can do."),
        (
            UserError("bug", reference="ab12"),
            "That went wrong on our side, and it is written down. Please try again; "
            "if it stays, tell the desk the reference ab12.",
        ),
    ],
)
def test_a_refusal_says_why_and_what_to_do(error: UserError, says: str) -> None:
    """An unknown code is refused as well, without a trace of what is inside."""
    card = refusal(error, WORDS, setting())
    assert (read(card), card.summary) == (says, says)


def test_a_refusal_suggests_what_its_reader_may_do() -> None:
    """Whoever may search is told so; a client's people are not told our roles, and hear what became of their words."""
    staff, guest = Standing(Role.ENGINEER), Standing(Role.CLIENT, ClientKey("acme"))
    assert "search with find" in read(refusal(NotFound(ticket=99), WORDS, setting(), staff))
    assert "find" not in read(refusal(NotFound(ticket=99), WORDS, setting(), guest))
    no = NotAllowed(command="close", roles=[Role.ANALYST])
    assert read(refusal(no, WORDS, setting(), guest, "kept_message")) == (
        "Only our own people can do that. Write in the ticket's thread what you need, or mention me with help to see "
        "what you can do here.\nWhat you wrote has gone to the desk as your message."
    )


def test_a_refusal_repeats_little_of_what_was_typed() -> None:
    """Forty thousand characters come back as eighty, letter by letter."""
    said = read(refusal(UserError("unknown_team", word="<b>{{7*7}}" + "x" * 40_000), WORDS, setting()))
    assert "<b>{{7*7}}xxx" in said
    assert len(said) < 200


WRONG = [
    (FieldSpec("a"), None, "This is needed. Please fill it in."),
    (FieldSpec("a", max_length=3), "abcd", "That has 4 characters; at most 3 fit. Please shorten it."),
    (FieldSpec("a", id_kind="round"), "R1 R2", "R1 R2 is not one id. Please write a single one, without spaces."),
    (
        FieldSpec("a", id_kind="round"),
        "T77",
        "T77 looks like another id (transaction id). Needed here: round id.",
    ),
    (
        FieldSpec("a", FieldKind.CHOICE, choices=("x",)),
        "q",
        "q is not in the list. Please pick from it.",
    ),
    (FieldSpec("a", FieldKind.NUMBER), "many", "many is no number. Please write digits, such as 12."),
    (FieldSpec("a", FieldKind.NUMBER), "1.234", "1.234 can mean 1.2340 or 1234. Please write which."),
    (FieldSpec("a", FieldKind.AMOUNT), "50", "In which currency is 50? Please add it, such as 50 EUR."),
    (FieldSpec("a", FieldKind.AMOUNT), "1.234 EUR", "1.234 EUR can mean 1.2340 EUR or 1234 EUR. Please write which."),
    (
        FieldSpec("a", FieldKind.AMOUNT),
        "a lot",
        "a lot is no amount. Please write it with its currency, such as 50 EUR or 12.50 USD.",
    ),
    (
        FieldSpec("a", FieldKind.MOMENT),
        "soon",
        "I cannot read soon as a time. Please write it like 12:31, yesterday 9:00 or 2026-10-13 12:31.",
    ),
    (
        FieldSpec("a", FieldKind.MOMENT, when=When.FUTURE),
        "2026-10-12 09:00",
        "Mon, Oct 12, 09:00 CEST has passed already. Please write one that is still to come.",
    ),
    (FieldSpec("a", FieldKind.PERSON), "<@x y>", "I do not know who <@x y> is. Please pick a person."),
]


@pytest.mark.parametrize(("spec", "typed", "says"), WRONG, ids=lambda each: str(each)[:20])
def test_a_wrong_value_hears_what_is_expected(spec: FieldSpec, typed: str | None, says: str) -> None:
    """The sentence at the field says what would be taken."""
    wrong = judge_value(spec, typed, CONTEXT)
    assert isinstance(wrong, Wrong)
    assert field_error(wrong.reason, wrong.facts, WORDS, setting()) == says


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", WrongReason)
def test_every_reason_is_said_in_every_language(reason: WrongReason, language: Language) -> None:
    """A parser's reason never meets a missing sentence, and a hostile value stays literal."""
    facts = {
        "word": "<!channel> {{7*7}}",
        "limit": 3,
        "length": 4,
        "looks_like": ("transaction",),
        "expected": "round",
        "readings": (NOW, NOW + timedelta(hours=1)),
        "at": NOW,
        "choices": ("a",),
        "pattern": "[0-9]+",
        "doubt": "separators",
    }
    said = field_error(reason, facts, WORDS, setting(language))
    assert said
    assert "49" not in said
    assert "[0-9]" not in said
