"""Triage: what the rules decide when a report comes and when more is known of it, until a person decides."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.categories import Category
from bot.domain.corrections import Correction
from bot.domain.decisions import Decision, Facet
from bot.domain.events import PriorityChanged
from bot.domain.placing import field_for
from bot.domain.policies import TicketType
from bot.domain.raising import Signs
from bot.domain.recognised import ID_FIELDS, Found
from bot.domain.rules import match_policy
from bot.domain.tickets import Ticket
from bot.domain.triage import ByHand, Seen, Triage, triage
from bot.domain.triage_events import OwnerProposed, Triaged
from bot.domain.turns import those_on_duty, whose_turn
from bot.domain.words import PersonId, TeamKey
from bot.store.corrections import keep_corrections
from bot.store.surroundings import Same, Surroundings, surroundings
from bot.store.unit_of_work import UnitOfWork

SHORTEST_SAME = 4
"""Characters; a shorter value says nothing about being the same."""


@dataclass(frozen=True)
class Judged:
    """What was decided, how that is kept, whose turn it is and who follows it."""

    triage: Triage
    decision: Decision
    proposed: PersonId | None
    watchers: tuple[PersonId, ...]


async def judge(uow: UnitOfWork, seen: Seen, words: tuple[tuple[str, float], ...], *, chosen: bool) -> Judged:
    """Decide on a new report: one statement where something is to be counted, none elsewhere."""
    same = _same(uow, seen)
    likely = [triage(uow.rules, seen), *([triage(uow.rules, _again(seen, 1))] if same else [])]
    people = await _taking_turns(uow) if any(each.turns for each in likely) else ()
    around = await surroundings(uow, same, people)
    found = triage(uow.rules, _again(seen, around.again))
    decision = _decision(Decision(seen.category.key, seen.category.impact, seen.category.urgency), found)
    decision = replace(decision, words=words, chosen=chosen)
    watchers = tuple((await uow.people.by_keys(found.watchers)).values()) if found.watchers else ()
    return _with_turn(Judged(found, decision, None, watchers), people, around)


def _with_turn(judged: Judged, people: Sequence[PersonId], around: Surroundings) -> Judged:
    if not judged.triage.turns or not people:
        return judged
    counts = {each: work.count for each, work in around.work.items()}
    turns = {each: work.last_turn for each, work in around.work.items()}
    load = tuple((each, counts.get(each, 0)) for each in people)
    return replace(judged, decision=replace(judged.decision, load=load), proposed=whose_turn(people, counts, turns))


async def _taking_turns(uow: UnitOfWork) -> tuple[PersonId, ...]:
    """Those who are on duty at the desk now."""
    on_duty = those_on_duty(uow.rules.desk, uow.now, await uow.duty.changes())
    return tuple((await uow.people.by_keys(on_duty)).values())


def placed(values: Iterable[Found], category: Category) -> tuple[tuple[str, str], ...]:
    """Recognised values by the evidence fields that they fill."""
    return tuple((field_for(each, category) or each.field, each.value) for each in values)


def _again(seen: Seen, times: int) -> Seen:
    return replace(seen, signs=replace(seen.signs, again=times))


def _same(uow: UnitOfWork, seen: Seen) -> Same | None:
    """What would be the same again: an id of this report, in a ticket that was resolved within the span."""
    within = uow.rules.raising.again_within
    ids = ID_FIELDS | {each.key for each in seen.category.fields if each.id_kind}
    values = tuple(value for key, value in seen.signs.values if key in ids and len(value) >= SHORTEST_SAME)
    if within is None or not values:
        return None
    return Same(seen.client.key, seen.category.key, values, seen.at - within)


def _decision(before: Decision, found: Triage) -> Decision:
    route = found.route
    return replace(
        before,
        raised=found.raised,
        rule=route.rule.name if route else "",
        looked_at=tuple((criterion.value, value) for criterion, value in route.reasons) if route else (),
        team=found.team,
    )


async def reconsider(uow: UnitOfWork, ticket: Ticket, text: str = "") -> Ticket:
    """More is known of a ticket: decide anew what no person has decided; `text` is what was just said."""
    category = uow.rules.categories.get(ticket.category) if ticket.category else None
    if ticket.decision is None or category is None or not ticket.is_open:
        return ticket
    values = tuple((each.field, each.value) for each in await uow.evidence.of(ticket.id))
    seen = Seen(uow.rules.clients[ticket.client], category, Signs(values, text), ticket.opened_at)
    found = triage(uow.rules, seen, _by_hand(ticket), ticket.decision.raised)
    base = replace(ticket.decision, category=category.key, impact=category.impact, urgency=category.urgency)
    if category.key != ticket.decision.category:
        base = replace(base, words=(), chosen=False)
    judged = Judged(found, _decision(base, found), None, ())
    if found.turns and ticket.owner is None and ticket.proposed is None:
        people = await _taking_turns(uow)
        judged = _with_turn(judged, people, await surroundings(uow, None, people))
    watchers = (await uow.people.by_keys(found.watchers)).values() if found.watchers else ()
    return await _apply(uow, ticket, replace(judged, watchers=tuple(watchers)))


def _by_hand(ticket: Ticket) -> ByHand:
    decision = ticket.decision
    assert decision is not None
    graded = decision.is_by_hand(Facet.PRIORITY)
    return ByHand(
        ticket.impact if graded else None,
        ticket.urgency if graded else None,
        ticket.type if decision.is_by_hand(Facet.TYPE) else None,
        decision.team if decision.is_by_hand(Facet.TEAM) else None,
    )


async def _apply(uow: UnitOfWork, ticket: Ticket, judged: Judged) -> Ticket:
    found = judged.triage
    changed = replace(
        ticket,
        impact=found.impact,
        urgency=found.urgency,
        priority=found.priority,
        type=found.type,
        decision=judged.decision,
        proposed=ticket.proposed or judged.proposed,
        watchers=tuple(dict.fromkeys([*ticket.watchers, *judged.watchers])),
    )
    if changed == ticket:
        return ticket
    changed = await promised_anew(uow, ticket, changed)
    if changed.decision != ticket.decision or changed.type is not ticket.type:
        uow.record(changed, Triaged(judged.decision.rule, found.type, found.team, changed.priority))
    if changed.proposed and changed.proposed != ticket.proposed:
        uow.record(changed, OwnerProposed(changed.proposed))
    return changed


async def promised_anew(uow: UnitOfWork, before: Ticket, after: Ticket, why: str = "") -> Ticket:
    """Save a ticket whose priority, category or type changed: the policy that matches now, with what has elapsed."""
    category = after.category or next(iter(uow.rules.categories))
    client = uow.rules.clients[after.client]
    match = match_policy(uow.rules, client, after.priority, category, after.type or TicketType.INCIDENT)
    moved = (before.impact, before.urgency) != (after.impact, after.urgency)
    if not moved and match.policy.key == before.policy:
        return await uow.tickets.save(after)
    after = await uow.tickets.save(replace(after, policy=match.policy.key, desk_version=uow.version))
    urgency, policy = after.urgency, match.policy.key
    uow.record(after, PriorityChanged(before.priority, after.priority, after.impact, urgency, why, policy, uow.version))
    return after


async def gone_to(uow: UnitOfWork, ticket: Ticket, team: TeamKey, having: Collection[TeamKey]) -> Ticket:
    """A team is called: where the rule had named another one, which does not have it, that was a correction."""
    decision = ticket.decision
    if decision is None or team == decision.team or decision.is_by_hand(Facet.TEAM) or decision.team in having:
        return ticket
    changed = await taken_over(uow, ticket, Facet.TEAM, decision.team or "", team)
    assert changed.decision is not None
    return replace(changed, decision=replace(changed.decision, team=team))


async def taken_over(uow: UnitOfWork, ticket: Ticket, facet: Facet, before: str, after: str) -> Ticket:
    """A person decides from now on; what a rule had decided otherwise is kept as its correction. Not saved yet."""
    decision = ticket.decision
    if decision is None:
        return ticket
    if not decision.is_by_hand(facet) and before != after:
        await keep_corrections(uow, ticket.id, [Correction(facet, decision.rule_of(facet), before, after)])
    return replace(ticket, decision=decision.taken_over(facet))
