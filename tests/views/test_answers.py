"""Private answers, shown whole."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.forms import Form
from bot.chat.platform import Gesture
from bot.domain.duty import DutyReason
from bot.domain.sheets import Listing
from bot.domain.statuses import Status
from bot.domain.words import DraftId, Language, TicketId
from bot.views.answers import (
    HelpRow,
    WhoRow,
    deleted_original_card,
    form_button_card,
    help_card,
    listing_card,
    preview_card,
    said_card,
    status_card,
    who_card,
)
from bot.views.home import home_card
from tests.views.builders import ANA, NAMES, NOW, OPENED, WORDS, entry, label, presses, read, setting, sheet, ticket

TWO = (
    ticket(owner=ANA, status=Status.IN_PROGRESS, first_answered_at=OPENED, breached=True),
    ticket(id=TicketId(13), title="Login fails", first_response_due=NOW + timedelta(hours=1)),
)
PAGE = Listing("backlog", TWO, NAMES, page=1, pages=3, total=25)


def test_a_page_of_tickets() -> None:
    """A line each: what is late, how pressing, whose, until when; and a button for what follows."""
    card = listing_card(PAGE, setting(), WORDS, ("client=acme",))
    assert read(card) == (
        "= Open tickets =\n"
        "🔴 #12 P3 · acme · in progress · Ana · due Fri, Oct 16, 13:00 CEST – Player 83921: round 99812-77 is stuck\n"
        "#13 P3 · acme · new · due today 14:05 CEST – Login fails\n"
        "(Page 1 of 3, 25 tickets)\n"
        "[More]"
    )
    assert presses(card) == {"More": ("backlog", "client=acme", "page=2")}


def test_the_last_page_has_no_more() -> None:
    """Nor has a page whose words are too long for a button."""
    assert presses(listing_card(replace(PAGE, page=3), setting(), WORDS)) == {}
    assert presses(listing_card(PAGE, setting(), WORDS, ("x" * 61,))) == {}


def test_a_clients_list_has_no_internal_words() -> None:
    """Number, status in the client's words, and title."""
    card = listing_card(replace(PAGE, what="mine", pages=1), setting(), WORDS, for_client=True)
    assert read(card) == (
        "= My tickets =\n#12 · being worked on – Player 83921: round 99812-77 is stuck\n#13 · received – Login fails"
    )


def test_nothing_found_says_what_to_try() -> None:
    """Each list has its own word for nothing."""
    nothing = replace(PAGE, tickets=(), pages=1, total=0)
    assert read(listing_card(nothing, setting(), WORDS)) == "No ticket is open that fits."
    assert "I found nothing for <b>x" in read(
        listing_card(replace(nothing, what="find", words="<b>x"), setting(), WORDS)
    )
    assert "You own no open ticket." in read(listing_card(replace(nothing, what="mine"), setting(), WORDS))
    own = listing_card(replace(nothing, what="mine"), setting(), WORDS, for_client=True)
    assert read(own) == "You have no open ticket."


def test_status_shows_each_their_own_face() -> None:
    """The client's people see the client's card, also privately."""
    assert "Policy" in read(status_card(sheet(), WORDS))
    assert "Policy" not in read(status_card(sheet(), WORDS, for_client=True))


def test_who_is_on_duty() -> None:
    """By team, with the reason and the lead."""
    rows = (
        WhoRow(label("Integrations"), "Eva", DutyReason.SHIFT, "Bruno"),
        WhoRow("Product", "", DutyReason.NOBODY),
    )
    assert read(who_card(rows, setting(), WORDS)) == (
        "= Who is on duty =\nIntegrations: Eva (on shift) · lead: Bruno\nProduct: nobody"
    )
    assert read(who_card((), setting(), WORDS)) == "There are no teams yet."


def test_help_lists_usage_and_summary() -> None:
    """A line for each command that this person may use here."""
    rows = [HelpRow("take ticket", "help/take", Gesture.TAKE), HelpRow("find words", "help/find")]
    assert read(help_card(rows, setting(Language.ES), WORDS)).splitlines()[:3] == [
        "= Lo que puede hacer aquí =",
        "take ticket: Toma un ticket como responsable. 👀",
        "find words: Busca por número, id, jugador o palabras.",
    ]
    assert "slash command" in read(help_card(rows, setting(), WORDS))
    assert "slash command" not in read(help_card(rows, setting(), WORDS, for_client=True))


def test_a_preview_shows_exactly_what_goes_out() -> None:
    """Nothing is sent before Send is pressed."""
    card = preview_card(sheet(), "We *found* it <b>", DraftId("d1"), WORDS)
    assert read(card) == "This goes to Acme in the thread of #12:\n> We *found* it <b>\n[Send] [Edit]"
    assert presses(card) == {"Send": ("send", "d1"), "Edit": ("form", "d1")}


def test_a_form_that_could_not_open_waits_behind_a_button() -> None:
    """Nothing that was typed is lost."""
    form = Form(DraftId("d2"), "Resolve #12", "Resolve", "Cancel", ())
    card = form_button_card(form, setting(), WORDS)
    assert presses(card) == {"Open the form": ("form", "d2")}
    assert read(card).startswith("= Resolve #12 =\nYour form is ready")


def test_a_deleted_original_is_shown_with_a_warning() -> None:
    """The coordinator reads that looking is recorded."""
    text = read(deleted_original_card(entry("gone", deleted_at=NOW), "Maria", setting(), WORDS))
    assert text == ("What Maria wrote and deleted today 13:05 CEST. That you looked is written down.\n> gone — Maria")


def test_one_sentence() -> None:
    """A small answer says one thing."""
    assert read(said_card("merged", setting(), WORDS, id=13, into=12)) == "#13 went into #12."


def test_somebodys_own_page() -> None:
    """My tickets, or that there is none."""
    assert read(home_card(PAGE, setting(), WORDS)).splitlines()[-1] == "(The next deadline comes first.)"
    assert home_card(PAGE, setting(), WORDS).summary == "25 tickets are yours"
    empty = home_card(replace(PAGE, tickets=(), total=0), setting(Language.PT_BR), WORDS)
    assert read(empty) == "= Meus chamados =\nNenhum chamado é seu agora."
