"""Resolutions that cannot be kept when everybody who takes part uses up the time that was agreed with them."""

from collections.abc import Iterator
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


class _Case(NamedTuple):
    """Who takes part in a ticket, and what each may take."""

    client: Client
    team: Team
    provider: Provider
    promise: Allowance
    shares: dict[str, Allowance]


def budget_doubts(rules: DeskRules) -> Iterator[DeskWarning]:
    """DOMAIN.md, clocks, rule 12: acknowledgement, team, provider and relay must fit into the resolution.

    A provider without a contract, or whose time does not count (`provider_pauses`), takes no part.
    """
    for place, policy in enumerate(rules.policies):
        known: dict[tuple[Allowance, ...], Overrun | None] = {}
        told = set()
        for case in _cases(rules, policy):
            key = (case.promise, *case.shares.values())
            if key not in known:
                known[key] = worst_overrun(case.promise, tuple(case.shares.values()))
            if overrun := known[key]:
                told.add(_sentence(policy, case, overrun))
        for sentence in sorted(told):
            yield DeskWarning(f"policies[{place}].resolution", sentence)


def _cases(rules: DeskRules, policy: Policy) -> Iterator[_Case]:
    clients = [each for each in rules.clients.values() if not policy.tiers or each.tier in policy.tiers]
    providers = [each for each in rules.providers.values() if each.contract]
    for client, team, provider in product(clients, rules.teams.values(), providers):
        promise = rules.allowance(policy, Promise.RESOLUTION, client)
        for priority in sorted(policy.priorities or frozenset(Priority)):
            answer = rules.contract(provider, priority)
            if promise and answer and not policy.provider_pauses:
                shares = {
                    "an acknowledgement": rules.agreement(policy, Promise.ACKNOWLEDGEMENT, team, client),
                    "the team": rules.agreement(policy, Promise.PROGRESS, team, client),
                    "the provider": answer,
                    "passing it on": rules.allowance(policy, Promise.RELAY, client),
                }
                yield _Case(client, team, provider, promise, {name: each for name, each in shares.items() if each})


def _sentence(policy: Policy, case: _Case, overrun: Overrun) -> str:
    parts = ", ".join(f"{name} {in_words(share.length)}" for name, share in case.shares.items())
    return (
        f"{policy.key} promises {case.client.name} a resolution in {in_words(case.promise.length)}, but with "
        f"{case.provider.name} it may take longer ({parts}): what is reported on {_when(overrun.start)} is "
        f"promised by {_when(overrun.promised)} and may be done on {_when(overrun.needed)}."
    )


def _when(at: datetime) -> str:
    return f"{at:%A %H:%M} UTC"


def in_words(length: timedelta) -> str:
    """A length of time as desk.yaml would write it: `1h30m`."""
    minutes = int(length.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes}m" if hours and minutes else f"{hours}h" if hours else f"{minutes}m"
