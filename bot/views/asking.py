"""The pieces of a form: its words come from `forms/<name>`, a block for each field."""

from collections.abc import Iterable, Sequence

from bot.chat.forms import Choice, Field, FieldKind, Form
from bot.domain.categories import Category, EvidenceField
from bot.domain.sheets import Setting
from bot.domain.teams import Team
from bot.domain.words import DraftId
from bot.views.evidence import typed
from bot.words import Words, label

LONG = 3000
"""Characters of a long answer."""

UNBOUND = DraftId("")
"""A form that is not yet bound to a draft."""


def form(name: str, fields: Iterable[Field], setting: Setting, words: Words, ticket: int = 0) -> Form:
    """The form of that name with its fields, not bound to a draft."""
    intro = f"forms/{name}/intro"
    return Form(
        draft=UNBOUND,
        title=words.plain(f"forms/{name}/title", setting, id=ticket),
        submit=words.plain(f"forms/{name}/submit", setting),
        cancel=words.plain("form/cancel", setting),
        fields=tuple(fields),
        intro=words.plain(intro, setting) if words.knows(intro) else "",
    )


def ask(
    name: str,
    key: str,
    kind: FieldKind,
    setting: Setting,
    words: Words,
    *,
    required: bool = True,
    value: str = "",
    choices: Sequence[Choice] = (),
) -> Field:
    """One question of a form; the key is the command's input."""
    hint = f"forms/{name}/{key}_hint"
    return Field(
        key=key,
        label=words.plain(f"forms/{name}/{key}", setting),
        kind=kind,
        required=required,
        hint=words.plain(hint, setting) if words.knows(hint) else "",
        value=value,
        choices=tuple(choices),
        max_length=LONG,
    )


def evidence_question(field: EvidenceField, setting: Setting, value: str = "", *, required: bool = False) -> Field:
    """The question for a piece of evidence, in the words of desk.yaml."""
    return Field(
        key=field.key,
        label=label(field.label, setting),
        kind=FieldKind(field.kind.value),
        required=required,
        hint=label(field.hint, setting) if field.hint else "",
        value=typed(field, value, setting) if value else "",
        choices=tuple(Choice(each.key, label(each.label, setting)) for each in field.choices),
        max_length=field.max_length,
    )


def category_choices(categories: Iterable[Category], setting: Setting) -> tuple[Choice, ...]:
    """Categories to choose from."""
    return tuple(Choice(each.key, label(each.label, setting)) for each in categories)


def team_choices(teams: Iterable[Team], setting: Setting) -> tuple[Choice, ...]:
    """Teams to choose from."""
    return tuple(Choice(each.key, label(each.name, setting)) for each in teams)


def named_choices(kind: str, values: Iterable[str], setting: Setting, words: Words) -> tuple[Choice, ...]:
    """Values of a closed list to choose from, each named by the message `<kind>/<value>`."""
    return tuple(Choice(str(each), words.plain(f"{kind}/{each}", setting)) for each in values)
