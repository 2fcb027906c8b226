"""How Slack spells the reactions that mean something."""

from bot.chat.platform import Gesture

_SPELLINGS: dict[Gesture, tuple[str, ...]] = {
    Gesture.OPEN: ("ticket", "admission_tickets"),
    Gesture.TAKE: ("eyes",),
    Gesture.NEED: ("question",),
    Gesture.PRIORITY: ("rotating_light",),
    Gesture.ESCALATE: ("arrow_double_up",),
    Gesture.ACK: ("hand", "raised_hand"),
    Gesture.PROVIDER: ("outbox_tray",),
    Gesture.WAIT: ("double_vertical_bar",),
    Gesture.RESOLVE: ("white_check_mark",),
    Gesture.JOINED: ("link",),
    Gesture.NOT_A_REPORT: ("pushpin",),
}
_GESTURES = {name: gesture for gesture, names in _SPELLINGS.items() for name in names}


def emoji(gesture: Gesture) -> str:
    """The name of the reaction that we put."""
    return _SPELLINGS[gesture][0]


def gesture(name: str) -> str:
    """The neutral name of a reaction, its skin tone left out; Slack's own where it means nothing to us."""
    bare = name.partition("::")[0]
    return _GESTURES.get(bare, bare)
