"""Whose person somebody is: by listed role, by their own workspace, or by a role on a server of ours."""

import pytest

from bot.desk.load import load
from bot.domain.people import AccountKey, GroupKey, Role
from bot.domain.permissions import Standing, Stranger, standing_of
from bot.domain.rules import DeskRules
from bot.domain.words import Channel, ClientKey
from tests.builders import desk_text

SERVER = "900100"
ACME_ROLE, LUCKY_ROLE, ANALYSTS = (GroupKey("discord", "hall", number) for number in ("71", "72", "73"))
ACME, LUCKY = ClientKey("acme"), ClientKey("lucky7")


@pytest.fixture(scope="module")
def rules() -> DeskRules:
    """The example desk with a server of ours on which two clients' people have roles."""
    text = desk_text()
    text = text.replace("  slack:pit: T0PIT", f"  slack:pit: T0PIT\n  discord:hall: '{SERVER}'")
    text = text.replace(
        '      - channel: "slack:pit:C0ACME"',
        '      - channel: "discord:hall:501"\n      - channel: "slack:pit:C0ACME"',
    )
    text = text.replace(
        '      - channel: "slack:pit:C0LUCKY"',
        '      - channel: "discord:hall:502"\n      - channel: "slack:pit:C0LUCKY"',
    )
    for client, group in (("acme", ACME_ROLE), ("lucky7", LUCKY_ROLE)):
        text = text.replace(f"\n  {client}:\n", f'\n  {client}:\n    groups: ["{group.key}"]\n', 1)
    text = text.replace('["slack:pit:S0ANALYSTS"]', f'["slack:pit:S0ANALYSTS", "{ANALYSTS.key}"]')
    return load(text).rules


def standing(rules: DeskRules, *groups: GroupKey, channel: str = "") -> Standing:
    """Somebody of the server with these roles, in that channel."""
    binding = rules.binding(Channel("discord", "hall", channel)) if channel else None
    return standing_of(rules, AccountKey("discord", SERVER, "1"), groups, binding)


def test_a_clients_role_makes_a_client(rules: DeskRules) -> None:
    """In their own channel, and where no channel tells."""
    assert standing(rules, ACME_ROLE, channel="501") == Standing(Role.CLIENT, ACME)
    assert standing(rules, ACME_ROLE) == Standing(Role.CLIENT, ACME)


def test_in_another_clients_channel_they_are_strangers(rules: DeskRules) -> None:
    """Whatever let them in there."""
    assert standing(rules, ACME_ROLE, channel="502").stranger is Stranger.OTHER_CLIENT
    assert standing(rules, LUCKY_ROLE, channel="501").stranger is Stranger.OTHER_CLIENT


def test_a_member_without_a_role_is_a_colleague(rules: DeskRules) -> None:
    """Who opens nothing by merely writing."""
    assert standing(rules, channel="501") == Standing(Role.COLLEAGUE)


def test_our_own_roles_come_first(rules: DeskRules) -> None:
    """An analyst who also has a client's role, to see its channel, works tickets."""
    assert standing(rules, ACME_ROLE, ANALYSTS, channel="501") == Standing(Role.ANALYST)
