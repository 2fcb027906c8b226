"""By what a ticket is known elsewhere: its rounds, transactions, provider and game, read from its evidence."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.categories import EvidenceField, FieldKind
from bot.domain.duplicates import BusinessKey, TicketKeys
from bot.domain.plain_text import fold
from bot.domain.providers import IdKind, Provider
from bot.domain.recognised import GAME, PROVIDER, id_field
from bot.domain.rules import DeskRules
from bot.domain.tickets import Evidence, Ticket
from bot.domain.words import TicketId

SHARED = (IdKind.ROUND, IdKind.TRANSACTION)
"""Kinds of ids that mean one event; a player or a session has many."""
LONGEST = 100
"""Characters of an id; what is longer is none."""
MOST = 50
"""Ids of a ticket that are looked for elsewhere."""
_OWN_FIELD = {id_field(kind): kind for kind in SHARED}
"""Where a recognised id stands that no field of the category asks for."""
_APART = re.compile(r"[\s,;]+")


def keys_of(
    ticket: Ticket, evidence: Sequence[Evidence], rules: DeskRules, parent: TicketId | None = None
) -> TicketKeys:
    """What a ticket can be recognised by; values that differ all count, a provider or game only when there is one."""
    provider = provider_of(evidence, rules)
    games = {_game(fold(each.value), provider) for each in evidence if each.field == GAME and each.value.strip()}
    found = dict.fromkeys(_ids(evidence, rules, provider))
    keys = [BusinessKey(kind, value, provider.key if provider else None) for kind, value in found]
    return TicketKeys(
        ticket.id,
        ticket.client,
        frozenset(keys[:MOST]),
        ticket.opened_at,
        provider.key if provider else None,
        games.pop() if len(games) == 1 else None,
        ticket.category or "",
        parent,
    )


def provider_of(evidence: Iterable[Evidence], rules: DeskRules) -> Provider | None:
    """The provider that the evidence names; None when it names none, or several."""
    named = {fold(each.value) for each in evidence if each.field == PROVIDER}
    found = [each for each in rules.providers.values() if named & names_of(each)]
    return found[0] if len(found) == 1 else None


def names_of(provider: Provider) -> frozenset[str]:
    """Everything that a provider is called, folded."""
    return frozenset(map(fold, (provider.key, provider.name, *provider.aliases)))


def _game(said: str, provider: Provider | None) -> str:
    """The game by its own name where the provider knows it, else as it was said."""
    games = provider.games if provider else ()
    return next((game.name for game in games if said in map(fold, (game.name, *game.aliases))), said)


def _ids(evidence: Iterable[Evidence], rules: DeskRules, provider: Provider | None) -> Iterator[tuple[IdKind, str]]:
    fields = {field.key: field for category in rules.categories.values() for field in category.fields}
    for each in evidence:
        field = fields.get(each.field)
        told = field.id_kind if field else _OWN_FIELD.get(each.field)
        for word in _APART.split(each.value):
            if 0 < len(word) <= LONGEST:
                yield from ((kind, word.casefold()) for kind in _kinds(field, told, word, provider))


def _kinds(field: EvidenceField | None, told: IdKind | None, word: str, provider: Provider | None) -> Iterator[IdKind]:
    """What a word of a value is the id of: as its field says, or in a list of several as the provider's patterns do."""
    if told:
        yield from (kind for kind in SHARED if kind is told)
    elif field and field.kind is FieldKind.LONG_TEXT and provider:
        kinds = provider.kinds_of(word)
        yield from (kind for kind in SHARED if kind in kinds)
