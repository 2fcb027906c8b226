"""desk.yaml without somebody: earlier versions lose a person's name and ids, and stay as valid as they were."""

from collections.abc import Mapping
from typing import Any

from bot.desk.faults import DeskInvalid
from bot.desk.load import load
from bot.domain.erasure import Traces


def without_person(text: str, overrides: Mapping[str, Any], key: str | None, traces: Traces, alias: str) -> str | None:
    """The text with an alias wherever it names the person; None when it could not be read any more."""
    changed = _everything(key, traces).without(text, alias)
    try:
        load(changed, overrides)
    except DeskInvalid:
        return None
    return changed


def named_in(text: str, key: str | None, traces: Traces) -> list[int]:
    """The numbers of the lines of a desk.yaml that name the person; those of comments are left out."""
    everything = _everything(key, traces)
    lines = [(number, line.partition("#")[0]) for number, line in enumerate(text.splitlines(), start=1)]
    return [number for number, line in lines if everything.without(line) != line]


def _everything(key: str | None, traces: Traces) -> Traces:
    return Traces((*traces.ids, *((key,) if key else ())), traces.names)
