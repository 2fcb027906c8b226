"""What every ChatPlatform must do, proven on each: what we say, what we hear, and what happens when it goes wrong."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Fact, Facts, Known, Line, Note, People, Quote, Rule, Tone
from bot.chat.platform import Ambiguous, Gesture, GivenUp, Sent, TryLater, Unreadable
from bot.chat.requests import AccountRef, Clicked, Edited, RemoteFile, Said, Submitted
from bot.domain.words import PersonId
from bot.errors import Rejected
from tests.contract.sides import LIMITED, Side
from tests.fakes.floor import SCREENSHOT
from tests.fakes.house import SEAL
from tests.stories.seen import Seen, Shown

REPORT = "Player 83921: round 99812-77 on Book of Suns is stuck since 12:31, bet 50 EUR, nothing paid"
CARD = Card(
    summary="A ticket",
    title="#7 A round is stuck",
    tone=Tone.WARNING,
    parts=(
        Line('<b>Bold</b> for <call person="1">Ben</call> &lt;!channel&gt;'),
        Facts((Fact("Owner", "nobody"), Fact("Status", "<i>new</i>"))),
        Quote("their own *words* <@U0CARLA> @everyone", "Rita"),
        Rule(),
        Note("small print"),
    ),
    buttons=(Button("Take it", Press("take", ("7",)), Tone.GOOD), Button("Help", Press("help"))),
)


def _say(text: str) -> Card:
    return Card(summary=text, parts=(Line(text),))


async def _posted(
    side: Side, card: Card = CARD, channel: str = "desk", thread: str | None = None, ref: str = "o1"
) -> str:
    sent = await side.platform.post(side.place(channel, thread), card, _people(side), ref)
    assert isinstance(sent, Sent), sent
    return sent.id


def _people(side: Side) -> People:
    return {PersonId(1): Known("Ben Okoro", side.floor.user("ben"))}


def _account(side: Side, who: str) -> AccountRef:
    return AccountRef(side.platform.name, side.team(who), side.floor.user(who))


# -- speaking


async def test_a_card_is_posted_at_the_top_and_in_a_thread(side: Side) -> None:
    """All that it says can be read, its buttons are there, and it calls whom it names and nobody else."""
    top = await side.one("desk", await _posted(side))
    assert top.says("#7 A round is stuck", "Bold", "Owner: nobody", "their own *words*", "small print")
    assert top.buttons == ("Take it", "Help")
    assert top.notified == {"ben"}
    assert (top.thread, top.by_bot) == (None, True)
    reply = await side.one("desk", await _posted(side, _say("below"), thread=top.id, ref="o2"))
    assert (reply.thread, reply.notified) == (top.id, frozenset())


async def test_an_edit_changes_the_message_in_place(side: Side) -> None:
    """Same place, new face; twice does no harm; what is gone is told as gone."""
    message = await _posted(side)
    for _ in range(2):
        assert await side.platform.edit(side.source("desk", message), _say("changed"), {}) == Sent(message)
    seen = await side.one("desk", message)
    assert seen.text.strip() == "changed"
    assert seen.buttons == ()
    assert len(await side.sees("desk")) == 1
    await side.platform.delete(side.source("desk", message))
    assert isinstance(await side.platform.edit(side.source("desk", message), _say("again"), {}), GivenUp)


async def test_a_deleted_message_is_gone(side: Side) -> None:
    """And deleting it once more is no error."""
    message = await _posted(side)
    for _ in range(2):
        assert isinstance(await side.platform.delete(side.source("desk", message)), Sent)
    assert await side.sees("desk") == []


async def test_a_long_text_is_shown_as_far_as_it_fits(side: Side) -> None:
    """Forty thousand characters in each part, its buttons still there, at the top, private and on the home page."""
    long = "lorem ipsum " * 3_400
    facts = Facts(tuple(Fact(f"label {number}", long[:2_000]) for number in range(30)))
    card = Card(long, title=long, parts=(Line(long), Quote(long, long), facts, Note(long)), buttons=CARD.buttons)
    message = await _posted(side, card)
    seen = await side.one("desk", message)
    assert seen.says("lorem ipsum")
    assert seen.buttons == ("Take it", "Help")
    assert isinstance(await side.platform.edit(side.source("desk", message), card, {}), Sent)
    assert isinstance(await side.platform.whisper(side.place("desk"), _account(side, "ben"), card), Sent)
    assert isinstance(await side.platform.show_home(_account(side, "ben"), card), Sent)


async def test_odd_characters_can_be_posted(side: Side) -> None:
    """NUL, half pairs, controls, a million marks, nothing at all."""
    for number, text in enumerate(
        ("nul \x00 here", "half \ud800 pair", "\x1b[31m \u202e", "a" + "\u0301" * 9_000, "🎰" * 5_000)
    ):
        await _posted(side, Card(text or "–", title=text, parts=(Quote(text, text),)), ref=f"odd{number}")
    await _posted(side, Card("–"), ref="none")


async def test_a_rate_limit_says_how_long_and_is_no_try(side: Side) -> None:
    """The next call goes through."""
    await side.is_limited()
    outcome = await side.platform.post(side.place("desk"), CARD, _people(side), "o1")
    assert isinstance(outcome, TryLater)
    assert (outcome.after, outcome.counts) == (LIMITED, False)
    assert await side.sees("desk") == []
    await _posted(side)


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_lost_answer_is_ambiguous_until_it_is_found_or_not(side: Side, arrived: bool) -> None:
    """By its outbox id it is found when it is there, in a channel and in a thread."""
    since = side.house.store.clock.wall() - timedelta(seconds=5)
    root = await _posted(side, _say("root"), ref="root")
    for thread in (None, root):
        await side.loses_an_answer(arrived=arrived)
        ref = f"lost-{thread}"
        outcome = await side.platform.post(side.place("desk", thread), CARD, _people(side), ref)
        assert isinstance(outcome, Ambiguous)
        found = await side.platform.find(side.place("desk", thread), ref, since)
        assert isinstance(found, Sent) is arrived
        assert found is not Unreadable.UNREADABLE
        if isinstance(found, Sent):
            assert (await side.one("desk", found.id)).says("#7")


async def test_a_whisper_is_seen_by_one(side: Side) -> None:
    """In a channel or thread; where it cannot be shown, somewhere else."""
    root = await _posted(side, _say("root"))
    for thread in (None, root):
        assert isinstance(
            await side.platform.whisper(side.place("desk", thread), _account(side, "ben"), _say("psst")), Sent
        )
    assert [seen.private for seen in await side.sees("desk", "ben") if seen.says("psst")] == [True, True]
    assert not [seen for seen in await side.sees("desk", "ana") if seen.says("psst")]


async def test_reacting_twice_is_no_error(side: Side) -> None:
    """Put and taken away, each twice."""
    message = await side.say("rita", "bom dia")
    source = side.source("acme-support", message)
    for on in (True, True, False, False):
        assert isinstance(await side.platform.react(source, Gesture.TAKE, on), Sent)
        assert (side.spelt(Gesture.TAKE) in (await side.one("acme-support", message)).reactions) is on


async def test_a_file_is_uploaded_once(side: Side) -> None:
    """Its id is kept before the last step; with that id a second try finds what is there."""
    root = await _posted(side, _say("root"))
    kept: list[str] = []

    async def keep(file: str) -> None:
        assert not [seen for seen in await side.sees("desk") if seen.files]
        kept.append(file)

    name, mime, data = SCREENSHOT
    first = await side.platform.upload(side.place("desk", root), name, mime, data, keep, "")
    assert isinstance(first, Sent)
    assert kept == [first.file]
    again = await side.platform.upload(side.place("desk", root), name, mime, data, keep, first.file)
    assert again == first
    files = [seen for seen in await side.sees("desk") if seen.files]
    assert [(seen.files, seen.thread) for seen in files] == [((name,), root)]


async def test_a_message_is_pinned(side: Side) -> None:
    """Twice is no error."""
    message = await _posted(side)
    for _ in range(2):
        assert isinstance(await side.platform.pin(side.source("desk", message)), Sent)
    assert (await side.one("desk", message)).pinned


async def test_a_home_page_is_shown(side: Side) -> None:
    """To one person; the second replaces the first."""
    for text in ("first page", "second page"):
        assert isinstance(await side.platform.show_home(_account(side, "ben"), _say(text)), Sent)
    assert "second page" in await side.floor.home(side.floor.user("ben"))
    assert "first page" not in await side.floor.home(side.floor.user("ben"))


# -- asking


async def test_a_profile_tells_team_name_language_and_zone(side: Side) -> None:
    """Of somebody of another company too; nobody is refused."""
    rita = await side.platform.profile(AccountRef(side.platform.name, "", side.floor.user("rita")))
    assert (rita.account.team, rita.name) == (side.team("rita"), "Rita Prado")
    assert rita.zone == ("America/Sao_Paulo" if side.tells_zones else None)
    assert (rita.locale or "pt").startswith("pt")
    with pytest.raises(Rejected):
        await side.platform.profile(AccountRef(side.platform.name, side.team("ben"), side.id("U0NOBODY")))


async def test_a_room_and_a_group_are_known(side: Side) -> None:
    """With the companies that share it; what is not there is refused."""
    room = await side.platform.room(side.place("acme-support").channel)
    assert (room.name, room.member, room.archived) == ("acme-support", True, False)
    assert room.teams == side.foreign("acme-support")
    analysts = {each.user for each in await side.platform.group(side.id("S0ANALYSTS"))}
    assert analysts == {side.floor.user("ana"), side.floor.user("ben")}
    with pytest.raises(Rejected):
        await side.platform.room(side.place(side.id("C0NOWHERE")).channel)
    with pytest.raises(Rejected):
        await side.platform.group(side.id("S0NOBODY"))


async def test_a_message_has_an_address(side: Side) -> None:
    """One that a browser can open."""
    message = await side.say("rita", "bom dia")
    assert (await side.platform.link(side.source("acme-support", message))).startswith("http")


async def test_what_is_read_back_has_the_keys_of_what_was_delivered(side: Side) -> None:
    """Messages and edits, at the top and in a thread: seen again they are known already."""
    since = side.house.store.clock.wall() - timedelta(seconds=5)
    top = await side.say("rita", "bom dia")
    reply = await side.say("rui", "boa tarde", thread=top)
    await side.floor.edit(side.floor.user("rita"), side.floor.channel("acme-support"), top, "bom dia a todos")
    await side.settles()
    live = {str(row[0]) for row in await side.house.rows("SELECT key FROM inbox")}
    assert len(live) == 3
    channel, thread = side.place("acme-support"), side.place("acme-support", top)
    found = (*await side.platform.history(channel, since), *await side.platform.history(thread, since))
    assert {each.key for each in found} == live
    requests = [side.platform.understand(each.payload) for each in found]
    assert {type(each) for each in requests} == {Said, Edited}
    assert {each.actor.team for each in requests if each} == {side.team("rita")}
    for message, text in ((top, "bom dia a todos"), (reply, "boa tarde")):
        envelope = await side.platform.message(side.source("acme-support", message))
        assert envelope is not None
        assert envelope.key in live
        said = side.platform.understand(envelope.payload)
        assert isinstance(said, Said)
        assert said.text == text  # as it stands there now
    later = side.house.store.clock.wall() + timedelta(minutes=5)
    assert await side.platform.history(channel, later) == ()


async def test_what_is_not_there_cannot_be_read_back(side: Side) -> None:
    """Nothing, without an error."""
    assert await side.platform.message(side.source("acme-support", "1700000000.000100")) is None


async def test_a_file_is_fetched_with_its_bytes(side: Side) -> None:
    """Whatever the message said of it; one that is gone is refused."""
    message = await side.say("rita", "veja", files=(SCREENSHOT,))
    envelope = await side.platform.message(side.source("acme-support", message))
    assert envelope is not None
    said = side.platform.understand(envelope.payload)
    assert isinstance(said, Said)
    file, data = await side.platform.download(said.files[0])
    assert (file.name, file.size, data) == (SCREENSHOT[0], len(SCREENSHOT[2]), SCREENSHOT[2])
    with pytest.raises(Rejected):
        await side.platform.download(RemoteFile("F0GONE", "gone.png"))


async def test_nonsense_is_understood_as_nothing(side: Side) -> None:
    """A payload that no platform sends."""
    for payload in ({}, {"type": "?"}, {"kind": 7}, {"type": "message", "body": []}):
        assert side.platform.understand(payload) is None


# -- hearing: clicks and forms


async def _asked(side: Side) -> Seen:
    """A question to the client with a button that opens a form of three fields."""
    message = await side.say("rita", REPORT)
    await side.settles()
    assert (await side.shows("desk", "#1 ·")).buttons
    fields = "need 1 bet_transaction_id bet_amount happened_at"
    await side.floor.command(side.floor.user("ben"), side.floor.channel("desk"), fields, forms=False)
    await side.settles()
    question = await side.shows("acme-support", button="Preencher", who="rita")
    assert question.thread == message
    return question


async def _opens(side: Side, who: str, seen: Seen, label: str) -> Shown:
    form = await side.clicks(who, seen, label)
    assert form is not None
    return form


async def test_a_form_comes_back_with_errors_at_its_fields(side: Side) -> None:
    """It stays open; put right it is taken, and what was answered stands on the desk's card."""
    form = await _opens(side, "rita", await _asked(side), "Preencher")
    assert set(form.fields) == {"bet_transaction_id", "bet_amount", "happened_at"}
    wrong = await side.submits("rita", form, bet_amount="1.234", happened_at="never")
    assert set(wrong.errors) == {"bet_amount", "happened_at"}
    assert all("?" not in each for each in wrong.errors)
    right = {"bet_transaction_id": "NBX-12345678", "bet_amount": "50 EUR", "happened_at": "12:31 UTC"}
    assert (await side.submits("rita", form, **right)).taken
    await side.settles()
    assert (await side.shows("desk", "#1 ·", "NBX-12345678")).by_bot


async def test_two_people_have_the_same_form_open(side: Side) -> None:
    """Both are taken, each with its own answers."""
    question = await _asked(side)
    first, second = await _opens(side, "rita", question, "Preencher"), await _opens(side, "rui", question, "Preencher")
    judged = await asyncio.gather(
        side.submits("rita", first, bet_transaction_id="NBX-12345678"),
        side.submits("rui", second, bet_transaction_id="NBX-87654321"),
    )
    assert all(each.taken for each in judged)
    rows = await side.house.rows("SELECT value FROM evidence WHERE field = 'bet_transaction_id'")
    assert {row[0] for row in rows} == {"NBX-12345678", "NBX-87654321"}


async def test_a_form_too_long_for_the_platform_comes_in_steps_and_loses_nothing(side: Side) -> None:
    """A restart between the steps, and a file in whichever step it falls."""
    await side.say("rita", REPORT)
    await side.settles()
    card = await side.shows("acme-support", "#1 ·", who="rita")
    step: Shown | None = await _opens(side, "rita", card, card.buttons[0])
    answers: dict[str, object] = {
        "bet_transaction_id": "NBX-777000111",
        "screenshot": [SCREENSHOT],
        "player_saw": "a frozen reel",
    }
    steps, limit = 0, side.platform.features.form_fields
    while step is not None:
        assert limit is None or len(step.fields) <= limit
        judged = await side.submits("rita", step, **{key: answers.pop(key) for key in step.fields if key in answers})
        assert not judged.errors
        step, steps = judged.next, steps + 1
        if step is not None:
            await side.restarts()
    await side.settles()
    assert answers == {}
    assert steps == 1 if limit is None else steps > 2
    desk = await side.shows("desk", "#1 ·", "NBX-777000111")
    assert desk.says("a frozen reel")
    assert [seen.files for seen in await side.sees("desk") if seen.files] == [("screen.png",)]


async def test_a_button_works_after_a_restart(side: Side) -> None:
    """The card was drawn by a process that is no more."""
    await side.say("rita", REPORT)
    await side.settles()
    card = await side.shows("desk", "#1 ·", button="Take it")
    await side.restarts()
    await side.clicks("ben", card, "Take it", forms=False)
    assert (await side.shows("desk", "Owner: Ben Okoro")).id == card.id


async def test_a_made_up_button_does_nothing(side: Side) -> None:
    """Whatever stands in its value; one of ours that is no more says so."""
    await side.say("rita", REPORT)
    await side.settles()
    await side.forged("ben", "x" * 16 + ".take/1")
    assert (await side.shows("acme-support", "not made by me")).private
    await side.forged("ben", SEAL.sign(Press("gone", ("1",))))
    assert (await side.shows("acme-support", "older version")).private
    assert await side.house.count("SELECT count(*) FROM tickets WHERE owner IS NOT NULL") == 0


async def test_a_click_and_a_submit_carry_who_and_where(side: Side) -> None:
    """The person's own company, the channel, the thread; kept as they came."""
    question = await _asked(side)
    form = await _opens(side, "rita", question, "Preencher")
    assert (await side.submits("rita", form, bet_transaction_id="NBX-12345678")).taken
    kept = [json.loads(json.dumps(each.payload)) for each in side.house.dispatch.given]
    requests = [side.platform.understand(payload) for payload in kept]
    found = [
        each
        for each in requests
        if isinstance(each, (Clicked, Submitted)) and each.actor.user == side.floor.user("rita")
    ]
    assert [type(each) for each in found] == [Clicked, Submitted]
    assert {each.actor.team for each in found} == {side.team("rita")}
    assert {each.place for each in found} == {side.place("acme-support", question.thread)}
