"""The form for a pause that is noted afterwards."""

from bot.chat.forms import FieldKind, Form
from bot.domain.sheets import TicketSheet
from bot.views.asking import ask, form, named_choices
from bot.words import Words

WHOM = ("client", "provider")


def pause_form(sheet: TicketSheet, words: Words) -> Form:
    """For whom the ticket waited, from when to when, and why."""
    setting = sheet.setting
    choices = named_choices("waiting", WHOM, setting, words)
    fields = (
        ask("pause", "whom", FieldKind.CHOICE, setting, words, value="client", choices=choices),
        ask("pause", "start", FieldKind.MOMENT, setting, words),
        ask("pause", "end", FieldKind.MOMENT, setting, words),
        ask("pause", "why", FieldKind.LONG_TEXT, setting, words),
    )
    return form("pause", fields, setting, words, sheet.ticket.id)
