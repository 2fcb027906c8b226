"""What a platform says is understood in few places, and nothing is done with it before personal data are masked."""

from tests.architecture.locks import ROOT

UNDERSTANDING = {"bot/dispatch.py", "bot/recalling.py", "bot/unmasking.py"}
"""The last reads back what is shown to one person, and keeps nothing."""


def test_what_is_understood_is_masked() -> None:
    """Whoever understands a payload masks it, and the one who shows an original has no way to keep it."""
    paths = [path for folder in ("bot", "commands") for path in (ROOT / folder).rglob("*.py")]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    assert {name for name, text in texts.items() if ".understand(" in text} == UNDERSTANDING
    assert all("import heard" in texts[name] for name in UNDERSTANDING - {"bot/unmasking.py"})
    assert "import covered_values" in texts["bot/submitting.py"]
    assert "bot.store" not in texts["bot/unmasking.py"]
