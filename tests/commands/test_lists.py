"""Looking: status, mine, backlog, find, who, help; each shows what this person may see, on both databases the same."""

from tests.builders import OTHER_REPORT
from tests.fakes.stage import Case, Stage

LUZ = "La ronda AP-2026-000123 de Samba Stars está trabada, jugador ar445566"


async def _three(stage: Stage) -> tuple[Case, Case, Case]:
    """A ticket of Rita's, one of her colleague's, and one of another client's."""
    first = await stage.reported()
    second = await stage.reported(OTHER_REPORT, by="rui")
    third = await stage.reported(LUZ, by="luz", channel="lucky7-soporte")
    return first, second, third


async def test_find_looks_by_number_id_player_and_words(both: Stage) -> None:
    """The last word may be only begun; accents and case do not keep a ticket hidden; nothing is said as nothing."""
    first, second, third = await _three(both)
    ben = both.person("ben")
    for words, found in (
        (f"#{second.number}", second),
        ("99812-77", first),
        ("83921", first),
        ("AUTH-7", second),
        ("log in since morn", second),
        ("SAMBA trabada", third),
        ("ar445566", third),
    ):
        told = await ben.types(f"find {words}")
        others = [each for each in (first, second, third) if each is not found]
        assert f"#{found.number}" in told, words
        assert not [each for each in others if f"#{each.number} " in told], words
    assert f"#{first.number} " in await ben.types(f"find {first.number}")
    assert "found nothing" in await ben.types("find zzz")
    assert "found nothing" in await ben.types("find ' OR 1=1 --")
    assert "found nothing" in await ben.types('find "*" NEAR(')
    assert "Something is missing" in await ben.types("find")


async def test_find_sees_what_was_said_later_and_not_what_was_deleted(both: Stage) -> None:
    """Edits, evidence and notes are found; a deleted message is not."""
    case = await both.reported()
    rita, ben = both.person("rita"), both.person("ben")
    said = await rita.says("the wallet shows zebra-77", under=case.report)
    await ben.types(f"note {case.number} see okapi-12")
    assert "#1" in await ben.types("find zebra-77")
    assert "#1" in await ben.types("find okapi")
    await both.floor.edit(rita.id, "acme-support", said, "the wallet shows gnu-5")
    await both.house.drain()
    assert "#1" in await ben.types("find gnu-5")
    assert "found nothing" in await ben.types("find zebra-77")
    await both.floor.delete(rita.id, "acme-support", said)
    await both.house.drain()
    assert "found nothing" in await ben.types("find gnu-5")


async def test_backlog_filters_and_turns_pages(both: Stage) -> None:
    """By client, owner, status, priority and team; the button for the next page keeps the filter."""
    ben = both.person("ben")
    for number in range(11):
        await both.reported(f"round 7{number:04}-11 on Book of Suns is stuck, player 6{number:04}")
    other = await both.reported(LUZ, by="luz", channel="lucky7-soporte")
    await ben.types("take 1")
    await ben.types("escalate 2 integrations look")
    first = await ben.types("backlog client=acme")
    assert "Page 1 of 2, 11 tickets" in first
    second = await ben.clicks(await ben.last_told(), "More")
    assert "Page 2 of 2" in second
    assert f"#{other.number} " not in first + second
    for words, number in (
        ("owner=ben", 1),
        ("status=with_team", 2),
        ("team=integrations", 2),
        ("client=lucky7", other.number),
    ):
        assert f"#{number} " in (told := await ben.types(f"backlog {words}")), words
        assert told.count("#") == 1, told
    assert "Page 1 of 2" in await ben.types("backlog unowned=yes priority=p3")
    assert "No ticket is open" in await ben.types("backlog priority=p1")
    assert "p9" in await ben.types("backlog priority=p9")
    assert "nobody" in await ben.types("backlog client=nobody")
    assert "#" in await ben.types("backlog page=99")


async def test_find_and_mine_turn_pages_too(stage: Stage) -> None:
    """Their buttons as well, whatever was looked for."""
    for number in range(11):
        await stage.reported(f"round 7{number:04}-11 on Book of Suns is stuck, player 6{number:04}")
        await stage.person("ben").types(f"take {number + 1}")
    for words in ("find Book of Suns", "mine"):
        ben = stage.person("ben")
        assert "Page 1 of 2, 11" in await ben.types(words)
        assert "Page 2 of 2, 11" in await ben.clicks(await ben.last_told(), "More")


async def test_mine_is_what_one_owns_or_reported(stage: Stage) -> None:
    """A client's person reads it in their language, without our side of it; nobody sees another client's."""
    first, second, third = await _three(stage)
    await stage.person("ben").types(f"take {second.number}")
    assert f"#{second.number} " in await stage.person("ben").types("mine")
    told = await stage.person("rita").types("mine", in_="acme-support")
    assert "Meus chamados" in told
    assert f"#{first.number} " in told
    assert "Ben" not in told
    assert f"#{second.number} " not in told
    told = await stage.person("luz").types("mine", in_="lucky7-soporte")
    assert f"#{third.number} " in told
    assert told.count("#") == 1
    assert "You own no open ticket" in await stage.person("ivo").types("mine")


async def test_status_has_two_faces(stage: Stage) -> None:
    """Staff see the desk's card; the client's people see theirs, of every ticket of their client."""
    case = await stage.reported()
    assert "Policy p3" in await stage.person("ben").types(f"status {case.number}")
    told = await stage.person("rui").types(f"status {case.number}", in_="acme-support")
    assert "Situação" in told
    assert "p3" not in told.lower()
    assert told == await stage.person("rui").mentions("status", case)
    assert "number" in await stage.person("ben").types("status")


async def test_status_offers_what_its_reader_may_press(stage: Stage) -> None:
    """An engineer cannot take a ticket, a colleague only looks, a client adds details."""
    case = await stage.reported()
    stage.floor.newcomer("paul", "T0PIT", "desk", "en")
    most = ("Ask client", "Escalate", "Priority", "Update client", "Resolve", "Not a request", "Why?", "Clocks")
    for who, channel, buttons in (
        ("ben", "desk", ("Take it", "First look", *most)),
        ("ivo", "desk", ("First look", "Escalate", "Priority", "Resolve", "Why?", "Clocks")),
        ("paul", "desk", ()),
        ("rui", "acme-support", ("Adicionar detalhes",)),
    ):
        await stage.person(who).types(f"status {case.number}", in_=channel)
        assert (await stage.last(who)).buttons == buttons, who


async def test_lists_call_a_client_by_its_name(stage: Stage) -> None:
    """Nobody has to know the key that desk.yaml gives it."""
    case = await stage.reported()
    ben = stage.person("ben")
    await ben.types(f"take {case.number}")
    for words in ("backlog", "mine", "find 99812-77"):
        assert "Acme Casino" in await ben.types(words), words


async def test_somebodys_own_page_has_their_face(stage: Stage) -> None:
    """A client's person reads their language and no status of ours, also where no channel says whose they are."""
    case = await stage.reported()
    stage.floor.newcomer("nina", "T0NEWCO", "acme-support", "pt-BR")
    other = await stage.reported(OTHER_REPORT, by="nina")
    ben = stage.person("ben")
    for each in (case, other):
        await ben.types(f"take {each.number}")
        await ben.types(f"escalate {each.number} integrations look")
    for who in ("rita", "nina", "ben"):
        await stage.floor.open_home(stage.floor.user(who))
        await stage.house.drain()
    for who, own in (("rita", case), ("nina", other)):
        page = await stage.floor.home(stage.floor.user(who))
        assert f"#{own.number} " in page
        assert "em andamento" in page
        assert not [word for word in ("P3", "Ben", "equipe", "Acme") if word in page], page
    page = await stage.floor.home(ben.id)
    assert "with a team" in page
    assert "Acme Casino" in page


async def test_who_names_whom_each_team_would_call(stage: Stage) -> None:
    """All teams, or one."""
    told = await stage.person("ben").types("who")
    assert "Integrations: Eva Lind" in told
    assert "DevOps" in told
    one = await stage.person("ben").types("who integrations")
    assert "Eva Lind" in one
    assert "DevOps" not in one


STAFF = {
    "sla",
    "ack",
    "away",
    "back",
    "backlog",
    "decline",
    "escalate",
    "find",
    "help",
    "look",
    "mine",
    "note",
    "on-duty",
    "pass",
    "priority",
    "reopen",
} | {
    "resolve",
    "status",
    "who",
    "why",
}
DESK = (
    STAFF
    | {"assign", "category", "close", "dismiss", "link", "merge", "need", "parent", "release", "split", "take"}
    | {
        "update",
        "wait",
        "type",
        "route",
        "watch",
    }
)
CLIENT = {"open", "escalate", "help", "mine", "priority", "reopen", "resolve", "status"}
HELP = (
    ("ben", "desk", DESK),
    ("ben", "acme-support", DESK | {"open", "panel"}),
    ("ivo", "development", STAFF),
    ("carla", "desk", DESK | {"bind", "rules", "unmask", "pause", "unpause"}),
    ("carla", "acme-support", DESK | {"bind", "rules", "unmask", "pause", "unpause", "open", "panel"}),
    ("rita", "acme-support", CLIENT),
    ("luz", "lucky7-soporte", CLIENT),
    ("paul", "desk", {"help", "status", "find", "backlog", "who", "on-duty"}),
    ("paul", "acme-support", {"help", "status", "find", "backlog", "who", "on-duty", "open"}),
    ("bruno", "acme-support", {"help"}),
)


async def test_help_shows_what_this_person_may_do_here(stage: Stage) -> None:
    """Exactly that: nothing that would be refused, and nothing is missing. Paul is a colleague."""
    stage.floor.newcomer("paul", "T0PIT", "desk", "en")
    for who, channel, commands in HELP:
        told = await stage.person(who).types("help", in_=channel)
        lines = told.splitlines()[1:-1]
        assert {line.split(":")[0].split(" ")[0] for line in lines} == commands, f"{who} in {channel}"


async def test_help_says_by_which_way(stage: Stage) -> None:
    """Staff type or mention, a client's people mention; a reaction is shown where there is one, and every input."""
    ben = await stage.person("ben").types("help")
    assert "after the slash command" in ben
    assert "take ticket: Make yourself the owner of a ticket. 👀" in ben
    assert "wait ticket client|provider|change [until=…] [why]" in ben
    assert "backlog [client=…] [team=…]" in ben
    rita = await stage.person("rita").types("help", in_="acme-support")
    assert "barra" not in rita
    assert "Me mencione" in rita
    assert "priority ticket [why]: Avisa que é urgente para você" in rita
    assert "escalate ticket [why]" in rita
    assert "🚨" in rita


async def test_what_help_shows_can_be_done(stage: Stage) -> None:
    """And what it hides is refused, for every command that has words of its own."""
    case = await stage.reported()
    for who, channel, commands in HELP[:1] + HELP[2:3] + HELP[5:6]:
        hand = stage.person(who)
        for name in sorted(DESK | {"bind", "unmask"}):
            told = await hand.types(f"{name} {case.number}" if name not in ("mine", "who") else name, in_=channel)
            refused = "somebody else to do" in told or "Só a nossa equipe" in told
            assert refused is (name not in commands), f"{who} {name}: {told}"
