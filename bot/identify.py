"""Who is it: from an account on a platform to a person with a role, a language and a zone."""

from collections.abc import Mapping
from datetime import timedelta

from bot.chat.platform import ChatPlatform, Profile
from bot.chat.requests import AccountRef
from bot.domain.clients import ChannelBinding, Client
from bot.domain.permissions import Actor, standing_of
from bot.domain.rules import DeskRules
from bot.domain.words import Language
from bot.errors import Rejected, Unavailable
from bot.store.people import KnownAccount, PersonCard
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork

FRESH = timedelta(hours=12)
DEFAULT_ZONE = "UTC"

Platforms = Mapping[tuple[str, str], ChatPlatform]


async def identify(
    store: Store,
    platforms: Platforms,
    workspace: str,
    account: AccountRef,
    binding: ChannelBinding | None,
    *,
    anew: bool = False,
) -> Actor:
    """The actor behind an account, asking the platform about one that is unknown, changed (`anew`) or long not seen.

    Raises Unavailable when an unknown account cannot be asked about now.
    """
    async with store.look(EVERYTHING) as uow:
        card = await uow.people.look_up(account.platform, account.user)
    known = card.known if card else None
    if card and card.known.account.team and not anew and uow.wall - card.known.seen_at < FRESH:
        return _actor(uow, card, binding)
    profile = await _profile(platforms, workspace, account, known)
    async with store.change(EVERYTHING) as uow:
        await uow.people.remember(profile)
        card = await uow.people.look_up(account.platform, account.user)
        assert card is not None, "it was remembered a moment ago"
        return _actor(uow, card, binding)


async def _profile(platforms: Platforms, workspace: str, account: AccountRef, known: KnownAccount | None) -> Profile:
    if not account.user:
        return Profile(account, "")  # nobody did it, as when a token is revoked: there is nobody to ask about
    try:
        return await platforms[account.platform, workspace].profile(account)
    except Rejected:
        name = known.name if known else account.user
        return Profile(AccountRef(account.platform, account.team, account.user), name)
    except Unavailable:
        if known is None:
            raise
        return Profile(known.account, known.name, known.locale, known.zone)


def _actor(uow: UnitOfWork, card: PersonCard, binding: ChannelBinding | None) -> Actor:
    known = card.known
    standing = standing_of(uow.rules, known.account, card.groups, binding)
    room: ChannelBinding | Client | DeskRules = binding or uow.rules
    own = uow.rules.clients.get(standing.client) if standing.client else None
    if own and (binding is None or binding.owner != own.key):
        room = own  # of another company's people a platform tells neither language nor zone
    language = card.language or Language.of(card.locale, room.language)
    zone = known.zone or room.zone or DEFAULT_ZONE
    return Actor(known.person, known.name, standing, language, zone, known.account)
