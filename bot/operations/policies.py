"""Another desk.yaml, or a value of it changed from chat: open clocks go on by what it promises, from now on."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.clock_events import PolicyChanged
from bot.domain.clocks import Target
from bot.domain.policies import Policy, TicketType
from bot.domain.rules import DeskRules, match_policy
from bot.domain.tickets import Ticket
from bot.store.clock_facts import agreements_of, targets_of
from bot.store.policies import go_by_todays
from bot.store.unit_of_work import UnitOfWork


async def follow_desk(uow: UnitOfWork, tickets: Sequence[Ticket]) -> None:
    """What has elapsed stays; a ticket to which the same is promised as before is left alone."""
    same = []
    for ticket in tickets:
        policy = _policy_now(uow, ticket)
        before = uow.rulebook.of(ticket.desk_version)
        old = next((each for each in before.policies if each.key == ticket.policy), None)
        if policy is None or (old == policy and _terms(before, ticket, policy) == _terms(uow.rules, ticket, policy)):
            same.append(ticket.id)
            continue
        changed = await uow.tickets.save(replace(ticket, policy=policy.key, desk_version=uow.version))
        uow.record(changed, PolicyChanged(ticket.policy, policy.key, uow.version))
    if same:
        await go_by_todays(uow, same)


def _policy_now(uow: UnitOfWork, ticket: Ticket) -> Policy | None:
    """The policy that matches by today's rules; None for a client or category that they do not know."""
    client = uow.rules.clients.get(ticket.client)
    category = ticket.category or next(iter(uow.rules.categories))
    if client is None or category not in uow.rules.categories:
        return None
    return match_policy(uow.rules, client, ticket.priority, category, ticket.type or TicketType.INCIDENT).policy


def _terms(rules: DeskRules, ticket: Ticket, policy: Policy) -> object:
    """What is promised to a ticket's client and agreed with its team: lengths and calendars."""
    client, team = rules.clients.get(ticket.client), rules.teams.get(ticket.team) if ticket.team else None
    if client is None:
        return None
    first, resolution, others = targets_of(rules, policy, client)
    agreed = agreements_of(rules, policy, team, client) if team else ()
    promised: tuple[Target | None, ...] = (first, resolution, others.next_response, others.update, others.slow_update)
    return (*promised, others.waiting_client, *agreed)
