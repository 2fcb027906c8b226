"""Resolutions that cannot be kept when everybody who takes part uses up the time that was agreed with them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import NamedTuple

from bot.desk.faults import DeskWarning
from bot.domain.budgets import Overrun, worst_overrun
from bot.domain.clients import Client
from bot.domain.policies import Policy, Promise
from bot.domain.priority import Priority
from bot.domain.providers import Provider
from bot.domain.rules import Allowance, DeskRules
from bot.domain.teams import Team


@dataclass(frozen=True)
class Budgets:
    """How many ways that a ticket can take fit into what is promised, out of how many, and where they do not."""

    ways: int
    held: int
    doubts: tuple[DeskWarning, ...]


class _Case(NamedTuple):
    """Who takes part in a ticket, and what each may take."""

    client: Client
    team: Team
    provider: Provider | None
    promise: Allowance
    shares: dict[str, Allowance]


def budgets_of(rules: DeskRules) -> Budgets:
    """DOMAIN.md, clocks, rule 12: acknowledgement, team, provider and relay must fit into the resolution.

    A way is a policy, a client, a team, and a provider or none. A provider without a contract, or whose time does not
    count (`provider_pauses`), takes no part.
    """
    ways, doubts = Counter[bool](), list[DeskWarning]()
    for place, policy in enumerate(rules.policies):
        known: dict[tuple[Allowance, ...], Overrun | None] = {}
        told = set()
        for case in _cases(rules, policy):
            key = (case.promise, *case.shares.values())
            if key not in known:
                known[key] = worst_overrun(case.promise, tuple(case.shares.values()))
            overrun = known[key]
            ways[overrun is None] += 1
            if overrun:
                told.add(_sentence(policy, case, overrun))
        doubts += [DeskWarning(f"policies[{place}].resolution", sentence) for sentence in sorted(told)]
    return Budgets(ways.total(), ways[True], tuple(doubts))


def _cases(rules: DeskRules, policy: Policy) -> Iterator[_Case]:
    clients = [each for each in rules.clients.values() if not policy.tiers or each.tier in policy.tiers]
    providers = [each for each in rules.providers.values() if each.contract]
    for client, team in product(clients, rules.teams.values()):
        promise = rules.allowance(policy, Promise.RESOLUTION, client)
        ours = {
            "an acknowledgement": rules.agreement(policy, Promise.ACKNOWLEDGEMENT, team, client),
            "the team": rules.agreement(policy, Promise.PROGRESS, team, client),
        }
        if promise is None:
            continue
        yield _Case(client, team, None, promise, _agreed(ours))
        for provider, priority in product(providers, sorted(policy.priorities or frozenset(Priority))):
            answer = rules.contract(provider, priority)
            if answer and not policy.provider_pauses:
                relay = rules.allowance(policy, Promise.RELAY, client)
                shares = _agreed({**ours, "the provider": answer, "passing it on": relay})
                yield _Case(client, team, provider, promise, shares)


def _agreed(shares: Mapping[str, Allowance | None]) -> dict[str, Allowance]:
    return {name: each for name, each in shares.items() if each}


def _sentence(policy: Policy, case: _Case, overrun: Overrun) -> str:
    parts = ", ".join(f"{name} {in_words(share.length)}" for name, share in case.shares.items())
    partner = case.provider.name if case.provider else "a team alone"
    return (
        f"{policy.key} promises {case.client.name} a resolution in {in_words(case.promise.length)}, but with "
        f"{partner} it may take longer ({parts}): what is reported on {_when(overrun.start)} is "
        f"promised by {_when(overrun.promised)} and may be done on {_when(overrun.needed)}."
    )


def _when(at: datetime) -> str:
    return f"{at:%A %H:%M} UTC"


def in_words(length: timedelta) -> str:
    """A length of time as desk.yaml would write it: `1h30m`."""
    minutes = int(length.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes}m" if hours and minutes else f"{hours}h" if hours else f"{minutes}m"
