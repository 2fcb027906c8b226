"""The forms of the commands: each field's key is the command's input; dispatch binds a form to its draft."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.chat.forms import Choice, Field, FieldKind, Form
from bot.domain.categories import Category, EvidenceField
from bot.domain.clients import ChannelBinding, ChannelKind, Client, IntakeMode
from bot.domain.plain_text import shorten
from bot.domain.policies import TicketType
from bot.domain.priority import Level
from bot.domain.sheets import Setting, TicketSheet
from bot.domain.teams import Team
from bot.domain.tickets import Entry, Verdict
from bot.domain.words import CategoryKey, Language
from bot.views.asking import ask, category_choices, evidence_question, form, named_choices, team_choices
from bot.views.evidence import missing
from bot.views.parts import category_of
from bot.words import Words, label

LANGUAGES = {Language.EN: "English", Language.PT_BR: "Português (Brasil)", Language.ES: "Español"}
WAITS = ("client", "provider", "change")
_OPTION = 70


def open_form(
    categories: Sequence[Category], setting: Setting, words: Words, text: str = "", category: CategoryKey | None = None
) -> Form:
    """A new report; with a category it also asks for that category's evidence, none of which must be known yet."""
    chosen = next((each for each in categories if each.key == category), None)
    choices = category_choices(categories, setting)
    evidence = [evidence_question(each, setting) for each in chosen.fields] if chosen else []
    value = chosen.key if chosen else ""
    return form(
        "open",
        (
            ask("open", "text", FieldKind.LONG_TEXT, setting, words, value=text),
            ask("open", "category", FieldKind.CHOICE, setting, words, required=False, value=value, choices=choices),
            *evidence,
        ),
        setting,
        words,
    )


def fill_form(sheet: TicketSheet, fields: Sequence[EvidenceField], words: Words) -> Form:
    """The evidence that is asked for, with what is known already; only a single field has to be filled in."""
    known = {each.field: each.value for each in sheet.evidence}
    alone = len(fields) == 1
    asked = [evidence_question(each, sheet.setting, known.get(each.key, ""), required=alone) for each in fields]
    filled = form("fill", asked, sheet.setting, words, sheet.ticket.id)
    return replace(filled, intro="") if alone else filled


def need_form(sheet: TicketSheet, words: Words) -> Form:
    """What to ask the client for: what nobody has given yet, the required of it picked already, and a question."""
    given, wanted = {each.field for each in sheet.evidence}, missing(sheet)
    category = category_of(sheet)
    open_ = [each for each in category.fields if each.key not in given] if category else []
    choices = [Choice(each.key, label(each.label, sheet.setting)) for each in open_]
    picked = ",".join(each.key for each in wanted)
    fields = [_ask(sheet, words, "need", "text", FieldKind.LONG_TEXT, required=not choices)]
    if choices:
        picks = _ask(sheet, words, "need", "fields", FieldKind.CHOICES, required=False, value=picked, choices=choices)
        fields.insert(0, picks)
    return _form(sheet, words, "need", *fields)


def escalate_form(sheet: TicketSheet, teams: Sequence[Team], words: Words) -> Form:
    """Which team, the category's own picked already, and what for."""
    category, choices = category_of(sheet), team_choices(teams, sheet.setting)
    decision = sheet.ticket.decision
    value = (decision.team if decision else None) or (category.team if category else "")
    return _form(
        sheet,
        words,
        "escalate",
        _ask(sheet, words, "escalate", "team", FieldKind.CHOICE, value=value, choices=choices),
        _ask(sheet, words, "escalate", "why", FieldKind.LONG_TEXT),
    )


def decline_form(sheet: TicketSheet, words: Words) -> Form:
    """Why it is not that team's."""
    return _form(sheet, words, "decline", _ask(sheet, words, "decline", "why", FieldKind.LONG_TEXT))


def pass_form(sheet: TicketSheet, teams: Sequence[Team], words: Words) -> Form:
    """To which other team, and what it should know."""
    choices = team_choices(teams, sheet.setting)
    return _form(
        sheet,
        words,
        "pass",
        _ask(sheet, words, "pass", "to", FieldKind.CHOICE, choices=choices),
        _ask(sheet, words, "pass", "why", FieldKind.LONG_TEXT),
    )


def resolve_form(sheet: TicketSheet, words: Words) -> Form:
    """How it ended, and what the client reads."""
    choices = named_choices("verdict", Verdict, sheet.setting, words)
    return _form(
        sheet,
        words,
        "resolve",
        _ask(sheet, words, "resolve", "verdict", FieldKind.CHOICE, choices=choices),
        _ask(sheet, words, "resolve", "text", FieldKind.LONG_TEXT, required=False),
    )


def reopen_form(sheet: TicketSheet, words: Words) -> Form:
    """What is not solved."""
    return _form(sheet, words, "reopen", _ask(sheet, words, "reopen", "why", FieldKind.LONG_TEXT))


def update_form(sheet: TicketSheet, words: Words, text: str = "") -> Form:
    """Words for the client, which are previewed before they go out."""
    return _form(sheet, words, "update", _ask(sheet, words, "update", "text", FieldKind.LONG_TEXT, value=text))


def priority_form(sheet: TicketSheet, words: Words) -> Form:
    """Impact and urgency as they are, to be changed for a reason."""
    choices, ticket = named_choices("level", Level, sheet.setting, words), sheet.ticket
    return _form(
        sheet,
        words,
        "priority",
        _ask(sheet, words, "priority", "impact", FieldKind.CHOICE, value=ticket.impact, choices=choices),
        _ask(sheet, words, "priority", "urgency", FieldKind.CHOICE, value=ticket.urgency, choices=choices),
        _ask(sheet, words, "priority", "why", FieldKind.LONG_TEXT),
    )


def wait_form(sheet: TicketSheet, words: Words) -> Form:
    """For whom the ticket waits, until when, and why."""
    choices = named_choices("waiting", WAITS, sheet.setting, words)
    return _form(
        sheet,
        words,
        "wait",
        _ask(sheet, words, "wait", "whom", FieldKind.CHOICE, choices=choices),
        _ask(sheet, words, "wait", "until", FieldKind.MOMENT, required=False),
        _ask(sheet, words, "wait", "why", FieldKind.LONG_TEXT, required=False),
    )


def assign_form(sheet: TicketSheet, words: Words) -> Form:
    """Who shall own the ticket."""
    return _form(sheet, words, "assign", _ask(sheet, words, "assign", "person", FieldKind.PERSON))


def merge_form(sheet: TicketSheet, words: Words) -> Form:
    """Into which ticket this one goes."""
    return _form(sheet, words, "merge", _ask(sheet, words, "merge", "into", FieldKind.NUMBER))


def split_form(sheet: TicketSheet, entries: Sequence[Entry], words: Words) -> Form:
    """Which of the ticket's messages becomes a ticket of its own."""
    choices = [Choice(str(each.id), shorten(f"{sheet.name(each.person)}: {each.text}", _OPTION)) for each in entries]
    return _form(sheet, words, "split", _ask(sheet, words, "split", "entry", FieldKind.CHOICE, choices=choices))


def link_form(sheet: TicketSheet, words: Words) -> Form:
    """With which ticket this one has to do."""
    return _form(sheet, words, "link", _ask(sheet, words, "link", "other", FieldKind.NUMBER))


def note_form(sheet: TicketSheet, words: Words) -> Form:
    """Words for our own people."""
    return _form(sheet, words, "note", _ask(sheet, words, "note", "text", FieldKind.LONG_TEXT))


def category_form(sheet: TicketSheet, categories: Sequence[Category], words: Words) -> Form:
    """What the ticket is about."""
    choices, value = category_choices(categories, sheet.setting), sheet.ticket.category or ""
    question = _ask(sheet, words, "category", "category", FieldKind.CHOICE, value=value, choices=choices)
    return _form(sheet, words, "category", question)


def type_form(sheet: TicketSheet, words: Words) -> Form:
    """What kind of work it is."""
    choices = named_choices("ticket_type", TicketType, sheet.setting, words)
    value = sheet.ticket.type or TicketType.INCIDENT
    return _form(
        sheet, words, "type", _ask(sheet, words, "type", "type", FieldKind.CHOICE, value=value, choices=choices)
    )


def route_form(sheet: TicketSheet, teams: Sequence[Team], words: Words) -> Form:
    """To which team it goes; nobody is called."""
    choices, decision = team_choices(teams, sheet.setting), sheet.ticket.decision
    value = (decision.team if decision else None) or ""
    return _form(
        sheet, words, "route", _ask(sheet, words, "route", "team", FieldKind.CHOICE, value=value, choices=choices)
    )


def bind_form(
    clients: Iterable[Client],
    teams: Iterable[Team],
    setting: Setting,
    words: Words,
    binding: ChannelBinding | None = None,
) -> Form:
    """Whose channel this is, and how it speaks; opened with what is known of it."""
    owners = {str(each.key): each.name for each in clients}
    owners |= {str(each.key): label(each.name, setting) for each in teams if each.key not in owners}
    kinds = [Choice(str(each), words.plain(f"forms/bind/{each}", setting)) for each in ChannelKind]
    modes = named_choices("mode", IntakeMode, setting, words)
    languages = [Choice(str(key), name) for key, name in LANGUAGES.items()]
    now = binding or _Unbound(setting)

    def choice(key: str, value: str, choices: Sequence[Choice], *, required: bool = True) -> Field:
        kind = FieldKind.CHOICE
        return ask("bind", key, kind, setting, words, required=required, value=value, choices=choices)

    fields = (
        choice("kind", now.kind, kinds),
        choice("owner", now.owner, [Choice(key, name) for key, name in owners.items()], required=False),
        choice("language", now.language, languages),
        ask("bind", "zone", FieldKind.TEXT, setting, words, value=now.zone),
        choice("mode", now.mode, modes),
    )
    return form("bind", fields, setting, words)


class _Unbound:
    """How a channel that belongs to nobody is most likely to be bound."""

    kind: str = ChannelKind.CLIENT
    owner: str = ""
    mode: str = IntakeMode.AUTO

    def __init__(self, setting: Setting) -> None:
        self.language: str = setting.language
        self.zone = setting.zone


def _form(sheet: TicketSheet, words: Words, name: str, *fields: Field) -> Form:
    return form(name, fields, sheet.setting, words, sheet.ticket.id)


def _ask(
    sheet: TicketSheet,
    words: Words,
    name: str,
    key: str,
    kind: FieldKind,
    *,
    required: bool = True,
    value: str = "",
    choices: Sequence[Choice] = (),
) -> Field:
    return ask(name, key, kind, sheet.setting, words, required=required, value=value, choices=choices)
