"""The ordinary, hidden: a desk from the trade, and a report that says what reports say."""

from functools import cache
from pathlib import Path

from bot.desk.load import load
from bot.domain.rules import DeskRules

ROOT = Path(__file__).parents[1]
REPORT = "Player 83921: round 99812-77 on Book of Suns is stuck since 12:31, bet 50 EUR, nothing paid"
OTHER_REPORT = "Player 40017 cannot log in since this morning, error AUTH-7 on every try"


def desk_text(platform: str = "slack") -> str:
    """The example desk, as it would be written for that platform."""
    return (ROOT / "desk.example.yaml").read_text(encoding="utf-8").replace("slack", platform)


def write_desk(folder: Path, platform: str = "slack", text: str = "") -> Path:
    """A desk.yaml in a folder."""
    path = folder / "desk.yaml"
    path.write_text(text or desk_text(platform), encoding="utf-8")
    return path


@cache
def rules(platform: str = "slack") -> DeskRules:
    """The rules of the example desk."""
    return load(desk_text(platform)).rules
