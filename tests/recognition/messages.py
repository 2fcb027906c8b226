"""Reads the messages and what is expected of each.

A message opens with `# channel language written-at verdict`: the instant in UTC, the verdict a category, `?` (a report
whose category is open), `pleasantry`, or `chatter` (neither a report nor polite words: announcements, talk between
colleagues). Its text stands on lines that open with `| `. Then come the values that an analyst would note, several
parted by ` ; `: instants with their offset, amounts exact with their currency. `ask field words` is what has to be
asked about, `maybe field words` what may be noted, asked or left alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parent
NO_REPORT = frozenset(("pleasantry", "chatter"))


@dataclass
class Message:
    """One message, where and when it was written, and what a careful analyst would note of it."""

    where: str
    channel: str
    language: str
    at: datetime
    verdict: str
    text: str
    values: dict[str, set[str]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)


def open_set() -> list[Message]:
    """The messages that the rules were written with."""
    return [message for path in sorted(FOLDER.glob("messages/*.txt")) for message in _read(path)]


def sealed_set() -> list[Message]:
    """The messages that nobody looked at while the rules were written."""
    return list(_read(FOLDER / "sealed.txt"))


def sealed_again() -> list[Message]:
    """A second such set, written when the first seal was broken."""
    return list(_read(FOLDER / "sealed_again.txt"))


def instant(text: str) -> str:
    """An instant as `2026-11-23 12:02:00` in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _read(path: Path) -> Iterator[Message]:
    for part in ("\n" + path.read_text()).split("\n# ")[1:]:
        head, *lines = part.splitlines()
        channel, language, day, hour, verdict = head.split()
        at = datetime.fromisoformat(f"{day} {hour}+00:00")
        text = "\n".join(line[2:] for line in lines if line.startswith("|"))
        message = Message(f"{path.stem}: {head}", channel, language, at, verdict, text)
        for line in lines:
            if line and not line.startswith("|"):
                _expect(message, line)
        yield message


def _expect(message: Message, line: str) -> None:
    key, _, said = line.partition(" ")
    if key in ("ask", "maybe"):
        name, _, words = said.partition(" ")
        kept = message.asked if key == "ask" else message.open
        kept += [(name, each) for each in words.split(" ; ")]
        return
    values = set(said.split(" ; "))
    if key == "happened_at":
        values = {instant(each + ":00") for each in values}
    message.values[key] = message.values.get(key, set()) | values
