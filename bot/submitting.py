"""A form comes back: judged field by field, kept step by step, and consumed in the operation's own transaction."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from bot.calls import How, Message
from bot.chat.forms import FieldKind, Form, in_steps
from bot.chat.inputs import FieldSpec, InputContext, When, WrongReason, judge
from bot.chat.replies import Done, FieldErrors, OpenForm, Reply
from bot.chat.requests import RemoteFile, Submitted
from bot.domain.permissions import Actor
from bot.domain.plain_text import fold
from bot.domain.providers import Provider
from bot.domain.recognised import PROVIDER
from bot.domain.sheets import Setting
from bot.domain.words import EntryId, Place, TicketId
from bot.drafting import TYPED, thawed
from bot.errors import UserError
from bot.hearing import Vocabulary
from bot.invoking import Invocation, invoke
from bot.masking import covered_values, frozen_covers, thawed_covers
from bot.store.drafts import Draft
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork
from bot.views.answers import form_button_card, wrong_fields_card
from bot.views.refusals import field_error
from bot.words import Words

_WHEN = {
    "until": When.FUTURE,
    **dict.fromkeys(("happened_at", "since", "first_seen", "dealer_time"), When.PAST),
}

_FILES = "file/"
"""What stands before a file field's key in a draft's answers; no field's key has a slash."""

_COVERS = "covers/"
"""What stands before a step's number for what was covered in it."""

_NO_ANSWER = (_FILES, TYPED, _COVERS)


@dataclass(frozen=True)
class Submission:
    """One submit on its way, before anything is changed by it."""

    store: Store
    words: Words
    vocabulary: Vocabulary
    actor: Actor
    request: Submitted
    fields_at_once: int | None

    async def judge(self) -> Reply | None:
        """The errors at their fields, or the next step with this one's answers kept; None when all is answered."""
        async with self.store.change(EVERYTHING, self.actor) as uow:
            draft = await uow.drafts.get(self.request.draft, self.actor.person)
            if draft.consumed_at:
                return Done()
            form = thawed(draft.id, draft.form, draft.answers)
            steps = in_steps(form, self.fields_at_once)
            step = steps[max(1, min(self.request.step, len(steps))) - 1]
            setting = Setting(self.actor.language, self.actor.zone, uow.now)
            ids = await _ids(uow, draft, self.request)
            filled = covered_values(self.request, step, ids.kinds, uow.rules)
            errors, answers = judged(step, filled.submitted, setting, self.words, ids)
            shown = {each.key for each in step.fields}
            earlier = {key: value for key, value in draft.answers.items() if _field_of(key) not in shown}
            typed = {TYPED + key: filled.submitted.values[key] for key in errors if self.request.values.get(key)}
            covers = f"{_COVERS}{step.step}"  # what was covered before an error stays covered when it is sent again
            kept = {**earlier, **answers, **typed}
            kept[covers] = frozen_covers(filled.covers) or draft.answers.get(covers, [])
            await uow.drafts.answer(draft.id, kept)
            if errors:
                labels = {each.key: each.label for each in step.fields}
                return FieldErrors(errors, wrong_fields_card(errors, labels, self.request, setting, self.words))
            if (following := _next_open(steps, step.step, kept)) is not None:
                return OpenForm(following, form_button_card(following, setting, self.words))
        return None


def _field_of(key: str) -> str:
    return key.removeprefix(_FILES).removeprefix(TYPED)


def _next_open(steps: tuple[Form, ...], sent: int, kept: Mapping[str, Any]) -> Form | None:
    """The step after the one that was sent; after the last, an earlier one in which something is wrong or missing."""
    if sent < len(steps):
        return steps[sent]
    for step in steps[:-1]:
        wrong = any(TYPED + each.key in kept for each in step.fields)
        missing = any(each.required and not {each.key, _FILES + each.key} & kept.keys() for each in step.fields)
        if wrong or missing:
            return step
    return None


@dataclass(frozen=True)
class Ids:
    """Which fields hold which kind of id, and how the named provider's look; no patterns while none is named."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


async def _ids(uow: UnitOfWork, draft: Draft, request: Submitted) -> Ids:
    fields = [each for category in uow.rules.categories.values() for each in category.fields]
    kinds = {each.key: each.id_kind.value for each in fields if each.id_kind}
    named = {fold(str(request.values.get(PROVIDER) or draft.answers.get(PROVIDER) or ""))}
    if number := draft.words.get("ticket"):
        given = await uow.evidence.of(TicketId(int(number)))
        named |= {fold(each.value) for each in given if each.field == PROVIDER}
    found = [each for each in uow.rules.providers.values() if named & _names(each)]
    if len(found) != 1:
        return Ids(kinds)
    return Ids(kinds, {kind.value: tuple(one.pattern for one in some) for kind, some in found[0].patterns.items()})


def _names(provider: Provider) -> set[str]:
    return {fold(name) for name in (provider.key, provider.name, *provider.aliases)}


def judged(
    form: Form, request: Submitted, setting: Setting, words: Words, ids: Ids | None = None
) -> tuple[dict[str, str], dict[str, Any]]:
    """What is wrong, as a sentence at each field, and what was answered, canonical."""
    ids = ids or Ids()
    specs = tuple(
        FieldSpec(
            each.key,
            each.kind,
            each.required,
            tuple(choice.value for choice in each.choices),
            each.max_length,
            id_kind=ids.kinds.get(each.key),
            when=_WHEN.get(each.key, When.ANY),
        )
        for each in form.fields
        if each.kind is not FieldKind.FILE
    )
    context = InputContext(setting.now, ZoneInfo(setting.zone), setting.language, None, ids.patterns)
    found = judge(specs, {key: _raw(value) for key, value in request.values.items()}, context)
    errors = {key: field_error(wrong.reason, wrong.facts, words, setting) for key, wrong in found.wrong.items()}
    answers: dict[str, Any] = {key: valid.value for key, valid in found.valid.items()}
    for each in form.fields:
        if each.kind is FieldKind.FILE and (files := request.files.get(each.key)):
            answers[_FILES + each.key] = [list(astuple(file)) for file in files]
        elif each.kind is FieldKind.FILE and each.required:
            errors[each.key] = field_error(WrongReason.MISSING, {}, words, setting)
    return errors, answers


def _files_of(answers: Mapping[str, Any]) -> dict[str, tuple[RemoteFile, ...]]:
    """The files of every step, by their fields."""
    return {
        key.removeprefix(_FILES): tuple(RemoteFile(*file) for file in files)
        for key, files in answers.items()
        if key.startswith(_FILES)
    }


def _raw(value: str | tuple[str, ...] | None) -> str | list[str] | None:
    return list(value) if isinstance(value, tuple) else value


async def submit(uow: UnitOfWork, words: Words, vocabulary: Vocabulary, actor: Actor, request: Submitted) -> Reply:
    """Run the form's command with its answers; a draft that was consumed already has had its effect."""
    draft = await uow.drafts.get(request.draft, actor.person)
    if draft.consumed_at:
        return Done()
    command = vocabulary.commands.get(draft.command)
    if command is None:
        raise UserError("old_button")
    names = {each.name for each in command.arguments}
    answers = {key: _text(value) for key, value in draft.answers.items() if not key.startswith(_NO_ANSWER)}
    kept = [each for key, each in draft.answers.items() if key.startswith(_COVERS)]
    uow.entries.covers = tuple(cover for each in kept for cover in thawed_covers(each))
    asked = {each["key"] for each in draft.form["fields"]}
    said = {key: value for key, value in draft.words.items() if key not in asked}
    raw = {key: value for key, value in {**said, **answers}.items() if key in names}
    invocation = Invocation(
        command,
        actor,
        draft.place,
        uow.rules.binding(draft.place.channel),
        How.FORM,
        raw,
        message=await _message(uow, draft),
        answers={key: value for key, value in answers.items() if key not in names},
        files=_files_of(draft.answers),
        draft=draft.id,
        known=vocabulary.all,
    )
    await uow.drafts.consume(draft.id)
    return await invoke(uow, words, invocation)


async def _message(uow: UnitOfWork, draft: Draft) -> Message | None:
    number = draft.words.get("entry")
    if not number:
        return None
    entry = await uow.entries.get(EntryId(int(number)))
    return Message(Place(entry.place.channel), entry, None, entry.text, entry.source)


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(str(each) for each in value)
    return "" if value is None else str(value)
