"""Shifts as calendar files: exported, served to who has the token, and imported as overrides, again and again."""

from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import Message

from bot.domain.words import TeamKey
from bot.store.unit_of_work import EVERYTHING, Store
from bot.web.calendar import calendar_route, path_of
from tests.cli.terminal import Terminal

EVENT = "BEGIN:VEVENT\nUID:{uid}\nDTSTART:{day}T090000Z\nDTEND:{day}T180000Z\nSUMMARY:{who}\nEND:VEVENT\n"


def calendar(folder: Path, *events: tuple[str, str, str]) -> str:
    """A file; its path."""
    told = "".join(EVENT.format(uid=uid, day=day, who=who) for uid, day, who in events)
    path = folder / "duty.ics"
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{told}END:VCALENDAR\n", encoding="utf-8")
    return str(path)


async def standing(store: Store) -> list[tuple[str, int]]:
    """Whose overrides hold in DevOps, and in which year they begin."""
    async with store.look(EVERYTHING) as uow:
        found = (await uow.duty.changes()).overrides.get(TeamKey("devops"), ())
        return sorted((each.person, each.start.year) for each in found)


def test_a_teams_shifts_are_exported(terminal: Terminal) -> None:
    """With folded lines that end as they must, and only the team's people."""
    told = terminal.pit("on-duty", "export", "devops", "--weeks", "2")
    assert told.code == 0, told.all
    assert told.out.startswith("BEGIN:VCALENDAR")
    assert "SUMMARY:Leo Marchetti" in told.out
    assert "SUMMARY:Ivo Petrov" in told.out
    assert "SUMMARY:Eva Lind" not in told.out
    assert "no team nobody" in terminal.pit("on-duty", "export", "nobody").err


async def test_a_file_becomes_overrides_and_may_come_again(terminal: Terminal, store: Store) -> None:
    """A known UID moves; what is over is left out; with --replace what the file lacks is withdrawn."""
    events = (("a", "20990101", "eva"), ("b", "20980101", "Leo Marchetti"), ("c", "20200101", "Ivo"))
    file = calendar(terminal.folder, *events)
    told = terminal.pit("on-duty", "import", file, "--team", "devops")
    assert "2 shifts hold, 0 of an earlier import are withdrawn, 1 were over" in told.out, told.all
    assert await standing(store) == [("eva", 2099), ("leo", 2098)]
    file = calendar(terminal.folder, ("a", "20970101", "Eva (standby)"))
    terminal.pit("on-duty", "import", file, "--team", "devops")
    assert await standing(store) == [("eva", 2097), ("leo", 2098)]
    told = terminal.pit("on-duty", "import", file, "--team", "devops", "--replace")
    assert "1 of an earlier import are withdrawn" in told.out
    assert await standing(store) == [("eva", 2097)]


async def test_a_wrong_file_changes_nothing_and_every_fault_is_told(terminal: Terminal, store: Store) -> None:
    file = calendar(terminal.folder, ("a", "20990101", "eva"), ("b", "20980101", "Zoe"), ("c", "20980101", "Max"))
    told = terminal.pit("on-duty", "import", file, "--team", "devops")
    assert told.code == 1
    assert "b: nobody in desk.yaml is called Zoe" in told.err
    assert "c: nobody in desk.yaml is called Max" in told.err
    assert await standing(store) == []
    Path(file).write_bytes(b"\xff\xfe")
    assert "not a calendar in UTF-8" in terminal.pit("on-duty", "import", file, "--team", "devops").err
    Path(file).write_text("hello")
    assert "line 1: this is no calendar" in terminal.pit("on-duty", "import", file, "--team", "devops").err


async def test_the_calendar_is_served_to_who_has_its_token(terminal: Terminal, store: Store) -> None:
    """A wrong token, another team's, and a team that there is not look the same."""
    path = terminal.pit("on-duty", "address", "devops").out.strip()
    assert path == path_of("demo", "devops")
    app = Starlette(routes=[calendar_route(store, "demo")])
    status, told = await asked(app, path)
    assert status == HTTPStatus.OK
    assert "SUMMARY:Leo Marchetti" in told
    wrong = (path[:-1] + "x", path.replace("devops", "it"), path.partition("?")[0], path_of("demo", "nobody"))
    assert {await asked(app, each) for each in wrong} == {(HTTPStatus.NOT_FOUND, "not found")}


async def asked(app: Starlette, path: str) -> tuple[int, str]:
    """The status and the body of an answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    bare, _, query = path.partition("?")
    scope = {"type": "http", "method": "GET", "path": bare, "query_string": query.encode(), "headers": []}
    await app(scope, receive, send)
    return int(sent[0]["status"]), b"".join(each.get("body", b"") for each in sent[1:]).decode()
