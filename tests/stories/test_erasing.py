"""Somebody wants to be forgotten while the bot runs: what it has posted follows, and the ticket goes on."""

import asyncio
import subprocess
import sys

from bot.app import TEMPLATES
from bot.domain.sheets import Setting
from bot.domain.words import Language, PersonId
from bot.words import Words, named
from tests.stories.floor import TUESDAY, Floor
from tests.stories.processes import ROOT


async def _erase(floor: Floor, person: str) -> None:
    """As an operator does beside the running bot."""
    command = [sys.executable, "-m", "bot", "erase", person, "--yes"]
    environment = floor.bot._environment  # the bot's own, or it would be another installation
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


async def test_cards_and_copies_follow(floor: Floor) -> None:
    """Her words leave the desk's card and thread; an analyst still works the ticket, and resolves it."""
    ticket = await floor.client("rita").reports("round 99812-77 did not pay 50 EUR, says Maria the croupier")
    await floor.client("rita").says("Maria is still waiting", under=ticket.client)
    copy = await ticket.desk.thread_shows("Maria is still waiting")
    await floor.settles()
    await _erase(floor, floor.platform.account("rita"))
    await copy.shows("a former user")
    await copy.hides("Maria")
    await ticket.desk.hides("Maria", "Rita")
    await ticket.desk.shows("99812-77")
    await floor.analyst("ana").clicks(ticket.desk, "Take it")
    await ticket.desk.shows("Ana")
    text = "\n".join(str(row) for row in await floor.books.rows("SELECT * FROM people"))
    assert "Rita" not in text


def test_a_former_user_in_three_languages() -> None:
    """Whoever has no name is called that; the others by theirs."""
    words = Words.load(TEMPLATES)
    said = {
        language: named({PersonId(1): "", PersonId(2): "Ana"}, Setting(language, "UTC", TUESDAY), words)
        for language in Language
    }
    assert {language: found[PersonId(1)] for language, found in said.items()} == {
        Language.EN: "a former user",
        Language.PT_BR: "um antigo usuário",
        Language.ES: "un antiguo usuario",
    }
    assert {found[PersonId(2)] for found in said.values()} == {"Ana"}
