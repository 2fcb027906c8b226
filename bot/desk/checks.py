"""What can only be seen across sections; read from the raw tree, so that one wrong value hides no other fault."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from bot.desk.faults import DeskError, Path, spell
from bot.desk.routing import rule_faults
from bot.desk.section import items, mapping
from bot.domain.policies import TicketType
from bot.domain.priority import Priority

Used = Iterable[tuple[Path, str]]


def across(tree: Mapping[str, Any]) -> Iterator[DeskError]:
    """Everything that contradicts something elsewhere in the document."""
    yield from _once(_channels(tree), "The channel `{word}` is already bound at {first}.")
    yield from _once(_accounts(tree), "The account `{word}` already belongs to {first}.")
    yield from _once(_teams(tree), "The team `{word}` is already listed at {first}.")
    yield from _once(_provider_names(tree), "The name `{word}` is already taken at {first}.")
    yield from _once(_policy_keys(tree), "The key `{word}` is already taken at {first}.")
    yield from _once(_rule_names(tree), "The name `{word}` is already taken at {first}.")
    yield from _once(_tiers(tree), "The tier `{word}` stands already at {first}.")
    yield from _worked_elsewhere(tree)
    yield from _ladder_cycles(tree)
    yield from _unrouted(tree)
    yield from _uncovered(tree)
    yield from rule_faults(tree)


def _once(used: Used, sentence: str) -> Iterator[DeskError]:
    """A fault for every word that is used a second time."""
    first: dict[str, Path] = {}
    for path, word in used:
        if word in first:
            yield DeskError(spell(path), sentence.format(word=word, first=spell(first[word])))
        first.setdefault(word, path)


def _channels(tree: Mapping[str, Any]) -> Used:
    for place, channel in enumerate(items(tree.get("desk"), "channels")):
        yield ("desk", "channels", place), str(channel)
    for key, team in mapping(tree, "teams").items():
        if isinstance(team, dict) and isinstance(team.get("channel"), str):
            yield ("teams", key, "channel"), team["channel"]
    for key, client in mapping(tree, "clients").items():
        for place, bound in enumerate(items(client, "channels")):
            if isinstance(bound, dict) and isinstance(bound.get("channel"), str):
                yield ("clients", key, "channels", place, "channel"), bound["channel"]


def _worked_elsewhere(tree: Mapping[str, Any]) -> Iterator[DeskError]:
    """Where only the desk may read, a client's tickets may be worked."""
    rooms = {str(channel) for channel in items(tree.get("desk"), "channels")}
    for key, client in mapping(tree, "clients").items():
        room = client.get("desk") if isinstance(client, dict) else None
        if isinstance(room, str) and room not in rooms:
            yield DeskError(spell(("clients", key, "desk")), f"`{room}` is none of the desk's channels.")


def _accounts(tree: Mapping[str, Any]) -> Used:
    for key, person in mapping(tree, "people").items():
        for place, account in enumerate(items(person, "accounts")):
            yield ("people", key, "accounts", place), str(account)


def _teams(tree: Mapping[str, Any]) -> Used:
    for name, team in mapping(tree, "workspaces").items():
        yield ("workspaces", name), f"{name.partition(':')[0]}:{team}"
    for section in ("clients", "providers"):
        for key, owner in mapping(tree, section).items():
            for platform, teams in mapping(owner, "teams").items():
                for place, team in enumerate(teams if isinstance(teams, list) else []):
                    yield (section, key, "teams", platform, place), f"{platform}:{team}"


def _provider_names(tree: Mapping[str, Any]) -> Used:
    for key, provider in mapping(tree, "providers").items():
        if isinstance(provider, dict) and isinstance(provider.get("name"), str):
            yield ("providers", key, "name"), provider["name"].casefold()
        for place, alias in enumerate(items(provider, "aliases")):
            yield ("providers", key, "aliases", place), str(alias).casefold()


def _policy_keys(tree: Mapping[str, Any]) -> Used:
    for place, policy in enumerate(items(tree, "policies")):
        if isinstance(policy, dict) and isinstance(policy.get("key"), str):
            yield ("policies", place, "key"), policy["key"]


def _rule_names(tree: Mapping[str, Any]) -> Used:
    for place, rule in enumerate(items(tree, "routing_rules")):
        if isinstance(rule, dict) and isinstance(rule.get("name"), str):
            yield ("routing_rules", place, "name"), rule["name"]


def _tiers(tree: Mapping[str, Any]) -> Used:
    for place, tier in enumerate(items(tree, "tiers")):
        yield ("tiers", place), str(tier)


def _ladder_cycles(tree: Mapping[str, Any]) -> Iterator[DeskError]:
    ladders = mapping(tree, "ladders")
    for key in ladders:
        seen = [key]
        while (following := _then(ladders.get(seen[-1]))) in ladders and following not in seen:
            seen.append(str(following))
        if following == key:
            way = " → ".join([*seen, key])
            yield DeskError(spell(("ladders", key, "then")), f"This ladder comes back to itself: {way}.")


def _then(ladder: Any) -> str | None:
    following = ladder.get("then") if isinstance(ladder, dict) else None
    return following if isinstance(following, str) else None


def _unrouted(tree: Mapping[str, Any]) -> Iterator[DeskError]:
    if isinstance(tree.get("routing"), dict):
        for key in mapping(tree, "categories"):
            if key not in tree["routing"]:
                yield DeskError(spell(("routing", key)), f"The category `{key}` goes to no team.")


def _uncovered(tree: Mapping[str, Any]) -> Iterator[DeskError]:
    """A fault when some ticket would find no policy; the first such ticket is named."""
    policies = [each.get("match") for each in items(tree, "policies") if isinstance(each, dict)]
    if not policies or any(match is not None and not isinstance(match, dict) for match in policies):
        return
    tiers, categories = items(tree, "tiers"), list(mapping(tree, "categories"))
    rows = [_row(match or {}) for match in policies]
    for ticket in product(tiers, [each.code for each in Priority], categories, [each.value for each in TicketType]):
        if not any(_takes(row, ticket) for row in rows):
            tier, priority, category, type_ = ticket
            yield DeskError("policies", f"No policy takes tier {tier}, {priority}, category {category}, type {type_}.")
            return


def _row(match: dict[str, Any]) -> tuple[list[Any], ...]:
    priorities = [f"P{each}"[-2:].upper() for each in items(match, "priorities")]
    return items(match, "tiers"), priorities, items(match, "categories"), items(match, "types")


def _takes(row: tuple[list[Any], ...], ticket: tuple[Any, ...]) -> bool:
    return all(not wanted or value in wanted for wanted, value in zip(row, ticket, strict=True))
