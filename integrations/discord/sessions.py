"""Where a lost session goes on; it lies with the lease, so that the next process resumes instead of beginning anew."""

import json
from dataclasses import dataclass

from yarl import URL

from bot.chat.leases import Leases


@dataclass(frozen=True)
class Session:
    """A session of the gateway: its id, the last event of it that is kept, and the address that resumes it."""

    id: str
    sequence: int
    gateway: URL


def written(session: Session, terms: str) -> str:
    """A session as text; `terms` is under which it was begun: another process may ask for other things."""
    return json.dumps([terms, session.id, session.sequence, str(session.gateway)])


def read(text: str, terms: str) -> Session | None:
    """The session in a text; None when there is none, or it was begun under other terms."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    match found:
        case [str(begun), str(number), int(sequence), str(gateway)] if begun == terms:
            return Session(number, sequence, URL(gateway))
        case _:
            return None


class Lease:
    """The right to listen, which one replica has at a time, and the session that goes with it."""

    def __init__(self, leases: Leases, name: str, terms: str) -> None:
        self._leases = leases
        self._name = name
        self._terms = terms
        self._known = ""

    async def holds(self, session: Session | None = None) -> bool:
        """Take or renew it, and leave there where the session goes on; False while another has it."""
        text = written(session, self._terms) if session else None
        held = await self._leases.holds(self._name, text)
        if held and text:
            self._known = text
        return held

    async def inherited(self) -> Session | None:
        """The session that another process left since we looked or wrote, if any; raises Unavailable."""
        text = await self._leases.handed_over(self._name)
        new, self._known = text != self._known, text
        return read(text, self._terms) if new else None

    async def lets_go(self, session: Session | None) -> None:
        """Let another have it."""
        await self._leases.lets_go(self._name, written(session, self._terms) if session else None)
