"""What is said in a channel before there is a ticket."""

from collections.abc import Mapping, Sequence

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Line, Tone
from bot.domain.categories import Category
from bot.domain.clients import ChannelBinding, ChannelKind
from bot.domain.sheets import Setting
from bot.domain.words import EntryId, PersonId
from bot.views.parts import button, calls_of, quiet_message
from bot.words import Words, label


def ask_card(entry: EntryId, setting: Setting, words: Words, people: Mapping[PersonId, str] | None = None) -> Card:
    """Whether a message is a report, asked of who wrote it."""
    said, calls = words.say("intake/ask", setting), calls_of(people or {})
    return Card(
        summary=words.plain("intake/ask", setting),
        parts=(Line(f"{calls} {said}" if calls else said),),
        buttons=(
            button(words, setting, "adopt", "adopt", entry, tone=Tone.GOOD),
            button(words, setting, "ignore", "ignore", entry),
        ),
    )


def greeting_card(binding: ChannelBinding | None, setting: Setting, words: Words) -> Card:
    """Who we are and what happens here; in a channel that belongs to nobody, how that is changed."""
    title = words.plain("intake/greeting_title", setting)
    if binding is None:
        line = Line(words.say("intake/greeting_unbound", setting))
        return Card(title, title, parts=(line,), buttons=(_bind(setting, words),))
    what = str(binding.mode) if binding.kind is ChannelKind.CLIENT else "staff"
    return Card(title, title, parts=(Line(words.say(f"intake/greeting_{what}", setting)),))


def unbound_card(setting: Setting, words: Words) -> Card:
    """Why nothing can be done in a channel that belongs to nobody."""
    line = Line(words.say("intake/unbound", setting))
    return Card(words.plain("intake/unbound", setting), parts=(line,), buttons=(_bind(setting, words),))


def _bind(setting: Setting, words: Words) -> Button:
    return button(words, setting, "bind", "bind")


def panel_card(categories: Sequence[Category], setting: Setting, words: Words) -> Card:
    """A button for each category, and one for what is in none of them."""
    title = words.plain("intake/panel_title", setting)
    named = tuple(Button(label(each.label, setting), Press("open", (each.key,))) for each in categories)
    other = Button(words.plain("intake/panel_other", setting), Press("open"))
    return Card(title, title, parts=(Line(words.say("intake/panel", setting)),), buttons=(*named, other))


def direct_card(channels: Sequence[str], setting: Setting, words: Words) -> Card:
    """Where a client's people find us, instead of in a direct message."""
    line = Line(words.say("intake/direct", setting, channels=list(channels)))
    return Card(words.plain("intake/direct", setting, channels=list(channels)), parts=(line,))


def unheard_card(people: Mapping[PersonId, str], setting: Setting, words: Words) -> Card:
    """That there is an answer for somebody alone, said where others read it, so nothing of the answer."""
    line = Line(calls_of(people) + " " + words.say("intake/unheard", setting))
    return Card(words.plain("intake/unheard", setting), parts=(line,))


def cut_off_card(clients: Sequence[str], why: str, setting: Setting, words: Words) -> Card:
    """Whom we cannot reach any more (names; none for a channel that is no client's), in the platform's own word."""
    template = "intake/cut_off" if clients else "intake/cut_off_place"
    facts: dict[str, object] = {"why": why} | ({"clients": list(clients)} if clients else {})
    line = Line(words.say(template, setting, **facts), Tone.URGENT)
    return Card(words.plain(template, setting, **facts), tone=Tone.URGENT, parts=(line,))


def stopped_card(setting: Setting, words: Words, whose: str = "") -> Card:
    """Why we say nothing more in a channel of our own; said elsewhere, with whose channel it is."""
    if not whose:
        return quiet_message(words, setting, "intake/stopped")
    line = Line(words.say("intake/stopped_elsewhere", setting, whose=whose), Tone.URGENT)
    return Card(words.plain("intake/stopped_elsewhere", setting, whose=whose), tone=Tone.URGENT, parts=(line,))
