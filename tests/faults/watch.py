"""What the bot has put on a platform, read from the sandbox's ledger as it grows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.faults.discord_side import DiscordSide
from tests.faults.sides import REPEAT, Entry, Posted, Side, Spot
from tests.faults.slack_side import SlackSide
from tests.stories.discord_floor import DiscordFloor
from tests.stories.slack_floor import SlackFloor


def side_of(platform: SlackFloor | DiscordFloor) -> Side:
    """The side of a floor's platform."""
    return DiscordSide(platform) if isinstance(platform, DiscordFloor) else SlackSide(platform)


@dataclass
class Watch:
    """Follows the ledger."""

    platform: SlackFloor | DiscordFloor
    posts: dict[Spot, Posted] = field(default_factory=dict)
    cards: dict[str, list[Posted]] = field(default_factory=dict)
    accepted: Counter[str] = field(default_factory=Counter)
    _since: int = 0
    _seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.side = side_of(self.platform)

    async def look(self) -> None:
        """Take in what is new; a call that is not answered yet is looked at again."""
        told = await self.platform.ledger(self._since, "call")
        unanswered = [entry["n"] for entry in told["entries"] if entry["status"] is None]
        for entry in told["entries"]:
            if entry["n"] not in self._seen and entry["status"] is not None:
                self._seen.add(entry["n"])
                self._take(entry)
        self._since = min(unanswered, default=told["next"] + 1) - 1

    def _take(self, entry: Entry) -> None:
        if post := self.side.posted(entry):
            if post.letter:
                self.accepted[post.letter] += 1
            if (post.channel, post.ts) not in self.posts:
                self._keep(post)
        elif changed := self.side.changed(entry):
            spot, blocks = changed
            if spot in self.posts:
                self.posts[spot].blocks = blocks

    def _keep(self, post: Posted) -> None:
        self.posts[(post.channel, post.ts)] = post
        if self.side.is_card(post):
            self.cards.setdefault(post.channel, []).append(post)

    def name_letters(self, ids: Iterable[str]) -> None:
        """From now on letters are called by their outbox ids, however the platform marks them."""
        names = {self.side.letter(name): name for each in ids for name in (each, f"{each}{REPEAT}")}
        for post in self.posts.values():
            post.letter = names.get(post.letter, post.letter)
        named: Counter[str] = Counter()
        for letter, count in self.accepted.items():
            named[names.get(letter, letter)] += count
        self.accepted = named

    def numbers(self, channel: str) -> set[int]:
        """The tickets that have a card in that channel."""
        return {post.number for post in self.cards.get(channel, ())}

    def saying(self, words: str, channel: str = "") -> list[Posted]:
        """The messages that have these words; a marked repeat only where what it repeats is not there."""
        found = [post for post in self.posts.values() if words in post.words and channel in ("", post.channel)]
        first = {post.letter for post in found}
        return [post for post in found if not (post.is_repeat and post.letter.removesuffix(REPEAT) in first)]
