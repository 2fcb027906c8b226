"""What people type never commands anything but what they may; made-up buttons and repeats do nothing."""

import asyncio
import itertools
from logging import LogRecord

from bot.chat.buttons import Press, Seal
from bot.domain.plain_text import clean
from tests.builders import REPORT
from tests.fakes.house import SEAL
from tests.fakes.stage import Stage

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/.= #\x00é\ud800"
HOSTILE = (
    "<!channel> <!here> &lt;!everyone&gt; @everyone @here ＠everyone <@U0CARLA> <@&12> <!subteam^S0COORD>",
    "{{7*7}} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    '<call person="1">x</call> <b>bold</b> <script>alert(1)</script> <a href="https://evil.example">x</a>',
    "\u202eevil\u202c \u200bzero\u200d width \ufeff and \x1b[31mred",
    "nul \x00 and \ud800 half",
    "' OR 1=1; DROP TABLE tickets; --",
    "=HYPERLINK(1) ../../etc/passwd %s %(x)s {0} {name}",
)


async def test_hostile_text_is_shown_letter_by_letter_and_calls_nobody(stage: Stage) -> None:
    """Through reports, threads, notes, updates, questions, resolutions, searches and private answers."""
    rita, ben, text = stage.person("rita"), stage.person("ben"), " ".join(HOSTILE)
    case = await stage.reported(f"round 99812-77 stuck {text}")
    await rita.says(text, under=case.report)
    await ben.types(f"note {case.number} {text}")
    await ben.types(f"wait {case.number} provider {text}")
    await ben.types(f"update {case.number} {text}")
    await ben.clicks(await ben.last_told(), "Send")
    for each in HOSTILE:
        await ben.types(f"find {each}")
        await ben.types(each)
    await ben.types(f"resolve {case.number} fixed {text}")
    ours = [post for post in stage.floor.chat.posts.values() if post.card]
    assert not set().union(*(post.called for post in ours)) - {"U0RITA", "U0ANA", "U0BEN"}
    assert [clean(each) for each in HOSTILE if not any(clean(each) in post.text for post in ours)] == []
    read = "\n".join(post.text for post in ours)
    assert not [letter for letter in "\x00\ud800\u202e\u200b\x1b" if letter in read]
    assert "49" not in read


async def test_forty_thousand_characters_go_everywhere(both: Stage) -> None:
    """They are kept whole, shown as much as fits, and no command stumbles over them."""
    long = ("lorem ipsum " * 4_000)[:40_000]
    rita, ben = both.person("rita"), both.person("ben")
    message = await rita.says(f"round 99812-77 {long}"[:40_000])
    case = await both.case_of(message)
    await rita.says(long, under=case.report)
    assert "Your note" in await ben.types(f"note {case.number} {long}")
    await ben.types(f"update {case.number} {long}")
    assert "on its way" in await ben.clicks(await ben.last_told(), "Send")
    for words in (f"priority {case.number} h h {long}", f"escalate {case.number} integrations {long}"):
        assert await ben.types(words) == ""
    for words in (f"find {long}", long, f"assign {case.number} {long}", f"backlog owner={long}", "9" * 40_000):
        assert 0 < len(await ben.types(words)) < 1_000
    assert await ben.types(f"resolve {case.number} fixed {long}") == ""
    sizes = await both.house.rows("SELECT max(length(text)), count(*) FROM entries")
    assert sizes == [(40_000, 4)]
    assert await both.house.count("SELECT count(*) FROM outbox WHERE state = 'dead'") == 0


async def test_odd_texts_are_reports_like_others(stage: Stage) -> None:
    """Only emoji, a million marks, open quotes, brackets without end."""
    for text in ("🎰" * 3_000, "a" + "\u0301" * 30_000, "'On " * 9_000, "[" * 40_000, "x=" * 10_000, "\u00a0\u3000"):
        for who in ("rita", "ben"):
            await stage.person(who).says(text)
        await stage.person("ben").types(text)
        await stage.person("ben").types(f"note 1 {text}")
    assert await stage.house.count("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0


async def test_a_button_with_any_byte_changed_is_forged(stage: Stage) -> None:
    """Each position, and tokens that are no tokens; the ticket stays as it is, and the person is told."""
    case = await stage.reported()
    card = await stage.desk_card(case)
    token = stage.floor.chat.posts[card.id].buttons["Take it"]
    changed = [token[:at] + letter + token[at + 1 :] for at in range(len(token)) for letter in ("A", "x", "\ud800")]
    made_up = ["", ".", "take", f"{token}x", token[1:], token[:-1], f"{'A' * 16}.take/{case.number}", "x" * 4_000]
    other_key = Seal(b"another installation").sign(Press("take", (str(case.number),)))
    opened = [each for each in (*changed, *made_up, other_key) if each != token]
    for each in opened:
        await stage.floor.press(stage.floor.user("ben"), card, each)
    await stage.house.drain()
    told = [post.text for post in stage.floor.chat.posts.values() if post.only_for == "U0BEN"]
    assert len(told) == len(opened)
    assert set(told) == {"This button was not made by me, so I did nothing. Please use the card of the ticket."}
    assert (await stage.ticket(case)).owner is None


async def test_no_byte_of_a_token_can_be_changed() -> None:
    """Every letter at every place, without a bot around it."""
    token = SEAL.sign(Press("resolve", ("12", "fixed now/later")))
    assert SEAL.open(token) == Press("resolve", ("12", "fixed now/later"))
    for at, letter in itertools.product(range(len(token)), ALPHABET):
        if token[at] != letter:
            assert _is_forged(token[:at] + letter + token[at + 1 :]), (at, letter)


def _is_forged(token: str) -> bool:
    try:
        SEAL.open(token)
    except ValueError:
        return True
    return False


async def test_a_replayed_click_does_nothing(stage: Stage) -> None:
    """The same delivery again; a later genuine press of the same button is judged by how the ticket stands."""
    case = await stage.reported()
    card = await stage.desk_card(case)
    token, key = stage.floor.chat.posts[card.id].buttons["Take it"], stage.floor.trigger()
    ben = stage.person("ben")
    await stage.floor.press(ben.id, card, token, key)
    await ben.types(f"release {case.number}")
    for _ in range(3):
        await stage.floor.press(ben.id, card, token, key)
    await stage.house.drain()
    assert (await stage.ticket(case)).owner is None
    await stage.floor.press(ben.id, card, token)
    await stage.house.drain()
    assert await stage.name((await stage.ticket(case)).owner) == "Ben Okoro"


async def test_of_two_who_take_it_at_once_one_is_told_who_was_first(both: Stage) -> None:
    """Privately; and there is one owner, one reaction, one change."""
    case = await both.reported()
    card = await both.desk_card(case)
    ana, ben = both.person("ana"), both.person("ben")
    token = both.floor.chat.posts[card.id].buttons["Take it"]
    await asyncio.gather(both.floor.press(ana.id, card, token), both.floor.press(ben.id, card, token))
    await both.house.drain()
    owner = await both.name((await both.ticket(case)).owner)
    slower = ben if owner == "Ana Souza" else ana
    quicker = ana if slower is ben else ben
    assert owner in slower.told()
    assert quicker.told() == ""
    assert await both.happened(case, "OwnerChanged") == 1


async def test_an_old_button_says_so(stage: Stage) -> None:
    """One of ours that stands for a command which is no more, or for words that it no longer takes."""
    case = await stage.reported()
    card, ben = await stage.desk_card(case), stage.person("ben")
    for press, told in (
        (Press("gone", ("1",)), "older version"),
        (Press("take", ("1", "extra")), "extra"),
        (Press("take", ("x",)), "what x means"),
        (Press("take", ("9" * 15,)), "no ticket"),
        (Press("take"), "No ticket lives"),
        (Press("split", ("1", "999999999")), "999999999"),
        (Press("again", ("1", "77")), ""),
        (Press("adopt", ("77",)), "I do not know that"),
        (Press("send", ("nosuchdraft",)), "older than a day"),
    ):
        ben.listens()
        await stage.floor.press(ben.id, card, SEAL.sign(press))
        await stage.house.drain()
        assert told in ben.told(), press


async def test_a_bug_of_ours_gives_a_reference_and_no_trace(stage: Stage, expected_errors: list[LogRecord]) -> None:
    """The person can act: they have a number that joins their answer with the operator's log."""
    case = await stage.reported()
    await stage.house.change("UPDATE places SET kind = 'nonsense' WHERE kind = 'desk'")
    told = await stage.person("ben").types(f"note {case.number} hello")
    assert "went wrong on our side" in told
    assert "Traceback" not in told
    reference = told.rstrip(".").rpartition(" ")[2]
    assert any(reference in record.getMessage() for record in expected_errors)
    assert not any("hello" in record.getMessage() for record in expected_errors)


async def test_names_of_people_and_files_are_literal_too(stage: Stage) -> None:
    """A display name or a file name that looks like a mention is a name."""
    stage.floor.chat.people["U0RUI"].name = "<!channel> @everyone <call person='3'>"
    case = await stage.case_of(
        await stage.person("rui").says(REPORT, files=[("../<!here>\r\n.png", "image/png", b"x")])
    )
    card = await stage.desk_card(case)
    assert card.notified == frozenset()
    assert "<!channel> @everyone" in card.text
    assert not [seen for seen in await stage.all_of("desk") if seen.notified - {"ana"}]
