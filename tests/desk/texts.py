"""A small desk.yaml, and what is wrong with it after some change."""

from typing import Any

import yaml

from bot.desk.faults import DeskInvalid
from bot.desk.load import Loaded, load
from bot.desk.overrides import apply

SMALL = """
name: Small desk
zone: Europe/Malta
language: en
workspaces: {slack:pit: T0PIT}
tiers: [gold]
desk: {channels: ["slack:pit:C0DESK"], on_duty: [ana]}
clients:
  acme:
    name: Acme
    language: pt_BR
    zone: America/Sao_Paulo
    tier: gold
    calendar: office
    teams: {slack: [T0ACME]}
    channels: [{channel: "slack:pit:C0ACME"}]
  bravo:
    name: Bravo
    language: en
    zone: Europe/Malta
    tier: gold
    calendar: always
    channels: [{channel: "slack:pit:C0BRAVO"}]
teams:
  infra: {name: Infra, channel: "slack:pit:C0INFRA", members: [ana, eva], lead: eva, ladder: standard}
people:
  ana: {name: Ana Souza, accounts: ["slack:T0PIT:U0ANA"]}
  eva: {name: Eva Lind, accounts: ["slack:T0PIT:U0EVA"]}
roles:
  analyst: {groups: ["slack:pit:S0ANALYSTS"], accounts: ["slack:T0PIT:U0EVA"]}
providers:
  nebula: {name: Nebula Games, ids: {round: ['\\d{5}-\\d{2}']}, games: [{name: Book of Suns}]}
fields:
  round_id: {label: {en: Round id, pt_BR: Id da rodada}, id: round}
  player_id: {label: {en: Player id, pt_BR: Id do jogador}}
always: {required: [player_id]}
categories:
  round:
    label: {en: Round, pt_BR: Rodada}
    words: {en: {Round: 5}, pt_BR: {Rodada: 5}}
    required: [round_id]
    optional: [player_id]
    impact: low
    urgency: high
routing: {round: [infra]}
calendars:
  always: {hours: 24x7}
  office: {zone: America/Sao_Paulo, week: {mon-fri: ["09:00-18:00"]}}
policies:
  - {key: p1, match: {priorities: [P1]}, calendar: always, first_response: 1h, resolution: 4h}
  - {key: rest, first_response: 4h, resolution: 3 working days}
ladders:
  standard: {steps: [{after: 15m, call: on_duty}, {after: 30m, call: lead}]}
"""


def changed(changes: dict[str, Any]) -> str:
    """The small desk's text with other values at some paths; None takes a key away."""
    return yaml.safe_dump(apply(yaml.safe_load(SMALL), changes), allow_unicode=True, sort_keys=False)


def desk(**changes: Any) -> Loaded:
    """The small desk's rules; a change's path has its dots as double underscores."""
    return load(changed({path.replace("__", "."): value for path, value in changes.items()}))


def faults(changes: dict[str, Any]) -> dict[str, str]:
    """Path → message of every fault that the changes bring."""
    return faults_of(changed(changes))


def faults_of(text: str) -> dict[str, str]:
    """Path → message of every fault in a text; empty when it is a good one."""
    try:
        load(text)
    except DeskInvalid as invalid:
        return {error.path: error.message for error in invalid.errors}
    return {}
