"""Regular expressions from desk.yaml: only such as can neither fail nor take long on hostile text."""

import re
import warnings
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import PlainValidator

from bot.desk.faults import complain

MAX_PATTERN = 120
MAX_UNBOUNDED = 3
MAX_REPEAT = 100
TOKENS = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?[^:]?:?)?)|(?P<close>\))"
    r"|(?P<many>[*+]|\{\d*,?\d*\})|(?P<maybe>\?)|(?P<anchor>[\^$])|(?P<or>\|)|(?P<plain>.)",
    re.DOTALL,
)


def parse_pattern(value: Any) -> re.Pattern[str]:
    """A pattern that a whole id must match, compiled; case counts."""
    if not isinstance(value, str) or not value:
        complain("Expected a regular expression as text.")
    if len(value) > MAX_PATTERN:
        complain(f"A pattern has at most {MAX_PATTERN} characters.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python warns of sets such as [[a] that will change their meaning
            compiled = re.compile(value, re.ASCII)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        complain(f"This is not a regular expression: {error}.")
    for fault in faults(value):
        complain(fault)
    if compiled.fullmatch(""):
        complain("The pattern matches nothing at all (an empty text), so it would match everywhere.")
    return compiled


def faults(pattern: str) -> Iterator[str]:
    """What makes a pattern unsafe: repeats within repeats, alternatives within repeats, references, look-arounds."""
    groups: list[set[str]] = [set()]
    closed: set[str] = set()
    unbounded = 0
    for token in TOKENS.finditer(pattern):
        name, text = token.lastgroup, token.group()
        if name == "open":
            if text not in ("(", "(?:"):
                yield f"`{text}` is not allowed in a pattern; groups are ( ) or (?: )."
            groups.append(set())
        elif name == "close" and len(groups) > 1:
            closed = groups.pop()
            groups[-1] |= closed
            continue
        elif name == "many":
            if closed:
                yield "A repeat around a group that repeats or has alternatives may take for ever; write it flat."
            if text[0] == "{" and max(map(int, re.findall(r"\d+", text)), default=0) > MAX_REPEAT:
                yield f"A repeat counts to {MAX_REPEAT} at most."
            unbounded += text in "*+" or text.endswith(",}")
            groups[-1].add("many")
        elif name == "or":
            groups[-1].add("or")
        elif name == "anchor":
            yield "Anchors are not needed: the whole id must match."
        elif name == "escape" and (text[1] in "bBAZ" or text[1].isdigit()):
            yield f"`{text}` is not allowed in a pattern."
        closed = set()
    if unbounded > MAX_UNBOUNDED:
        yield f"A pattern has at most {MAX_UNBOUNDED} repeats without an end."


Pattern = Annotated[re.Pattern[str], PlainValidator(parse_pattern)]
