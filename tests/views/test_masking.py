"""What was masked, on cards and in private answers, shown whole; nobody else's words are ever put into it."""

import pytest

from bot.chat.forms import Form
from bot.chat.replies import Done, OpenForm, Private, Refused
from bot.domain.announcements import Letter
from bot.domain.covering import Covered
from bot.domain.personal_data import PersonalKind
from bot.domain.tickets import PlaceKind
from bot.domain.words import DraftId, EntryId, Language, TicketId
from bot.views.answers import said_card
from bot.views.letters import draw_letter
from bot.views.masking import Look, Originals, beside, originals_card
from bot.views.ticket_desk import desk_card
from tests.views.builders import ANA, MARIA, NAMES, NOW, WORDS, entry, letter, place, presses, read, setting, sheet

CARD: Covered = ((PersonalKind.CARD, 1),)
SEVERAL: Covered = tuple((kind, 2) for kind in PersonalKind)


def test_the_desks_card_says_what_was_masked() -> None:
    """And has the way to the original; a message that its author deleted has none."""
    report = entry("Player 83921 paid by •••• •••• •••• 1111", covered=CARD)
    card = desk_card(sheet(report=(report,)), WORDS)
    assert "(🔒 1 card number masked)" in read(card)
    assert presses(card)["Unmask"] == ("unmask", "12")
    gone = desk_card(sheet(report=(entry("•••• 1111", covered=CARD, deleted_at=NOW),)), WORDS)
    assert "masked" not in read(gone)
    assert "Unmask" not in presses(gone)


def test_what_was_typed_has_no_original() -> None:
    """It is said, and there is nothing to press."""
    card = desk_card(sheet(report=(entry("•••• 1111", covered=CARD, source=None),)), WORDS)
    assert "1 card number masked" in read(card)
    assert "Unmask" not in presses(card)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "🔒 2 card numbers, 2 bank accounts, 2 CPFs, 2 e-mail addresses, 2 telephone numbers, and 2"),
        (Language.PT_BR, "🔒 Mascarado: 2 números de cartão, 2 contas bancárias, 2 CPFs, 2 endereços de e-mail"),
        (Language.ES, "🔒 Oculto: 2 números de tarjeta, 2 cuentas bancarias, 2 CPF, 2 direcciones de correo"),
    ],
)
def test_every_kind_has_its_name(language: Language, said: str) -> None:
    assert said in read(desk_card(sheet(language=language, report=(entry("…", covered=SEVERAL),)), WORDS))


def test_a_copy_has_a_way_of_its_own() -> None:
    """At the desk; where the client reads, nothing is said of it."""
    told = entry("•••• 1111", covered=CARD)
    at_desk = draw_letter(Letter.DESK_CLIENT_WROTE, letter(entry=told), WORDS)
    assert "(🔒 1 card number masked)" in read(at_desk)
    assert presses(at_desk)["Unmask"] == ("unmask", "12", f"entry={told.id}")
    to_client = draw_letter(Letter.CLIENT_UPDATE, letter(entry=told, place=place(PlaceKind.CLIENT)), WORDS)
    assert "masked" not in read(to_client)


def test_the_writer_is_told_beside_whatever_they_get() -> None:
    """By itself, at the end of an answer or a refusal, and in a form that opens."""
    form = Form(DraftId("d"), "Note", "Save", "Cancel", (), "What is it?")
    where, card = setting(), said_card("noted", setting(), WORDS, id=12)
    alone = beside(Done(), CARD, where, WORDS, message=True)
    assert isinstance(alone, Private)
    assert read(alone.card) == (
        "🔒 I masked 1 card number in your message: I keep it nowhere and show it to nobody. If it should not stand "
        "here either, edit or delete your message."
    )
    for reply in (Private(card), Refused(card)):
        told = beside(reply, CARD, where, WORDS, message=False)
        assert isinstance(told, type(reply))
        assert read(told.card) == (
            "Your note is on #12. Only our own people see it.\n"
            "(🔒 I masked 1 card number in what you wrote: I keep it nowhere and show it to nobody.)"
        )
    opened = beside(OpenForm(form, card), CARD, where, WORDS, message=False)
    assert isinstance(opened, OpenForm)
    assert opened.form.intro.startswith("What is it?\n🔒 I masked 1 card number")
    assert beside(Done(), (), where, WORDS, message=True) == Done()


def test_originals_are_shown_or_it_is_said_why_not() -> None:
    """What was read, and what was typed; older ones are counted, and who looked before is named."""
    there, typed = entry("•••• 1111"), entry("•", id=EntryId(8), source=None)
    assert there.source is not None
    what = Originals(TicketId(12), (there, typed), NAMES, 2, (Look(NAMES[ANA], NOW),))
    name = NAMES[MARIA]
    assert read(originals_card(what, {there.source: "card 4111 1111 1111 1111"}, setting(), WORDS)) == (
        "= What was masked in #12 =\n"
        "This is read from where it was written, and only you see it. That you looked is written down.\n"
        f"> card 4111 1111 1111 1111 — {name}\n"
        f"{name} gave it by a command or a form, whose original is kept nowhere. Ask {name} if you need it.\n"
        "(2 older masked messages are left out; their copies in the desk's thread have buttons of their own.)\n"
        "(👁️ Ana looked at the original, Tue, Oct 13, 13:05 CEST)"
    )
    one = Originals(TicketId(12), (there,), NAMES)
    assert "is gone, or I may not read it" in read(originals_card(one, {there.source: None}, setting(), WORDS))
    assert "cannot be read right now" in read(originals_card(one, {}, setting(), WORDS))
