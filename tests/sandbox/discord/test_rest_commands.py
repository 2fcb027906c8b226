"""Application commands by REST: what may be registered, what a sync keeps, and what is refused."""

from typing import Any

import pytest

from tests.sandbox.discord.calls import APP, GUILD, Rest

GLOBAL, OF_GUILD = f"/applications/{APP}/commands", f"/applications/{APP}/guilds/{GUILD}/commands"
PIT: dict[str, Any] = {
    "name": "pit", "description": "Tickets",
    "description_localizations": {"pt-BR": "Chamados", "es-419": "Casos"},
    "options": [
        {"type": 1, "name": "take", "description": "Make it yours",
         "options": [{"type": 4, "name": "ticket", "description": "Which", "required": True, "autocomplete": True}]},
        {"type": 2, "name": "list", "description": "Lists",
         "options": [{"type": 1, "name": "mine", "description": "Your own"}]},
    ],
}  # fmt: skip
OPTION = {"type": 3, "name": "text", "description": "Words"}


async def test_made_changed_and_deleted(rest: Rest) -> None:
    """201 when it is new, 200 when one of this name and type was there."""
    made = await rest.do("POST", GLOBAL, PIT, status=201)
    again = await rest.do("POST", GLOBAL, {**PIT, "description": "Cases"})
    assert made["id"] == again["id"] and made["version"] != again["version"] and again["description"] == "Cases"
    assert (await rest.do("PATCH", f"{GLOBAL}/{made['id']}", {"description": "All"}))["options"] == PIT["options"]
    await rest.do("DELETE", f"{GLOBAL}/{made['id']}", status=204)
    assert await rest.fails("GET", f"{GLOBAL}/{made['id']}") == (404, 10063)


async def test_a_sync_keeps_ids(rest: Rest) -> None:
    """Commands of the same name and type keep theirs, unchanged ones their version too; the others go."""
    menu = {"type": 3, "name": "Open a ticket"}
    first = await rest.do("PUT", OF_GUILD, [PIT, menu, {"type": 2, "name": "pit"}])
    second = await rest.do("PUT", OF_GUILD, [{**PIT, "description": "New"}, menu])
    assert [each["id"] for each in second] == [each["id"] for each in first[:2]]
    assert second[1]["version"] == first[1]["version"] and second[0]["version"] != first[0]["version"]
    assert second[0]["guild_id"] == GUILD and await rest.do("GET", GLOBAL) == []
    listed = await rest.do("GET", OF_GUILD)
    assert len(listed) == 2 and "description_localizations" not in listed[0]
    assert (await rest.do("GET", f"{OF_GUILD}?with_localizations=true"))[0]["description_localizations"]["pt-BR"]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"name": "Pit"}, ["name"], "APPLICATION_COMMAND_INVALID_NAME"),
        ({"name": "a b"}, ["name"], "APPLICATION_COMMAND_INVALID_NAME"),
        ({"name": "x" * 33}, ["name"], "BASE_TYPE_BAD_LENGTH"),
        ({"description": ""}, ["description"], "BASE_TYPE_BAD_LENGTH"),
        ({"description": None}, ["description"], "BASE_TYPE_REQUIRED"),
        ({"description_localizations": {"pt": "x"}}, ["description_localizations", "pt"], "BASE_TYPE_CHOICES"),
        ({"description_localizations": {"pt-BR": "x" * 101}}, ["description_localizations", "pt-BR"],
         "BASE_TYPE_BAD_LENGTH"),
        ({"options": [{**OPTION, "name": f"o{n}"} for n in range(26)]}, ["options"], "BASE_TYPE_MAX_LENGTH"),
        ({"options": [OPTION, OPTION]}, ["options", 1, "name"], "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"),
        ({"options": [OPTION, {**OPTION, "name": "b", "required": True}]}, ["options", 1],
         "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
        ({"options": [{**OPTION, "choices": [{"name": str(n), "value": str(n)} for n in range(26)]}]},
         ["options", 0, "choices"], "BASE_TYPE_MAX_LENGTH"),
        ({"options": [{**OPTION, "choices": [{"name": "x", "value": 3}]}]}, ["options", 0, "choices", 0, "value"],
         "APPLICATION_COMMAND_OPTIONS_CHOICE_TYPE"),
        ({"options": [PIT["options"][0], OPTION]}, ["options", 1], "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
        ({"options": [{**PIT["options"][1], "options": [OPTION]}]}, ["options", 0, "options", 0, "type"],
         "BASE_TYPE_CHOICES"),
    ],
)  # fmt: skip
async def test_what_is_refused(rest: Rest, change: Any, field: list[str | int], code: str) -> None:
    """Each wrong field at its place, alone and in a sync."""
    assert await rest.wrong("POST", GLOBAL, {**PIT, **change}, *field) == code
    assert await rest.wrong("PUT", GLOBAL, [{**PIT, **change}], 0, *field) == code


async def test_menus(rest: Rest) -> None:
    """Names with spaces and capitals, no description, no options."""
    made = await rest.do("POST", GLOBAL, {"type": 3, "name": "Split off"}, status=201)
    assert (made["type"], made["description"]) == (3, "")
    assert await rest.wrong("POST", GLOBAL, {"type": 2, "name": "x", "description": "y"}, "description")
    assert await rest.wrong("POST", GLOBAL, {"type": 3, "name": "x", "options": [OPTION]}, "options")


async def test_limits_of_a_scope(rest: Rest) -> None:
    """Fifteen menus of a kind, no name twice, 8000 characters in one command."""
    menus = [{"type": 3, "name": f"Menu {n}"} for n in range(16)]
    assert await rest.fails("PUT", GLOBAL, menus) == (400, 30032)
    assert await rest.wrong("PUT", GLOBAL, [PIT, PIT], 1) == "APPLICATION_COMMANDS_DUPLICATE_NAME"
    long = [{"name": "x" * 100, "value": "y" * 100}] * 25
    options = [{**OPTION, "name": f"o{n}", "choices": [{**c, "name": f"{i:099}x"} for i, c in enumerate(long)]}
               for n in range(2)]  # fmt: skip
    assert await rest.wrong("POST", GLOBAL, {**PIT, "options": options}) == "APPLICATION_COMMAND_TOO_LARGE"


async def test_other_applications_and_guilds(rest: Rest) -> None:
    """Only one's own application, and guilds that the bot is in."""
    assert await rest.fails("GET", "/applications/1/commands") == (404, 10002)
    assert await rest.fails("GET", f"/applications/{APP}/guilds/1/commands") == (403, 50001)
