"""Many ids at once become items of one ticket, each with its own state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.providers import IdKind
from bot.domain.recognised import AMOUNT, Found, Recognised, id_field

MOST_ITEMS = 200
"""Items of one ticket; a longer list comes as a file."""


class ItemState(StrEnum):
    """Where an item stands."""

    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    DONE = "done"


_NEXT = {
    ItemState.OPEN: frozenset({ItemState.ASKED, ItemState.ANSWERED, ItemState.DONE}),
    ItemState.ASKED: frozenset({ItemState.OPEN, ItemState.ANSWERED, ItemState.DONE}),
    ItemState.ANSWERED: frozenset({ItemState.ASKED, ItemState.DONE}),
    ItemState.DONE: frozenset({ItemState.OPEN}),
}
"""Who looks at an item may answer or finish it unasked; an answer may raise another question; done is reopened."""


class NotPossible(ValueError):
    """An item cannot go from its state to that one."""


@dataclass(frozen=True)
class ItemKey:
    """What tells an item from the others of its ticket: its round, or its transaction when it has no round."""

    kind: IdKind
    value: str


@dataclass(frozen=True)
class Item:
    """One round or transaction of a report; values stand as they are written, empty where nothing was said.

    `answer` is what came back, `changed_at` the instant of the last change (UTC), None for an item just read.
    """

    key: ItemKey
    transaction: str = ""
    player: str = ""
    amount: str = ""
    state: ItemState = ItemState.OPEN
    answer: str = ""
    changed_at: datetime | None = None

    @property
    def round(self) -> str:
        """Its round, empty for an item that is only a transaction."""
        return self.key.value if self.key.kind is IdKind.ROUND else ""

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to do anything for it."""
        return self.state is ItemState.DONE

    def asked(self, at: datetime) -> "Item":
        """The item after somebody was asked about it; raises NotPossible once it is done."""
        return self._moved(ItemState.ASKED, at)

    def answered(self, answer: str, at: datetime) -> "Item":
        """The item with what came back; raises NotPossible when it has an answer or is done."""
        return replace(self._moved(ItemState.ANSWERED, at), answer=answer)

    def done(self, at: datetime) -> "Item":
        """The item with nothing left to do; raises NotPossible when it is done already."""
        return self._moved(ItemState.DONE, at)

    def reopened(self, at: datetime) -> "Item":
        """The item as if nobody had been asked, its last answer kept; raises NotPossible unless asked or done."""
        return self._moved(ItemState.OPEN, at)

    def _moved(self, state: ItemState, at: datetime) -> "Item":
        if state not in _NEXT[self.state]:
            raise NotPossible(f"{self.key.value}: {self.state} to {state}")
        return replace(self, state=state, changed_at=at)


@dataclass(frozen=True)
class Progress:
    """How many items are in each state."""

    open: int = 0
    asked: int = 0
    answered: int = 0
    done: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.asked + self.answered + self.done


def progress(items: Iterable[Item]) -> Progress:
    """The count per state, for the card: `3 of 5 done`."""
    states = [item.state for item in items]
    return Progress(*(states.count(state) for state in ItemState))


def items_of(text: str, recognised: Recognised) -> tuple[Item, ...]:
    """The items that a text lists, in its order; none when it names a single round or transaction.

    What stands in one line belongs together: as many transactions, players or amounts as rounds are paired in their
    order, a single one belongs to all of the line, and a player who is the only one in the text to every item.
    """
    players = recognised.all(id_field(IdKind.PLAYER))
    lines = [_items_in(found, _only(players)) for found in _by_line(text, recognised.values)]
    items: dict[ItemKey, Item] = {}
    for item in (item for line in lines for item in line):
        before = items.get(item.key)
        items[item.key] = _completed(before, item) if before else item
    told = _without_known_transactions(tuple(items.values()))
    return told[:MOST_ITEMS] if len(told) > 1 else ()


def merged(before: Sequence[Item], told: Iterable[Item]) -> tuple[Item, ...]:
    """The items after another message: states stay, what was missing is filled in, new ones follow."""
    items = {item.key: item for item in before}
    for item in told:
        items[item.key] = _completed(items[item.key], item) if item.key in items else item
    return tuple(items.values())[:MOST_ITEMS]


def _by_line(text: str, values: Iterable[Found]) -> Iterator[list[Found]]:
    ends = [at for at, letter in enumerate(text) if letter == "\n"]
    ends.append(len(text))
    rest = sorted(values, key=lambda found: found.start)
    at = 0
    for end in ends:
        line = []
        while at < len(rest) and rest[at].start <= end:
            line.append(rest[at])
            at += 1
        if line:
            yield line


def _items_in(line: list[Found], only_player: str) -> Iterator[Item]:
    rounds = _values(line, id_field(IdKind.ROUND))
    transactions = _values(line, id_field(IdKind.TRANSACTION))
    players = _values(line, id_field(IdKind.PLAYER))
    amounts = _values(line, AMOUNT)
    kind = IdKind.ROUND if rounds else IdKind.TRANSACTION
    paired = len(transactions) == len(rounds)
    ids = rounds or transactions
    for at, value in enumerate(ids):
        yield Item(
            ItemKey(kind, value),
            value if not rounds else transactions[at] if paired else "",
            _paired(players, at, len(ids)) or only_player,
            _paired(amounts, at, len(ids)) if len(amounts) == len(ids) or len(ids) == 1 else "",
        )
    if rounds and not paired:
        for value in transactions:
            yield Item(ItemKey(IdKind.TRANSACTION, value), value, _paired(players, 0, 1) or only_player)


def _values(line: Iterable[Found], field: str) -> list[str]:
    return list(dict.fromkeys(found.value for found in line if found.field == field))


def _paired(values: list[str], at: int, count: int) -> str:
    if len(values) == count:
        return values[at]
    return values[0] if len(values) == 1 else ""


def _only(players: tuple[Found, ...]) -> str:
    values = {found.value for found in players}
    return values.pop() if len(values) == 1 else ""


def _completed(before: Item, told: Item) -> Item:
    """What was known stays; only what was missing is taken from the new one."""
    return replace(
        before,
        transaction=before.transaction or told.transaction,
        player=before.player or told.player,
        amount=before.amount or told.amount,
    )


def _without_known_transactions(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """A transaction that belongs to a round's item is none of its own."""
    known = {item.transaction for item in items if item.round}
    return tuple(item for item in items if item.round or item.transaction not in known)
