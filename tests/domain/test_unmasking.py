"""Who may read back what was masked: by role, or as a lead, as desk.yaml has it; nobody who is not ours."""

import pytest

from bot.desk.load import load
from bot.domain.people import AccountKey, Role
from bot.domain.permissions import Actor, Standing, may_unmask
from bot.domain.words import ClientKey, Language, PersonId
from tests.builders import desk_text

DEFAULT = "unmasking:\n  roles: [coordinator, admin]\n  leads: true\n"


def _may(text: str, user: str, role: Role, client: ClientKey | None = None) -> bool:
    account = AccountKey("slack", "T0PIT", user)
    actor = Actor(PersonId(1), user, Standing(role, client), Language.EN, "UTC", account)
    return may_unmask(load(text).rules, actor)


@pytest.mark.parametrize(
    ("user", "role", "may"),
    [
        ("U0ANY", Role.COORDINATOR, True),
        ("U0ANY", Role.ADMIN, True),
        ("U0ANY", Role.ANALYST, False),
        ("U0LEO", Role.ENGINEER, True),  # leads teams
        ("U0EVA", Role.ENGINEER, False),
        ("U0LEO", Role.COLLEAGUE, False),
        ("U0LEO", Role.CLIENT, False),
    ],
)
def test_coordinators_and_leads_may(user: str, role: Role, may: bool) -> None:
    assert _may(desk_text(), user, role) is may
    assert _may(desk_text().replace(DEFAULT, ""), user, role) is may


def test_desk_yaml_may_say_otherwise() -> None:
    """Analysts too, or nobody but admins."""
    assert DEFAULT in desk_text()
    more = desk_text().replace(DEFAULT, "unmasking:\n  roles: [analyst, coordinator, admin]\n")
    assert _may(more, "U0ANY", Role.ANALYST)
    fewer = desk_text().replace(DEFAULT, "unmasking:\n  roles: [admin]\n  leads: false\n")
    assert not _may(fewer, "U0LEO", Role.ENGINEER)
    assert not _may(fewer, "U0ANY", Role.COORDINATOR)
    assert _may(fewer, "U0ANY", Role.ADMIN)
