"""Drafts of forms: kept when shown, thawed when shown again or judged."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.calls import Call
from bot.chat.forms import Choice, Field, FieldKind, Form
from bot.chat.replies import OpenForm
from bot.domain.words import DraftId
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import form_button_card

TYPED = "typed/"
"""What stands before a field's key in a draft's answers for a value that was not taken; no field's key has a slash."""


async def draft_form(
    uow: UnitOfWork, call: Call[Any], command: str, form: Form, raw: Mapping[str, str] | None = None
) -> Form:
    """A form as a draft of this person, filled with what the command's words already said."""
    known = {name: str(value) for name, value in (raw or {}).items()}
    form = replace(form, fields=tuple(_filled(each, known.get(each.key, "")) for each in form.fields))
    ticket = getattr(call.input, "ticket", None)
    if ticket is not None:
        known["ticket"] = str(ticket)
    if call.message and call.message.entry:
        known["entry"] = str(call.message.entry.id)
    return replace(form, draft=await uow.drafts.add(call.actor.person, command, known, call.place, frozen(form)))


async def show_form(
    uow: UnitOfWork, call: Call[Any], command: str, form: Form, raw: Mapping[str, str] | None = None
) -> OpenForm:
    """Show a form as a draft of this person."""
    return shown(await draft_form(uow, call, command, form, raw), call)


def shown(form: Form, call: Call[Any]) -> OpenForm:
    """A form together with the card that opens it later."""
    return OpenForm(form, form_button_card(form, call.setting, call.words))


def _filled(field: Field, said: str) -> Field:
    """A person's word need not be an account that a platform's own control could show."""
    return replace(field, value=said) if said and field.kind is not FieldKind.PERSON else field


def frozen(form: Form) -> dict[str, Any]:
    """A form as its draft keeps it, so that it can be judged and shown again after a restart."""
    return {
        "title": form.title,
        "submit": form.submit,
        "cancel": form.cancel,
        "intro": form.intro,
        "fields": [
            {
                "key": each.key,
                "label": each.label,
                "kind": each.kind,
                "required": each.required,
                "hint": each.hint,
                "value": each.value,
                "choices": [[choice.value, choice.label] for choice in each.choices],
                "max_length": each.max_length,
            }
            for each in form.fields
        ],
    }


def _said(answers: Mapping[str, Any], key: str) -> str:
    """What was answered, or typed though it was not taken; several choices are parted by commas."""
    said = answers.get(TYPED + key) or answers.get(key) or ""
    return ",".join(map(str, said)) if isinstance(said, (list, tuple)) else str(said)


def thawed(draft: DraftId, kept: Mapping[str, Any], answers: Mapping[str, Any]) -> Form:
    """A form as it was shown, with what was answered so far."""
    fields = tuple(
        Field(
            key=each["key"],
            label=each["label"],
            kind=FieldKind(each["kind"]),
            required=each["required"],
            hint=each["hint"],
            value=_said(answers, each["key"]) or each["value"],
            choices=tuple(Choice(value, label) for value, label in each["choices"]),
            max_length=each["max_length"],
        )
        for each in kept["fields"]
    )
    return Form(draft, kept["title"], kept["submit"], kept["cancel"], fields, kept["intro"])
