"""How Discord spells the reactions that mean something: as the emoji itself."""

from bot.chat.platform import Gesture

_SPELLINGS: dict[Gesture, tuple[str, ...]] = {
    Gesture.OPEN: ("🎫", "🎟"),
    Gesture.TAKE: ("👀",),
    Gesture.NEED: ("❓", "❔"),
    Gesture.PRIORITY: ("🚨",),
    Gesture.ESCALATE: ("⏫",),
    Gesture.ACK: ("✋", "🤚"),
    Gesture.PROVIDER: ("📤",),
    Gesture.WAIT: ("⏸",),
    Gesture.RESOLVE: ("✅",),
    Gesture.JOINED: ("🔗",),
    Gesture.NOT_A_REPORT: ("📌",),
}
_GESTURES = {name: gesture for gesture, names in _SPELLINGS.items() for name in names}
_SHOWN_AS_EMOJI = "\ufe0f"
_SKINS = dict.fromkeys(range(0x1F3FB, 0x1F400))
"""The five skin tones that may follow a hand."""


def emoji(gesture: Gesture) -> str:
    """The reaction that we put, spelt as Discord's own clients do."""
    name = _SPELLINGS[gesture][0]
    return name + _SHOWN_AS_EMOJI if gesture is Gesture.WAIT else name


def gesture(name: str) -> str:
    """The neutral name of a reaction, its skin tone left out; Discord's own where it means nothing to us."""
    bare = name.replace(_SHOWN_AS_EMOJI, "").translate(_SKINS)
    return _GESTURES.get(bare, name)
