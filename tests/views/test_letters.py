"""What is posted under a ticket's card."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.cards import Tone
from bot.domain.announcements import Letter
from bot.domain.clocks import ClockKind
from bot.domain.holding import WaitingStep
from bot.domain.ladders import Whom
from bot.domain.sheets import LetterSheet
from bot.domain.statuses import Status
from bot.domain.tickets import EntryKind, EscalationState, PlaceKind, Verdict
from bot.domain.words import EntryId, Language, Place
from bot.views.letters import draw_letter
from tests.views.builders import (
    ANA,
    EVA,
    INTEGRATIONS,
    INTEGRATIONS_CHANNEL,
    MARIA,
    NOW,
    OPENED,
    WORDS,
    entry,
    escalation,
    file,
    letter,
    place,
    presses,
    read,
    sheet,
)

DUE = (OPENED + timedelta(hours=4)).isoformat()
CALLED = sheet(escalations=(escalation(),))
FACTS: dict[Letter, dict[str, object]] = {
    Letter.CLIENT_QUESTION: {"fields": ["provider", "time"], "text": "Which browser?"},
    Letter.CLIENT_RESOLVED: {"verdict": Verdict.WIN_CREDITED, "text": "The win is on the balance."},
    Letter.CLIENT_LATE: {"entry": 7},
    Letter.CLIENT_MERGED: {"other": 13},
    Letter.DESK_EVIDENCE: {"fields": ["round_id"]},
    Letter.DESK_ACKNOWLEDGED: {"escalation": 5},
    Letter.DESK_RETURNED: {"team": "integrations", "why": "ask Product"},
    Letter.DESK_REOPENED: {"why": "It is still stuck"},
    Letter.DESK_WAIT_ENDED: {"whom": "provider"},
    Letter.DESK_WARNING: {"clock": ClockKind.RESOLUTION, "percent": 75, "due_at": DUE},
    Letter.DESK_BREACH: {"clock": ClockKind.FIRST_RESPONSE, "due_at": DUE},
    Letter.CLIENT_NUDGE: {"step": WaitingStep.WARN, "due_at": DUE},
    Letter.DESK_SILENT: {"due_at": DUE, "resolved": False},
    Letter.DESK_PAUSE: {"pause": 1, "whom": "client", "why": "they were on the phone", "start": DUE, "end": DUE},
    Letter.TEAM_WARNING: {"clock": ClockKind.ACKNOWLEDGEMENT, "percent": 75, "due_at": DUE},
    Letter.TEAM_BREACH: {"clock": ClockKind.PROGRESS, "due_at": DUE},
    Letter.DESK_MERGED: {"other": 13},
    Letter.DESK_WATCHED: {"status": Status.IN_PROGRESS},
    Letter.DESK_STRANGER: {"name": "Zoe"},
    Letter.DESK_DOUBTFUL: {"held": "0123456789abcdef0123456789abcdef"},
    Letter.DESK_PING: {"team": INTEGRATIONS, "why": "please look", "skipped": []},
    Letter.TEAM_SKIPPED: {"skipped": [{"person": EVA, "why": "away", "until": DUE}]},
    Letter.TEAM_CALL: {"level": 1, "whom": Whom.ON_DUTY, "missed": 0},
}


def written(which: Letter, **changes: object) -> LetterSheet:
    """The letter with the facts that its announcement gives it, about Maria's message, calling Ana."""
    has_it = escalation(state=EscalationState.ACKNOWLEDGED, assignee=EVA, acknowledged_at=NOW)
    plain = letter(
        dict(FACTS.get(which, {})),
        sheet=sheet(escalations=(has_it if which is Letter.DESK_ACKNOWLEDGED else escalation(),)),
        entry=entry("It is stuck again"),
        calls={ANA: "Ana"},
        place=place(PlaceKind.TEAM if which.startswith("team/") else PlaceKind.DESK),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the fields are named by the tests


SAYS = {
    Letter.CLIENT_QUESTION: (
        "@Ana To go on we need from you: Provider and Time. Press Fill in, or write it here.\n"
        "> Which browser?\n"
        "[Fill in]"
    ),
    Letter.CLIENT_UPDATE: "@Ana News on ticket #12:\n> It is stuck again — Maria (Acme)",
    Letter.CLIENT_RESOLVED: (
        "@Ana Ticket #12 is resolved: win credited.\n"
        "> The win is on the balance.\n"
        "Is it solved for you? Press Confirm. If it is not, press Reopen and tell us why.\n"
        "[Confirm] [Reopen]"
    ),
    Letter.CLIENT_NUDGE: (
        "@Ana Ticket #12 still waits for you: Provider and Time. Press Fill in, or write it here. "
        "If we hear nothing by today 17:00 CEST, we put it aside; whenever you write here, it goes on.\n[Fill in]"
    ),
    Letter.DESK_SILENT: (
        "@Ana The client has not answered yet and was reminded for the last time. Their time ends today 17:00 CEST."
    ),
    Letter.DESK_PAUSE: (
        "@Ana Noted afterwards (pause 1): waiting for the client from Tue, Oct 13, 17:00 CEST to "
        "Tue, Oct 13, 17:00 CEST – they were on the phone. The clocks are reckoned anew."
    ),
    Letter.TEAM_WARNING: (
        "@Ana #12 is to be acknowledged by today 17:00 CEST. Please press Ack if you have it.\n[Ack]"
    ),
    Letter.TEAM_BREACH: (
        "@Ana Nothing was heard about #12; a word was due today 17:00 CEST. Please write here how it goes.\n[Ack]"
    ),
    Letter.CLIENT_LATE: (
        "@Ana Ticket #12 is closed already, so nobody is watching this thread. "
        "Is it the same matter? Press Reopen. Something else? Press New ticket.\n"
        "[Reopen] [New ticket]"
    ),
    Letter.CLIENT_MERGED: (
        "@Ana #13 and #12 are about the same matter, so both go on as ticket #12. What you wrote is kept."
    ),
    Letter.DESK_CLIENT_WROTE: "@Ana Maria (Acme) wrote (client):\n> It is stuck again — Maria (Acme)",
    Letter.DESK_STAFF_WROTE: "@Ana Maria (Acme) answered the client by hand:\n> It is stuck again — Maria (Acme)",
    Letter.DESK_NOTE: "@Ana Maria (Acme) noted:\n> It is stuck again — Maria (Acme)",
    Letter.DESK_TEAM_WROTE: "@Ana Maria (Acme) wrote in the team's thread:\n> It is stuck again — Maria (Acme)",
    Letter.DESK_EVIDENCE: (
        "@Ana The client filled in: Round id. Please check it.\n"
        "Round id: 99812-77 (Maria (Acme), Tue, Oct 13, 13:00 CEST)"
    ),
    Letter.DESK_ASSIGNED: "@Ana Ticket #12 is yours now. The card above has what is known.",
    Letter.DESK_PRIORITY_ASKED: ("@Ana The client says that this is urgent. Please look at the priority.\n[Priority]"),
    Letter.DESK_ESCALATION_ASKED: (
        "@Ana The client asks that more people look at this. Please decide whether to escalate.\n[Escalate]"
    ),
    Letter.DESK_ACKNOWLEDGED: "@Ana ✋ Eva of Integrations has it.",
    Letter.DESK_RETURNED: ("@Ana Back in triage: Integrations says that it is not theirs – ask Product\n[Escalate]"),
    Letter.DESK_REOPENED: "@Ana Ticket #12 is open again.\n> It is still stuck",
    Letter.DESK_WAIT_ENDED: "@Ana The time that we waited for the provider is over. What is the next step?",
    Letter.DESK_WARNING: "@Ana Resolution: 75 % of the time is used, due today 17:00 CEST.",
    Letter.DESK_BREACH: "@Ana First answer: breached. It was due today 17:00 CEST.",
    Letter.DESK_PROPOSED: (
        "@Ana It is your turn: #12 has no owner yet. Take it, or leave it to whoever does.\n[Take it]"
    ),
    Letter.DESK_WATCHED: "@Ana #12, which you follow: in progress now.",
    Letter.DESK_MERGED: "@Ana #13 went into this ticket; its messages and evidence are here now.",
    Letter.DESK_STRANGER: (
        "@Ana Zoe wrote in this client's thread, but belongs to another company. "
        "I kept nothing of it; please check who is in that channel."
    ),
    Letter.DESK_DOUBTFUL: (
        "@Ana I cannot tell whether a message for #12 arrived, because I cannot read that channel back. "
        "Please look there, and press the button that fits.\n[Send again] [It is there]"
    ),
    Letter.DESK_PING: "@Ana You are on duty in Integrations and wanted here, for #12.\n> please look",
    Letter.TEAM_SKIPPED: (
        "@Ana Not everybody could be called for #12:\n(⏭️ Eva is skipped: away until today 17:00 CEST.)"
    ),
    Letter.TEAM_CALL: (
        "@Ana Second call for #12: nobody has acknowledged it for 5 min. Please press Ack if you have it.\n"
        "Why: The provider's callback is missing\n"
        "[Ack]"
    ),
}


@pytest.mark.parametrize("which", Letter)
def test_each_letter_is_short_and_begins_with_whom_it_calls(which: Letter) -> None:
    """Every message, whole, with the facts that its announcement gives it."""
    text = read(draw_letter(which, written(which), WORDS))
    assert "\n".join(line for line in text.splitlines() if line) == SAYS[which]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("which", Letter)
def test_what_people_type_stays_literal(which: Letter, language: Language) -> None:
    """In every language a hostile name, message or reason is letters, and only the called person is called."""
    hostile = "<!channel> {{7*7}} <b> @everyone"
    call = escalation(why=hostile, state=EscalationState.ACKNOWLEDGED, assignee=EVA, acknowledged_at=NOW)
    told = sheet(language=language, names={MARIA: hostile, EVA: hostile}, escalations=(call,))
    facts = {key: hostile if key in ("text", "why", "name") else value for key, value in FACTS.get(which, {}).items()}
    card = draw_letter(which, written(which, sheet=told, entry=entry(hostile), facts=facts), WORDS)
    assert read(card).startswith("@Ana ")
    assert "7*7" in read(card) or hostile not in str(facts)


def test_letters_without_calls_begin_with_what_they_say() -> None:
    """Nobody is called for what they did themselves."""
    card = draw_letter(Letter.DESK_CLIENT_WROTE, written(Letter.DESK_CLIENT_WROTE, calls={}), WORDS)
    assert read(card).startswith("Maria (Acme) wrote (client):")
    assert card.summary == "Maria (Acme) wrote (client):"


def test_files_are_named_and_a_deleted_message_is_not_repeated() -> None:
    """The copy of a message names its files; once its author deleted it, only that is said."""
    told = sheet(files=(file("screen.png"),))
    copy = draw_letter(Letter.DESK_CLIENT_WROTE, written(Letter.DESK_CLIENT_WROTE, sheet=told), WORDS)
    assert "(📎 screen.png)" in read(copy)
    gone = written(Letter.DESK_CLIENT_WROTE, sheet=told, entry=entry("secret", deleted_at=NOW))
    text = read(draw_letter(Letter.DESK_CLIENT_WROTE, gone, WORDS))
    assert "Maria (Acme) deleted this message.\n[Show]" in text
    assert "secret" not in text
    assert "screen.png" not in text


def test_only_the_desk_can_show_what_was_deleted() -> None:
    """The button names the message; the client's copy has none."""
    gone = entry("secret", deleted_at=NOW)
    for which in (Letter.DESK_CLIENT_WROTE, Letter.DESK_STAFF_WROTE, Letter.DESK_TEAM_WROTE, Letter.DESK_NOTE):
        assert presses(draw_letter(which, written(which, entry=gone), WORDS)) == {"Show": ("show", "7")}
    update = draw_letter(Letter.CLIENT_UPDATE, written(Letter.CLIENT_UPDATE, entry=gone), WORDS)
    assert presses(update) == {}


def test_the_team_is_named_where_somebody_wrote_in_its_thread() -> None:
    """The desk reads whose thread it was."""
    said = entry("we look", place=Place(INTEGRATIONS_CHANNEL, "1.1"), person=EVA, kind=EntryKind.TEAM)
    text = read(draw_letter(Letter.DESK_TEAM_WROTE, written(Letter.DESK_TEAM_WROTE, entry=said), WORDS))
    assert "Eva wrote in the thread of Integrations:" in text


def test_a_possible_repeat_says_so() -> None:
    """A page that may have arrived already is marked."""
    text = read(draw_letter(Letter.TEAM_CALL, written(Letter.TEAM_CALL, doubtful=True), WORDS))
    assert "(This may be a repeat: we could not see whether it arrived the first time.)" in text


@pytest.mark.parametrize(
    ("whom", "says"),
    [
        (Whom.ON_DUTY, "Second call for #12"),
        (Whom.LEAD, "The lead is called for #12"),
        (Whom.TEAM, "Calling the whole team for #12"),
        (Whom.COORDINATORS, "Calling the coordinators for #12"),
        (Whom.PERSON, "Calling the next person for #12"),
    ],
)
def test_a_call_says_whom_the_ladder_reached(whom: Whom, says: str) -> None:
    """Second call, lead, and what follows; and how many were missed while we were down."""
    card = draw_letter(Letter.TEAM_CALL, written(Letter.TEAM_CALL, facts={"whom": whom, "missed": 2}), WORDS)
    assert says in read(card)
    assert "(2 earlier calls were due while we were not there.)" in read(card)
    assert presses(card) == {"Ack": ("ack", "12", "integrations")}
    assert card.tone is Tone.URGENT


def test_the_buttons_of_letters() -> None:
    """Each stands for a command with the ticket's number."""

    def pressed(which: Letter) -> dict[str, tuple[str, ...]]:
        return presses(draw_letter(which, written(which, entry=entry(id=EntryId(40))), WORDS))

    assert pressed(Letter.CLIENT_QUESTION) == {"Fill in": ("fill", "12")}
    assert pressed(Letter.CLIENT_RESOLVED) == {"Confirm": ("confirm", "12"), "Reopen": ("reopen", "12")}
    assert pressed(Letter.CLIENT_LATE) == {"Reopen": ("reopen", "12"), "New ticket": ("again", "12", "40")}
    assert pressed(Letter.DESK_RETURNED) == {"Escalate": ("escalate", "12")}


def test_a_question_in_ones_own_words_only() -> None:
    """Without fields the question stands for itself, and there is still a form."""
    card = draw_letter(Letter.CLIENT_QUESTION, written(Letter.CLIENT_QUESTION, facts={"text": "Which browser?"}), WORDS)
    assert "We have a question for you." in read(card)
    assert "> Which browser?" in read(card)


def test_the_client_reads_nothing_internal_in_its_letters() -> None:
    """Whatever stands in the sheet, a client's letter has only what was meant for it."""
    hidden = sheet(escalations=(escalation(why="SECRET", answer="SECRET"),), jump="https://chat.example/SECRET")
    for which in Letter:
        if which.startswith("client/"):
            text = read(draw_letter(which, written(which, sheet=hidden, place=place(PlaceKind.CLIENT)), WORDS))
            assert not {"SECRET", "Integrations", "P3", "Policy"} & set(text.replace(":", " ").split())
