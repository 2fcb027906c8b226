"""What is allowed but cannot keep a promise, or cannot have been meant: warnings about rules that are valid."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

from bot.desk.budgets import budgets_of, in_words
from bot.desk.faults import DeskWarning
from bot.desk.routing import unreachable
from bot.domain.dead_rules import World
from bot.domain.ladders import Whom
from bot.domain.policies import Policy, Promise, TicketType
from bot.domain.priority import Priority
from bot.domain.rules import DeskRules, match_policy
from bot.domain.teams import Team
from bot.domain.words import Language


def doubts(rules: DeskRules) -> Iterator[DeskWarning]:
    """Every doubt about the rules, in no particular order."""
    yield from _promises_that_do_not_fit(rules)
    yield from budgets_of(rules).doubts
    yield from _policies_that_never_apply(rules)
    yield from _rules_that_nobody_reaches(rules)
    yield from _teams_that_cannot_be_called(rules)
    yield from _categories_without_words(rules)
    yield from _people_without_account(rules)


def _promises_that_do_not_fit(rules: DeskRules) -> Iterator[DeskWarning]:
    """DOMAIN.md, clocks, rule 12: acknowledgement and ladder must fit into the promise to the client."""
    for place, policy in enumerate(rules.policies):
        tight = sorted({doubt for doubt in _tight(rules, policy) if doubt})
        for sentence in tight:
            yield DeskWarning(f"policies[{place}].first_response", sentence)


def _tight(rules: DeskRules, policy: Policy) -> Iterator[str]:
    for client, team in product(rules.clients.values(), _routed(rules, policy)):
        promise = rules.allowance(policy, Promise.FIRST_RESPONSE, client)
        acknowledged = rules.allowance(policy, Promise.ACKNOWLEDGEMENT, client)
        if promise is None or (policy.tiers and client.tier not in policy.tiers):
            continue
        ladder = rules.ladder_for(team.key, policy)
        first = acknowledged.length if acknowledged else timedelta()
        if first + ladder.length > promise.length:
            yield (
                f"{policy.key} promises an answer in {in_words(promise.length)}, but an acknowledgement in "
                f"{in_words(first)} and the ladder `{ladder.key}` of {in_words(ladder.length)} do not fit into it."
            )


def _routed(rules: DeskRules, policy: Policy) -> list[Team]:
    keys = {
        team
        for category, teams in rules.routing.items()
        if not policy.categories or category in policy.categories
        for team in teams
    }
    return [rules.teams[key] for key in sorted(keys)]


def _policies_that_never_apply(rules: DeskRules) -> Iterator[DeskWarning]:
    used = set()
    for client, priority, category, type_ in product(rules.clients.values(), Priority, rules.categories, TicketType):
        used.add(match_policy(rules, client, priority, category, type_).position)
    for position, policy in enumerate(rules.policies, 1):
        if rules.clients and position not in used:
            sentence = f"No ticket of any client reaches `{policy.key}`; an earlier policy takes them all."
            yield DeskWarning(f"policies[{position - 1}]", sentence)


def _rules_that_nobody_reaches(rules: DeskRules) -> Iterator[DeskWarning]:
    providers = {key: frozenset(game.name for game in each.games) for key, each in rules.providers.items()}
    tiers = {key: each.tier for key, each in rules.clients.items()}
    world = World(frozenset(rules.categories), providers, tiers, frozenset(rules.tiers))
    for place, sentence in unreachable(rules.routing_rules, world):
        yield DeskWarning(f"routing_rules[{place}]", sentence)


def _teams_that_cannot_be_called(rules: DeskRules) -> Iterator[DeskWarning]:
    routed = {team for teams in rules.routing.values() for team in teams}
    routed |= {each.then.team for each in rules.routing_rules if each.then.team}
    for key, team in rules.teams.items():
        if key in routed and team.channel is None:
            yield DeskWarning(f"teams.{key}.channel", "Tickets are routed to this team, but it has no channel.")
        calls = {step.whom for step in rules.ladders[team.ladder].steps if step.team is None}
        if Whom.LEAD in calls and team.lead is None:
            yield DeskWarning(f"teams.{key}.lead", f"The ladder `{team.ladder}` calls the lead, and there is none.")
        if not team.duty.shifts and not team.duty.rotation and not team.members and team.lead is None:
            yield DeskWarning(f"teams.{key}.on_duty", "Nobody is named whom an escalation could call.")


def _categories_without_words(rules: DeskRules) -> Iterator[DeskWarning]:
    spoken = {each.language for each in rules.bindings.values()} | {each.language for each in rules.clients.values()}
    for key, category in rules.categories.items():
        missing = [each.value for each in Language if each in spoken and not category.words.get(each)]
        if missing:
            sentence = f"No words suggest this category to clients who write {', '.join(missing)}."
            yield DeskWarning(f"categories.{key}.words", sentence)


def _people_without_account(rules: DeskRules) -> Iterator[DeskWarning]:
    for key, person in rules.people.items():
        if not person.accounts:
            sentence = "This person has no account, so they are named in plain text and never called."
            yield DeskWarning(f"people.{key}.accounts", sentence)
