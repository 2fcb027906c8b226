"""A checked document → the rules of the desk."""

from collections.abc import Iterator, Mapping

from bot.desk.document import Document
from bot.desk.ladders import build_ladder
from bot.desk.people import build_grants
from bot.domain.clients import ChannelBinding, ChannelKind, Client, IntakeMode
from bot.domain.digests import Audience, DigestPlan
from bot.domain.rules import DeskRules, Workspace
from bot.domain.teams import DeskRoom, Team
from bot.domain.words import CalendarKey, CategoryKey, Channel, ClientKey, ProviderKey, TeamKey


def build(document: Document, version: str) -> DeskRules:
    """The rules that a checked document means."""
    here = document.language, document.zone
    calendars = {CalendarKey(key): each.build(key) for key, each in document.calendars.items()}
    people = {each.key: each for each in (model.build(key, here[1]) for key, model in document.people.items())}
    desk = document.desk.build(*here, calendars, people)
    teams = {TeamKey(key): each.build(key, *here, calendars, people) for key, each in document.teams.items()}
    clients = {ClientKey(key): each.build(key) for key, each in document.clients.items()}
    return DeskRules(
        version=version,
        name=document.name,
        zone=document.zone,
        language=document.language,
        workspaces=tuple(_workspace(name, team) for name, team in document.workspaces.items()),
        tiers=tuple(document.tiers),
        desk=desk,
        clients=clients,
        teams=teams,
        people=people,
        roles=build_grants(document.roles),
        providers={ProviderKey(key): each.build(key) for key, each in document.providers.items()},
        categories={
            CategoryKey(key): each.build(key, document.always, document.fields, document.routing[CategoryKey(key)])
            for key, each in document.categories.items()
        },
        calendars=calendars,
        policies=tuple(each.build() for each in document.policies),
        routing={category: tuple(keys) for category, keys in document.routing.items()},
        ladders={key: build_ladder(key, document.ladders) for key in document.ladders},
        digests=tuple(_digests(document, desk, teams, clients)),
        intake=document.intake.build(),
        closing=document.closing.build(),
        retention=document.retention.build(),
        colleagues=document.colleagues.build(),
        bindings=_bindings(desk, teams, clients),
        duplicates=document.duplicates.build(),
        routing_rules=tuple(each.build() for each in document.routing_rules),
        raising=document.raising.build(),
        unmasking=document.unmasking.build(),
    )


def _workspace(address: str, team: str) -> Workspace:
    platform, _, name = address.partition(":")
    return Workspace(platform, name, team)


def _bindings(
    desk: DeskRoom, teams: Mapping[TeamKey, Team], clients: Mapping[ClientKey, Client]
) -> dict[Channel, ChannelBinding]:
    """Every bound channel; nobody's message in a desk's or team's channel is a report by itself."""
    bound = [
        ChannelBinding(channel, ChannelKind.DESK, "", IntakeMode.MANUAL, desk.language, desk.zone)
        for channel in desk.channels
    ]
    bound.extend(
        ChannelBinding(team.channel, ChannelKind.TEAM, team.key, IntakeMode.MANUAL, team.language, team.zone)
        for team in teams.values()
        if team.channel
    )
    bound.extend(binding for client in clients.values() for binding in client.channels)
    return {binding.channel: binding for binding in bound}


def _digests(
    document: Document, desk: DeskRoom, teams: Mapping[TeamKey, Team], clients: Mapping[ClientKey, Client]
) -> Iterator[DigestPlan]:
    """Who gets a digest: the coordinators at the desk, each team, and each client in its first channel."""
    plans = document.digests
    found = [plans.coordinators.plan(Audience.COORDINATORS, "", desk.channel, desk.language, desk.zone)]
    for team in teams.values():
        found.append(plans.teams.plan(Audience.TEAM, team.key, team.channel, team.language, team.zone))
    for key, client in clients.items():
        own = document.clients[key].digest
        model = own.over(plans.clients) if own else plans.clients
        first = client.channels[0].channel if client.channels else None
        found.append(model.plan(Audience.CLIENT, key, first, client.language, client.zone))
    yield from (plan for plan in found if plan)
