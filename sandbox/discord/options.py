"""What a person fills into a slash command: the options of its sub-command, as Discord's client lets them through.

https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type
"""

from collections.abc import Callable
from typing import Any

from sandbox.kinds import Json, Refusal

SUB_COMMAND, SUB_COMMAND_GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
INTEGER_MAX = 2**53
LENGTH_MAX = 6000
REQUIRED = "This option is required. Specify a value"

Find = Callable[[int, Any, Json], Any]


def descend(source: Json, words: list[str]) -> tuple[list[Json], list[Json]]:
    """The (sub-command) path below a command, and the options of its end; raises Refusal for one that is not there."""
    path: list[Json] = []
    options: list[Json] = source.get("options") or []
    for word in words:
        below = [o for o in options if o["type"] in {SUB_COMMAND, SUB_COMMAND_GROUP}]
        found = next((o for o in below if o["name"] == word), None)
        if found is None:
            raise Refusal(f"/{source['name']} has no {word!r}; there are: {', '.join(o['name'] for o in below)}")
        path.append(found)
        options = found.get("options") or []
    if any(option["type"] in {SUB_COMMAND, SUB_COMMAND_GROUP} for option in options):
        raise Refusal(f"/{source['name']} needs one of: {', '.join(o['name'] for o in options)}")
    return path, options


def wrapped(path: list[Json], options: list[Json]) -> list[Json]:
    """The options within the groups and sub-commands of their path."""
    for step in reversed(path):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    return options


def filled(options: list[Json], values: Json, find: Find) -> tuple[list[Json], dict[str, str]]:
    """The options with a person's values, and what Discord's client refuses, by name."""
    unknown = set(values) - {option["name"] for option in options}
    if unknown:
        raise Refusal(f"no option {', '.join(sorted(unknown))}; there are: {', '.join(o['name'] for o in options)}")
    made, errors = [], {}
    for option in options:
        name, value = option["name"], values.get(option["name"])
        if value is None or value == "":
            if option.get("required"):
                errors[name] = REQUIRED
            continue
        value = converted(option, value)
        if problem := _problem(option, value):
            errors[name] = problem
            continue
        made.append({"name": name, "type": option["type"], "value": find(option["type"], value, option)})
    return made, errors


def converted(option: Json, value: Any) -> Any:
    """A value in its option's type; a choice may be given by its name."""
    for choice in option.get("choices") or []:
        if value in (choice["value"], choice["name"]):
            return choice["value"]
    kind = option["type"]
    try:
        if kind == INTEGER:
            return int(str(value))
        if kind == NUMBER:
            return float(value)
    except ValueError:
        return value
    if kind == BOOLEAN:
        return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value).lower(), value)
    return str(value) if kind == STRING else value


def _problem(option: Json, value: Any) -> str:
    kind, choices = option["type"], [choice["value"] for choice in option.get("choices") or []]
    if choices:
        return "" if value in choices else "Please choose one of the options"
    if kind == STRING:
        return _length_problem(option, value)
    if kind in {INTEGER, NUMBER}:
        return _number_problem(option, value)
    return "Select True or False" if kind == BOOLEAN and not isinstance(value, bool) else ""


def _length_problem(option: Json, value: str) -> str:
    least, most = int(option.get("min_length") or 0), int(option.get("max_length") or LENGTH_MAX)
    return "" if least <= len(value) <= most else f"Enter between {least} and {most} characters"


def _number_problem(option: Json, value: Any) -> str:
    wanted = "an integer" if option["type"] == INTEGER else "a number"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"Enter {wanted}"
    least, most = option.get("min_value"), option.get("max_value")
    if least is not None and value < least:
        return f"The value must be at least {least}"
    if most is not None and value > most:
        return f"The value must be at most {most}"
    return "" if abs(value) < INTEGER_MAX else f"Enter {wanted} between -2^53 and 2^53"


def half_typed(options: list[Json], values: Json, focused: str) -> list[Json]:
    """The options of an autocompletion: what was typed so far, unchecked, the focused one as text."""
    made = []
    for option in options:
        name = option["name"]
        if name == focused:
            if not option.get("autocomplete"):
                raise Refusal(f"option {name} does not ask the app")
            made.append({"name": name, "type": option["type"], "value": str(values.get(name, "")), "focused": True})
        elif values.get(name) not in (None, ""):
            made.append({"name": name, "type": option["type"], "value": converted(option, values[name])})
    if not any(option.get("focused") for option in made):
        raise Refusal(f"no option {focused}; there are: {', '.join(option['name'] for option in options)}")
    return made
