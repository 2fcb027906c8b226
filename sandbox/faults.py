"""Faults on demand: rules that name what they hit and what then happens."""

import random
from dataclasses import dataclass, field

from sandbox.kinds import Json, Refusal

ACTIONS = frozenset(
    {"drop", "delay", "cut", "cut_after_bytes", "status", "body", "double", "reorder", "refuse", "hang", "error"}
)


@dataclass
class Rule:
    """One rule with the count of what it matched and what it hit."""

    source: Json
    match: Json
    action: str
    times: int | None
    every: int
    probability: float
    matched: int = 0
    hits: int = 0

    @property
    def seconds(self) -> float:
        """How long a delay or a hang takes."""
        return float(self.source.get("seconds", 120 if self.action == "hang" else 1))

    def fires(self) -> bool:
        """Count a match and decide whether the rule acts on it."""
        if self.times is not None and self.hits >= self.times:
            return False
        self.matched += 1
        if self.matched % self.every or random.random() >= self.probability:
            return False
        self.hits += 1
        return True


@dataclass
class Faults:
    """All rules of the moment, asked in their order; the first that fires acts."""

    rules: list[Rule] = field(default_factory=list)

    def replace(self, sources: list[Json]) -> None:
        """Take these rules instead of the old ones; raises Refusal when one cannot be read."""
        self.rules = [_read(source) for source in sources]

    def describe(self) -> list[Json]:
        """The rules with their counts."""
        return [{**rule.source, "matched": rule.matched, "hits": rule.hits} for rule in self.rules]

    def for_call(self, method: str, args: Json) -> Rule | None:
        """The rule that acts on this call of the Web API."""
        return self._first("method", {method}, args) if self.rules else None

    def for_push(self, names: set[str], payload: Json) -> Rule | None:
        """The rule that acts on this push, named by its envelope's and its event's types."""
        return self._first("event", names, payload) if self.rules else None

    def for_path(self, path: str) -> Rule | None:
        """The rule that acts on this address of the sandbox (`/response/`, `/upload/`, `/files-pri/`, `/link/`)."""
        for rule in self.rules:
            if "path" in rule.match and path.startswith(rule.match["path"]) and rule.fires():
                return rule
        return None

    def _first(self, key: str, names: set[str], content: Json) -> Rule | None:
        for rule in self.rules:
            wanted = rule.match.get(key)
            if (wanted == "*" or wanted in names) and _content_fits(rule.match, content) and rule.fires():
                return rule
        return None


def _content_fits(match: Json, content: Json) -> bool:
    if "channel" in match and match["channel"] not in (content.get("channel"), content.get("channel_id")):
        return False
    return "text_has" not in match or match["text_has"] in str(content.get("text", "")) + str(content.get("blocks", ""))


def _read(source: Json) -> Rule:
    match = source.get("match")
    if not isinstance(match, dict) or not {"method", "event", "path"} & match.keys():
        raise Refusal("a rule needs match with method, event or path")
    if source.get("action") not in ACTIONS:
        raise Refusal(f"unknown action {source.get('action')!r}; known: {', '.join(sorted(ACTIONS))}")
    return Rule(
        source,
        match,
        source["action"],
        source.get("times"),
        max(int(source.get("every", 1)), 1),
        float(source.get("probability", 1)),
    )
