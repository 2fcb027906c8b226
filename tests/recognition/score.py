"""Holds what the product recognises against what an analyst would note: precision and recall per field."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from bot.desk.load import load
from bot.domain.plain_text import clean
from bot.domain.pleasantries import is_pleasantry
from bot.domain.recognised import CURRENCY, Doubt, Found, Recognised
from bot.domain.rules import DeskRules
from bot.domain.words import Channel
from bot.operations.reading import read
from tests.recognition.messages import NO_REPORT, Message, instant

ROOT = Path(__file__).parents[2]
IDS = ("player_id", "round_id", "transaction_id", "session_id", "bonus_id")
FIELDS = (*IDS, "provider", "game", "happened_at", "amount")
_CHANNELS = {"acme": "C0ACME", "bravo": "C0BRAVO", "lucky": "C0LUCKY"}


@dataclass
class Tally:
    """Right, wrong and missed; `of` names the failures for whoever looks."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was said that is right; 1 when nothing was said."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was said; 1 when nothing is there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass
class Score:
    """The figures of one set of messages, and every failure in words."""

    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in (*FIELDS, "asked")})
    verdicts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def ids(self) -> Tally:
        """All kinds of id together."""
        return sum((self.fields[name] for name in IDS), Tally())

    def share(self, verdict: str) -> float:
        """The share of right answers to that question: category, report, pleasantry, chatter or reason."""
        right, wrong = self.verdicts[verdict, True], self.verdicts[verdict, False]
        return right / (right + wrong) if right + wrong else 1.0

    def judge(self, verdict: str, right: bool, message: Message, said: str) -> None:
        """Count an answer, and keep a wrong one."""
        self.verdicts[verdict, right] += 1
        if not right:
            self.failures.append(f"{message.where} · {verdict}: {said}\n    {message.text!r}")


@cache
def example_rules() -> DeskRules:
    """The rules of desk.example.yaml."""
    return load((ROOT / "desk.example.yaml").read_text()).rules


def understood(message: Message) -> Recognised:
    """What the product's own rules recognise in a message, written in that client's channel at that instant."""
    rules = example_rules()
    binding = rules.bindings[Channel("slack", "pit", _CHANNELS[message.channel.partition("_")[0]])]
    zone = "America/Mexico_City" if message.channel == "lucky_mx" else binding.zone
    return read(rules, clean(message.text), message.at, zone, binding.language)


def score(messages: list[Message]) -> Score:
    """The figures over these messages."""
    figures = Score()
    for message in messages:
        told = understood(message)
        for name in FIELDS:
            _compare(figures, message, name, told)
        _compare_questions(figures, message, told.doubts)
        opens = not is_pleasantry(clean(message.text))
        kind = message.verdict if message.verdict in NO_REPORT else "report"
        figures.judge(kind, opens is (kind == "report"), message, "opens a ticket" if opens else "opens none")
        if kind == "report" and message.verdict != "?":
            guess = told.category
            figures.judge("category", guess is not None and guess.key == message.verdict, message, str(guess))
            figures.judge("reason", guess is not None and guess.why != "", message, str(guess))
    return figures


def _compare(figures: Score, message: Message, name: str, told: Recognised) -> None:
    said = {_canonical(found): found for found in told.all(name)}
    expected = {_expected(name, each) for each in message.values.get(name, set())}
    wrong = {value for value in said.keys() - expected if not _among(said[value], message.open)}
    missed = expected - said.keys()
    figures.fields[name] += Tally(len(expected) - len(missed), len(wrong), len(missed))
    for label, values in (("wrong", wrong), ("missed", missed)):
        if values:
            figures.failures.append(f"{message.where} · {name} {label} {sorted(values)}\n    {message.text!r}")


def _compare_questions(figures: Score, message: Message, doubts: tuple[Doubt, ...]) -> None:
    missed = [each for each in message.asked if not any(_among(doubt, [each]) for doubt in doubts)]
    wrong = [doubt for doubt in doubts if not _among(doubt, [*message.asked, *message.open])]
    figures.fields["asked"] += Tally(len(message.asked) - len(missed), len(wrong), len(missed))
    if missed or wrong:
        said = [(doubt.field, doubt.original, doubt.reason) for doubt in wrong]
        figures.failures.append(f"{message.where} · asked: wrong {said} missed {missed}\n    {message.text!r}")


def _among(item: Found | Doubt, words: list[tuple[str, str]]) -> bool:
    return any(
        item.field == name and (item.original.strip() in said or said in item.original)
        for name, said in words
        if item.field != CURRENCY
    )


def _canonical(found: Found) -> str:
    return instant(found.value) if found.field == "happened_at" else _expected(found.field, found.value)


def _expected(name: str, value: str) -> str:
    if name != "amount":
        return value
    number, currency = value.split()
    return f"{Decimal(number).normalize():f} {currency}"
