"""A clear no to that person only, in their language, with what to do instead; and nothing happens."""

import pytest

from tests.fakes.stage import Stage

RESOLVE = "resolve 1 bet_refunded it was refunded"
NOES = (
    # who, what was done before, where, which words, what they are told
    ("ben", (), "desk", "tkae 1", ("tkae", "Did you mean take?", "help")),
    ("ana", (), "desk", "tkae 1", ("tkae", "Você quis dizer take?")),
    ("ben", (), "desk", "xyzzy", ("I do not know the command xyzzy", "help")),
    ("ben", (), "desk", "take", ("No ticket lives in this place", "status 12")),
    ("ben", (), "desk", "take 99", ("I know no ticket #99", "find")),
    ("ben", (), "desk", "take 1 please", ("please", "help")),
    ("ben", (), "desk", "take one", ("one", "help")),
    ("ben", (), "desk", "find", ("Something is missing: words",)),
    ("ben", (), "desk", "assign 1 zorro", ("I do not know who zorro is", "Mention the person")),
    ("ben", (), "desk", "assign 1 @U0RITA", ("Rita Prado does not work at the desk", "analyst", "escalate")),
    ("ben", (), "desk", "assign 1 ivo", ("does not work at the desk", "analyst")),
    ("ben", (), "desk", "escalate 1 kitchen it burns", ("I know no team kitchen", "who")),
    ("ben", (), "desk", "category 1 weather", ("no category weather",)),
    ("ben", (), "desk", "need 1 shoe_size", ("no detail called shoe_size", "Ask client")),
    ("ben", (), "desk", "wait 1 client", ("no question to the client yet", "Ask client")),
    ("ben", (), "desk", "wait 1 provider until=2020-01-01", ("passed already", "still to come")),
    ("ben", (), "desk", "wait 1 provider until=whenever", ("whenever", "14:30")),
    ("ben", (), "desk", "ack 1", ("not lie with that team", "Escalate")),
    ("ben", (), "desk", "release 1", ("Nobody owns ticket #1", "nothing to release")),
    ("ben", (), "desk", "close 1", ("not resolved yet",)),
    ("ben", (), "desk", "reopen 1 why not", ("not resolved yet",)),
    ("ben", (), "desk", "merge 1 1", ("#1 itself",)),
    ("ben", (), "desk", "link 1 1", ("#1 itself",)),
    ("ben", (), "desk", "merge 1 77", ("no ticket #77",)),
    ("ben", (), "desk", "panel", ("does not work here", "client's channel")),
    ("ben", (), "desk", "bind client acme", ("somebody else to do", "coordinator")),
    ("ivo", (), "desk", "take 1", ("somebody else to do", "analyst")),
    ("ana", ("ben: take 1",), "desk", "take 1", ("Ben Okoro", "#1")),
    ("ben", (f"ben: {RESOLVE}",), "desk", "take 1", ("resolved already", "Reopen")),
    ("ben", (f"ben: {RESOLVE}",), "desk", "escalate 1 integrations look", ("resolved already",)),
    ("ben", (f"ben: {RESOLVE}",), "desk", RESOLVE, ("resolved already",)),
    ("ben", (f"ben: {RESOLVE}", "ben: close 1"), "desk", "take 1", ("over", "#1", "Reopen")),
    ("ben", (f"ben: {RESOLVE}", "ben: close 1"), "desk", "update 1 hello", ("over", "#1")),
    ("ben", (f"ben: {RESOLVE}", "ben: close 1"), "desk", "close 1", ("over", "#1")),
    ("ben", ("ben: dismiss 1",), "desk", "priority 1 h h now", ("over", "#1")),
    (
        "ivo",
        ("ben: escalate 1 integrations look", "eva: ack 1"),
        "desk",
        "ack 1",
        ("Eva Lind has it already",),
    ),
    ("rita", (), "acme-support", "take 1", ("Só a nossa equipe", "help")),
    ("rita", (), "acme-support", "find anything", ("Só a nossa equipe", "Escreva na conversa")),
    ("rita", (), "acme-support", "status 99", ("Não conheço o chamado #99", "Confira o número")),
    ("rita", (), "acme-support", "tkae 1", ("Não conheço o comando tkae", "Veja todos")),
    ("rita", (), "acme-support", "reopen 1 why", ("ainda não",)),
    ("rita", (), "acme-support", "resolve 1", ("ainda não",)),
    ("luz", (), "lucky7-soporte", "tomar 1", ("Solo nuestra gente",)),
    ("luz", (), "lucky7-soporte", "estado 1", ("#1",)),
    ("bruno", (), "acme-support", "status 1", ("another company",)),
)


BEFORE = list(dict.fromkeys(row[1] for row in NOES))


@pytest.mark.parametrize("before", BEFORE, ids=[", ".join(each) or "new" for each in BEFORE])
async def test_a_no_says_why_and_what_to_do(stage: Stage, before: tuple[str, ...]) -> None:
    """Only they are told; the ticket is as it was."""
    case = await stage.reported()
    for each in before:
        name, _, typed = each.partition(": ")
        await stage.person(name).types(typed)
    earlier = await stage.ticket(case)
    for who, _, where, words, told in (row for row in NOES if row[1] == before):
        posts = len(await stage.all_of(where))
        answer = await stage.person(who).types(words, in_=where)
        assert [word for word in told if word not in answer] == [], f"{who}: {words}: {answer}"
        assert (await stage.last(who)).private
        assert await stage.ticket(case) == earlier, words
        assert len(await stage.all_of(where)) == posts, words


async def test_a_mistyped_word_in_a_ticket_thread_is_no_answer_to_the_client(stage: Stage) -> None:
    """Whoever calls the bot with a word that is nearly a command is told so, and it counts as nothing."""
    case = await stage.reported()
    assert "Did you mean take?" in await stage.person("ben").mentions("tkae", case)
    assert (await stage.ticket(case)).first_answered_at is None
    assert "Did you mean release?" in await stage.person("ben").mentions("relase", case, at_desk=True)


async def test_what_a_client_calls_after_the_bot_is_a_message(stage: Stage) -> None:
    """No word of a client in a ticket's thread is lost because the bot was mentioned in it."""
    case = await stage.reported()
    await stage.person("rita").mentions("any news? the player 83921 is angry", case)
    assert "any news?" in await stage.thread("desk", (await stage.desk_card(case)).id)


async def test_empty_commands_show_the_way(stage: Stage) -> None:
    """Nothing behind the slash, or behind the mention, is a call for help."""
    assert "What you can do here" in await stage.person("ben").types("")
    assert "What you can do here" in await stage.person("ben").types("   ")
    await stage.person("ben").says("@pitboss", in_="desk")
    assert "take" in (await stage.last("ben")).text


async def test_a_client_in_private_is_led_to_its_channel(stage: Stage) -> None:
    """Staff commands work in a direct message; a client's do not, and a colleague is told who they are."""
    case = await stage.reported()
    stage.floor.newcomer("paul", "T0PIT", "desk", "en")
    await stage.person("ben").says(f"take {case.number}", in_="DU0BEN")
    assert await stage.name((await stage.ticket(case)).owner) == "Ben Okoro"
    await stage.person("rita").says("bom dia, o jogador 83921 ganhou", in_="DU0RITA")
    assert "canal" in (await stage.last("rita")).text
    await stage.person("paul").says("status 1", in_="DU0PAUL")
    assert "colleague" in (await stage.last("paul")).text
    assert await stage.tickets() == 1


async def test_an_unbound_channel_says_what_to_do_once(stage: Stage) -> None:
    """Never silence, and never twice a day."""
    stage.floor.room("lobby", "ben", "rita")
    for _ in range(3):
        await stage.person("rita").says("the round is stuck", in_="lobby")
    posts = [seen for seen in await stage.all_of("lobby") if seen.by_bot]
    assert len(posts) == 1
    assert "Bind" in posts[0].buttons
    assert "belongs to nobody" in await stage.person("ben").types("open", in_="lobby")
